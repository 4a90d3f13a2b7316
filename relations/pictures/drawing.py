"""What a drawing of the relationship consists of, whichever way its time runs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from relations import money
from relations.languages import Text, active_language
from relations.models import Lane, Mark, Record, Relation
from relations.pictures.axis import Tick

#: How a mark that is no circle is drawn around its place: from left to right, from top to bottom.
OUTLINES = {
    "square": ("m-3-3h6v6h-6z", "m-5.5-5.5h11v11h-11z"),
    "down": ("m-5-5h10l-5 9z", "m-7-6h14l-7 12z"),
    "up": ("m-5 5h10l-5-9z", "m-7 6h14l-7-12z"),
}


class Spot(NamedTuple):
    """Where a mark stands, and how large it is."""

    x: float
    y: float
    radius: float


@dataclass
class Drawn:
    """A record in the picture: what its mark looks like, and where that stands in each drawing."""

    record: Record
    mark: Mark
    name: Text | None = None
    amount: Decimal | None = None
    currency: str = ""
    lying: Spot | None = None
    standing: Spot | None = None

    @classmethod
    def of(cls, record: Record, relation: Relation, name: Text | None) -> "Drawn":
        amount, currency = record.largest_sum() or (None, "")
        return cls(record, record.mark(relation), name, amount, currency)

    @property
    def middle(self) -> date:
        """The day in the middle of the time that the record names."""
        return self.record.earliest + (self.record.latest - self.record.earliest) / 2

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


class Label(NamedTuple):
    """A name, or a line of it, and the class of the mark that it belongs to."""

    text: str
    x: float
    y: float
    anchor: str
    lang: str
    colour: str = ""


class Strip(NamedTuple):
    """A lane of sums: its currency, '' for no sum, the largest in words, and where it is told."""

    currency: str
    largest: str
    y: float
    x: float = 16


@dataclass
class Drawing:
    """The years and the words of a drawing; `line` is where the line of events runs.

    The years begin at `top` in a drawing that stands.
    """

    width: int
    ticks: list[Tick]
    labels: list[Label] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    line: float = 0.0
    top: float = 0.0
    height: float = 0.0


class Group(NamedTuple):
    """Marks that look alike, and their colour on white paper."""

    name: str
    shape: str
    colour: str
    drawn: list[Drawn]

    @property
    def fill(self) -> str:
        return {"ring": "#fff", "square": "none"}.get(self.shape, "currentColor")

    @property
    def outlines(self) -> tuple[str, str] | None:
        """None for circles."""
        return OUTLINES.get(self.shape)


def lanes(drawn: Iterable[Drawn]) -> dict[Lane, list[Drawn]]:
    """By lane; of sums see `by_currency`."""
    found = {lane: [] for lane in Lane}
    for one in drawn:
        found[one.mark.lane].append(one)
    return found


def by_currency(sums: list[Drawn]) -> dict[str, list[Drawn]]:
    """Sums by currency, that of most sums first; what has no counted sum stands last."""
    often = Counter(one.currency for one in sums if one.currency)
    order = [*(name for name, _number in often.most_common()), ""]
    found = {currency: [d for d in sums if d.currency == currency] for currency in order}
    return {currency: lane for currency, lane in found.items() if lane}


def largest_of(lane: list[Drawn]) -> Drawn:
    return max(lane, key=lambda one: one.amount or 0)


def radii(lane: list[Drawn], largest: float, smallest: float) -> list[float]:
    """The area of a disc follows its sum, the largest of its currency has the largest."""
    most = largest_of(lane).amount
    shares = [float(one.amount / most) if most else 0.0 for one in lane]
    return [round(max(largest * share**0.5, smallest), 1) for share in shares]
