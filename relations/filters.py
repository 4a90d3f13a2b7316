"""The filters of every list: what stands in the address, what it means, and how it reads.

A filter that cannot be understood is never ignored: the reader gets a 400 that says what would
be accepted.
"""

import functools
from collections.abc import Iterator
from typing import NamedTuple

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.codes import EventType
from relations.languages import active_language
from relations.models import Organisation, Participation, Person, Place, Record, Topic

#: Parameters that newsletters and networks append; they say nothing about the list.
TRACKING = ("utm_", "fbclid", "gclid", "mc_")
#: The parameter of the pager, no filter of its own.
AFTER = "after"
#: Filters of one value that is no code of a list.
SINGLE = ("since", "until", "continuing")
#: How many accepted values a message lists.
MOST_LISTED = 40


class Chip(NamedTuple):
    """One chosen value: what it is called, and the query without it."""

    label: str
    value: str
    query_without: str


class Objection(NamedTuple):
    """Why a parameter was not understood, and what would be."""

    parameter: str
    message: str
    accepted: list[str]


class Checkboxes(forms.CheckboxSelectMultiple):
    template_name = "relations/checkboxes.html"


class AnyOf(django_filters.MultipleChoiceFilter):
    """Codes of one list; several mean any of them."""

    def __init__(self, **options):
        super().__init__(widget=Checkboxes, distinct=False, **options)


class AnyNamed(django_filters.ModelMultipleChoiceFilter):
    """Objects by slug; several mean any of them.

    `through(objects)` gives the rows that tie one of the objects to the outer record.
    """

    def __init__(self, model, through, **options):
        self.through = through
        super().__init__(
            queryset=lambda request: model.objects.published(),
            to_field_name="slug",
            widget=Checkboxes,
            **options,
        )

    def filter(self, queryset, value):
        return queryset.filter(Exists(self.through(value))) if value else queryset


def named_by(field: str):
    """Participations of the outer record in which one of the objects stands."""

    def through(objects):
        return Participation.objects.filter(
            record=OuterRef("pk"), **{f"{field}__in": list(objects)}
        )

    return through


def on_topic(topics):
    return Record.topics.through.objects.filter(record=OuterRef("pk"), topic__in=list(topics))


class WindowField(forms.CharField):
    """A year, a month or a day, as the edge of a period."""

    widget = forms.TextInput(attrs={"size": 10, "autocomplete": "off"})

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return None
        try:
            return dates.window(value)
        except dates.DateError as error:
            raise forms.ValidationError(str(error)) from error


class WindowFilter(django_filters.Filter):
    field_class = WindowField

    def filter(self, queryset, value):
        return queryset


class YesField(forms.BooleanField):
    """A box that is ticked (`1`) or absent; nothing else is understood."""

    def to_python(self, value):
        return value

    def validate(self, value):
        if value not in (False, None, "", "1"):
            raise forms.ValidationError(_("Leave it out, or write 1."))

    def clean(self, value):
        return super().clean(value) == "1"


class TickedBox(forms.CheckboxInput):
    def __init__(self, attrs=None):
        super().__init__(attrs, check_test=lambda value: value in (True, "1"))

    def value_from_datadict(self, data, files, name):
        return data.get(name, "")

    def format_value(self, value):
        return "1"


class YesFilter(django_filters.Filter):
    field_class = YesField

    def filter(self, queryset, value):
        return queryset


class RecordFilter(django_filters.FilterSet):
    """What every list of records can be narrowed by."""

    topic = AnyNamed(Topic, on_topic, label=_("Topic"))
    since = WindowFilter(label=_("From"), help_text=_("A year, month or day: 2011, 2011-06."))
    until = WindowFilter(label=_("To"))
    continuing = YesFilter(label=_("With continuing and undated"), widget=TickedBox)
    person = AnyNamed(Person, named_by("person"), label=_("Person"))
    organisation = AnyNamed(Organisation, named_by("organisation"), label=_("Organisation"))
    place = django_filters.ModelMultipleChoiceFilter(
        label=_("Place"),
        queryset=lambda request: Place.objects.published(),
        to_field_name="slug",
        widget=Checkboxes,
        method="at_places",
    )

    def at_places(self, queryset, name, value):
        return queryset.at_any(list(value)) if value else queryset

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

    def unknown_part(self, record: Record) -> str:
        """Which part of a date is unknown for the period: 'year', 'month', 'day' or ''."""
        known = record.date_as_known
        if not self.window or known is None or known.is_interval:
            return ""
        first, last = self.window
        if (first <= known.earliest and known.latest <= last) or known.precision == "day":
            return ""
        return {"month": "day", "season": "month", "year": "month"}.get(known.precision, "year")

    def accepted(self, name: str) -> list[str]:
        """The values a parameter takes, for a message."""
        field = self.form.fields[name]
        if not hasattr(field, "choices"):
            return [str(self.filters[name].extra.get("help_text") or "")]
        return [str(value) for value, _label in list(field.choices)[:MOST_LISTED]]

    def objections(self) -> list[Objection]:
        """Everything in the address that is not understood; the list is shown only without any."""
        found = [
            Objection(name, self._unknown(name), [*self.filters, AFTER])
            for name in self.data
            if name not in self.filters and name != AFTER and not name.startswith(TRACKING)
        ]
        for name, errors in self.form.errors.items():
            value = ", ".join(self.data.getlist(name)) if name in self.data else ""
            message = errors[0] if name in SINGLE else _t("“%s” is not accepted.") % value
            found.append(Objection(name, message, self.accepted(name)))
        return found or list(self._contradictions())

    def _unknown(self, name: str) -> str:
        if any(name in filters_of(kind).base_filters for kind in Record.kinds()):
            return _t("This filter needs exactly one kind to be chosen.")
        return _t("There is no such filter here.")

    def _contradictions(self) -> Iterator[Objection]:
        for name in SINGLE:
            if len(self.data.getlist(name)) > 1:
                yield Objection(name, _t("This can be given only once."), self.accepted(name))
        if self.window and self.window[0] > self.window[1]:
            yield Objection("until", _t("The period ends before it starts."), [])

    def chips(self) -> list[Chip]:
        """What is chosen, in the order of the filters."""
        return [chip for name in self.filters if self.chosen(name) for chip in self._chips_of(name)]

    def chosen(self, name: str) -> list[str]:
        return [value for value in self.data.getlist(name) if value.strip()]

    def _chips_of(self, name: str) -> Iterator[Chip]:
        field = self.form.fields[name]
        said = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        for value in self.chosen(name):
            if name in SINGLE:
                said[value] = self._said(name)
            yield Chip(str(field.label), said.get(value, value), self._without(name, value))

    def _said(self, name: str) -> str:
        """A value that is no code, in the reader's words."""
        value = self.form.cleaned_data[name]
        return _t("yes") if value is True else value.show(active_language())

    def _without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.setlist(name, [other for other in query.getlist(name) if other != value])
        return query.urlencode()

    @property
    def query(self) -> QueryDict:
        """The filters as they stand in the address, in one order, without the pager's place."""
        query = QueryDict(mutable=True)
        for name in self.filters:
            if values := self.chosen(name):
                query.setlist(name, values)
        return query


class EventFilter(RecordFilter):
    type = AnyOf(choices=EventType.choices, label=_("Type"))


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
