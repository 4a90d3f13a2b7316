"""The kinds of filter: codes of a list, objects by name, an edge of a period, a box to tick."""

from collections import Counter
from functools import reduce
from operator import itemgetter, or_

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.models.documented import WithStatus
from relations.models.fields import SLUG
from relations.search import Question

#: So many slugs are looked up among the former ones at once.
MOST_SLUGS = 40


class AnyOf(django_filters.MultipleChoiceFilter):
    """Codes of one list; several mean any of them.

    A code that is no field of a row stands in the field `end` of rows of its own, `ties()`, which
    lead to it by their field `to`. A list `is_folded` that few ask for.
    """

    def __init__(self, *, ties=None, end="", to="record", is_folded=False, **options):
        self.ties, self.end, self.to, self.is_folded = ties, end, to, is_folded
        super().__init__(distinct=False, **options)

    def filter(self, queryset, value):
        if not self.ties or not value:
            return super().filter(queryset, value)
        tied = self.ties().filter(**{self.to: OuterRef("pk"), f"{self.end}__in": value})
        return queryset.filter(Exists(tied))

    def counts(self, rows) -> dict[str, int]:
        """How many of the rows have each value."""
        if not self.ties:
            return dict(rows.order_by().values_list(self.field_name).annotate(Count("pk")))
        return tied_to(rows, self.ties(), self.end, self.to)

    def called_today(self, values: list[str]) -> dict[str, str]:
        """What values that were accepted once are called today; none, as codes do not change."""
        return {}


def codes_in(rows, field: str, called) -> list[tuple[str, str]]:
    """The codes that the rows have in a field, in the order of what they are `called`."""
    found = rows.exclude(**{field: ""}).order_by().values_list(field, flat=True).distinct()
    return sorted(((code, called(code)) for code in found), key=itemgetter(1))


def tied_to(rows, ties, end: str, to: str = "record") -> dict[str, int]:
    """How many of the rows each value of `end` is tied to."""
    found = ties.filter(**{f"{to}__in": rows.order_by().values("pk")})
    return dict(found.order_by().values_list(end).annotate(Count(to, distinct=True)))


class AnyNamed(django_filters.ModelMultipleChoiceFilter):
    """Objects by slug; several mean any of them.

    `ties()` are the rows that tie an object, their `end`, to a record. `outer` leads from a row
    of the list to its record. A list `is_folded` that may be long.
    """

    def __init__(self, model, ties, end, *, outer="pk", is_folded=True, **options):
        self.ties, self.end, self.outer, self.is_folded = ties, end, outer, is_folded
        self.has_states = issubclass(model, WithStatus)
        super().__init__(
            queryset=lambda request: model.objects.published(),
            to_field_name="slug",
            **options,
        )

    def filter(self, queryset, value):
        if not value:
            return queryset
        tied = self.ties().filter(record=OuterRef(self.outer), **{f"{self.end}__in": list(value)})
        return queryset.filter(Exists(tied))

    def counts(self, rows) -> dict[str, int]:
        """How many of the rows name each object, by slug.

        What has no states of its own is public as soon as one of the rows names it.
        """
        known = self.ties().filter(**{f"{self.end}__isnull": False})
        if self.has_states:
            known = known.filter(**{f"{self.end}__in": self.get_queryset(None)})
        if self.outer == "pk":
            return tied_to(rows, known, f"{self.end}__slug")
        rows = rows.order_by()
        of_record = dict(rows.values_list(self.outer).annotate(Count("pk")))
        pairs = known.filter(record__in=rows.values(self.outer))
        counts = Counter()
        for record, slug in pairs.values_list("record", f"{self.end}__slug"):
            counts[slug] += of_record[record]
        return counts

    def called_today(self, values: list[str]) -> dict[str, str]:
        return slugs_today(self.get_queryset(None), values)


def slugs_today(rows, slugs: list[str]) -> dict[str, str]:
    """The present slugs of those that are former ones; none where one is not known at all."""
    if len(slugs) > MOST_SLUGS or not all(map(SLUG.match, slugs)):
        return {}
    had = reduce(or_, (Q(former_slugs__contains=f",{slug},") for slug in slugs), Q(slug__in=slugs))
    found = list(rows.filter(had).only("slug", "former_slugs").order_by("slug"))
    present = {obj.slug for obj in found}
    former = {slug for slug in slugs if slug not in present}
    today = {slug: obj.slug for obj in found for slug in former & set(obj.former_slugs)}
    return today if former == set(today) else {}


class AllNamed(AnyNamed):
    """Objects by slug; several mean all of them together."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        wanted = list(value)
        tied = self.ties().filter(record=OuterRef(self.outer), **{f"{self.end}__in": wanted})
        together = tied.order_by().values("record").annotate(here=Count(self.end, distinct=True))
        return queryset.filter(Exists(together.filter(here=len(wanted))))


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


class WordsField(forms.CharField):
    """Words to look for, as a question."""

    widget = forms.TextInput(attrs={"type": "search", "class": "field", "autocomplete": "off"})

    def clean(self, value):
        value = super().clean(value)
        return Question(value) if value else None


class WordsFilter(django_filters.Filter):
    """The rows that answer a question; `in_title`, by what they are called alone."""

    field_class = WordsField

    def __init__(self, *, in_title=False, **options):
        self.in_title = in_title
        super().__init__(**options)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return value.titled(queryset) if self.in_title else value.answered(queryset)


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
