"""What stands in the address of a list, what it means, and how it reads.

A filter that cannot be understood is never ignored: the reader gets a 400 that says what would
be accepted.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import django_filters
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.chronology import MOST_COUNTED, count_up
from relations.filters.facets import Facet, of_codes, of_names
from relations.filters.fields import AllNamed, AnyNamed, AnyOf, WordsFilter
from relations.languages import active_language
from relations.search import Question
from relations.templatetags.record import name_of

#: Parameters that newsletters and networks append; they say nothing about the list.
TRACKING = ("utm_", "fbclid", "gclid", "mc_")
#: The parameter of the pager, no filter of its own.
AFTER = "after"
#: Filters of one value that is no code of a list.
SINGLE = ("q", "since", "until", "continuing")
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


class AddressFilter(django_filters.FilterSet):
    """A list's filters: what they offer, what they object to, and their chips above the list."""

    #: What is looked for, where words can be.
    question: Question | None = None

    @cached_property
    def form(self):
        """The form of the filters, whose choices of codes are fetched once."""
        form = super().form
        for name, filter_ in self.filters.items():
            if isinstance(filter_, AnyOf):
                form.fields[name].choices = list(form.fields[name].choices)
        return form

    def accepted(self, name: str) -> list[str]:
        """The values a parameter takes, for a message."""
        field = self.form.fields[name]
        if not hasattr(field, "choices"):
            return [str(self.filters[name].extra.get("help_text") or "")]
        return [str(value) for value, _label in islice(field.choices, MOST_LISTED)]

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

    def called_today(self, objections: list[Objection]) -> dict[str, dict[str, str]]:
        """By parameter the slugs that something had, with the one that it has.

        None unless that is all there is to object to.
        """
        found = {}
        for name in (objection.parameter for objection in objections):
            filter_ = self.filters.get(name)
            is_named = isinstance(filter_, (AnyOf, AnyNamed))
            found[name] = filter_.called_today(self.chosen(name)) if is_named else {}
        return found if all(found.values()) else {}

    def _unknown(self, name: str) -> str:
        return _t("There is no such filter here.")

    def _contradictions(self) -> Iterator[Objection]:
        for name in SINGLE:
            if len(self.data.getlist(name)) > 1:
                yield Objection(name, _t("This can be given only once."), self.accepted(name))

    def chips(self) -> list[Chip]:
        """What is chosen, in the order of the filters."""
        return [chip for name in self.filters if self.chosen(name) for chip in self._chips_of(name)]

    def chosen(self, name: str) -> list[str]:
        return [value for value in self.data.getlist(name) if value.strip()]

    def _chips_of(self, name: str) -> Iterator[Chip]:
        field = self.form.fields[name]
        if isinstance(self.filters[name], AnyNamed):
            said = {obj.slug: str(name_of(obj)) for obj in self.form.cleaned_data[name]}
        else:
            said = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        for value in self.chosen(name):
            if name in SINGLE:
                said[value] = self._said(name)
            yield Chip(str(field.label), said.get(value, value), self._without(name, value))

    def _said(self, name: str) -> str:
        """A value that is no code, in the reader's words."""
        value = self.form.cleaned_data[name]
        if name == "q":
            return value.text
        return _t("yes") if value is True else value.show(active_language())

    def _without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.setlist(name, [other for other in query.getlist(name) if other != value])
        return query.urlencode()

    # What is offered

    def filter_queryset(self, queryset):
        return self.narrowed(queryset)

    def narrowed(self, queryset, *, but: tuple[str, ...] = ()):
        """The rows that pass the filters, but for those named."""
        for name, value in self.form.cleaned_data.items():
            if name not in but:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def total(self) -> int:
        """How many rows there are, counted up to MOST_COUNTED and one more."""
        return count_up(self.qs)

    def facets(self) -> list[Facet]:
        """The facets that offer a choice: what a kind has of its own, topics, the folded ones.

        Who was there as well is asked of somebody: without a choice it is none.
        """
        found = [
            self._facet(name, filter_)
            for name, filter_ in self.filters.items()
            if isinstance(filter_, (AnyOf, AnyNamed))
            if self.chosen(name) or not isinstance(filter_, AllNamed)
        ]
        offered = (facet for facet in found if facet.options)
        return sorted(offered, key=lambda facet: (facet.is_folded, facet.name == "topic"))

    def _facet(self, name: str, filter_) -> Facet:
        chosen = self.chosen(name)
        rows = self._all_but(*([] if isinstance(filter_, AllNamed) else [name]))
        counts = None if rows is None else filter_.counts(rows)
        if isinstance(filter_, AnyNamed):
            return of_names(name, filter_, counts, chosen, name_of)
        return of_codes(name, filter_, self.form.fields[name].choices, counts, chosen)

    def _all_but(self, *names: str):
        """The rows among which a facet counts: those that pass the others; None for too many."""
        if not any(self.chosen(name) for name in names):
            return self.qs if self.total <= MOST_COUNTED else None
        rows = self.narrowed(self.queryset.all(), but=names)
        return rows if count_up(rows) <= MOST_COUNTED else None

    @property
    def query(self) -> QueryDict:
        """The filters as they stand in the address, in one order, without the pager's place."""
        query = QueryDict(mutable=True)
        for name in self.filters:
            if values := self.chosen(name):
                query.setlist(name, values)
        return query


class ListFilter(AddressFilter):
    """The filters of a list in which words can be looked for."""

    q = WordsFilter(label=_("Words"))

    @property
    def question(self) -> Question | None:
        """What is looked for, when an address asks for words."""
        return self.form.cleaned_data["q"]

    def look_nearer(self) -> None:
        """Take misspelt words of the question for the names that they are near to."""
        self.form.cleaned_data["q"] = Question(self.question.text, near=True)
        self.__dict__.pop("_qs", None)
        self.__dict__.pop("total", None)
