"""The kinds of filter: codes of a list, objects by name, an edge of a period, a box to tick."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from relations import dates


class Checkboxes(forms.CheckboxSelectMultiple):
    template_name = "relations/checkboxes.html"


class AnyOf(django_filters.MultipleChoiceFilter):
    """Codes of one list; several mean any of them."""

    def __init__(self, **options):
        super().__init__(widget=Checkboxes, distinct=False, **options)


class AnyNamed(django_filters.ModelMultipleChoiceFilter):
    """Objects by slug; several mean any of them.

    `ties()` are the rows that tie an object, their `end`, to a record. `outer` leads from a row
    of the list to its record.
    """

    def __init__(self, model, ties, end, *, outer="pk", **options):
        self.ties, self.end, self.outer = ties, end, outer
        super().__init__(
            queryset=lambda request: model.objects.published(),
            to_field_name="slug",
            widget=Checkboxes,
            **options,
        )

    def filter(self, queryset, value):
        if not value:
            return queryset
        tied = self.ties().filter(record=OuterRef(self.outer), **{f"{self.end}__in": list(value)})
        return queryset.filter(Exists(tied))

    def offered(self, rows):
        """The objects that rows of the list name: the others would only give empty lists."""
        tied = self.ties().filter(record__in=rows.values(self.outer))
        return self.get_queryset(None).filter(pk__in=tied.values(self.end))


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
