"""Months from left to right, for what lasted days or a few years."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from relations import dates
from relations.languages import active_language
from relations.pictures.packing import width_of

#: So many months may lie between two that are named, and the room between their names.
APART, AIR = (1, 2, 3, 6, 12, 24, 60, 120, 240), 20


class Tick(NamedTuple):
    """Where a month begins, in words; of whole years, where the year begins."""

    x: float
    label: str


@dataclass(frozen=True)
class Months:
    """The days from `first` to `last`, drawn from `start` to `end`."""

    first: date
    last: date
    start: float
    end: float

    @classmethod
    def around(cls, known: Iterable[dates.Date], start: float, end: float) -> "Months":
        """Whole months that hold all these dates."""
        firsts, lasts = zip(*((one.earliest, one.latest) for one in known), strict=True)
        after = (max(lasts).replace(day=1) + timedelta(days=31)).replace(day=1)
        return cls(min(firsts).replace(day=1), after - timedelta(days=1), start, end)

    def x(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[Tick]:
        """As many as their words leave room for; the last of them may reach beyond the end."""
        for months in APART:
            found = [Tick(self.x(day), called(day, months)) for day in self._every(months)]
            if all(b.x - a.x >= width_of(a.label) + AIR for a, b in pairwise(found)):
                break
        return found

    def _every(self, months: int) -> Iterator[date]:
        for number in range(months_to(self.first), months_to(self.last) + 1):
            if number % months == 0:
                yield date(number // 12, number % 12 + 1, 1)


def months_to(day: date) -> int:
    return day.year * 12 + day.month - 1


def called(day: date, months: int) -> str:
    known = f"{day:%Y}" if months % 12 == 0 else f"{day:%Y-%m}"
    return dates.parse(known).show(active_language())
