"""From degrees to the units of a picture: the equidistant cylindrical projection.

    x = s (λ − λ₀) cos φ₁        y = s (φ₀ − φ)

on a sphere, with `s` units to a degree of latitude: J. P. Snyder, Map Projections: A Working
Manual (U.S. Geological Survey Professional Paper 1395, 1987), chapter 12. North is up everywhere,
and distances are true along each meridian and along the standard parallel φ₁. A conic or azimuthal
projection of half a continent would tilt its two sides, where the parties are, by 30 degrees and
more.
"""

from collections.abc import Iterable
from math import cos, radians
from typing import NamedTuple

from relations.models.fields import Point
from relations.pictures.box import Box

#: How many degrees a chart shows at least.
LEAST = 4.0
#: Kilometres to a degree of latitude on a sphere of 6,371 km.
DEGREE = 111.195


class Chart(NamedTuple):
    """A part of the earth in a box: its middle, its standard parallel, units to a degree."""

    box: Box
    middle: Point
    parallel: float
    scale: float

    def units(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point is, be it outside the box or a turn around the earth away."""
        across = (longitude - self.middle.longitude) * cos(radians(self.parallel)) * self.scale
        down = (self.middle.latitude - latitude) * self.scale
        left, top, width, height = self.box
        return left + width / 2 + across, top + height / 2 + down

    def place(self, point: Point) -> tuple[float, float]:
        """Where a point is, by the shorter way from the middle."""
        return self.units(point.latitude, turned(point.longitude, self.middle.longitude))

    @property
    def corners(self) -> tuple[Point, Point]:
        """The points in the north-west and in the south-east."""
        high = self.box.height / self.scale / 2
        wide = self.box.width / self.scale / cos(radians(self.parallel)) / 2
        latitude, longitude = self.middle
        north_west = Point(latitude + high, longitude - wide)
        return north_west, Point(latitude - high, longitude + wide)

    def kilometres(self, number: float) -> float:
        """How long a distance is, in units."""
        return number / DEGREE * self.scale


def turned(longitude: float, middle: float) -> float:
    """The longitude, less than half a turn from the middle."""
    return middle + (longitude - middle + 180) % 360 - 180


def chart_of(points: Iterable[Point], box: Box, air: float, parallel: float | None = None) -> Chart:
    """The chart that holds all the points and so many times more, as large as the box allows."""
    found = list(points)
    souths = [point.latitude for point in found]
    wests = [turned(point.longitude, found[0].longitude) for point in found]
    middle = Point((min(souths) + max(souths)) / 2, (min(wests) + max(wests)) / 2)
    parallel = middle.latitude if parallel is None else parallel
    down = max(max(souths) - min(souths), LEAST) * air
    across = max(max(wests) - min(wests), LEAST) * air * cos(radians(parallel))
    return Chart(box, middle, parallel, min(box.width / across, box.height / down))
