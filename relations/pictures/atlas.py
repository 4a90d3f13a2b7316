"""Places on maps: one of everything, and one of each party, which is drawn larger.

A disc is as large as its number; a place whose only number is that of its entries is a ring. What
lies close together gives way; what is far outside stands at the edge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import cos, radians
from typing import NamedTuple

from relations.models import Place, Relation
from relations.models.fields import Point, country_name
from relations.pictures.axis import MARGIN, WIDTH
from relations.pictures.box import Box, around_all, around_disc
from relations.pictures.coasts import land
from relations.pictures.frame import Frame
from relations.pictures.packing import LETTER, named, settled, width_of
from relations.pictures.projection import Chart, chart_of, turned
from relations.templatetags.record import name_of

#: How high the map of everything and those of the parties are, and the room for a heading.
TOP, HIGH, LOW, HEADING = 4, 360, 340, 26
LARGEST, SMALLEST, RING = 22, 6.5, 3.6
#: How much more a map shows than the places it has to hold.
AROUND_ALL, AROUND_PARTY = 1.2, 1.5
#: The free space at both ends of a name.
AIR = 3
#: A place within so many degrees of a party's (of latitude, about 111 km) widens the first map.
NEAR = 20
#: How far from the edge stands what lies beyond it.
EDGE = 16
#: The lengths of a scale, in kilometres.
LENGTHS = (1000, 200, 100, 50)


class Number(NamedTuple):
    """How many entries, their list, what is said of it, and the class that colours it."""

    number: int
    url: str
    said: str
    colour: str = ""


class Told(NamedTuple):
    """A place and the numbers that are drawn of it; without a colour it is a ring."""

    place: Place
    numbers: list[Number]


@dataclass
class Disc:
    """`home` is where the place is, x and y where there is room for it."""

    told: Number
    home: tuple[float, float]
    radius: float
    x: float = 0.0
    y: float = 0.0

    @property
    def is_readable(self) -> bool:
        return bool(self.told.colour) and self.radius > 3 + 3 * len(str(self.told.number))

    @property
    def box(self) -> Box:
        return around_disc(self.x, self.y, self.radius)


@dataclass
class Spot:
    """A place on a map; `away` is the side on which it lies beyond the map."""

    title: str
    lang: str
    discs: list[Disc]
    away: str = ""
    label: Box | None = None

    @property
    def written(self) -> tuple[float, float]:
        """Where the line of its name has its middle."""
        return round(self.label.left + self.label.width / 2, 1), round(self.label.top + 10, 1)

    @property
    def box(self) -> Box:
        return around_all([disc.box for disc in self.discs])


class Inset(NamedTuple):
    """Where on the map of everything a larger one lies."""

    name: str
    box: Box

    @property
    def label(self) -> Box:
        return Box(self.box.left, self.box.bottom + 2, width_of(self.name), LETTER)


@dataclass
class Sheet:
    """One map; `insets` are larger ones of parts of it, `dots` the places that those draw."""

    title: str
    chart: Chart
    spots: list[Spot]
    insets: list[Inset] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)

    @property
    def land(self) -> str:
        return land(self.chart)

    @property
    def scale(self) -> tuple[int, float]:
        """The longest round number of kilometres that is not too long, and its length."""
        room = self.chart.box.width / 4
        fitting = (n for n in LENGTHS if self.chart.kilometres(n) < room)
        number = next(fitting, LENGTHS[-1])
        return number, round(self.chart.kilometres(number), 1)


class Atlas(NamedTuple):
    sheets: list[Sheet]
    height: float
    width: int = WIDTH

    @property
    def frame(self) -> Frame:
        return Frame(self.height, has_samples=True)


def draw(relation: Relation, told: Iterable[Told], title: str) -> Atlas | None:
    """The maps of all places that have coordinates; None without any."""
    found = [one for one in told if one.place.point]
    if not found:
        return None
    most = max((n.number for one in found for n in one.numbers if n.colour), default=1)
    own = _by_party(relation, found)
    sheets = list(_sheets(own, most))
    rest = [one for one in found if one.place.country not in own]
    whole = _whole(title, sheets, own, rest, most)
    bottom = max(sheet.chart.box.bottom for sheet in [whole, *sheets])
    return Atlas([whole, *sheets], bottom + 4)


def _by_party(relation: Relation, found: list[Told]) -> dict[str, list[Told]]:
    """The places in each of the two countries, those in the west first."""
    parties = [code for code in (relation.party_a, relation.party_b) if code]
    own = {code: [one for one in found if one.place.country == code] for code in parties}
    there = {code: places for code, places in own.items() if places}
    return dict(sorted(there.items(), key=lambda one: one[1][0].place.point.longitude))


def _sheets(own: dict[str, list[Told]], most: int) -> Iterator[Sheet]:
    """The maps of the parties, side by side under that of everything."""
    room = (WIDTH - 3 * MARGIN) / 2
    top = TOP + HIGH + HEADING
    for number, (code, there) in enumerate(own.items()):
        box = Box(MARGIN + number * (room + MARGIN), top, room, LOW)
        chart = chart_of([one.place.point for one in there], box, AROUND_PARTY)
        yield Sheet(country_name(code), chart, _spots(chart, there, most))


def _whole(title: str, sheets: list[Sheet], own, rest: list[Told], most: int) -> Sheet:
    """The map of everything: what the others show is only dots on it."""
    points = [one.place.point for there in own.values() for one in there]
    every = [one.place.point for one in rest]
    held = [*points, *(p for p in every if any(_is_near(p, q) for q in points))] or every
    souths = [point.latitude for point in points or held]
    box = Box(MARGIN, TOP, WIDTH - 2 * MARGIN, HIGH)
    chart = chart_of(held, box, AROUND_ALL, (min(souths) + max(souths)) / 2)
    dots = [chart.place(point) for point in points]
    insets = [Inset(sheet.title, _frame(chart, sheet.chart)) for sheet in sheets]
    taken = [*(inset.label for inset in insets), *(around_disc(*dot, 2) for dot in dots)]
    return Sheet(title, chart, _spots(chart, rest, most, taken), insets, dots)


def _is_near(one: Point, other: Point) -> bool:
    east = turned(one.longitude, other.longitude) - other.longitude
    across = east * cos(radians(other.latitude))
    return max(abs(across), abs(one.latitude - other.latitude)) <= NEAR


def _frame(chart: Chart, other: Chart) -> Box:
    """The box of another chart as it lies on this one."""
    (north, west), (south, east) = other.corners
    start = turned(west, chart.middle.longitude)
    left, top = chart.units(north, start)
    right, bottom = chart.units(south, start + east - west)
    return Box(left, top, right - left, bottom - top)


def _spots(chart: Chart, there: list[Told], most: int, taken: Iterable[Box] = ()) -> list[Spot]:
    """From the west to the east, the places with their discs and names; none covers another."""
    inside = chart.box.within(EDGE)
    spots = [_spot(chart, inside, one, most) for one in there]
    discs = [disc for spot in spots for disc in spot.discs]
    free = settled([(*disc.home, disc.radius) for disc in discs], chart.box.within(2))
    for disc, place in zip(discs, free, strict=True):
        disc.x, disc.y = place
    things = [(spot.box, width_of(spot.title) + 2 * AIR) for spot in spots]
    for spot, label in zip(spots, named(things, taken, chart.box.within(3)), strict=True):
        spot.label = label
    return sorted(spots, key=lambda spot: spot.box.left)


def _spot(chart: Chart, inside: Box, told: Told, most: int) -> Spot:
    x, y = chart.place(told.place.point)
    home = inside.nearest(x, y)
    sides = {"left": x < home[0], "right": x > home[0], "up": y < home[1], "down": y > home[1]}
    away = next((side for side, is_so in sides.items() if is_so), "")
    discs = [Disc(one, home, _radius(one, most)) for one in told.numbers]
    name = name_of(told.place)
    return Spot(str(name), getattr(name, "lang", ""), discs, away)


def _radius(told: Number, most: int) -> float:
    if not told.colour:
        return RING
    return round(max(LARGEST * (told.number / most) ** 0.5, SMALLEST), 1)
