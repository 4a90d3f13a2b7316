"""The whole relationship at a glance: who came whom to see, what happened, what was given.

Visits stand on the two sides of the line of the events, by their direction; sums have a lane for
each currency, for nothing is converted. A disc is as large as its sum, the largest of each currency
alike. It is drawn twice: time runs to the right, and down on narrow screens.
"""

from dataclasses import dataclass
from operator import attrgetter

from relations.chronology import count_up
from relations.codes import Role, Tier
from relations.languages import LANGUAGES, Text
from relations.models import Participation, Record, Relation
from relations.pictures.axis import Axis
from relations.pictures.colours import INK, colours_of
from relations.pictures.drawing import Drawing, Drawn, Group
from relations.pictures.frame import Frame
from relations.pictures.lying import lie
from relations.pictures.standing import stand
from relations.templatetags.record import name_of

#: Of more records the milestones are drawn first, then the newest.
MOST_DRAWN = 600
#: The axis begins where all but this share of the records lie behind.
EARLY = 0.02
NAMED_TIERS = (Tier.HEAD_OF_STATE, Tier.HEAD_OF_GOVERNMENT)


@dataclass
class Picture:
    """The marks as they follow each other in time; `left_out` counts what was too much to draw."""

    drawn: list[Drawn]
    lying: Drawing
    standing: Drawing
    left_out: int = 0

    @property
    def width(self) -> int:
        return self.lying.width

    @property
    def frame(self) -> Frame:
        """Around the one that is lying, and the years under it."""
        return Frame(self.lying.height + 20, has_samples=True)

    @property
    def newest(self) -> list[Drawn]:
        return self.drawn[::-1]

    def groups(self, relation: Relation) -> list[Group]:
        """The marks by their looks and their lanes: the keyboard goes through one after another."""
        colours = colours_of(relation)
        found: dict[tuple, list[Drawn]] = {}
        for one in self.drawn:
            found.setdefault((one.mark.name, one.shape, one.currency), []).append(one)
        return [
            Group(name, shape, colours.get(name, INK), drawn)
            for (name, shape, _currency), drawn in found.items()
        ]


def draw(relation: Relation) -> Picture | None:
    """The picture of all that is published and dated, in a constant number of queries.

    None of nothing.
    """
    dated = Record.objects.published().filter(continuing=False, earliest__isnull=False)
    records = sorted(_records(dated), key=lambda record: (record.earliest, record.slug))
    if not records:
        return None
    axis = Axis(_first_year(records), max(record.latest for record in records).year)
    names = _names(records)
    drawn = [Drawn.of(record, relation, names.get(record.pk)) for record in records]
    drawn.sort(key=attrgetter("middle"))
    return Picture(drawn, lie(axis, drawn), stand(axis, drawn), count_up(dated) - len(records))


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
