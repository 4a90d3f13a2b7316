"""Filters of the desk's lists: codes in words, and how a language stands."""

from collections.abc import Callable
from itertools import product

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.languages import LANGUAGES, ORIGINAL
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
            yield choice | {"display": word or self.empty_value_display}


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
