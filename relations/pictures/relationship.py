"""The whole relationship at a glance: who came whom to see, what happened, what was given.

Visits stand above and below the line of the events, by their direction; sums lie under it in a lane
for each currency, for nothing is converted. A disc is as large as its sum, the largest of each
currency alike.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from relations import money
from relations.chronology import count_up
from relations.codes import Role, Tier
from relations.languages import LANGUAGES, Text, active_language
from relations.models import Lane, Mark, Participation, Record, Relation
from relations.pictures.axis import MARGIN, WIDTH, Axis, Frame, Tick
from relations.pictures.packing import around, stacked, width_of
from relations.templatetags.record import name_of

#: Of more records the milestones are drawn first, then the newest.
MOST_DRAWN = 600
#: The axis begins where all but this share of the records lie behind.
EARLY = 0.02
INK = "#1b1d21"
RING, LARGEST, SMALLEST = 4.2, 22, 2.5
STEP, ROW, GAP = 13, 15, 14
NAMED_TIERS = (Tier.HEAD_OF_STATE, Tier.HEAD_OF_GOVERNMENT)


@dataclass
class Drawn:
    """A record in the picture: where its mark stands, and how large it is."""

    record: Record
    mark: Mark
    x: float
    y: float = 0.0
    radius: float = RING
    amount: Decimal | None = None
    currency: str = ""

    @classmethod
    def at(cls, x: float, record: Record, relation: Relation) -> "Drawn":
        amount, currency = record.largest_sum() or (None, "")
        return cls(record, record.mark(relation), x, amount=amount, currency=currency)

    @property
    def shape(self) -> str:
        shapes = {Lane.LINE: "ring", Lane.ABOVE: "down", Lane.BELOW: "up"}
        return shapes.get(self.mark.lane) or ("disc" if self.currency else "square")

    @property
    def kind(self) -> str:
        return str(self.record._meta.verbose_name)

    @property
    def sum_shown(self) -> str:
        return money.show(self.amount, self.currency, active_language()) if self.currency else ""

    @property
    def said(self) -> str:
        """What a pointer or a screen reader is told."""
        day = self.record.date_as_known.show(active_language())
        return " · ".join(filter(None, (day, self.record.title.text, self.sum_shown)))


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str
    lang: str


class Strip(NamedTuple):
    """A lane of sums: its currency, '' for no sum, the largest in words, and where it is told."""

    currency: str
    largest: str
    y: float


@dataclass
class Picture:
    """The marks, and where the years run; `left_out` counts what was too much to draw."""

    ticks: list[Tick]
    drawn: list[Drawn]
    left_out: int = 0
    labels: list[Label] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    line: float = 0.0
    height: float = 0.0
    width: int = WIDTH

    @property
    def frame(self) -> Frame:
        """Around it and the years under it."""
        return Frame(self.height + 20)

    @property
    def newest(self) -> list[Drawn]:
        return self.drawn[::-1]

    def classes(self, colours: dict[str, str]) -> list[tuple[str, str, list[Drawn]]]:
        """The marks by the class that colours them, and its colour on white paper."""
        found: dict[str, list[Drawn]] = {}
        for one in self.drawn:
            found.setdefault(one.mark.name, []).append(one)
        return [(name, colours.get(name, INK), drawn) for name, drawn in found.items()]


def draw(relation: Relation) -> Picture:
    """The picture of everything that is published and dated, in a constant number of queries."""
    dated = Record.objects.published().filter(continuing=False, earliest__isnull=False)
    records = sorted(_records(dated), key=lambda record: (record.earliest, record.slug))
    if not records:
        return Picture([], [])
    axis = Axis(_first_year(records), records[-1].latest.year)
    drawn = [Drawn.at(axis.x(_middle(r)), r, relation) for r in records]
    picture = Picture(list(axis.ticks()), drawn, count_up(dated) - len(records))
    _place(picture, _names(records))
    return picture


def _records(dated) -> list[Record]:
    """Each as an object of its kind, with no more of it than its mark needs."""
    shown = dated.order_by("-milestone", "-earliest", "slug").values("pk")[:MOST_DRAWN]
    kept = ("slug", "kind", "date", "earliest", "latest", *(f"title_{c}" for c in LANGUAGES))
    found = []
    for kind in Record.kinds():
        rows = kind.objects.filter(pk__in=shown).only(*kept, *kind.mark_fields)
        found += rows.prefetch_related(*kind.mark_prefetch)
    return found


def _first_year(records: list[Record]) -> int:
    return records[int(len(records) * EARLY)].earliest.year


def _middle(record: Record):
    return record.earliest + (record.latest - record.earliest) / 2


def _names(records: list[Record]) -> dict[int, Text]:
    """By record, the first head of state or of government who came."""
    came = Participation.objects.filter(
        record__in=[r.pk for r in records],
        role=Role.VISITOR,
        tier__in=NAMED_TIERS,
        person__isnull=False,
    ).select_related("person")
    first_last = came.order_by("record", "-order")
    return {one.record_id: name_of(one.person) for one in first_last}


def _place(picture: Picture, names: dict[int, Text]) -> None:
    """From the top down: visits one way, events on the line, visits the other way, sums."""
    lanes = {lane: [d for d in picture.drawn if d.mark.lane == lane] for lane in Lane}
    events = lanes[Lane.LINE]
    for one, y in zip(events, around((d.x, d.radius) for d in events), strict=True):
        one.y = y
    reach = max((abs(one.y) for one in events), default=0) + RING + GAP
    above = _stack(picture, lanes[Lane.ABOVE], names, -reach, -1)
    below = _stack(picture, lanes[Lane.BELOW], names, reach, 1)
    picture.line = -above + GAP + ROW
    for one in picture.drawn:
        one.y += picture.line
    picture.labels = [replace(one, y=one.y + picture.line) for one in picture.labels]
    picture.height = _lay_out_sums(picture, lanes[Lane.SUMS], picture.line + below + GAP)


def _stack(picture: Picture, visits: list[Drawn], names, start: float, way: int) -> float:
    """Stack visits away from the line, their names behind them; the furthest y that is used."""
    levels = stacked((d.x - STEP / 2, d.x + STEP / 2) for d in visits)
    for one, level in zip(visits, levels, strict=True):
        one.y = start + way * level * STEP
    edge = start + way * (max(levels, default=0) + 1) * STEP
    named = [d for d in visits if d.record.pk in names]
    spans = [_span(d.x, str(names[d.record.pk])) for d in named]
    rows = stacked((left, right) for left, right, _anchor in spans)
    for one, (left, right, anchor), row in zip(named, spans, rows, strict=True):
        name, y = names[one.record.pk], edge + way * row * ROW + 4
        x = {"start": left, "end": right}.get(anchor, one.x)
        picture.labels.append(Label(str(name), x, y, anchor, getattr(name, "lang", "")))
    return edge + way * (max(rows, default=-1) + 1) * ROW


def _span(x: float, text: str) -> tuple[float, float, str]:
    """From where to where a name reaches, with some air, and how it is anchored."""
    half = width_of(text) / 2 + 4
    if x - half < MARGIN:
        return MARGIN, MARGIN + 2 * half, "start"
    if x + half > WIDTH - MARGIN:
        return WIDTH - MARGIN - 2 * half, WIDTH - MARGIN, "end"
    return x - half, x + half, "middle"


def _lay_out_sums(picture: Picture, sums: list[Drawn], top: float) -> float:
    """A lane for each currency, that of most sums first; what has no counted sum stands last."""
    often = Counter(d.currency for d in sums if d.currency)
    for currency in [*(name for name, _number in often.most_common()), ""]:
        lane = [d for d in sums if d.currency == currency]
        if lane:
            top = _strip(picture, lane, currency, top)
    return top


def _strip(picture: Picture, lane: list[Drawn], currency: str, top: float) -> float:
    largest = max(lane, key=lambda one: one.amount or 0)
    for one in lane:
        share = float(one.amount / largest.amount) if largest.amount else 0.0
        one.radius = round(max(LARGEST * share**0.5, SMALLEST), 1)
    offsets = around((d.x, d.radius) for d in lane)
    reaches = [(y - d.radius, y + d.radius) for d, y in zip(lane, offsets, strict=True)]
    highest, lowest = min(low for low, _high in reaches), max(high for _low, high in reaches)
    middle = top + ROW + GAP - min(highest, 0)
    for one, y in zip(lane, offsets, strict=True):
        one.y = round(middle + y, 1)
    picture.strips.append(Strip(currency, largest.sum_shown, top + ROW))
    return middle + lowest + GAP
