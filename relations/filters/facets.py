"""Facets: the values a list can be narrowed to, each with the number of records it would leave."""

from typing import NamedTuple

from django.http import QueryDict
from django.utils.text import capfirst

from relations.languages import Text

#: A facet of names shows so many, those of most records first; the search finds the others.
MOST_NAMES = 15


class Option(NamedTuple):
    """A value as the address has it, what readers call it, and how many records have it.

    `count` is None where there are too many records to count them while the reader waits.
    """

    value: str
    label: str
    count: int | None
    is_chosen: bool

    @property
    def shown(self) -> str:
        """The label as a line of its own; a name stays as it is, and in its language."""
        return self.label if isinstance(self.label, Text) else capfirst(self.label)


class Facet(NamedTuple):
    """The values of one filter. `more` are left out for their number; a folded one opens."""

    name: str
    label: str
    options: list[Option]
    more: int = 0
    is_folded: bool = False

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for option in self.options)


class Bar(NamedTuple):
    """A year of the histogram: how long its bar is in per cent, and the query that asks for it."""

    year: int
    count: int
    length: int
    query: str
    is_chosen: bool


def of_codes(name: str, filter_, choices, counts: dict | None, chosen: list[str]) -> Facet:
    """In the order of the code list; what no record has is left out unless it is chosen."""
    counted = {str(value): number for value, number in (counts or {}).items()}
    options = [
        Option(
            str(value),
            capfirst(label),
            counted.get(str(value), 0) if counts is not None else None,
            is_on,
        )
        for value, label in choices
        for is_on in [str(value) in chosen]
        if is_on or counts is None or counted.get(str(value))
    ]
    return Facet(name, filter_.label, options, is_folded=filter_.is_folded)


def of_names(name: str, filter_, counts: dict | None, chosen: list[str], called) -> Facet:
    """Those of most records first, and those that are chosen."""
    order = sorted(counts or {}, key=lambda slug: (-counts[slug], slug))
    shown = list(dict.fromkeys([*order[:MOST_NAMES], *chosen]))
    numbers = dict.fromkeys(shown) if counts is None else dict.fromkeys(shown, 0) | counts
    named = {obj.slug: obj for obj in filter_.get_queryset(None).filter(slug__in=shown)}
    options = [
        Option(slug, called(named[slug]), numbers[slug], slug in chosen)
        for slug in shown
        if slug in named
    ]
    more = max(len(order) - MOST_NAMES, 0)
    return Facet(name, filter_.label, options, more, filter_.is_folded)


def bars(counts: dict[int, int], query: QueryDict) -> list[Bar]:
    """The histogram of the years; each asks for itself, beside the other filters.

    What goes on has no year: it is neither counted nor asked for.
    """
    most = max(counts.values(), default=0)
    asked = query.get("since", ""), query.get("until", "")
    found = []
    for year in sorted(counts, reverse=True):
        here = query.copy()
        here["since"] = here["until"] = str(year)
        here.pop("continuing", None)
        length = max(round(100 * counts[year] / most), 1)
        is_chosen = asked == (str(year), str(year))
        found.append(Bar(year, counts[year], length, here.urlencode(), is_chosen))
    return found
