"""The forms in which a list is handed out, each written a row at a time.

A form yields bytes; the whole is never in memory. Texts are UTF-8. Dates are EDTF wherever they
may be less exact than a day.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile

from django.utils.translation import gettext as _t
from openpyxl import Workbook

from relations.document.shape import identity
from relations.exchange.files import LONGEST_CELL, as_text, write_cell, write_heading
from relations.export.labels import labels
from relations.export.listing import Entry, Listing
from relations.export.tables import Table, main, tables
from relations.languages import active_language

LICENCES = {
    "texts": "https://creativecommons.org/licenses/by-sa/4.0/",
    "data": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True)
class Form:
    """A form: the ending of its addresses, its media type, what readers call it, its writer."""

    ending: str
    media_type: str
    name: str
    write: Callable[[Listing], Iterator[bytes]]
    is_read_in_place: bool = False


# JSON


def told(entry: Entry) -> dict:
    """A document for programs, and its labels in the language of the page."""
    model, _slug = identity(entry.document)
    return {
        "url": entry.url,
        "version": entry.version,
        "document": entry.document,
        "labels": labels(model, entry.document, entry.names),
    }


def as_json(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def write_json(listing: Listing) -> Iterator[bytes]:
    """An object: about the list, then its `entries`; of one document alone, what is told of it."""
    if listing.is_one:
        yield from (as_json(told(entry)).encode() + b"\n" for entry in listing.entries())
        return
    about = {"title": listing.title, "url": listing.url, "language": active_language()}
    about |= {"licences": LICENCES}
    yield as_json(about)[:-1].encode() + b', "entries": ['
    for number, entry in enumerate(listing.entries()):
        yield b",\n" * bool(number) + as_json(told(entry)).encode()
    yield b"]}\n"


def write_jsonl(listing: Listing) -> Iterator[bytes]:
    """A line for each entry."""
    for entry in listing.entries():
        yield as_json(told(entry)).encode() + b"\n"


# Tables


def write_csv(listing: Listing) -> Iterator[bytes]:
    """The main table, RFC 4180, with a mark that tells Excel that it is UTF-8."""
    table = main("", listing.models)
    yield "\ufeff".encode() + line(field.name for field in table.fields)
    for entry in listing.entries():
        for cells in table.cells(entry):
            yield line(map(as_text, cells))


def line(cells) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow(cells)
    return stream.getvalue().encode()


def write_xlsx(listing: Listing) -> Iterator[bytes]:
    """A sheet for each table, and one that says what the columns hold."""
    book, made = Workbook(write_only=True), tables(listing.models)
    sheets = {table.name: begun(book, table) for table in made}
    for entry in listing.entries():
        for table in made:
            sheet = sheets[table.name]
            for cells in table.cells(entry):
                sheet.append([write_cell(sheet, shortened(cell)) for cell in cells])
    explain(book, made)
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(65_536):
            yield piece


def begun(book: Workbook, table: Table):
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "B2"
    sheet.append([write_heading(sheet, field.name) for field in table.fields])
    return sheet


def explain(book: Workbook, made: list[Table]) -> None:
    sheet = book.create_sheet("columns")
    headings = (_t("sheet"), _t("column"), _t("what it holds"))
    sheet.append([write_heading(sheet, word) for word in headings])
    for table in made:
        for field in table.fields:
            words = (table.name, field.name, field.holds)
            sheet.append([write_cell(sheet, word) for word in words])


def shortened(cell):
    """A text that Excel can hold; a longer one says that it was cut."""
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return f"{cell[: LONGEST_CELL - 1]}…"
    return cell


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {
    form.ending: form
    for form in (
        Form("json", "application/json", "JSON", write_json, is_read_in_place=True),
        Form("jsonl", "application/x-ndjson", "JSON Lines", write_jsonl),
        Form("csv", "text/csv; charset=utf-8", "CSV", write_csv),
        Form("xlsx", EXCEL, "Excel", write_xlsx),
    )
}
