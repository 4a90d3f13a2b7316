"""The filters of every list of records, and those of the events."""

import functools
from collections.abc import Iterator

import django_filters
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.codes import EventType, Form
from relations.filters.address import AddressFilter, Objection
from relations.filters.fields import AnyNamed, AnyOf, TickedBox, WindowFilter, YesFilter
from relations.models import Organisation, Participation, Person, Place, Record, Topic


class AtPlace(AnyNamed):
    """Places, which each kind names in ways of its own."""

    def __init__(self, **options):
        super().__init__(Place, Record.places.through.objects.all, "place", **options)

    def filter(self, queryset, value):
        return queryset.at_any(list(value)) if value else queryset

    def offered(self, rows):
        return Place.objects.named_in(rows)


class RecordFilter(AddressFilter):
    """What every list of records can be narrowed by."""

    topic = AnyNamed(Topic, Record.topics.through.objects.all, "topic", label=_("Topic"))
    since = WindowFilter(label=_("From"), help_text=_("A year, month or day: 2011, 2011-06."))
    until = WindowFilter(label=_("To"))
    continuing = YesFilter(label=_("With continuing and undated"), widget=TickedBox)
    person = AnyNamed(Person, Participation.objects.all, "person", label=_("Person"))
    organisation = AnyNamed(
        Organisation, Participation.objects.all, "organisation", label=_("Organisation")
    )
    place = AtPlace(label=_("Place"))

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.window:
            first, last = self.window
            continuing = self.form.cleaned_data["continuing"]
            queryset = queryset.between(first, last, continuing=continuing)
        return queryset

    @property
    def window(self):
        """The first and the last day asked for; None when no period is."""
        since, until = (self.form.cleaned_data[name] for name in ("since", "until"))
        if not (since or until):
            return None
        first = since.earliest if since else dates.date.min
        last = until.latest if until else dates.date.max
        return first, last

    def _unknown(self, name: str) -> str:
        if any(name in filters_of(kind).base_filters for kind in Record.kinds()):
            return _t("This filter needs exactly one kind to be chosen.")
        return super()._unknown(name)

    def _contradictions(self) -> Iterator[Objection]:
        yield from super()._contradictions()
        if self.window and self.window[0] > self.window[1]:
            yield Objection("until", _t("The period ends before it starts."), [])

    def unknown_part(self, record: Record) -> str:
        """Which part of a date is unknown for the period: 'year', 'month', 'day' or ''."""
        known = record.date_as_known
        if not self.window or known is None or known.is_interval:
            return ""
        first, last = self.window
        if (first <= known.earliest and known.latest <= last) or known.precision == "day":
            return ""
        return {"month": "day", "season": "month", "year": "month"}.get(known.precision, "year")


class EventFilter(RecordFilter):
    type = AnyOf(choices=EventType.choices, label=_("Type"))
    form = AnyOf(choices=Form.choices, label=_("Form"))


class OfKinds(django_filters.FilterSet):
    """The filter that only the chronology needs."""

    kind = AnyOf(
        choices=lambda: [(kind.KEY, kind._meta.verbose_name_plural) for kind in Record.kinds()],
        label=_("Kind"),
    )

    def _without(self, name: str, value: str) -> str:
        """A kind that is taken away takes its own filters along: nothing else understands them."""
        query = QueryDict(super()._without(name, value), mutable=True)
        if name == "kind":
            for own in set(self.filters) - set(chronology_filters(None).base_filters):
                query.pop(own, None)
        return query.urlencode()


def filters_of(kind: type[Record]) -> type[RecordFilter]:
    """The FilterSet that a kind declares."""
    return import_string(kind.filters)


@functools.cache
def chronology_filters(only: type[Record] | None) -> type[RecordFilter]:
    """The chronology's filters; when one kind is chosen, with that kind's own."""
    return type("ChronologyFilter", (OfKinds, filters_of(only) if only else RecordFilter), {})
