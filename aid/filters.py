"""How the aid packages can be narrowed: by form, stage and donor."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from aid.models import Transaction
from relations.codes import AidForm, Role, Stage
from relations.filters import AnyNamed, AnyOf, RecordFilter
from relations.models import Organisation, Participation


def funded_by(organisations):
    return Participation.objects.filter(
        record=OuterRef("pk"), role=Role.FUNDER, organisation__in=list(organisations)
    )


class AidFilter(RecordFilter):
    form = AnyOf(choices=AidForm.choices, label=_("Form"))
    stage = AnyOf(choices=Stage.choices, label=_("Stage"), method="at_stages")
    donor = AnyNamed(Organisation, funded_by, label=_("Donor"))

    def at_stages(self, queryset, name, value):
        if not value:
            return queryset
        steps = Transaction.objects.filter(package=OuterRef("pk"), stage__in=value)
        return queryset.filter(Exists(steps))
