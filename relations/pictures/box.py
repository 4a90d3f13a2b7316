"""A rectangle of a picture, in its units."""

from typing import NamedTuple


class Box(NamedTuple):
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def within(self, margin: float) -> "Box":
        across, down = self.width - 2 * margin, self.height - 2 * margin
        return Box(self.left + margin, self.top + margin, across, down)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point in it that is nearest."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)

    def holds(self, other: "Box") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def touches(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def around_disc(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, 2 * radius, 2 * radius)


def around_all(boxes: list[Box]) -> Box:
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top)
