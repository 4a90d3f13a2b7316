"""How the visits can be narrowed: by direction, level and rank."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relations.codes import Rank, Role, Tier
from relations.filters import AnyOf, RecordFilter
from relations.models import Participation, Relation


def directions() -> list[tuple[str, str]]:
    """`to-xx` for each party as host, in the relation's own words."""
    relation = Relation.objects.current()
    return [
        (f"to-{relation.party_b.lower()}", relation.a_to_b),
        (f"to-{relation.party_a.lower()}", relation.b_to_a),
    ]


def listed(host: str, **filters) -> str:
    """The address of the visits to a host, narrowed further."""
    return reverse("visit_list", query={"direction": f"to-{host.lower()}", **filters})


class Direction(AnyOf):
    """From the one party to the other: a guest from a third country goes neither way."""

    def filter(self, queryset, value):
        hosts = [code.removeprefix("to-").upper() for code in value]
        return between_parties(queryset).filter(host__in=hosts) if hosts else queryset

    def counts(self, rows) -> dict[str, int]:
        found = between_parties(rows).order_by().values_list("host").annotate(Count("pk"))
        return {f"to-{host.lower()}": number for host, number in found}


def between_parties(visits):
    relation = Relation.objects.current()
    return visits.filter(visiting__in=(relation.party_a, relation.party_b))


def visitors():
    return Participation.objects.filter(role=Role.VISITOR)


class VisitFilter(RecordFilter):
    direction = Direction(choices=directions, label=_("Direction"))
    level = AnyOf(choices=Tier.choices, label=_("Level"), ties=visitors, end="tier")
    rank = AnyOf(choices=Rank.choices, label=_("Rank"))
