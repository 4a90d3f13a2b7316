"""Land is where it is, cut to the box of a map; no line is a border."""

import re

import pytest

from relations.models.fields import Point
from relations.pictures.box import Box
from relations.pictures.coasts import coasts, cut, land
from relations.pictures.projection import chart_of

BOX = Box(0, 0, 400, 300)
LAND = {"Kyiv": (50.45, 30.52), "Nagano": (36.65, 138.2), "Simferopol": (44.95, 34.1), "Madrid": (40.4, -3.7), "Anadyr": (65, 170), "Nome": (64.6, -163), "Alice Springs": (-23.7, 133.9)}  # fmt: skip
SEA = {"Black Sea": (43, 34), "Caspian Sea": (42, 51), "Sea of Japan": (40, 135), "Bering Sea": (58, -179), "North Sea": (56, 3)}  # fmt: skip
#: Where two states meet, far from any sea.
BORDERS = ((52.35, 14.6), (51.5, 23.6), (52.0, 33.8), (49.6, 38.0), (50.0, 79.0), (46.9, 15.9))


def rings_of(path: str) -> list[list[tuple[float, ...]]]:
    return [
        [tuple(map(float, spot.split())) for spot in ring.strip("z").split("L")]
        for ring in path.split("M")[1:]
    ]


def is_filled(path: str, x: float, y: float) -> bool:
    """Whether a point is inside by the rule of odd and even."""
    crossed = 0
    for ring in rings_of(path):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize(("where", "is_land"), [*((p, True) for p in LAND.values()), *((p, False) for p in SEA.values())], ids=[*LAND, *SEA])  # fmt: skip
def test_land_is_drawn_and_sea_is_not(where, is_land):
    chart = chart_of([Point(*where)], BOX, 5)
    assert is_filled(land(chart), *chart.place(Point(*where))) is is_land


@pytest.mark.parametrize("middle", [Point(50, 30), Point(60, 180), Point(60, -180), Point(0, 0)])
def test_nothing_is_drawn_outside_the_box(middle):
    path = land(chart_of([middle], BOX, 8))
    spots = [spot for ring in rings_of(path) for spot in ring]
    assert len(spots) > 20
    assert all(0 <= x <= BOX.width and 0 <= y <= BOX.height for x, y in spots)
    assert re.fullmatch(r"[MLz0-9. -]+", path)


@pytest.mark.parametrize(("latitude", "longitude"), BORDERS)
def test_no_border_is_drawn(latitude, longitude):
    near = [
        (south, west)
        for coast in coasts()
        for south, west in coast.ring
        if abs(south - latitude) < 1 and abs(west - longitude) < 1
    ]
    assert near == []


def test_a_ring_is_cut_along_the_sides():
    around = [(-100.0, -100.0), (500.0, -100.0), (500.0, 400.0), (-100.0, 400.0)]
    assert sorted(cut(around, BOX)) == [(0, 0), (0, 300), (400, 0), (400, 300)]
    beyond = [(x + 1000, y) for x, y in around]
    assert cut(beyond, BOX) == []
    across = cut([(-50.0, 100.0), (50.0, 100.0), (50.0, 200.0), (-50.0, 200.0)], BOX)
    assert sorted(across) == [(0, 100), (0, 200), (50, 100), (50, 200)]
