"""How the aid packages can be narrowed, and the sums of the ledger."""

from collections.abc import Iterator

import django_filters
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from aid import ledger
from aid.models import Transaction
from relations.codes import AidForm, Role, Stage
from relations.filters import (
    AFTER,
    AddressFilter,
    AnyNamed,
    AnyOf,
    Chip,
    Objection,
    RecordFilter,
    slugs_today,
)
from relations.models import Organisation, Participation, Record, Topic


def funding():
    return Participation.objects.filter(role=Role.FUNDER)


def steps():
    return Transaction.objects.all()


class AidFilter(RecordFilter):
    form = AnyOf(choices=AidForm.choices, label=_("Form"))
    stage = AnyOf(choices=Stage.choices, label=_("Stage"), ties=steps, end="stage", to="package")
    donor = AnyNamed(Organisation, funding, "organisation", label=_("Donor"))


def values_of(path: str) -> list[str]:
    """The values that published sums have, as codes, with the one for “not recorded”."""
    sums = ledger.with_body(Transaction.objects.published()).order_by()
    found = sums.exclude(**{f"{path}__isnull": True}).values_list(path, flat=True).distinct()
    return [str(value) for value in sorted(found)]


def currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in values_of("currency")]


def years() -> list[tuple[str, str]]:
    return [(year, year) for year in values_of("year")] + [(ledger.UNKNOWN, _("not recorded"))]


def bodies() -> list[tuple[str, str]]:
    slugs = values_of("body")
    names = ledger.names_of(Organisation)(slugs)
    return [(slug, names[slug]) for slug in slugs] + [(ledger.UNKNOWN, _("not recorded"))]


class OrUnknown(AnyOf):
    """Values of a sum, among them “not recorded”."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        known = [code for code in value if code != ledger.UNKNOWN]
        wanted = Q(**{f"{self.field_name}__in": known})
        if ledger.UNKNOWN in value:
            wanted |= Q(**{f"{self.field_name}__isnull": True})
        return queryset.filter(wanted)

    def counts(self, rows) -> dict[str, int]:
        found = super().counts(rows)
        return {ledger.UNKNOWN if value is None else value: n for value, n in found.items()}


class Body(OrUnknown):
    """Organisations by slug, those that a sum names."""

    def called_today(self, values: list[str]) -> dict[str, str]:
        slugs = [value for value in values if value != ledger.UNKNOWN]
        return slugs_today(Organisation.objects.filter(slug__in=values_of("body")), slugs)


class LedgerFilter(AddressFilter):
    """How the sums of the ledger can be narrowed: by what its totals are broken down by."""

    stage = AnyOf(choices=Stage.choices, label=_("Stage"))
    currency = AnyOf(choices=currencies, label=_("Currency"))
    form = AnyOf(choices=AidForm.choices, field_name="package__form", label=_("Form"))
    year = OrUnknown(choices=years, label=_("Year"))
    body = Body(choices=bodies, label=_("Donor body"))
    topic = AnyNamed(
        Topic,
        Record.topics.through.objects.all,
        "topic",
        outer="package",
        is_folded=False,
        label=_("Topic"),
    )


class PictureFilter(LedgerFilter):
    """The sums that a picture shows, and `by` what it breaks them down."""

    by = django_filters.ChoiceFilter(
        choices=[(drawn.name, drawn.label) for drawn in ledger.DRAWN],
        empty_label=None,
        method="unchanged",
    )

    def unchanged(self, sums, _name, _value):
        return sums

    @property
    def dimension(self) -> ledger.Dimension:
        """By years, unless the address says otherwise."""
        chosen = self.form.cleaned_data["by"]
        return next((drawn for drawn in ledger.DRAWN if drawn.name == chosen), ledger.DRAWN[0])

    @property
    def query(self) -> QueryDict:
        """What chose the sums."""
        query = super().query
        query.pop("by", None)
        return query

    def chips(self) -> list[Chip]:
        return [chip for name in self.query for chip in self._chips_of(name)]

    def _contradictions(self) -> Iterator[Objection]:
        yield from super()._contradictions()
        if len(self.data.getlist("by")) > 1:
            yield Objection("by", _t("This can be given only once."), self.accepted("by"))
        if AFTER in self.data:
            yield Objection(AFTER, self._unknown(AFTER), list(self.filters))
