"""Time from top to bottom, for narrow screens: a column for each lane, a band for each quarter.

A band is as high as its fullest column needs: no column grows wider, every mark is large enough for
a finger, and none gives way to another. Names stand beside all of them, under the year's number.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from relations.models import Lane
from relations.pictures.axis import Axis, Quarter, Tick
from relations.pictures.drawing import (
    Drawing,
    Drawn,
    Label,
    Spot,
    Strip,
    by_currency,
    lanes,
    largest_of,
    radii,
)
from relations.pictures.packing import cut, wrapped

WIDTH = 360
#: Where names end, how wide a line of them may be, and the glyph before the first of its lines.
NAMES, WIDEST, GLYPH = 114, 98, 14
#: How large a mark is, the disc of the least sum, and how much room a finger needs.
MARK, SMALLEST, FINGER = 6, 5.5, 20
#: How high a line of words is, and a quarter in which nothing was.
LINE, SHORTEST = 14, 6
#: The middle and the width of the columns but those of the sums, which share the rest.
COLUMNS = {Lane.ABOVE: (126, 24), Lane.LINE: (171, 66), Lane.BELOW: (216, 24)}
SUMS = 228


class Column(NamedTuple):
    """A lane from top to bottom: its marks by the quarter in which they stand."""

    middle: float
    width: float
    quarters: dict[Quarter, list[Drawn]]


def stand(axis: Axis, drawn: list[Drawn]) -> Drawing:
    """Give each mark its place, and say what stands around them."""
    drawing = Drawing(WIDTH, [], line=COLUMNS[Lane.LINE][0])
    by_lane = lanes(drawn)
    columns = [
        _column(axis, place, by_lane[lane], [MARK] * len(by_lane[lane]))
        for lane, place in COLUMNS.items()
    ]
    columns += _columns_of_sums(axis, drawing, by_currency(by_lane[Lane.SUMS]))
    drawing.height = drawing.top = (len(drawing.strips) + 1) * LINE
    for year in axis.years:
        _add_year(drawing, year, columns)
    return drawing


def _column(axis: Axis, place: tuple, drawn: list[Drawn], sizes: list[float]) -> Column:
    column = Column(*place, {})
    for one, radius in zip(drawn, sizes, strict=True):
        one.standing = Spot(column.middle, 0, radius)
        column.quarters.setdefault(axis.quarter(one.middle), []).append(one)
    return column


def _columns_of_sums(axis: Axis, drawing: Drawing, strips: dict) -> Iterator[Column]:
    """One for each currency; above them words, so that none crosses the line of another."""
    width = (WIDTH - SUMS) / max(len(strips), 1)
    for number, (currency, lane) in enumerate(strips.items()):
        middle = round(SUMS + (number + 0.5) * width, 1)
        told = largest_of(lane).sum_shown
        drawing.strips.append(Strip(currency, told, (len(strips) - number) * LINE, middle))
        largest = max(width / 2 - 1, SMALLEST)
        yield _column(axis, (middle, width), lane, radii(lane, largest, SMALLEST))


def _add_year(drawing: Drawing, year: int, columns: list[Column]) -> None:
    """The year's number and its four quarters, under what is drawn so far."""
    top = drawing.height
    drawing.ticks.append(Tick(top, year, is_named=True))
    free = top + LINE
    for quarter in range(4):
        bottom = top + SHORTEST
        for column in columns:
            here = column.quarters.get((year, quarter), [])
            bottom = max(bottom, _fill(column, here, top))
            for one in here:
                free = _add_name(drawing, one, free) if one.name else free
        top = bottom
    drawing.height = max(top, free)


def _fill(column: Column, drawn: list[Drawn], top: float) -> float:
    """Rows of marks in the middle of the column, in the order of time; the y under them."""
    for row in _rows(drawn, column.width):
        height = max(map(_room, row))
        x = column.middle - sum(map(_room, row)) / 2
        for one in row:
            middle = round(x + _room(one) / 2, 1)
            one.standing = one.standing._replace(x=middle, y=round(top + height / 2, 1))
            x += _room(one)
        top += height
    return top


def _rows(drawn: list[Drawn], width: float) -> Iterator[list[Drawn]]:
    row: list[Drawn] = []
    for one in drawn:
        if row and sum(map(_room, row)) + _room(one) > width:
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _room(one: Drawn) -> float:
    return max(FINGER, 2 * one.standing.radius + 2)


def _add_name(drawing: Drawing, one: Drawn, free: float) -> float:
    """Beside its mark or, where others stand, under them; the y under it."""
    base = max(free + LINE - 3, one.standing.y + 4)
    parts = re.findall(r"[^ ・]+[ ・]*", str(one.name))
    first, *more = (cut(line, WIDEST) for line in wrapped(parts, WIDEST - GLYPH))
    lines = [f"{one.mark.glyph} {first}", *more]
    for number, line in enumerate(lines):
        y = round(base + number * LINE, 1)
        drawing.labels.append(Label(line, NAMES, y, "end", one.name.lang, one.mark.name))
    return base + (len(lines) - 1) * LINE + 3
