"""Who met whom: people of the one party against people of the other.

Met is whoever took part in the same record, where its kind says that people met in it. Both sides
stand in the order of their first meeting, so that times of office run down the picture.
"""

from operator import attrgetter
from typing import NamedTuple

from django.db.models import Count, Max, Min
from django.urls import reverse

from relations.codes import PRESENT, Status
from relations.languages import LANGUAGES, Text, active_language
from relations.models import Participation, Person, Relation
from relations.pictures.axis import MARGIN, WIDTH
from relations.pictures.frame import Frame
from relations.pictures.packing import width_of
from relations.templatetags.record import name_of

#: So many people of each side are drawn, and so many pairs are told in the table.
MOST_DRAWN, MOST_TOLD = 14, 200
#: How high a row is and how wide a column at most, and the largest and the smallest disc.
ROW, COLUMN, LARGEST, SMALLEST = 36, 66, 16, 6.5
#: Names above the columns rise at 45 degrees: the share of their width that they reach, with
#: something more for the wider fonts of some readers.
RISE, AIR = 0.5**0.5 * 1.15, 14


class Group(NamedTuple):
    """What the database adds up: two people, how many records, the first and the last day."""

    one: int
    other: int
    number: int
    first: object
    last: object


class Pair(NamedTuple):
    """Two people, in how many records they met, and in which years."""

    one: Person
    other: Person
    number: int
    years: str

    @property
    def url(self) -> str:
        return reverse("chronology", query={"met": [self.one.slug, self.other.slug]})


class Line(NamedTuple):
    """A person, and the height of her row or the place of her column."""

    person: Person
    at: float

    @property
    def name(self) -> Text | str:
        return name_of(self.person)


class Disc(NamedTuple):
    """A pair, where the lines of the two cross."""

    pair: Pair
    x: float
    y: float
    radius: float

    @property
    def said(self) -> Text:
        """What a pointer or a screen reader is told, in one language if both are known by it."""
        mine = active_language()
        for code in (mine, *LANGUAGES):
            names = [getattr(who, f"name_{code}") for who in (self.pair.one, self.pair.other)]
            if all(names):
                break
        else:
            code, names = mine, [name_of(self.pair.one), name_of(self.pair.other)]
        return Text(" · ".join((*names, str(self.pair.number))), code)


class Meetings(NamedTuple):
    """Those who met most often; `sizes` are how many of each side met anybody, `met` the pairs."""

    rows: list[Line]
    columns: list[Line]
    discs: list[Disc]
    told: list[Pair]
    sizes: tuple[int, int]
    met: int
    start: float
    top: float
    width: int = WIDTH

    @property
    def end(self) -> float:
        return self.columns[-1].at

    @property
    def height(self) -> float:
        return self.top + len(self.rows) * ROW

    @property
    def frame(self) -> Frame:
        return Frame(self.height)


def draw(relation: Relation) -> Meetings | None:
    """The picture in two queries; None as long as nobody met."""
    groups = met(relation)
    if not groups:
        return None
    often = sorted(groups, key=lambda group: -group.number)
    ones, others = chosen(often)
    shown = [group for group in groups if group.one in ones and group.other in others]
    told = often[:MOST_TOLD]
    named = {pk for group in (*shown, *told) for pk in group[:2]}
    people = Person.objects.defer("tokens").in_bulk(named)
    sizes = tuple(len({group[side] for group in groups}) for side in (0, 1))
    return laid_out(
        [pair(group, people) for group in shown],
        told=[pair(group, people) for group in told],
        sizes=sizes,
        met=len(groups),
    )


def met(relation: Relation) -> list[Group]:
    """Every pair with a person of each party, those first who met first."""
    here = Participation.objects.meeting().filter(
        record__status=Status.PUBLISHED,
        person__country=relation.party_a,
        record__participants__role__in=PRESENT,
        record__participants__person__country=relation.party_b,
    )
    pairs = here.order_by().values_list("person", "record__participants__person")
    counted = pairs.annotate(
        Count("record", distinct=True),
        first=Min("record__earliest"),
        last=Max("record__latest"),
    )
    found = (Group(*row) for row in counted)
    return sorted(found, key=lambda group: (group.first is None, group.first, group[:2]))


def chosen(often: list[Group]) -> tuple[set[int], set[int]]:
    """The people of both sides, pair by pair, as long as there is room for both of a pair."""
    ones, others = set(), set()
    for group in often:
        sides = ones | {group.one}, others | {group.other}
        if max(map(len, sides)) <= MOST_DRAWN:
            ones, others = sides
    return ones, others


def pair(group: Group, people: dict[int, Person]) -> Pair:
    years = dict.fromkeys(str(day.year) for day in (group.first, group.last) if day)
    return Pair(people[group.one], people[group.other], group.number, "–".join(years))


def laid_out(pairs: list[Pair], **rest) -> Meetings:
    """Names to the left and above, a disc where two of them meet."""
    rows, columns = ([*dict.fromkeys(each[side] for each in pairs)] for side in (0, 1))
    start, rise = MARGIN + widest(rows) + AIR, widest(columns) * RISE
    room = min((WIDTH - MARGIN - start - rise) / len(columns), COLUMN)
    ys = {who: rise + AIR + (n + 0.5) * ROW for n, who in enumerate(rows)}
    xs = {who: round(start + (n + 0.5) * room, 1) for n, who in enumerate(columns)}
    most = max(each.number for each in pairs)
    discs = [Disc(each, xs[each.other], ys[each.one], radius(each.number / most)) for each in pairs]
    discs.sort(key=attrgetter("y", "x"))
    lines = [Line(who, y) for who, y in ys.items()], [Line(who, x) for who, x in xs.items()]
    return Meetings(*lines, discs, start=start, top=rise + AIR, **rest)


def widest(people: list[Person]) -> float:
    return max(width_of(name_of(who)) for who in people)


def radius(share: float) -> float:
    return round(max(LARGEST * share**0.5, SMALLEST), 1)
