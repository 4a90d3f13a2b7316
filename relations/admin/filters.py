"""Filters of the desk's lists: codes in words, how a language stands, and what editors seek."""

from collections.abc import Callable
from itertools import product

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Exists, OuterRef
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.languages import LANGUAGES, ORIGINAL
from relations.models import Tenure
from relations.templatetags.record import language_name
from relations.translations import STALE, STATES, lacking


class CodeFilter(admin.AllValuesFieldListFilter):
    """The codes that occur in a column, each by its word."""

    word: Callable[[str], str]

    def choices(self, changelist):
        everything, *codes = super().choices(changelist)
        yield everything
        for choice in codes:
            word = self.word(str(choice["display"]))
            yield choice | {"display": capfirst(word) or self.empty_value_display}


def in_words(word: Callable[[str], str]) -> type[CodeFilter]:
    """A filter for `list_filter`, beside the name of its field."""
    return type("CodeFilter", (CodeFilter,), {"word": staticmethod(word)})


class LanguageFilter(admin.SimpleListFilter):
    """What lacks a title in a language, was read by no editor, or stayed behind the English."""

    title = _("language of the text")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [
            (f"{code}-{state}", f"{language_name(code)}: {label}")
            for code, (state, label) in product(LANGUAGES, STATES.items())
            if (code, state) != (ORIGINAL, STALE)
        ]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() not in dict(self.lookup_choices):
            messages.error(request, _t("There is no such filter here."))
            raise IncorrectLookupParameters
        return lacking(queryset, *self.value().split("-"))


class ReadersFilter(admin.SimpleListFilter):
    """Whether readers see a name or a source: they do while something published needs it."""

    title = _("readers")
    parameter_name = "readers"

    def lookups(self, request, model_admin):
        return (("see", _("see it")), ("not", _("do not see it")))

    def queryset(self, request, queryset):
        seen = queryset.model.objects.published().values("pk")
        match self.value():
            case "see":
                return queryset.filter(pk__in=seen)
            case "not":
                return queryset.exclude(pk__in=seen)
        return queryset


class OfficesFilter(admin.SimpleListFilter):
    """What is known of a person's offices: one without a citation is not used in public."""

    title = _("offices")
    parameter_name = "offices"

    def lookups(self, request, model_admin):
        return (
            ("uncited", _("one without a citation")),
            ("cited", _("all with citations")),
            ("none", _("none recorded")),
        )

    def queryset(self, request, queryset):
        held = Tenure.objects.filter(person=OuterRef("pk"))
        uncited = Exists(held.exclude(pk__in=Tenure.objects.cited().values("pk")))
        match self.value():
            case "uncited":
                return queryset.filter(uncited)
            case "cited":
                return queryset.filter(Exists(held)).exclude(uncited)
            case "none":
                return queryset.exclude(Exists(held))
        return queryset
