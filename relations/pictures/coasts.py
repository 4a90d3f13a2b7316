"""Where land ends: the coasts of the world without Antarctica, and no border of a state.

`coasts.json` is Natural Earth's land at 1:110 million, in the public domain, from the countries
that come with geopandas 0.14.4: dissolved into land, simplified to 0.06 degrees, without islands
under 0.1 square degrees, rounded to tenths. A ring is a list of latitude, longitude, latitude, …;
the last ones are seas within land.
"""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from relations.pictures.box import Box
from relations.pictures.projection import Chart

FILE = Path(__file__).with_name("coasts.json")
#: A chart may reach over the end of the degrees.
TURNS = (-360, 0, 360)

Spot = tuple[float, float]
Ring = list[Spot]


class Coast(NamedTuple):
    """A ring of (latitude, longitude), and how far it reaches."""

    south: float
    north: float
    west: float
    east: float
    ring: Ring

    def is_on(self, chart: Chart, turn: int) -> bool:
        (north, west), (south, east) = chart.corners
        is_between = self.south < north and south < self.north
        return is_between and self.west + turn < east and west < self.east + turn


@functools.cache
def coasts() -> tuple[Coast, ...]:
    return tuple(map(_coast, json.loads(FILE.read_text())))


def _coast(numbers: list[float]) -> Coast:
    souths, wests = numbers[::2], numbers[1::2]
    ring = list(zip(souths, wests, strict=True))
    return Coast(min(souths), max(souths), min(wests), max(wests), ring)


def land(chart: Chart) -> str:
    """What of the land lies in the box of a chart, as the path of an SVG (fill-rule evenodd)."""
    turned = ((coast, turn) for coast in coasts() for turn in TURNS if coast.is_on(chart, turn))
    drawn = ([chart.units(south, west + turn) for south, west in one.ring] for one, turn in turned)
    rings = (cut(ring, chart.box) for ring in drawn)
    return "".join(f"M{'L'.join(_written(ring))}z" for ring in rings if len(ring) > 2)


def _written(ring: Ring) -> Iterator[str]:
    before = ""
    for x, y in ring:
        spot = f"{x:.1f} {y:.1f}"
        if spot != before:
            yield spot
        before = spot


def cut(ring: Ring, box: Box) -> Ring:
    """What of a ring lies in a box: it is cut along each side in turn.

    I. E. Sutherland and G. W. Hodgman, Reentrant Polygon Clipping, Communications of the ACM 17
    (1974).
    """
    sides = ((0, box.left, 1), (0, box.right, -1), (1, box.top, 1), (1, box.bottom, -1))
    for axis, edge, sign in sides:
        if all((spot[axis] - edge) * sign < 0 for spot in ring):
            return []
        ring = list(_one_side(ring, axis, edge, sign))
    return ring


def _one_side(ring: Ring, axis: int, edge: float, sign: int) -> Iterator[Spot]:
    before = ring[-1]
    for spot in ring:
        is_in, was_in = ((one[axis] - edge) * sign >= 0 for one in (spot, before))
        if is_in != was_in:
            share = (edge - before[axis]) / (spot[axis] - before[axis])
            across, down = (b + share * (s - b) for b, s in zip(before, spot, strict=True))
            yield across, down
        if is_in:
            yield spot
        before = spot
