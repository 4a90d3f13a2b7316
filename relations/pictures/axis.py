"""Years in a row, and how wide what is drawn against them is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

#: How wide every picture is, and what stays free at its sides.
WIDTH, MARGIN = 1120, 16
#: Every so many years a year is written out.
NAMED = 5


#: A year, and which of its four quarters from 0.
Quarter = tuple[int, int]


class Tick(NamedTuple):
    """Where on the axis a year begins; `is_named` where its number stands."""

    at: float
    year: int
    is_named: bool


@dataclass(frozen=True)
class Axis:
    """The years `first` to `last`, both whole."""

    first: int
    last: int

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    def quarter(self, day: date) -> Quarter:
        """That of a day; what lies before the first year stands at its beginning."""
        return max((day.year, (day.month - 1) // 3), (self.first, 0))

    def x(self, day: date) -> float:
        """Where a day is; what lies before the first year stands at its beginning."""
        start, end = date(self.first, 1, 1), date(self.last, 12, 31)
        share = max((day - start).days, 0) / (end - start).days
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def ticks(self) -> Iterator[Tick]:
        for year in self.years:
            yield Tick(self.x(date(year, 1, 1)), year, year % NAMED == 0)
