"""From the sheets of a file to what each document should say, with every trouble and its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from relations.document.check import names_of
from relations.exchange.columns import (
    EXAMPLE,
    ORDER,
    SLUG,
    Column,
    columns_of,
    constrained,
    did_you_mean,
    explained,
    is_repetition,
    nearest,
    part_model,
    shortened,
)
from relations.exchange.files import MOST_ROWS, FileRefused, Line
from relations.exchange.flat import Stray, flat, is_flat, taken_apart, without_name
from relations.exchange.sheets import CODES, GUIDE
from relations.models.documented import Problem
from relations.models.fields import SLUG as IS_SLUG

MOST_COLUMNS = 200


class Trouble(NamedTuple):
    """Why a row cannot be taken: the sheet, the line, its columns, the reason and the remedy.

    `fix` is what to write into the columns where nothing else is said.
    """

    sheet: str
    line: int | None
    column: str
    message: str
    fix: str = ""


class Reference(NamedTuple):
    """A slug that a cell names, and where."""

    model: type
    slug: str
    sheet: str
    line: int
    column: str


@dataclass
class PartRow:
    line: int
    order: int | None
    values: dict


@dataclass
class Row:
    """All that a file says about one document.

    `values` are those of the main sheet by column, `parts` the rows of each further sheet; a
    document keeps what neither names. Where all stands in one sheet, `repeated` are the cells that
    say beside a part what the document says.
    """

    model: type
    slug: str
    line: int | None = None
    values: dict[Column, object] = field(default_factory=dict)
    parts: dict[str, list[PartRow]] = field(default_factory=dict)
    part_columns: dict[str, set[Column]] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    is_flat: bool = False
    repeated: list[Stray] = field(default_factory=list)

    def merged_over(self, present: dict) -> dict:
        """The document that the row asks for, where `present` is what there is, {} for nothing."""
        document = dict(present)
        for column, value in self.values.items():
            _put(document, column, value)
        for part, rows in self.parts.items():
            document[part] = [row.values for row in rows if row.values]
        order = ("former_slugs", *self.model.document_fields, *self.model.parts)
        return {self.model.KEY: self.slug} | {
            name: document[name] for name in order if document.get(name) not in (None, {}, [])
        }

    def contradictions(self, present: dict) -> Iterator[Trouble]:
        """The cells beside a part that say other than the document would."""
        columns = {column.name: column for column in columns_of(self.model)}
        said = self.merged_over(present) if self.repeated else {}
        for line, _slug, name, cell, *_reason in self.repeated:
            column = columns[name]
            if not column.for_information and not column.says(said, cell):
                message = _t("The document says “%s” here.")
                message %= shortened(str(column.cell(said)))
                fix = _t(
                    "Change it in the document’s own row, where the column “part” is empty, and "
                    "leave this cell empty."
                )
                yield Trouble(self.model.FILE, line, name, message, fix)

    def losses(self, present: dict) -> Iterator[Trouble]:
        """What the present parts say in columns that the file does not have."""
        for part, kept in self.part_columns.items():
            for column in columns_of(part_model(self.model, part)):
                is_said = any(column.cell(row) != "" for row in present.get(part, ()))
                if is_said and column not in kept:
                    message = _t("The column is missing, and the document would lose what it says.")
                    fix = _t("Add the column, as an export has it.")
                    yield Trouble(part, self.parts[part][0].line, column.name, message, fix)

    def located(self, problem: Problem, fix: str = "") -> Trouble:
        """The cell that a problem of the document, told by its path, comes from."""
        path, message = problem
        name, *rest = path.split("/")
        if name in self.parts and rest:
            row = self._named(name, rest[0])
            if row:
                model = part_model(self.model, name)
                column = _column(model, rest[1:], message)
                if is_repetition(model, message):
                    fix = _t("Keep one of the rows, or change one.")
                return Trouble(name, row.line, column, message, fix)
        column = _column(self.model, [name, *rest], message)
        return Trouble(self.model.FILE, self.line, column, message, fix)

    def as_in_file(self, trouble: Trouble) -> Trouble:
        """The trouble at the place where the file has it, be there one sheet or several."""
        sheet, line, column, message, fix = trouble
        is_main = sheet == self.model.FILE
        model = self.model if is_main else part_model(self.model, sheet)
        fix = fix or explained(model, column)
        if self.is_flat and not is_main:
            own = [name for name in column.split(", ") if name not in (SLUG, ORDER)]
            sheet = self.model.FILE
            column = ", ".join(flat(trouble.sheet, name) for name in own) or column
        return Trouble(sheet, line, column, message, fix)

    def _named(self, part: str, word: str) -> PartRow | None:
        rows = [row for row in self.parts[part] if row.values]
        if word.isdecimal() and 0 < int(word) <= len(rows):
            return rows[int(word) - 1]
        return next((row for row in rows if word in names_of(row.values)), None)


def _put(document: dict, column: Column, value) -> None:
    if not column.language:
        document[column.field] = value
        return
    texts = {**document.get(column.field, {}), column.language: value}
    document[column.field] = {code: text for code, text in texts.items() if text}


def _column(model, path: list[str], message: str) -> str:
    """The names of the columns that a path leads to, else of those that the message speaks of."""
    own = columns_of(model)
    exact = [column.name for column in own if column.name == "_".join(path[:2])]
    of_field = [column.name for column in own if path and column.field == path[0]]
    return ", ".join(exact or of_field or constrained(model, message)) or "/".join(path)


def rows_of(sheets: dict[str, list[Line]], model) -> list[Row]:
    """The rows of a file for documents of a model, in its order. FileRefused for a wrong shape."""
    [lines, *further] = sheets.values()
    strays: list[Stray] = []
    reading = Reading(model)
    if not further and is_flat(lines):
        reading.is_flat = True
        sheets, strays = taken_apart(lines, model)
    elif not further and not {model.FILE, *model.parts} & sheets.keys():
        sheets = {model.FILE: lines}
    if sheets:
        _refuse_unknown_sheets(sheets, model)
    if model.FILE in sheets:
        reading.take_documents(sheets[model.FILE])
    for part in model.parts:
        if part in sheets:
            reading.take_parts(part, sheets[part])
    for stray in strays:
        reading.take_stray(stray)
    rows = reading.found()
    if reading.wrong:
        raise FileRefused(*reading.wrong)
    if not rows:
        raise FileRefused(_t("The file holds no rows to import; examples are passed over."))
    if len(rows) > MOST_ROWS:
        raise FileRefused(_t("The file has more than %d rows. Split it.") % MOST_ROWS)
    return rows


def _refuse_unknown_sheets(sheets, model) -> None:
    known = [model.FILE, *model.parts]
    unknown = [name for name in sheets if name not in (*known, GUIDE, CODES)]
    if unknown or not set(known) & set(sheets):
        raise FileRefused(
            _t("The workbook has sheets that are not known here: %(unknown)s. Known: %(known)s.")
            % {"unknown": ", ".join(shortened(name) for name in unknown), "known": ", ".join(known)}
        )


class Reading:
    """The rows of a file as they are gathered sheet by sheet; `wrong` is what is wrong with it."""

    def __init__(self, model):
        self.model = model
        self.rows: dict[str, Row] = {}
        self.nameless: list[Row] = []
        self.is_flat = False
        self.wrong: list[str] = []

    def found(self) -> list[Row]:
        return [*self.nameless, *self.rows.values()]

    def take_documents(self, lines: list[Line]) -> None:
        columns = self._headings(self.model.FILE, lines, self.model, (SLUG,))
        for line in lines[1:] if columns else ():
            row = self._row_of(self.model.FILE, line, columns)
            if row is None:
                continue
            if row.line is not None:
                message = _t("“%(slug)s” stands already in row %(line)d.")
                message %= {"slug": row.slug, "line": row.line}
                fix = _t("Keep one of the two rows.")
                row.troubles.append(Trouble(self.model.FILE, line.number, SLUG, message, fix))
                continue
            row.line = line.number
            row.values = self._values(row, self.model.FILE, line, columns)

    def take_parts(self, part: str, lines: list[Line]) -> None:
        columns = self._headings(part, lines, part_model(self.model, part), (SLUG, ORDER))
        kept = {column for column in (columns or {}).values() if isinstance(column, Column)}
        for line in lines[1:] if columns else ():
            row = self._row_of(part, line, columns)
            if row is not None:
                values = self._values(row, part, line, columns)
                said = _document_of(values)
                order = self._order(row, part, line, columns)
                row.part_columns[part] = kept
                row.parts.setdefault(part, []).append(PartRow(line.number, order, said))
        for row in self.rows.values():
            row.parts.get(part, []).sort(key=lambda r: (r.order is None, r.order or 0))

    def take_stray(self, stray: Stray) -> None:
        row = self.rows.get(stray.slug)
        if row is None:
            row = Row(self.model, stray.slug, stray.line)
            self.nameless.append(row)
        if stray.message:
            place = self.model.FILE, stray.line, stray.column
            row.troubles.append(Trouble(*place, stray.message, stray.fix))
        else:
            row.repeated.append(stray)

    def _headings(self, sheet: str, lines: list[Line], model, fixed) -> dict[int, Column | str]:
        """The column of the model, or the fixed one, at each place; {} when something is wrong."""
        known = {name: name for name in fixed} | {c.name: c for c in columns_of(model)}
        written = [cell.strip() for cell in lines[0].cells] if lines else []
        wrong = []
        if len(written) > MOST_COLUMNS:
            self.wrong.append(f"{sheet}: " + _t("More than %d columns.") % MOST_COLUMNS)
            return {}
        if SLUG not in written:
            wrong.append(_t("The column “slug” is missing; column names stand in the first row."))
        for name in dict.fromkeys(written):
            if name and name not in known:
                message = _t("The column “%s” is not known.") % shortened(name)
                wrong.append(" ".join([message, *did_you_mean(nearest(name, known))]))
            elif name and written.count(name) > 1:
                wrong.append(_t("The column “%s” stands twice.") % name)
        self.wrong += [f"{sheet}: {message}" for message in wrong]
        return {} if wrong else {n: known[name] for n, name in enumerate(written) if name}

    def _row_of(self, sheet: str, line: Line, columns) -> Row | None:
        """The row of the document that a line names; None for an example and for no name."""
        place = next(n for n, column in columns.items() if column == SLUG)
        slug = line.cells[place].strip() if place < len(line.cells) else ""
        if slug.startswith(EXAMPLE):
            return None
        if IS_SLUG.match(slug) and len(slug) <= 100:
            return self.rows.setdefault(slug, Row(self.model, slug, is_flat=self.is_flat))
        message = _t("“%s” is not a slug: a to z, digits and hyphens.") % shortened(slug)
        if not slug:
            message = _t("The slug is missing: it says which document the row belongs to.")
        trouble = Trouble(sheet, line.number, SLUG, message)
        self.nameless.append(
            Row(self.model, slug, line.number, troubles=[trouble], is_flat=self.is_flat)
        )
        return None

    def _values(self, row: Row, sheet: str, line: Line, columns) -> dict[Column, object]:
        values = {}
        for place, cell in enumerate(line.cells):
            column = columns.get(place)
            if column is None and cell.strip():
                message, fix = without_name()
                row.troubles.append(Trouble(sheet, line.number, f"{place + 1}", message, fix))
        for place, column in columns.items():
            if isinstance(column, Column) and not column.for_information:
                cell = line.cells[place] if place < len(line.cells) else ""
                values[column] = self._value(row, sheet, line, column, cell)
        return values

    def _value(self, row: Row, sheet: str, line: Line, column: Column, cell: str):
        try:
            value = column.value(cell)
        except ValidationError as error:
            message = " ".join(error.messages)
            row.troubles.append(Trouble(sheet, line.number, column.name, message))
            return None
        if column.target and value:
            slugs = value if isinstance(value, list) else [value]
            row.references += [
                Reference(column.target, slug, sheet, line.number, column.name) for slug in slugs
            ]
        return value

    def _order(self, row: Row, part: str, line: Line, columns) -> int | None:
        place = next((n for n, column in columns.items() if column == ORDER), None)
        cell = line.cells[place].strip() if place is not None and place < len(line.cells) else ""
        if cell and not (cell.isdecimal() and len(cell) < 6):
            message = _t("“%s” is not a place in a list: 1, 2, 3 …") % shortened(cell)
            row.troubles.append(Trouble(part, line.number, ORDER, message))
        return int(cell) if cell.isdecimal() and len(cell) < 6 else None


def _document_of(values: dict[Column, object]) -> dict:
    """The part that the values make, without what it leaves out."""
    document = {}
    for column, value in values.items():
        if value is not None:
            _put(document, column, value)
    return document
