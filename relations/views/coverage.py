"""What was looked for and what was found: years against kinds."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from relations.chronology import per_year
from relations.models import Inquiry, Record, Topic
from relations.views import citing
from relations.views.reading import ReaderView, refuse_parameters


class Cell(NamedTuple):
    """How many dated records a kind has in a span, their list, and what else is known.

    `is_open` when a continuing or undated record may lie there.
    """

    number: int
    url: str
    is_open: bool
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
            "citation": citing.of_view(request, _t("What was looked for")),
        }
        return render(request, "relations/coverage.html", context)


def spans(inquiries: list[Inquiry]) -> Iterator[Span]:
    """Years from the newest; neighbours without a record are drawn together."""
    counts, perhaps = numbers_by("kind"), open_spans()
    looked_at = {
        (inquiry.kind, year)
        for inquiry in inquiries
        for year in range(inquiry.first_year, inquiry.last_year + 1)
    }
    known = [year for _kind, year in (*counts, *looked_at)]
    this_year = timezone.now().year
    years = range(max([*known, this_year]), min([*known, this_year]) - 1, -1)

    def cell(kind: str, year: int) -> Cell:
        is_open = any(first <= year <= last for first, last in perhaps[kind])
        return Cell(counts[kind, year], "", is_open, (kind, year) in looked_at)

    def alike(year: int):
        cells = [cell(kind.KEY, year) for kind in Record.kinds()]
        return year if any(cell.number for cell in cells) else cells

    for _same, group in groupby(years, key=alike):
        last, *_between, first = [*group] * 2
        cells = (cell(kind.KEY, last) for kind in Record.kinds())
        linked = [
            found._replace(url=address(kind, first, last, continuing=not found.number))
            for kind, found in zip(Record.kinds(), cells, strict=True)
        ]
        yield Span(first, last, linked)


def address(kind, first: int, last: int, *, continuing: bool) -> str:
    """The list of a kind's records in some years, with the open ones if they are meant."""
    query = {"since": first, "until": last} | ({"continuing": 1} if continuing else {})
    return reverse(f"{kind.KEY}_list", query=query)


def numbers_by(path: str) -> Counter:
    """How many published records touch a year, by (value of `path`, year)."""
    dated = Record.objects.published().filter(continuing=False, earliest__isnull=False).order_by()
    return per_year(dated.values_list(path, "earliest__year", "latest__year").annotate(Count("pk")))


def open_spans() -> dict[str, list[tuple[int, int]]]:
    """The years in which each kind's continuing and undated records may lie."""
    found = defaultdict(list)
    rows = Record.objects.published().filter(continuing=True).order_by()
    for kind, first, last in rows.values_list("kind", "earliest__year", "latest__year").distinct():
        found[kind].append((first, last))
    return found
