"""The forms in which a list is handed out, each written a piece at a time.

A form yields bytes; the whole is never in memory. Texts are UTF-8. Dates are EDTF wherever they
may be less exact than a day.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.module_loading import import_string

from relations.document import roots
from relations.export.feeds import write_atom, write_ics
from relations.export.listing import Listing
from relations.export.plain import write_json, write_jsonl
from relations.export.references import write_bib, write_csl, write_ris
from relations.export.sheets import write_csv, write_xlsx
from relations.models import Record
from relations.models.documented import Documented
from relations.pictures.card import write_png


@dataclass(frozen=True)
class Form:
    """A form: the ending of its addresses, its media type, what readers call it, its writer.

    It serves documents of some `models` and of those that extend them. One that `cites` says
    where a document is, in whichever version is asked for. What is no data `is_listed` nowhere.
    """

    ending: str
    media_type: str
    name: str
    write: Callable[[Listing], Iterator[bytes]]
    is_read_in_place: bool = False
    models: tuple[type, ...] = (Documented,)
    cites: bool = False
    is_listed: bool = True

    def serves(self, model) -> bool:
        return issubclass(model, self.models)


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSL = "application/vnd.citationstyles.csl+json"
RECORDS = (Record,)
FORMS = {
    form.ending: form
    for form in (
        Form("json", "application/json", "JSON", write_json, is_read_in_place=True),
        Form("jsonl", "application/x-ndjson", "JSON Lines", write_jsonl),
        Form("csv", "text/csv; charset=utf-8", "CSV", write_csv),
        Form("xlsx", EXCEL, "Excel", write_xlsx),
        Form("atom", "application/atom+xml; charset=utf-8", "Atom", write_atom, True, RECORDS),
        Form("ics", "text/calendar; charset=utf-8", "iCalendar", write_ics, False, RECORDS),
        Form("ris", "application/x-research-info-systems", "RIS", write_ris, cites=True),
        Form("bib", "application/x-bibtex; charset=utf-8", "BibTeX", write_bib, cites=True),
        Form("csl.json", CSL, "CSL-JSON", write_csl, is_read_in_place=True, cites=True),
    )
}
CARD = Form("png", "image/png", "PNG", write_png, is_read_in_place=True, is_listed=False)


@functools.cache
def forms() -> dict[str, Form]:
    """Every form by its ending, the card and those that kinds declare for themselves among them."""
    declared = (name for model in roots().values() for name in model.forms)
    return FORMS | {form.ending: form for form in (CARD, *map(import_string, declared))}
