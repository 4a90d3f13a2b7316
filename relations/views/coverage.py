"""What was looked for and what was found: years against kinds."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _t

from relations.chronology import per_year
from relations.models import Inquiry, Record, Relation, Topic
from relations.pictures.frame import samples
from relations.pictures.matrix import Line, Matrix, Sign, matrix
from relations.views.pictures import MatrixPicture


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


@dataclass(frozen=True)
class Ground:
    """What is known of each kind in each year: from the first to the last of them, or this one."""

    inquiries: list[Inquiry]

    @cached_property
    def counts(self) -> Counter:
        return numbers_by("kind")

    @cached_property
    def perhaps(self) -> dict[str, list[tuple[int, int]]]:
        return open_spans()

    @cached_property
    def looked_at(self) -> set[tuple[str, int]]:
        return {
            (inquiry.kind, year)
            for inquiry in self.inquiries
            for year in range(inquiry.first_year, inquiry.last_year + 1)
        }

    @cached_property
    def years(self) -> range:
        known = [year for _kind, year in (*self.counts, *self.looked_at)]
        known.append(timezone.now().year)
        return range(min(known), max(known) + 1)

    def cell(self, kind: str, year: int) -> Cell:
        is_open = any(first <= year <= last for first, last in self.perhaps[kind])
        return Cell(self.counts[kind, year], "", is_open, (kind, year) in self.looked_at)


class Coverage(MatrixPicture):
    """The matrix that keeps “none found” apart from “not researched”."""

    route = "coverage"
    template_name = "relations/coverage.html"

    @cached_property
    def ground(self) -> Ground:
        return Ground(list(Inquiry.objects.published()))

    def drawn(self, relation: Relation) -> dict:
        drawn = {
            "picture": picture(self.ground),
            "meanings": [("disc", _t("found; the more, the larger")), *meanings().items()],
            "title": _t("What was looked for"),
            "says": _t(
                "Kinds against years: a disc for what was found, and for each gap a sign of what "
                "is known of it. Discs and diamonds lead to their entries."
            ),
        }
        return drawn | {"samples": samples(drawn["meanings"])}

    def context(self) -> dict:
        return {
            "kinds": [kind._meta.verbose_name_plural for kind in Record.kinds()],
            "spans": list(spans(self.ground)),
            "inquiries": self.ground.inquiries,
            "topics": Topic.objects.published(),
        }


def meanings() -> dict[str, str]:
    """What the signs of a gap say."""
    return {
        "diamond": _t("only undated"),
        "cross": _t("none found"),
        "dot": _t("not researched"),
    }


def picture(ground: Ground) -> Matrix:
    """Kinds against years: a disc for what was found, else a sign for what is known of the gap."""
    kinds, said = {kind.KEY: kind for kind in Record.kinds()}, meanings()

    def sign(code: str, year: int) -> Sign:
        cell = ground.cell(code, year)
        if cell.is_open:
            return Sign("diamond", said["diamond"], listed(code, year, continuing=True))
        shape = "cross" if cell.is_researched else "dot"
        return Sign(shape, said[shape])

    def listed(code: str, year: int, *, continuing: bool = False) -> str:
        return address(kinds[code], year, year, continuing=continuing)

    lines = [
        Line(code, capfirst(kind._meta.verbose_name_plural), reverse(f"{code}_list"))
        for code, kind in kinds.items()
    ]
    return matrix(lines, ground.counts, listed, span=ground.years, sign=sign)


def spans(ground: Ground) -> Iterator[Span]:
    """Years from the newest; neighbours without a record are drawn together."""

    def alike(year: int):
        cells = [ground.cell(kind.KEY, year) for kind in Record.kinds()]
        return year if any(cell.number for cell in cells) else cells

    for _same, group in groupby(reversed(ground.years), key=alike):
        last, *_between, first = [*group] * 2
        cells = (ground.cell(kind.KEY, last) for kind in Record.kinds())
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
