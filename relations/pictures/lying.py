"""Time from left to right: what would lie on something else gives way up or down.

From the top down: visits one way, events on the line, visits the other way, sums.
"""

from relations.models import Lane
from relations.pictures.axis import MARGIN, WIDTH, Axis
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
from relations.pictures.packing import around, stacked, width_of

#: How large a mark is, the room that a ring takes, and the discs of the largest and least sums.
MARK, RING, LARGEST, SMALLEST = 3.6, 4.2, 22, 2.5
STEP, ROW, GAP = 13, 15, 14


def lie(axis: Axis, drawn: list[Drawn]) -> Drawing:
    """Give each mark its place, and say what stands around them."""
    drawing = Drawing(WIDTH, list(axis.ticks()))
    for one in drawn:
        one.lying = Spot(axis.x(one.middle), 0, MARK)
    by_lane = lanes(drawn)
    events = by_lane[Lane.LINE]
    for one, y in zip(events, around((d.lying.x, RING) for d in events), strict=True):
        _move(one, y)
    reach = max((abs(one.lying.y) for one in events), default=0) + RING + GAP
    above = _stack(drawing, by_lane[Lane.ABOVE], -reach, -1)
    below = _stack(drawing, by_lane[Lane.BELOW], reach, 1)
    drawing.line = -above + GAP + ROW
    for one in drawn:
        _move(one, drawing.line)
    drawing.labels = [name._replace(y=name.y + drawing.line) for name in drawing.labels]
    drawing.height = drawing.line + below + GAP
    for currency, lane in by_currency(by_lane[Lane.SUMS]).items():
        _add_strip(drawing, currency, lane)
    return drawing


def _move(one: Drawn, down: float) -> None:
    one.lying = one.lying._replace(y=one.lying.y + down)


def _stack(drawing: Drawing, visits: list[Drawn], start: float, way: int) -> float:
    """Stack visits away from the line, their names behind them; the furthest y that is used."""
    levels = stacked((d.lying.x - STEP / 2, d.lying.x + STEP / 2) for d in visits)
    for one, level in zip(visits, levels, strict=True):
        _move(one, start + way * level * STEP)
    edge = start + way * (max(levels, default=0) + 1) * STEP
    named = [one for one in visits if one.name]
    spans = [_span(one.lying.x, str(one.name)) for one in named]
    rows = stacked((left, right) for left, right, _anchor in spans)
    for one, (left, right, anchor), row in zip(named, spans, rows, strict=True):
        x = {"start": left, "end": right}.get(anchor, one.lying.x)
        y = edge + way * row * ROW + 4
        drawing.labels.append(Label(str(one.name), x, y, anchor, one.name.lang))
    return edge + way * (max(rows, default=-1) + 1) * ROW


def _span(x: float, text: str) -> tuple[float, float, str]:
    """From where to where a name reaches, with some air, and how it is anchored."""
    half = width_of(text) / 2 + 4
    if x - half < MARGIN:
        return MARGIN, MARGIN + 2 * half, "start"
    if x + half > WIDTH - MARGIN:
        return WIDTH - MARGIN - 2 * half, WIDTH - MARGIN, "end"
    return x - half, x + half, "middle"


def _add_strip(drawing: Drawing, currency: str, lane: list[Drawn]) -> None:
    """A strip under what is drawn so far."""
    top, sizes = drawing.height, radii(lane, LARGEST, SMALLEST)
    offsets = around((d.lying.x, radius) for d, radius in zip(lane, sizes, strict=True))
    highest = min(y - radius for y, radius in zip(offsets, sizes, strict=True))
    lowest = max(y + radius for y, radius in zip(offsets, sizes, strict=True))
    middle = top + ROW + GAP - min(highest, 0)
    for one, y, radius in zip(lane, offsets, sizes, strict=True):
        one.lying = Spot(one.lying.x, round(middle + y, 1), radius)
    drawing.strips.append(Strip(currency, largest_of(lane).sum_shown, top + ROW))
    drawing.height = middle + lowest + GAP
