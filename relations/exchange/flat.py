"""Everything in one sheet, for CSV: the sheets of a workbook laid into one, and taken apart again.

Each row tells of a document or, where the column `part` says so, of one of its parts. A row of a
part repeats what the document says in codes, dates and numbers, so that sums can be added up by
them; its texts stand in the document's own row alone.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _t

from relations.exchange.columns import (
    EXAMPLE,
    ORDER,
    SLUG,
    columns_of,
    did_you_mean,
    nearest,
    part_model,
    shortened,
)
from relations.exchange.files import FileRefused, Line, Table
from relations.exchange.sheets import names

#: The column that says of which part a row tells; empty where it tells of the document itself.
PART = "part"


class Stray(NamedTuple):
    """A cell that does not belong to what its row tells of; `message` is '' for a repeated one.

    `fix` is the remedy.
    """

    line: int
    slug: str
    column: str
    cell: str
    message: str = ""
    fix: str = ""


def without_name() -> tuple[str, str]:
    """What is wrong with a cell below no heading, and the remedy."""
    wrong = _t("The column has no name in the first row.")
    return wrong, _t("Name the column in the first row, or empty the cell.")


def flat(part: str, column: str) -> str:
    """What the column of a part is called beside those of its document."""
    return f"{part}_{column}"


def laid_flat(model, documents: Iterable[dict]) -> Table:
    main = columns_of(model)
    inner = {part: columns_of(part_model(model, part)) for part in model.parts}
    headings = [flat(part, column.name) for part, own in inner.items() for column in own]
    rows = []
    for document in documents:
        slug = document[model.KEY]
        rows.append([slug, "", "", *(c.cell(document) for c in main), *([""] * len(headings))])
        repeated = ["" if column.language else column.cell(document) for column in main]
        for part in model.parts:
            for order, row in enumerate(document.get(part, ()), 1):
                said = {flat(part, column.name): column.cell(row) for column in inner[part]}
                cells = (said.get(heading, "") for heading in headings)
                rows.append([slug, part, order, *repeated, *cells])
    return Table(model.FILE, [SLUG, PART, ORDER, *names(main), *headings], rows, {})


def is_flat(lines: list[Line]) -> bool:
    return bool(lines) and PART in _headings(lines)


def _headings(lines: list[Line]) -> list[str]:
    return [cell.strip() for cell in lines[0].cells]


def taken_apart(lines: list[Line], model) -> tuple[dict[str, list[Line]], list[Stray]]:
    """The sheets that the lines make, and the cells that none of these sheets holds.

    Raises FileRefused for a column that is not known.
    """
    headings = _headings(lines)
    owners = _owners(model)
    _refuse_unknown(headings, owners)
    sheets, strays = {}, []
    for line in lines[1:]:
        cells = dict(zip(headings, line.cells, strict=False))
        slug, part = cells.get(SLUG, "").strip(), cells[PART].strip() if PART in cells else ""
        if part and part not in model.parts and not slug.startswith(EXAMPLE):
            strays.append(_unknown_part(line.number, slug, part, model))
            continue
        sheet = part or model.FILE
        own = [name for name in dict.fromkeys(headings) if owners.get(name, sheet) == sheet]
        own = [name for name in own if name not in ("", PART) and (part or name != ORDER)]
        first = Line(lines[0].number, [_inner(part, name) for name in own])
        sheets.setdefault(sheet, [first]).append(
            Line(line.number, [cells.get(name, "") for name in own])
        )
        if not slug.startswith(EXAMPLE):
            strays += _strays(line, headings, owners, slug, sheet, model)
    return sheets, strays


def _owners(model) -> dict[str, str]:
    """The sheet that each column belongs to; the slug and the order belong to all."""
    main = dict.fromkeys(names(columns_of(model)), model.FILE)
    return main | {
        flat(part, column.name): part
        for part in model.parts
        for column in columns_of(part_model(model, part))
    }


def _refuse_unknown(headings: list[str], owners: dict[str, str]) -> None:
    known = [SLUG, PART, ORDER, *owners]
    wrong = []
    for name in dict.fromkeys(filter(None, headings)):
        if name not in known:
            message = _t("The column “%s” is not known.") % shortened(name)
            wrong.append(" ".join([message, *did_you_mean(nearest(name, known))]))
        elif headings.count(name) > 1:
            wrong.append(_t("The column “%s” stands twice.") % name)
    if wrong:
        raise FileRefused(*wrong)


def _inner(part: str, name: str) -> str:
    return name.removeprefix(f"{part}_") if part else name


def _unknown_part(number: int, slug: str, part: str, model) -> Stray:
    known = ", ".join(model.parts)
    message = _t("“%(code)s” is not in the list: %(known)s.")
    message %= {"code": shortened(part), "known": known}
    told = " ".join([message, *did_you_mean(nearest(part, model.parts))])
    fix = _t("One of %s; nothing in the row of the document itself.") % known
    return Stray(number, slug, PART, part, told, fix)


def _strays(line: Line, headings, owners, slug: str, sheet: str, model) -> list[Stray]:
    found = []
    for place, cell in enumerate(line.cells):
        name = headings[place] if place < len(headings) else ""
        owner = owners.get(name, sheet)
        message = fix = ""
        if not name:
            name, (message, fix) = f"{place + 1}", without_name()
        elif owner == sheet:
            continue
        elif owner != model.FILE:
            message = _t("The row tells of something else.")
            fix = _t("Write “%s” into its column “part”, or empty this cell.") % owner
        if cell.strip():
            found.append(Stray(line.number, slug, name, cell, message, fix))
    return found
