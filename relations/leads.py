"""From what was found in a document to the very place at the desk where it is mended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst

from relations.agenda import desk_url
from relations.document import roots
from relations.document.changes import Change
from relations.document.shape import is_translated
from relations.languages import LANGUAGES, TRANSLATIONS
from relations.models import Page, Record, Topic
from relations.models.documented import Documented
from relations.scrutiny import Finding, Rule
from relations.templatetags.record import language_name, words_of_path
from relations.translations import STATES, Stale, Standing, unread_translations

#: How many rows of a list of findings stand on the front page.
FEW = 5


class Lead(NamedTuple):
    """A document in which something is to be mended, the address where, and what it is."""

    title: str
    kind: str
    url: str
    notes: list[str]
    is_error: bool = False


class Leads(NamedTuple):
    """The first rows of a list, and how many more there are."""

    rows: list[Lead]
    more: int


def leads_of(findings: Iterable[Finding], most: int | None = None) -> Leads:
    """A row for each document, in the order of the findings: a query for each kind."""
    by_document = defaultdict(list)
    for finding in findings:
        by_document[finding.document].append(finding)
    chosen = dict(islice(by_document.items(), most))
    live = documents_called(chosen)
    rows = [lead(live[name], found) for name, found in chosen.items() if name in live]
    return Leads(rows, len(by_document) - len(chosen))


def documents_called(names: Iterable[str]) -> dict[str, Documented]:
    """The documents under their “kind slug”."""
    slugs = defaultdict(list)
    for name in names:
        key, slug = name.split()
        slugs[key].append(slug)
    return {
        f"{key} {obj.slug}": obj
        for key, wanted in slugs.items()
        for obj in roots()[key].objects.filter(slug__in=wanted)
    }


def lead(obj: Documented, findings: list[Finding]) -> Lead:
    """To the place of the first finding."""
    return Lead(
        str(obj),
        str(obj._meta.verbose_name),
        desk_url(obj) + place_of(type(obj), findings[0]),
        [note(type(obj), finding) for finding in findings],
        any(finding.is_error for finding in findings),
    )


def note(model, finding: Finding) -> str:
    """What is said of a document: a claim by its name, of a name the message alone."""
    path = ": ".join(words_of_path(model, finding.path))
    if finding.rule == Rule.UNCITED:
        return path
    return finding.message if finding.rule != Rule.GAP or not path else f"{path}: {finding.message}"


def place_of(model, finding: Finding) -> str:
    """Where in the form a finding is mended; a claim is supported by one more citation."""
    path = "citations" if finding.rule == Rule.UNCITED else finding.path
    return place_in_form(model, path)


def place_in_form(model, path: str) -> str:
    """The fragment of the form's address at which a path of the document is written, or ''."""
    name, *rest = path.split("/")
    if name in model.parts:
        if not rest or not rest[0].isdigit():
            return f"#{name}-group"
        row = f"{name}-{int(rest[0]) - 1}"
        part = model._meta.get_field(name).related_model
        field = column(part, *rest[1:]) if rest[1:] else ""
        return f"#id_{row}-{field}" if field else f"#{row}"
    field = column(model, name, *rest)
    return f"#id_{field}" if field else ""


def column(model, name: str, code: str = "", *_rest) -> str:
    """What a field of a document is called in a form; '' where no form asks it."""
    if name not in model.document_fields:
        return ""
    return f"{name}_{code or LANGUAGES[0]}" if is_translated(model, name) else name


class StaleLead(NamedTuple):
    """A document whose translations stayed behind: the place of each, by its language."""

    title: str
    places: list[tuple[str, str]]
    changes: tuple[Change, ...]


def stale_leads(found: Iterable[Stale]) -> Iterator[StaleLead]:
    """Languages that stayed behind one and the same English together."""
    for _same, together in groupby(found, key=lambda stale: (stale.obj, stale.before)):
        first, *others = together
        places = [(stale.language, stale_place(stale)) for stale in (first, *others)]
        yield StaleLead(str(first.obj), places, first.changes)


def stale_place(stale: Stale) -> str:
    """The first text that stayed behind, in the form."""
    path = f"{stale.paths[0]}/{stale.language}"
    return desk_url(stale.obj) + place_in_form(type(stale.obj), path)


def unread_leads(most: int | None = None) -> Leads:
    """To the buttons by which an editor says that she has read a translation."""
    found, more = [], 0
    for model in (Record, Topic, Page):
        rows = unread_translations(model)
        chosen = list(rows if most is None else rows[: most - len(found)])
        more += rows.count() - len(chosen)
        found += [unread_lead(obj) for obj in chosen]
    return Leads(found, more)


def unread_lead(obj) -> Lead:
    codes = [c for c in TRANSLATIONS if getattr(obj, f"title_{c}") and c not in obj.checked]
    model = type(obj) if obj.KEY else roots()[obj.kind]
    languages = [language_name(code) for code in codes]
    return Lead(str(obj), str(model._meta.verbose_name), f"{desk_url(obj)}#reading", languages)


class Row(NamedTuple):
    """A line of the board: for each language what is lacking, and the lists of just that."""

    kind: str
    url: str
    total: int
    languages: list[list[tuple[int, str, str]]]


def board_rows(board: Iterable[Standing]) -> Iterator[Row]:
    for standing in board:
        name = standing.model._meta.label_lower.replace(".", "_")
        url = reverse(f"admin:{name}_changelist", query={"status__exact": "published"})
        languages = [
            [
                (number, STATES[state], f"{url}&language={code}-{state}")
                for state, number in counted.items()
                if number
            ]
            for code, counted in standing.languages.items()
        ]
        kind = capfirst(str(standing.model._meta.verbose_name_plural))
        yield Row(kind, url, standing.total, languages)
