"""What a picture has around it as a file: its title, what its marks mean, and its source."""

from collections.abc import Iterable
from typing import NamedTuple

from relations.pictures.axis import MARGIN
from relations.pictures.packing import width_of

#: The room for the title and above it, for a line of samples, and under the picture.
TITLE, SAMPLES, BELOW = 44, 24, 32
#: The room for a sample, and between one and the next.
MARK, BETWEEN = 18, 26


class Sample(NamedTuple):
    """A mark and what it means; how it `looks` is for the picture to know."""

    x: float
    looks: object
    label: str

    @property
    def middle(self) -> float:
        """That of the mark; the words begin where it ends."""
        return self.x + 6

    @property
    def words(self) -> float:
        return self.x + MARK


class Frame(NamedTuple):
    """A picture of some height; a file has a line of samples if its marks need words."""

    height: float
    has_samples: bool = False

    @property
    def above(self) -> int:
        return -TITLE - SAMPLES * self.has_samples

    @property
    def whole(self) -> float:
        return self.height + BELOW - self.above

    @property
    def title(self) -> int:
        """Where the title stands."""
        return self.above + 26

    @property
    def source(self) -> float:
        """Where the source stands."""
        return self.height + 20


def samples(meanings: Iterable[tuple[object, str]]) -> list[Sample]:
    """(how it looks, what it means), side by side."""
    placed, x = [], float(MARGIN)
    for looks, label in meanings:
        placed.append(Sample(round(x, 1), looks, label))
        x += MARK + width_of(label) * 1.1 + BETWEEN
    return placed
