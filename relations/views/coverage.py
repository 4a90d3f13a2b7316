"""What was looked for and what was found: years against kinds."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from relations.models import Inquiry, Record, Topic
from relations.views.reading import ReaderView, refuse_parameters


class Cell(NamedTuple):
    """How many records a kind has in a span, their list, and whether anybody looked for them."""

    number: int
    url: str
    is_researched: bool


class Span(NamedTuple):
    """A year, or several in a row in which nothing differs."""

    first: int
    last: int
    cells: list[Cell]


class Coverage(ReaderView):
    """The matrix that keeps “none found” apart from “not researched”."""

    def get(self, request):
        refuse_parameters(request)
        inquiries = list(Inquiry.objects.published())
        context = {
            "kinds": [kind._meta.verbose_name_plural for kind in Record.kinds()],
            "spans": list(spans(inquiries)),
            "inquiries": inquiries,
            "topics": Topic.objects.published(),
        }
        return render(request, "relations/coverage.html", context)


def spans(inquiries: list[Inquiry]) -> Iterator[Span]:
    """Years from the newest; neighbours without a record are drawn together."""
    counts = numbers()
    looked_at = {
        (inquiry.kind, year)
        for inquiry in inquiries
        for year in range(inquiry.first_year, inquiry.last_year + 1)
    }
    known = [year for _kind, year in (*counts, *looked_at)]
    this_year = timezone.now().year
    years = range(this_year, min(known, default=this_year) - 1, -1)

    def alike(year):
        found = any(counts[kind.KEY, year] for kind in Record.kinds())
        return year if found else tuple((kind.KEY, year) in looked_at for kind in Record.kinds())

    for _same, group in groupby(years, key=alike):
        group = list(group)
        cells = [cell(kind, group, counts, looked_at) for kind in Record.kinds()]
        yield Span(group[-1], group[0], cells)


def cell(kind, years, counts, looked_at) -> Cell:
    url = f"{reverse(f'{kind.KEY}_list')}?since={years[-1]}&until={years[0]}"
    return Cell(counts[kind.KEY, years[0]], url, (kind.KEY, years[0]) in looked_at)


def numbers() -> Counter:
    """How many published records touch a year, by (kind, year), as the lists' period does."""
    dated = Record.objects.published().filter(continuing=False).order_by()
    groups = dated.values_list("kind", "earliest__year", "latest__year").annotate(Count("pk"))
    found = Counter()
    for kind, first, last, number in groups:
        for year in range(first, last + 1):
            found[kind, year] += number
    return found
