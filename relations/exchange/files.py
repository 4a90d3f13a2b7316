"""Spreadsheets as bytes: written so that nothing in them runs, and read with suspicion.

Between bytes and documents stand `Table`s: the names of columns, and rows of text that remember
their line. What cannot be read at all is refused with `FileRefused`.
"""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.parsers import expat

from django.utils.translation import gettext as _t
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from relations.exchange.columns import Unreadable

MOST_BYTES = 3_000_000
#: Rows of the main sheet, and of each further one.
MOST_ROWS, MOST_PART_ROWS = 5_000, 20_000
#: What a workbook may unpack to: bytes and files.
MOST_UNPACKED, MOST_MEMBERS = 40_000_000, 500
#: What an XML file in it may hold: elements in all, in a row and outside of rows; and cells, for
#: each of which openpyxl takes a tenth of a millisecond.
MOST_ELEMENTS, MOST_IN_A_ROW, MOST_ELSEWHERE = 900_000, 2_000, 20_000
MOST_CELLS = 150_000
LONGEST_MARKUP = 10_000
#: How far down a sheet may reach, empty lines included.
LAST_LINE = 100_000
#: What Excel holds in one cell.
LONGEST_CELL = 32_767

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: What a spreadsheet may take for the beginning of a formula, also in full width.
FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
#: What XML cannot carry as it is, and how Excel writes it: _x000D_.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
ESCAPED = re.compile("_x00([01][0-9A-F])_")
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]{2}")


class FileRefused(Exception):
    """A file that cannot be taken, with every reason found."""

    def __init__(self, *messages: str):
        self.messages = messages
        super().__init__("\n".join(messages))


@dataclass
class Table:
    """A sheet: its name, its columns, and its rows; `options` are the codes of a column."""

    name: str
    columns: list[str]
    rows: Iterable[list]
    options: dict[str, list[str]]


@dataclass
class Line:
    """A row of a file as it was read; `number` is what a spreadsheet shows beside it."""

    number: int
    cells: list[str]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def is_workbook(content: bytes) -> bool:
    return content.startswith(ZIP)


# Out


