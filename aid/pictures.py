"""The years of the ledger as a picture: a panel for each currency, in it the stages side by side.

What was pledged is never stacked on what was paid, and no currency is measured by another.
"""

from collections import Counter
from typing import NamedTuple

from aid.ledger import Figure, Table
from relations.codes import Stage
from relations.pictures.axis import MARGIN, NAMED, WIDTH

#: The largest bar of a panel, the room above it for its words, and the room under it for the years.
TALLEST, ABOVE, BELOW = 96, 34, 26
#: A sum that is there is seen, however small it is.
SHORTEST = 1.5


class Bar(NamedTuple):
    """A figure, and where its bar stands; `tone` says how solid it is, 0 for none."""

    figure: Figure
    stage: str
    year: int
    x: float
    y: float
    width: float
    height: float
    tone: float


class Tick(NamedTuple):
    x: float
    year: int


class Panel(NamedTuple):
    """A currency: its bars, and where the ground that they stand on lies."""

    currency: str
    largest: Figure
    ground: float
    bars: list[Bar]


class Picture(NamedTuple):
    ticks: list[Tick]
    panels: list[Panel]
    stages: list[tuple[str, float]]
    height: float
    width: int = WIDTH


def years(table: Table) -> Picture | None:
    """The table of the years as panels, the currency of most figures first; None without a year."""
    cells = [
        (int(label), stage, figure)
        for label, figures in table.rows
        if label.isdecimal()
        for stage, found in zip(table.stages, figures, strict=True)
        for figure in found
    ]
    if not cells:
        return None
    span = range(min(year for year, *_rest in cells), max(year for year, *_rest in cells) + 1)
    room = (WIDTH - 2 * MARGIN) / len(span)
    often = Counter(figure.currency for _year, _stage, figure in cells)
    panels = [
        _panel([cell for cell in cells if cell[2].currency == currency], number, span, room)
        for number, (currency, _count) in enumerate(often.most_common())
    ]
    ticks = [
        Tick(round(MARGIN + (year - span[0] + 0.5) * room, 1), year)
        for year in span
        if year % NAMED == 0 or len(span) <= NAMED
    ]
    stages = [(stage.label, tone_of(stage)) for stage in table.stages]
    return Picture(ticks, panels, stages, len(panels) * (ABOVE + TALLEST + BELOW))


def tone_of(stage: Stage) -> float:
    """A pledge is an outline; the nearer to the money, the more solid."""
    return round(list(Stage).index(stage) / (len(Stage) - 1), 2)


def _panel(cells, number: int, span: range, room: float) -> Panel:
    largest = max((figure for _year, _stage, figure in cells), key=lambda figure: figure.amount)
    ground = number * (ABOVE + TALLEST + BELOW) + ABOVE + TALLEST
    width = round(room * 0.84 / len(Stage), 2)
    bars = []
    for year, stage, figure in cells:
        place = (year - span[0]) * room + room * 0.08 + list(Stage).index(stage) * width
        height = round(max(TALLEST * float(figure.amount / largest.amount), SHORTEST), 1)
        x, y = round(MARGIN + place, 1), round(ground - height, 1)
        bars.append(Bar(figure, stage.label, year, x, y, width, height, tone_of(stage)))
    return Panel(largest.currency, largest, ground, bars)
