"""Who came how high up, and when: visits by direction and level over the years."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _t

from relations.chronology import per_year
from relations.codes import Role, Tier
from relations.models import Relation
from relations.pictures.matrix import Line, Matrix, matrix
from visits.filters import listed
from visits.models import Visit


def levels(relation: Relation) -> Matrix | None:
    """A row for each direction and level that occurs; a visit counts at the level of each guest."""
    ways = [
        ("b", relation.party_b, relation.party_a, relation.b_to_a),
        ("a", relation.party_a, relation.party_b, relation.a_to_b),
    ]
    counts = numbers()
    present = {code for code, _year in counts}
    lines = [
        Line(
            f"{guest}{host}{tier}",
            _t("%(direction)s: %(level)s") % {"direction": words, "level": tier.label},
            listed(host, level=tier),
            f"visit-{side}",
        )
        for side, guest, host, words in ways
        for tier in Tier
        if f"{guest}{host}{tier}" in present
    ]
    places = {line.code: line.url for line in lines}
    return matrix(lines, counts, lambda code, year: f"{places[code]}&since={year}&until={year}")


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
