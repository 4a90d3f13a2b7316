"""How documents lie in the sheets of a workbook, the same for an export and for the template.

The main sheet, named as the fixture is (`visits`), has a row for each document. Every part that
repeats has a sheet of its own (`participants`, `citations`, `stops`) whose rows name their document
by its slug and their place in it by `order`. Two sheets before and behind explain it all.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import Field
from django.utils.translation import gettext as _t

from relations.exchange.columns import ORDER, SLUG, Column, columns_of, explained, part_model
from relations.exchange.files import Table
from relations.languages import language_name
from relations.models.documented import WithStatus
from relations.models.fields import Codes, Country, Currency, country_name, currency_name

GUIDE, CODES = "about", "codes"
#: How the codes of a field are called in the language of the page.
NAMES = {Country: country_name, Currency: currency_name}


def main_sheet(model, documents: Iterable[dict]) -> Table:
    columns = columns_of(model)
    rows = [[d[model.KEY], *(column.cell(d) for column in columns)] for d in documents]
    return Table(model.FILE, [SLUG, *names(columns)], rows, {})


def workbook(model, documents: list[dict]) -> Iterator[Table]:
    """All sheets of a workbook with these documents of a model."""
    options, listed = _codes(model)
    sheets = [main_sheet(model, documents), *(_part(model, p, documents) for p in model.parts)]
    for sheet in sheets:
        sheet.options = options[sheet.name]
    yield _guide(model)
    yield from sheets
    yield listed


def names(columns: Iterable[Column]) -> list[str]:
    return [column.name for column in columns]


def _part(model, part: str, documents: list[dict]) -> Table:
    columns = columns_of(part_model(model, part))
    rows = [
        [document[model.KEY], order, *(column.cell(row) for column in columns)]
        for document in documents
        for order, row in enumerate(document.get(part, ()), 1)
    ]
    return Table(part, [SLUG, ORDER, *names(columns)], rows, {})


def sheet_columns(model) -> Iterator[tuple[str, tuple[Column, ...]]]:
    """The name and the columns of each sheet that holds documents."""
    yield model.FILE, columns_of(model)
    for part in model.parts:
        yield part, columns_of(part_model(model, part))


def _codes(model) -> tuple[dict, Table]:
    """The sheet of all codes, and for each other sheet where the codes of a column stand in it."""
    rows, options = [], {}
    for sheet, columns in sheet_columns(model):
        options[sheet] = {}
        for column in columns:
            first = len(rows) + 2
            choices = column.choices or known_to_the_record(column)
            rows += [[sheet, column.name, code, str(label)] for code, label in choices]
            is_one_of_them = column.codes and not isinstance(column.stored, Codes)
            if is_one_of_them and not column.for_information:
                options[sheet][column.name] = f"{CODES}!$C${first}:$C${len(rows) + 1}"
    headings = [_t("sheet"), _t("column"), _t("code"), _t("meaning")]
    return options, Table(CODES, headings, rows, {})


def known_to_the_record(column: Column) -> list[tuple[str, str]]:
    """(code, name) of each country, currency or language that the record names anywhere.

    Others may be written too, so no cell is bound to them.
    """
    if column.field == "language":
        return [(code, language_name(code)) for code in sorted(_codes_in(column.stored))]
    name_of = NAMES.get(type(column.stored))
    if not name_of:
        return []
    codes = set().union(*map(_codes_in, _fields_like(column.stored)))
    return [(code, name_of(code)) for code in sorted(codes)]


def _fields_like(field) -> Iterator[Field]:
    """All fields of the record that hold what `field` holds."""
    for model in apps.get_models():
        yield from (each for each in model._meta.local_fields if type(each) is type(field))


def _codes_in(field) -> set[str]:
    return set(field.model._base_manager.values_list(field.name, flat=True).distinct()) - {""}


def _guide(model) -> Table:
    rows = [[line] for line in _plan(model)]
    rows += [[], [_t("sheet"), _t("column"), _t("what to write")]]
    for sheet, columns in sheet_columns(model):
        rows.append([sheet, SLUG, explained(model, SLUG)])
        if sheet != model.FILE:
            rows.append([sheet, ORDER, explained(model, ORDER)])
        rows += [[sheet, column.name, column.explained] for column in columns]
    return Table(GUIDE, [_t("How this workbook is filled in and imported")], rows, {})


def _plan(model) -> Iterator[str]:
    yield _t("One row of the sheet “%s” is one document; its slug says which.") % model.FILE
    if issubclass(model, WithStatus):
        yield _t(
            "A slug that is not there yet makes a new draft. A row of a document that readers see "
            "makes a proposal. Nothing is published by an import."
        )
    else:
        yield _t(
            "A slug that is not there yet makes a new source, which readers see once something "
            "published cites it. What is changed in a source that they see is public at once; it "
            "takes the same duty as in the form."
        )
    yield _t("A column that is left out leaves its field alone; an empty cell empties the field.")
    if model.parts:
        yield _t(
            "What repeats stands in the other sheets (%s), each row with the slug of its document."
        ) % ", ".join(model.parts)
        yield _t(
            "There, the rows of a slug are the whole list: what is not among them is taken away. "
            "A slug without rows keeps its list. A row with nothing but a slug empties the list."
        )
        part = next(reversed(model.parts))
        column = f"{part}_{columns_of(part_model(model, part))[0].name}"
        yield _t(
            "In a CSV file all of this is one sheet: the column “part” is empty in the row of the "
            "document itself, and names the sheet in every other row, for example “%(part)s”. The "
            "columns of such a sheet begin with its name there: %(column)s."
        ) % {"part": part, "column": column}
        yield _t(
            "The other rows of a CSV file may repeat dates, codes and numbers of their document, "
            "for whoever adds up. To change these, change the document’s own row and empty the "
            "cells that repeat it."
        )
    yield _t("Sheets may be left out. The names of sheets and columns stay as they are.")
    yield _t("Texts end in their language: title_en, title_ja, title_uk.")
    yield _t("Rows whose slug begins with “example-” are examples and are passed over.")
    yield _t("An import first shows what it would change, and writes nothing before you confirm.")
