"""Numbers of records by row and year, each a disc as large as its number that leads to them."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from relations.languages import Text
from relations.pictures.axis import MARGIN, NAMED, WIDTH, Frame

#: The room for what a row is called, how high a row is, and the room for the years above it.
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


class Cell(NamedTuple):
    """How many records a row has in a year, and where they are listed."""

    year: int
    number: int
    url: str
    x: float
    radius: float

    @property
    def is_readable(self) -> bool:
        return self.radius >= READABLE


class Row(NamedTuple):
    """`cells` are those with records; `numbers` has one for each year."""

    line: Line
    y: float
    cells: list[Cell]
    numbers: list[int]


class Matrix(NamedTuple):
    """`years` and where each stands, and whether it is written out."""

    years: list[tuple[int, float, bool]]
    rows: list[Row]
    height: float
    width: int = WIDTH
    start: int = LABELS
    end: int = WIDTH - MARGIN

    @property
    def frame(self) -> Frame:
        return Frame(self.height)


def matrix(
    lines: Iterable[Line],
    counts: Mapping[tuple[str, int], int],
    address: Callable[[str, int], str],
) -> Matrix | None:
    """The lines against the years of `counts`, by (code, year); None without any number.

    `address(code, year)` lists the records of a cell.
    """
    known = [year for (_code, year), number in counts.items() if number]
    if not known:
        return None
    span = range(min(known), max(known) + 1)
    room = (WIDTH - MARGIN - LABELS) / len(span)
    most, largest = max(counts.values()), min(room * 1.2, ROW) / 2 - 1
    places = {year: round(LABELS + (n + 0.5) * room, 1) for n, year in enumerate(span)}
    drawn = []
    for place, line in enumerate(lines):
        code = line.code
        cells = [
            Cell(
                year,
                counts[code, year],
                address(code, year),
                places[year],
                round(max(largest * (counts[code, year] / most) ** 0.5, SMALLEST), 1),
            )
            for year in span
            if counts.get((code, year))
        ]
        numbers = [counts.get((code, year), 0) for year in span]
        drawn.append(Row(line, ABOVE + (place + 0.5) * ROW, cells, numbers))
    years = [(year, x, year % NAMED == 0 or len(span) <= FEW) for year, x in places.items()]
    return Matrix(years, drawn, ABOVE + len(drawn) * ROW + 6)
