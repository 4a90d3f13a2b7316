"""Rows against years: a disc as large as its number leads to its records; a sign tells of a gap."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from relations.languages import Text
from relations.pictures.axis import MARGIN, NAMED, WIDTH
from relations.pictures.frame import Frame
from relations.pictures.packing import width_of

#: The most room for what rows are called, how high a row is, and the room for the years above it.
LABELS, ROW, ABOVE = 290, 26, 24
SMALLEST, READABLE = 2.5, 7.5
#: Of so many years each is written out.
FEW = 12


class Line(NamedTuple):
    """What a row stands for: its code, its words, its list, and the class that colours it."""

    code: str
    label: Text | str
    url: str
    colour: str = ""


class Sign(NamedTuple):
    """What stands where there is no number, in a shape and in words, and where that is shown."""

    shape: str
    said: str
    url: str = ""


class Cell(NamedTuple):
    """How many records a row has in a year, and where they are listed; or the sign of a gap."""

    year: int
    said: str | int
    url: str
    x: float
    radius: float = 0
    shape: str = "disc"

    @property
    def is_readable(self) -> bool:
        return self.radius >= READABLE


class Row(NamedTuple):
    """`cells` are those with a disc or a sign; `numbers` has one for each year."""

    line: Line
    y: float
    cells: list[Cell]
    numbers: list[int]


class Matrix(NamedTuple):
    """`years` and where each stands, and whether it is written out."""

    years: list[tuple[int, float, bool]]
    rows: list[Row]
    height: float
    start: float
    has_signs: bool = False
    width: int = WIDTH
    end: int = WIDTH - MARGIN

    @property
    def frame(self) -> Frame:
        return Frame(self.height, self.has_signs)


def matrix(
    lines: Iterable[Line],
    counts: Mapping[tuple[str, int], int],
    address: Callable[[str, int], str],
    *,
    span: range | None = None,
    sign: Callable[[str, int], Sign] | None = None,
) -> Matrix | None:
    """The lines against a `span` of years, or those of `counts`, by (code, year); None of nothing.

    `address(code, year)` lists the records of a cell; `sign(code, year)` stands for a gap.
    """
    span = span or _span(counts)
    if not span:
        return None
    lines = list(lines)
    start = _room_for(lines)
    room = (WIDTH - MARGIN - start) / len(span)
    most, largest = max(counts.values(), default=1), min(room * 1.2, ROW) / 2 - 1
    places = {year: round(start + (n + 0.5) * room, 1) for n, year in enumerate(span)}

    def cell(code: str, year: int) -> Cell | None:
        if number := counts.get((code, year)):
            radius = round(max(largest * (number / most) ** 0.5, SMALLEST), 1)
            return Cell(year, number, address(code, year), places[year], radius)
        if not sign:
            return None
        shape, said, url = sign(code, year)
        return Cell(year, said, url, places[year], shape=shape)

    drawn = []
    for place, line in enumerate(lines):
        cells = [found for year in span if (found := cell(line.code, year))]
        numbers = [counts.get((line.code, year), 0) for year in span]
        drawn.append(Row(line, ABOVE + (place + 0.5) * ROW, cells, numbers))
    years = [(year, x, year % NAMED == 0 or len(span) <= FEW) for year, x in places.items()]
    return Matrix(years, drawn, ABOVE + len(drawn) * ROW + 6, start, has_signs=bool(sign))


def _room_for(lines: list[Line]) -> float:
    """For what the rows are called, with some air."""
    widest = max((width_of(str(line.label)) for line in lines), default=0)
    return round(min(widest * 1.15 + 3 * MARGIN, LABELS), 1)


def _span(counts: Mapping[tuple[str, int], int]) -> range:
    known = [year for (_code, year), number in counts.items() if number]
    return range(min(known), max(known) + 1) if known else range(0)
