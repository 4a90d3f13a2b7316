"""A list as a CSV file or a workbook, written a row at a time."""

import csv
import io
from collections.abc import Iterator
from tempfile import TemporaryFile

from django.utils.translation import gettext as _t
from openpyxl import Workbook

from relations.exchange.files import LONGEST_CELL, as_text, write_cell, write_heading
from relations.export.listing import Listing
from relations.export.tables import Table, main, tables


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
