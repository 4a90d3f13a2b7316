"""The filters of every list of records, and those of the events."""

import functools
from collections import Counter
from collections.abc import Iterator

import django_filters
from django.db.models import Count, Exists, OuterRef
from django.http import QueryDict
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.chronology import MOST_COUNTED, count_up
from relations.codes import EventType, Form, SourceKind, Status
from relations.filters.address import ListFilter, Objection
from relations.filters.facets import Bar, bars
from relations.filters.fields import (
    AllNamed,
    AnyNamed,
    AnyOf,
    TickedBox,
    WindowFilter,
    YesFilter,
    codes_in,
)
from relations.models import (
    Citation,
    Organisation,
    Participation,
    Person,
    Place,
    Record,
    Source,
    Topic,
)
from relations.models.documented import Documented
from relations.templatetags.record import language_name


class AtPlace(AnyNamed):
    """Places, which each kind names in ways of its own."""

    def __init__(self, **options):
        super().__init__(Place, Record.places.through.objects.all, "place", **options)

    def filter(self, queryset, value):
        return queryset.at_any(list(value)) if value else queryset

    def counts(self, rows) -> dict[str, int]:
        return dict(Place.objects.numbers_in(rows))


def languages() -> list[tuple[str, str]]:
    """The languages of the sources that records cite, called as readers call them."""
    cited = Citation.objects.filter(source=OuterRef("pk"), record__status=Status.PUBLISHED)
    return codes_in(Source.objects.filter(Exists(cited)), "language", language_name)


def citations():
    return Citation.objects.filter(record__isnull=False)


class RecordFilter(ListFilter):
    """What every list of records can be narrowed by, and what it offers for that."""

    topic = AnyNamed(
        Topic, Record.topics.through.objects.all, "topic", is_folded=False, label=_("Topic")
    )
    since = WindowFilter(label=_("From"), help_text=_("A year, month or day: 2011, 2011-06."))
    until = WindowFilter(label=_("To"))
    continuing = YesFilter(label=_("With continuing and undated"), widget=TickedBox)
    person = AnyNamed(Person, Participation.objects.all, "person", label=_("Person"))
    met = AllNamed(Person, Participation.objects.meeting, "person", label=_("People who met"))
    organisation = AnyNamed(
        Organisation, Participation.objects.all, "organisation", label=_("Organisation")
    )
    place = AtPlace(label=_("Place"))
    evidence = AnyOf(
        choices=SourceKind.choices,
        label=_("Evidence"),
        ties=citations,
        end="source__kind",
        is_folded=True,
    )
    language = AnyOf(
        choices=languages,
        label=_("Language of a source"),
        ties=citations,
        end="source__language",
        is_folded=True,
    )

    def narrowed(self, queryset, *, but: tuple[str, ...] = ()):
        queryset = super().narrowed(queryset, but=but)
        if self.window and "since" not in but:
            first, last = self.window
            continuing = self.form.cleaned_data["continuing"]
            queryset = queryset.between(first, last, continuing=continuing)
        return queryset

    def years(self) -> list[Bar]:
        """The years that have records, the latest first; of a longer time each of its years."""
        rows = self._all_but("since", "until", "continuing")
        if rows is None:
            return []
        spans = rows.filter(continuing=False, earliest__isnull=False).order_by()
        counts = Counter()
        for first, last, number in spans.values_list("earliest__year", "latest__year").annotate(
            Count("pk")
        ):
            counts.update(dict.fromkeys(range(first, last + 1), number))
        return bars(counts, self.query)

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
        choices=SimpleLazyObject(
            lambda: [(kind.KEY, kind._meta.verbose_name_plural) for kind in Record.kinds()]
        ),
        label=_("Kind"),
    )

    @property
    def own(self) -> set[str]:
        """The filters of the one kind that is chosen: no other kind understands them."""
        return set(self.filters) - set(chronology_filters(None).base_filters)

    def _all_but(self, *names: str):
        """Beside one kind the others stand with theirs, until a filter of its own is chosen."""
        if names != ("kind",) or not self.own or any(map(self.chosen, self.own)):
            return super()._all_but(*names)
        rows = self.narrowed(Record.objects.published(), but=("kind", *self.own))
        return rows if count_up(rows) <= MOST_COUNTED else None

    def _without(self, name: str, value: str) -> str:
        """A kind that is taken away takes its own filters along."""
        query = QueryDict(super()._without(name, value), mutable=True)
        if name == "kind":
            for own in self.own:
                query.pop(own, None)
        return query.urlencode()


def filters_of(model: type[Documented]) -> type[ListFilter]:
    """The FilterSet that a model declares for its list."""
    return import_string(model.filters)


@functools.cache
def chronology_filters(only: type[Record] | None) -> type[RecordFilter]:
    """The chronology's filters; when one kind is chosen, with that kind's own."""
    return type("ChronologyFilter", (OfKinds, filters_of(only) if only else RecordFilter), {})
