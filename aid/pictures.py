"""The tables of the ledger as pictures: a panel for each currency, in it the stages side by side.

What was pledged is never stacked on what was paid, and no currency is measured by another.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from aid.ledger import DRAWN, Figure, Table
from relations.codes import Stage
from relations.pictures.axis import MARGIN, NAMED, WIDTH
from relations.pictures.colours import AID
from relations.pictures.frame import Frame

#: The largest bar of a panel, the room above it for its words, and the room under it for the years.
TALLEST, ABOVE, BELOW = 96, 34, 26
#: In a breakdown: the room for words, the longest bar, how thick bars are, the room between lines.
LABELS, LONGEST, THICK, BETWEEN = 330, 640, 10, 8
#: A sum that is there is seen, however small it is.
SHORTEST = 1.5


class Bar(NamedTuple):
    """A figure, and where its bar stands; `tone` says how solid it is, 0 for none."""

    figure: Figure
    stage: str
    label: str
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


class Years(NamedTuple):
    """Time from left to right, under every panel alike."""

    ticks: list[Tick]
    panels: list[Panel]
    stages: list[tuple[str, float]]
    height: float
    width: int = WIDTH
    colour: str = AID
    template: str = "aid/years.svg"

    @property
    def frame(self) -> Frame:
        return Frame(self.height, has_samples=True)


class Row(NamedTuple):
    """What a table has a line for, and the bars of its stages, one under the other."""

    label: str
    y: float
    bars: list[Bar]


class Block(NamedTuple):
    currency: str
    largest: Figure
    y: float
    rows: list[Row]


class Breakdown(NamedTuple):
    """The lines of a table from top to bottom."""

    blocks: list[Block]
    stages: list[tuple[str, float]]
    height: float
    width: int = WIDTH
    colour: str = AID
    template: str = "aid/breakdown.svg"

    @property
    def frame(self) -> Frame:
        return Frame(self.height, has_samples=True)


def picture_of(table: Table) -> Years | Breakdown | None:
    """The picture of a table; None of one whose lines may stand for the same sums, or are none."""
    if table.dimension not in DRAWN or not table.rows:
        return None
    return years(table) if table.dimension.name == "year" else breakdown(table)


def cells_of(table: Table) -> Iterator[tuple[str, Stage, Figure]]:
    for label, figures in table.rows:
        for stage, found in zip(table.stages, figures, strict=True):
            yield from ((label, stage, figure) for figure in found)


def currencies(cells: list[tuple]) -> list[str]:
    """That of most figures first."""
    return [code for code, _n in Counter(figure.currency for *_of, figure in cells).most_common()]


def key(table: Table) -> list[tuple[str, float]]:
    """What the bars mean: the stages, and how solid each is."""
    return [(stage.label, tone_of(stage)) for stage in table.stages]


def years(table: Table) -> Years | None:
    """The table of the years; what has no year is left to the table."""
    cells = [(int(year), stage, f) for year, stage, f in cells_of(table) if year.isdecimal()]
    if not cells:
        return None
    span = range(min(year for year, *_rest in cells), max(year for year, *_rest in cells) + 1)
    room = (WIDTH - 2 * MARGIN) / len(span)
    panels = [
        _panel([cell for cell in cells if cell[2].currency == currency], number, span, room)
        for number, currency in enumerate(currencies(cells))
    ]
    ticks = [
        Tick(round(MARGIN + (year - span[0] + 0.5) * room, 1), year)
        for year in span
        if year % NAMED == 0 or len(span) <= NAMED
    ]
    return Years(ticks, panels, key(table), len(panels) * (ABOVE + TALLEST + BELOW))


def tone_of(stage: Stage) -> float:
    """A pledge is an outline; the nearer to the money, the more solid."""
    return round(list(Stage).index(stage) / (len(Stage) - 1), 2)


def _panel(cells, number: int, span: range, room: float) -> Panel:
    largest = max((figure for _year, _stage, figure in cells), key=lambda figure: figure.amount)
    ground = number * (ABOVE + TALLEST + BELOW) + ABOVE + TALLEST
    width = round(room * 0.84 / len(Stage), 2)
    bars = []
    for year, stage, figure in sorted(cells, key=itemgetter(0)):
        place = (year - span[0]) * room + room * 0.08 + list(Stage).index(stage) * width
        height = round(max(TALLEST * float(figure.amount / largest.amount), SHORTEST), 1)
        x, y = round(MARGIN + place, 1), round(ground - height, 1)
        bars.append(Bar(figure, stage.label, str(year), x, y, width, height, tone_of(stage)))
    return Panel(largest.currency, largest, ground, bars)


def breakdown(table: Table) -> Breakdown:
    """A block for each currency, in it the lines of the table in their order."""
    cells, blocks, y = list(cells_of(table)), [], 0.0
    for currency in currencies(cells):
        block = _block([cell for cell in cells if cell[2].currency == currency], y)
        blocks.append(block)
        last = block.rows[-1]
        y = last.y + len(last.bars) * THICK + 2 * BETWEEN
    return Breakdown(blocks, key(table), y)


def _block(cells, top: float) -> Block:
    largest = max((figure for *_of, figure in cells), key=lambda figure: figure.amount)
    rows, y = [], top + ABOVE
    for label, group in groupby(cells, key=itemgetter(0)):
        bars = [
            _lying(figure, stage, label, y + number * THICK, largest)
            for number, (_label, stage, figure) in enumerate(group)
        ]
        rows.append(Row(label, y, bars))
        y += len(bars) * THICK + BETWEEN
    return Block(largest.currency, largest, top + ABOVE - 14, rows)


def _lying(figure: Figure, stage: Stage, label: str, y: float, largest: Figure) -> Bar:
    width = round(max(LONGEST * float(figure.amount / largest.amount), SHORTEST), 1)
    return Bar(figure, stage.label, label, MARGIN + LABELS, y, width, THICK - 2, tone_of(stage))
