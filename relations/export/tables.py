"""A list as tables: the columns are what the models declare, in codes and in words.

A row of the main table has the document's fields as `relations.exchange` writes them (slugs,
codes, EDTF, a column for each language of a text), then what the page shows beside them, in its
language. Parts that repeat have a table of their own, whose rows name their document.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _t

from relations import dates
from relations.exchange.columns import OF_THE_DESK, Column, columns_of, part_model
from relations.export.listing import Entry
from relations.languages import active_language
from relations.models import Record
from relations.models.documented import Documented
from relations.templatetags.record import name_of

#: The fields of participants and citations that name whom and what.
NAMING = ("person", "organisation", "source")

#: The types of the table schema by class of field, where it is not a string.
TYPES = (
    (models.BooleanField, "boolean"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
)

Cell = str | int | Decimal | date


@dataclass(frozen=True)
class Field:
    """A column of a table of `Row`s: its name, what it holds, and how it is read from one.

    `type` is one of Frictionless' table schema; `column` is the field of the document that it
    shows; `is_reading` when it only says in words what stands in others.
    """

    name: str
    holds: str
    of: Callable[["Row"], Cell]
    type: str = "string"
    column: Column | None = None
    is_reading: bool = False


@dataclass(frozen=True)
class Row:
    """What a table has a row for: a document of a list, or a part of it in its place.

    A part of a part stands `within` the one in that place.
    """

    entry: Entry
    part: dict
    order: int = 0
    within: int = 0


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns, and its rows for one entry of the list."""

    name: str
    fields: list[Field]
    rows: Callable[[Entry], Iterable[Row]]

    def cells(self, entry: Entry) -> Iterator[list[Cell]]:
        for row in self.rows(entry):
            yield [field.of(row) for field in self.fields]


def tables(of: tuple[type, ...]) -> list[Table]:
    """The main table and one for each part and part of a part, for documents of these models."""
    parts: dict[str, list[type]] = {}
    for model in of:
        for name in model.parts:
            parts.setdefault(name, []).append(part_model(model, name))
    name = of[0].FILE if len(of) == 1 else "records"
    inner = (
        _inner(name, part, part_model(kinds[0], part))
        for name, kinds in parts.items()
        for part in kinds[0].parts
    )
    return [main(name, of), *(_part(name, kinds) for name, kinds in parts.items()), *inner]


def main(name: str, of: tuple[type, ...]) -> Table:
    """One row for each document; a kind leaves the columns of the other kinds empty."""
    return Table(name, _once(_main_fields(of)), lambda entry: [Row(entry, entry.document)])


def _once(fields: Iterable[Field]) -> list[Field]:
    return list({field.name: field for field in reversed(list(fields))}.values())[::-1]


def _main_fields(of) -> Iterator[Field]:
    yield Field("document", _t("What it is: a code."), lambda row: row.entry.obj.KEY)
    yield _slug()
    yield Field("url", _t("An address on the web."), lambda row: row.entry.url)
    yield Field("version", _t("The digest of the document."), lambda row: row.entry.version)
    if issubclass(of[0], Record):
        yield Field("earliest", _t("The first day of the date."), _day("earliest"), "date")
        yield Field("latest", _t("The last day of the date."), _day("latest"), "date")
    for model in of:
        yield from _document_fields(model)
        for name in (name for name in ("participants", "citations") if name in model.parts):
            yield Field(name, _t("Slugs, with “; ” between them."), _slugs_of(name))
    for column in (column for model in of for column in getattr(model, "columns", ())):
        said = _t("%s, in the words of the page.") % column.label
        yield Field(f"{column.name}_shown", said, _shown(column.name), is_reading=True)


def _day(name: str) -> Callable[[Row], date | str]:
    """A day that bounds the date; an open end has none."""
    no_days = (None, date.min, date.max)

    def cell(row: Row) -> date | str:
        day = getattr(row.entry.obj, name)
        return "" if day in no_days else day

    return cell


def _document_fields(model) -> Iterator[Field]:
    for column in columns_of(model):
        if column.field not in OF_THE_DESK:
            yield Field(column.name, column.explained, _cell_of(column), type_of(column), column)


def type_of(column: Column) -> str:
    return next((name for kind, name in TYPES if isinstance(column.stored, kind)), "string")


def _cell_of(column) -> Callable[[Row], Cell]:
    return lambda row: _plain(column.cell(row.part))


def _plain(value) -> Cell:
    """A cell that holds a mapping, such as the identifiers elsewhere, as `wikidata: Q17`."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(one)}" for name, one in value.items())
    return value


def _slugs_of(part: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        slugs = (one.get(name) for one in row.part.get(part, ()) for name in NAMING)
        return "; ".join(dict.fromkeys(filter(None, slugs)))

    return cell


def _shown(name: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        facts = {fact: value for fact, _label, value in row.entry.facts}
        return shown(facts.get(name, ""))

    return cell


def shown(value) -> str:
    """The value of a column as bare text."""
    if isinstance(value, list):
        return "; ".join(map(shown, value))
    if isinstance(value, dates.Date):
        return value.show(active_language())
    return str(name_of(value) if isinstance(value, Documented) else value)


def _part(name: str, kinds: list[type]) -> Table:
    """One row for each row of a part, which names its document and its place in it."""
    fields = [_slug(), _order(), *(field for kind in kinds for field in _document_fields(kind))]
    return Table(name, _once(fields), lambda entry: _rows_of(name, entry))


def _rows_of(name: str, entry: Entry) -> Iterator[Row]:
    for order, part in enumerate(entry.document.get(name, ()), 1):
        yield Row(entry, part, order)


def _inner(name: str, part: str, kind: type) -> Table:
    """One row for each row of a part of a part, which also names the place of that."""
    within = Field(name, _t("A whole number."), lambda row: row.within, "integer")
    fields = [_slug(), within, _order(), *_document_fields(kind)]
    return Table(f"{name}_{part}", fields, lambda entry: _rows_inside(name, part, entry))


def _rows_inside(name: str, part: str, entry: Entry) -> Iterator[Row]:
    for outer in _rows_of(name, entry):
        for order, row in enumerate(outer.part.get(part, ()), 1):
            yield Row(entry, row, order, within=outer.order)


def _slug() -> Field:
    return Field("slug", _t("A slug."), lambda row: row.entry.obj.slug)


def _order() -> Field:
    return Field("order", _t("A whole number."), lambda row: row.order, "integer")
