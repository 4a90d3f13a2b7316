"""How the visits can be narrowed: by direction, level and rank."""

from django.db.models import Exists, OuterRef
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


class VisitFilter(RecordFilter):
    direction = AnyOf(choices=directions, label=_("Direction"), method="to_hosts")
    level = AnyOf(choices=Tier.choices, label=_("Level"), method="of_levels")
    rank = AnyOf(choices=Rank.choices, label=_("Rank"))

    def to_hosts(self, queryset, name, value):
        """From the one party to the other: a guest from a third country goes neither way."""
        hosts = [code.removeprefix("to-").upper() for code in value]
        relation = Relation.objects.current()
        parties = (relation.party_a, relation.party_b)
        return queryset.filter(host__in=hosts, visiting__in=parties) if hosts else queryset

    def of_levels(self, queryset, name, value):
        """Visits in which somebody came at one of the levels."""
        if not value:
            return queryset
        came = Participation.objects.filter(
            record=OuterRef("pk"), role=Role.VISITOR, tier__in=value
        )
        return queryset.filter(Exists(came))
