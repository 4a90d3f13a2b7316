"""Filters of the desk's lists that speak in words where the column holds codes."""

from collections.abc import Callable

from django.contrib import admin


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
