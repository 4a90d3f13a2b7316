"""Who came how high up, and when: visits by direction and level over the years; and where to."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from relations.chronology import per_year
from relations.codes import Role, Tier
from relations.models import Place, Record, Relation
from relations.pictures.atlas import Number, Told
from relations.pictures.matrix import Line, Matrix, matrix
from relations.templatetags.record import name_of
from visits.filters import listed
from visits.models import Visit


def levels(relation: Relation) -> Matrix | None:
    """A row for each direction and level that occurs; a visit counts at the level of each guest."""
    counts = numbers()
    present = {code for code, _year in counts}
    lines = [
        Line(
            f"{guest}{host}{tier}",
            _t("%(direction)s: %(level)s") % {"direction": words, "level": tier.label},
            listed(host, level=tier),
            f"visit-{side}",
        )
        for side, guest, host, words in ways(relation)
        for tier in Tier
        if f"{guest}{host}{tier}" in present
    ]
    places = {line.code: line.url for line in lines}
    return matrix(lines, counts, lambda code, year: f"{places[code]}&since={year}&until={year}")


def ways(relation: Relation) -> list[tuple]:
    """(side of the guest, guest, host, direction in words) of each way between the parties."""
    return [
        ("b", relation.party_b, relation.party_a, relation.b_to_a),
        ("a", relation.party_a, relation.party_b, relation.a_to_b),
    ]


def numbers() -> Counter:
    """How many published visits touch a year, by (guest, host and level, year)."""
    came = Visit.objects.published().filter(
        continuing=False,
        earliest__isnull=False,
        participants__role=Role.VISITOR,
        participants__tier__in=Tier.values,
    )
    told = ("visiting", "host", "participants__tier", "earliest__year", "latest__year")
    groups = came.order_by().values_list(*told).annotate(Count("pk", distinct=True))
    return per_year((f"{guest}{host}{tier}", *rest) for guest, host, tier, *rest in groups)


class Row(NamedTuple):
    """A place, all entries that name it, and the visits of each way."""

    place: Place
    entries: Number
    visits: list[Number]

    @property
    def told(self) -> Told:
        """What is drawn: the visits, or that there are other entries."""
        return Told(self.place, [way for way in self.visits if way.number] or [self.entries])


def places(relation: Relation) -> list[Row]:
    """The places that published records name, those of most entries first."""
    every = Place.objects.numbers_in(Record.objects.published())
    came = [(way, _came(*way[1:3])) for way in ways(relation)]
    rows = [
        Row(place, _entries(place, every[place.slug]), [_visits(place, *one) for one in came])
        for place in Place.objects.published()
    ]
    return sorted(rows, key=lambda row: -row.entries.number)


def _came(guest: str, host: str) -> Counter:
    """How many visits of a guest to a host led to each place."""
    visits = Visit.objects.published().filter(visiting=guest, host=host)
    return Place.objects.numbers_in(visits)


def _entries(place: Place, number: int) -> Number:
    said = ngettext("%(number)s entry", "%(number)s entries", number) % {"number": number}
    url = reverse("chronology", query={"place": place.slug})
    return Number(number, url, f"{name_of(place)} · {said}")


def _visits(place: Place, way: tuple, numbers: Counter) -> Number:
    side, _guest, host, words = way
    number = numbers[place.slug]
    url = listed(host, place=place.slug)
    return Number(number, url, f"{name_of(place)} · {words} · {number}", f"visit-{side}")