def defused(text: str) -> str:
    """`text` for a cell of a CSV file, behind an apostrophe where it could be run as a formula."""
    if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def as_stored(text: str) -> str:
    """The text that `defused` made safe."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def as_text(cell) -> str:
    """A cell of a CSV file: a text that nothing runs, a plain number, or a day."""
    if isinstance(cell, str):
        return defused(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else f"{Decimal(cell):f}"


def write_csv(table: Table) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(map(as_text, row))
    # The mark at the beginning tells Excel that this is UTF-8.
    return stream.getvalue().encode("utf-8-sig")


def write_xlsx(tables: Iterable[Table]) -> bytes:
    """A workbook of the tables in their order. ValueError when a text is too long for a cell."""
    tables = list(tables)
    for row in (row for table in tables for row in table.rows):
        _refuse_long_texts(row)
    book = Workbook(write_only=True)
    for table in tables:
        _write_sheet(book.create_sheet(table.name), table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _refuse_long_texts(row: list) -> None:
    """ValueError for a text that openpyxl would cut."""
    if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in row):
        raise ValueError(
            _t("A text of “%s” is too long for a cell of Excel. Export a CSV file instead.")
            % row[0]
        )


def _write_sheet(sheet, table: Table) -> None:
    sheet.freeze_panes = "B2"
    for number, name in enumerate(table.columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(max(len(name) + 4, 14), 40)
        # As text, or Excel would make a day of 1995-03.
        sheet.column_dimensions[letter].number_format = "@"
        if reference := table.options.get(name):
            choice = DataValidation(type="list", formula1=reference, allow_blank=True)
            choice.add(f"{letter}2:{letter}{MOST_ROWS}")
            sheet.data_validations.append(choice)
    sheet.append([write_heading(sheet, name) for name in table.columns])
    for row in table.rows:
        sheet.append([write_cell(sheet, value) for value in row])


def write_heading(sheet, name: str):
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def write_cell(sheet, value):
    """A number or a day as such, and every text as a text: openpyxl would make formulas of some."""
    if isinstance(value, (int, Decimal, datetime.date)):
        return WriteOnlyCell(sheet, value)
    if not value:
        return None
    text = CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", value)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.number_format = "s", "@"
    if "\n" in text:
        cell.alignment = Alignment(vertical="top")
    return cell


# In


def read(content: bytes) -> dict[str, list[Line]]:
    """The sheets of a file by name, '' for that of a CSV file; FileRefused with the reason."""
    if not content.strip():
        raise FileRefused(_t("The file is empty."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_t("The file is larger than 3 MB. Split it."))
    if content.startswith(OLE):
        raise FileRefused(
            _t("This is an old Excel file or one with a password. Save it as .xlsx without one.")
        )
    return _read_xlsx(content) if is_workbook(content) else {"": _read_csv(content)}


def _read_csv(content: bytes) -> list[Line]:
    text = _decoded(content)
    heading = text.partition("\n")[0]
    # Excel writes the separator of the reader's country.
    delimiter = max(",;\t", key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _within_limits(
            Line(number, [as_stored(cell).replace("\r\n", "\n") for cell in cells])
            for number, cells in enumerate(lines, 1)
        )
    except csv.Error as error:
        raise FileRefused(
            _t("Row %(number)d cannot be read as CSV: %(reason)s. Look at its quotation marks.")
            % {"number": lines.line_num, "reason": error}
        ) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(
            _t("The file is not UTF-8 but probably %s. Save it as “CSV UTF-8” or as .xlsx.")
            % _probable_encoding(content)
        ) from None


def _probable_encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        if JAPANESE.search(content.decode("cp932")):
            return "Shift_JIS"
    except UnicodeDecodeError:
        pass
    return "Windows-1251"


def _read_xlsx(content: bytes) -> dict[str, list[Line]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return {sheet.title.strip(): _lines_of(sheet) for sheet in book.worksheets}
    except FileRefused:
        raise
    # Whoever wrote the file decides which of many errors openpyxl fails with.
    except Exception as error:
        raise FileRefused(
            _t("The file is no workbook that can be read. Save it again as .xlsx.")
        ) from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to too much, before anything builds objects from it."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise FileRefused(_t("The workbook unpacks to far more than its size. Split it."))
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            Census().take(archive.read(member))


class Census:
    """Counts the elements of an XML file: rows are read one by one, the rest is held at once."""

    def __init__(self):
        self.total = self.cells = self.elsewhere = 0
        self.in_row: int | None = None

    def take(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CommentHandler = parser.ProcessingInstructionHandler = self.measure
        parser.StartDoctypeDeclHandler = self.refuse
        # In one piece: before version 2.6, Expat starts a long tag anew with every piece.
        parser.Parse(content, True)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.total += 1
        self.cells += tag == "c"
        if tag in ("row", "si"):
            self.in_row = 0
        elif self.in_row is None:
            self.elsewhere += 1
        else:
            self.in_row += 1
        self.measure(name, *attributes, *attributes.values())
        if (
            self.total > MOST_ELEMENTS
            or self.cells > MOST_CELLS
            or self.elsewhere > MOST_ELSEWHERE
            or (self.in_row or 0) > MOST_IN_A_ROW
        ):
            raise FileRefused(_t("The workbook holds far more cells than rows to import."))

    def measure(self, *words: str) -> None:
        if any(len(word) > LONGEST_MARKUP for word in words):
            raise FileRefused(_t("The workbook holds far more cells than rows to import."))

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] in ("row", "si"):
            self.in_row = None

    def refuse(self, *_declaration) -> None:
        raise FileRefused(_t("The workbook declares XML entities, which none of Excel does."))


def _lines_of(sheet) -> list[Line]:
    # What a file says about its own size is not believed.
    sheet.reset_dimensions()
    return _within_limits(
        Line(number, [_text(cell) for cell in row]) for number, row in enumerate(sheet.rows, 1)
    )


def _within_limits(lines: Iterator[Line]) -> list[Line]:
    """The lines that say something, of which there may be only so many."""
    found = []
    for line in lines:
        if not line.is_blank:
            found.append(line)
        if len(found) > MOST_PART_ROWS + 1 or line.number > LAST_LINE:
            raise FileRefused(_t("A sheet has more than %d rows. Split the file.") % MOST_PART_ROWS)
    return found


def _text(cell) -> str:
    """The text of a cell of a workbook; Unreadable for what Excel reckoned or guessed."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Unreadable(_t("A formula is not taken. Paste its value in its place."))
    if cell.data_type == "e":
        return Unreadable(_t("Excel shows an error here (%s). Write the value.") % value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return _date(value, cell.number_format)
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}"
    if isinstance(value, str):
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value).replace("\r\n", "\n")
    return str(value)


def _date(value, number_format: str) -> str:
    """A day as EDTF; where Excel made one of a month, nobody knows what was meant."""
    is_day = isinstance(value, datetime.datetime) and value.time() == datetime.time()
    if not is_day or "d" not in number_format.lower():
        return Unreadable(
            _t("Excel made a date or a time of this. Format the cell as text and write 1995-03.")
        )
    return value.date().isoformat()
