"""The list of visits, with how many went each way and which were the first of their level."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _t

from relations.codes import Role, Tier
from relations.pictures import atlas
from relations.pictures.colours import INK, colours_of
from relations.pictures.frame import samples
from relations.views.pictures import MatrixPicture, PicturePage
from relations.views.reading import relation_of
from relations.views.records import RecordList
from visits import pictures
from visits.filters import listed
from visits.models import Visit

#: Of more places those are shown that most entries name.
MOST_PLACES = 200
#: The levels whose first visit is told.
LEVELS = (Tier.HEAD_OF_STATE, Tier.HEAD_OF_GOVERNMENT, Tier.FOREIGN_MINISTER, Tier.SPEAKER)


class Balance(NamedTuple):
    """How many visits went one way, and their list."""

    direction: str
    number: int
    url: str


class First(NamedTuple):
    """The earliest visit of a level in one direction, and the list of all of them."""

    direction: str
    level: str
    visit: Visit
    number: int
    url: str


class VisitList(RecordList):
    model = Visit

    def context(self, filterset) -> dict:
        relation = relation_of(filterset.request)
        ways = (
            (relation.party_a, relation.party_b, relation.a_to_b),
            (relation.party_b, relation.party_a, relation.b_to_a),
        )
        own = {"balance": list(balance(ways)), "firsts": list(firsts(ways))}
        return super().context(filterset) | own


class Levels(MatrixPicture):
    route = "visit_levels"

    def drawn(self, relation) -> dict:
        return {
            "picture": pictures.levels(relation),
            "title": _t("Visits by direction and level"),
            "says": _t("How many visits of a level touch a year. Each disc leads to its visits."),
        }


class Map(PicturePage):
    route = "map"
    template_name = "visits/map.html"
    svg = "relations/pictures/atlas.svg"

    def drawn(self, relation) -> dict:
        title = _t("A map of visits and places")
        every = pictures.places(relation)
        rows = every[:MOST_PLACES]
        return {
            "rows": rows,
            "left_out": len(every) - len(rows),
            "picture": atlas.draw(relation, [row.told for row in rows], title),
            "samples": samples(meanings(relation)),
            "credit": _t("Coasts: Natural Earth. Coordinates: GeoNames, CC BY 4.0."),
            "title": title,
            "says": _t(
                "A disc is as large as the number of visits that led to a place, in the colour of "
                "their direction. A ring is a place that only other entries name. Each leads to "
                "what it counts."
            ),
        }


def meanings(relation) -> Iterator[tuple[str, str]]:
    """The colour of each disc of the map, that of a ring, and what it means."""
    colours = colours_of(relation)
    yield colours.get("visit-b", INK), relation.b_to_a.text
    yield colours.get("visit-a", INK), relation.a_to_b.text
    yield INK, _t("only other entries")


def balance(ways) -> Iterator[Balance]:
    groups = Visit.objects.published().order_by().values_list("visiting", "host")
    counts = {(guest, host): number for guest, host, number in groups.annotate(Count("pk"))}
    for guest, host, direction in ways:
        yield Balance(direction, counts.get((guest, host), 0), listed(host))


def firsts(ways) -> Iterator[First]:
    """The first dated visit of each level, by what the visitors' levels are recorded as."""
    came = Visit.objects.published().filter(
        participants__role=Role.VISITOR, participants__tier__in=LEVELS
    )
    groups = (
        came.order_by()
        .values_list("visiting", "host", "participants__tier")
        .annotate(
            first=Min("earliest", filter=Q(continuing=False)), number=Count("pk", distinct=True)
        )
    )
    found = {tuple(key): (day, number) for *key, day, number in groups}
    on_those_days = Visit.objects.published().filter(
        continuing=False, earliest__in={day for day, _number in found.values()}
    )
    earliest = {}
    rows = on_those_days.order_by("earliest", "order_in_day", "slug")
    for visit in rows.prefetch_related("participants"):
        for tier in visit.levels:
            earliest.setdefault((visit.visiting, visit.host, tier), visit)
    for guest, host, direction in ways:
        for tier in LEVELS:
            if visit := earliest.get((guest, host, tier)):
                number = found[guest, host, tier][1]
                yield First(direction, tier.label, visit, number, listed(host, level=tier))
