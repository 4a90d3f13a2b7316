"""A list as tables: the columns are what the models declare, in codes and in words.

A row of the main table has the document's fields as `relations.exchange` writes them (slugs,
codes, EDTF, a column for each language of a text), then what the page shows beside them, in its
language. Parts that repeat have a table of their own, whose rows name their document.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _t

from relations import dates
from relations.exchange.columns import OF_THE_DESK, columns_of, part_model
from relations.export.listing import Entry
from relations.languages import active_language
from relations.models import Record
from relations.models.documented import Documented
from relations.templatetags.record import name_of

#: The fields of participants and citations that name whom and what.
NAMING = ("person", "organisation", "source")

Cell = str | int | Decimal | date


@dataclass(frozen=True)
class Field:
    """A column of a table of `Row`s: its name, what it holds, and how it is read from one."""

    name: str
    holds: str
    of: Callable[["Row"], Cell]


@dataclass(frozen=True)
class Row:
    """What a table has a row for: a document of a list, or a part of it in its place."""

    entry: Entry
    part: dict
    order: int = 0


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns, and its rows for one entry of the list."""

    name: str
    fields: list[Field]
    rows: Callable[[Entry], Iterable[Row]]

    def cells(self, entry: Entry) -> Iterator[list[Cell]]:
        for row in self.rows(entry):
            yield [field.of(row) for field in self.fields]


def tables(models: tuple[type, ...]) -> list[Table]:
    """The main table and one for each part, for a list of documents of these models."""
    parts: dict[str, list[type]] = {}
    for model in models:
        for name in model.parts:
            parts.setdefault(name, []).append(model)
    name = models[0].FILE if len(models) == 1 else "records"
    return [main(name, models), *(_part(name, owners) for name, owners in parts.items())]


def main(name: str, models: tuple[type, ...]) -> Table:
    """One row for each document; a kind leaves the columns of the other kinds empty."""
    return Table(name, _once(_main_fields(models)), lambda entry: [Row(entry, entry.document)])


def _once(fields: Iterable[Field]) -> list[Field]:
    return list({field.name: field for field in reversed(list(fields))}.values())[::-1]


def _main_fields(models) -> Iterator[Field]:
    yield Field("document", _t("What it is: a code."), lambda row: row.entry.obj.KEY)
    yield Field("slug", _t("A slug."), lambda row: row.entry.obj.slug)
    yield Field("url", _t("An address on the web."), lambda row: row.entry.url)
    yield Field("version", _t("The digest of the document."), lambda row: row.entry.version)
    if issubclass(models[0], Record):
        yield Field("earliest", _t("The first day of the date."), lambda row: _day(row, "earliest"))
        yield Field("latest", _t("The last day of the date."), lambda row: _day(row, "latest"))
    for model in models:
        yield from _document_fields(model)
        for name in (name for name in ("participants", "citations") if name in model.parts):
            yield Field(name, _t("Slugs, with “; ” between them."), _slugs_of(name))
    for column in (column for model in models for column in getattr(model, "columns", ())):
        said = _t("%s, in the words of the page.") % column.label
        yield Field(f"{column.name}_shown", said, _shown(column.name))


def _day(row: Row, name: str) -> date | str:
    return getattr(row.entry.obj, name) or ""


def _document_fields(model) -> Iterator[Field]:
    for column in columns_of(model):
        if column.field not in OF_THE_DESK:
            yield Field(column.name, column.explained, _cell_of(column))


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


def _part(name: str, owners: list[type]) -> Table:
    """One row for each row of a part, which names its document and its place in it."""
    fields = [
        Field("slug", _t("A slug."), lambda row: row.entry.obj.slug),
        Field("order", _t("A whole number."), lambda row: row.order),
        *(field for model in owners for field in _document_fields(part_model(model, name))),
    ]
    return Table(name, _once(fields), lambda entry: _rows_of(name, entry))


def _rows_of(name: str, entry: Entry) -> Iterator[Row]:
    for order, part in enumerate(entry.document.get(name, ()), 1):
        yield Row(entry, part, order)
