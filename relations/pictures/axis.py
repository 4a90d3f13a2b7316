"""Years from left to right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

#: How wide every picture is, and what stays free at its sides.
WIDTH, MARGIN = 1120, 16
#: Every so many years a year is written out.
NAMED = 5


class Frame(NamedTuple):
    """A picture of some height; as a file it has its title above and its source below."""

    height: float

    @property
    def above(self) -> int:
        return -44

    @property
    def whole(self) -> float:
        return self.height + 76

    @property
    def source(self) -> float:
        """Where the source stands."""
        return self.height + 20


class Tick(NamedTuple):
    """Where a year begins; `is_named` where its number stands."""

    x: float
    year: int
    is_named: bool


@dataclass(frozen=True)
class Axis:
    """The years `first` to `last`, both whole."""

    first: int
    last: int

    def x(self, day: date) -> float:
        """Where a day is; what lies before the first year stands at its beginning."""
        start, end = date(self.first, 1, 1), date(self.last, 12, 31)
        share = max((day - start).days, 0) / (end - start).days
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def ticks(self) -> Iterator[Tick]:
        for year in range(self.first, self.last + 1):
            yield Tick(self.x(date(year, 1, 1)), year, year % NAMED == 0)
