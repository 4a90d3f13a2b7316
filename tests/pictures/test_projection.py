"""From degrees to units: north is up, and distances are true where they are promised to be."""

from math import asin, cos, dist, radians, sin, sqrt

import pytest

from relations.models.fields import Point
from relations.pictures.box import Box
from relations.pictures.projection import Chart, chart_of, turned

BOX = Box(10, 20, 200, 100)
NORTH = Point(51.2701, 30.2197)
KYIV, ODESA, LVIV = Point(50.4547, 30.5238), Point(46.4857, 30.7438), Point(49.8383, 24.0232)


def kilometres(one: Point, other: Point) -> float:
    """The distance on a sphere of 6,371 km (R. W. Sinnott, Virtues of the Haversine, 1984)."""
    south, north = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


@pytest.mark.parametrize(
    ("parallel", "point", "place"),
    [
        (0, Point(0, 0), (110, 70)),
        (0, Point(5, 20), (150, 60)),
        (60, Point(5, 20), (130, 60)),
        (45, Point(-5, -20), (110 - 40 * 0.5**0.5, 80)),
    ],
)
def test_degrees_are_as_long_as_the_formula_says(parallel, point, place):
    assert Chart(BOX, Point(0, 0), parallel, 2).place(point) == pytest.approx(place)


@pytest.mark.parametrize("other", [ODESA, LVIV])
def test_distances_of_a_country_are_true(other):
    chart = chart_of([KYIV, ODESA, LVIV], BOX, 1.5)
    drawn = dist(chart.place(KYIV), chart.place(other))
    assert drawn == pytest.approx(chart.kilometres(kilometres(KYIV, other)), rel=0.04)


def test_a_chart_holds_its_points_as_large_as_it_can():
    chart = chart_of([NORTH, ODESA, LVIV], BOX, 1.0)
    places = [chart.place(point) for point in (NORTH, ODESA, LVIV)]
    assert all(BOX.nearest(*place) == pytest.approx(place) for place in places)
    assert min(y for _x, y in places) == pytest.approx(BOX.top)
    assert max(y for _x, y in places) == pytest.approx(BOX.bottom)


def test_one_point_stands_in_the_middle():
    assert chart_of([KYIV], BOX, 1.5).place(KYIV) == (110, 70)


def test_a_chart_may_reach_over_the_end_of_the_degrees():
    west, east = Point(0, 170), Point(0, -170)
    chart = chart_of([west, east], BOX, 2)
    assert chart.place(west)[0] < 110 < chart.place(east)[0]
    assert chart.place(east)[0] - chart.place(west)[0] == pytest.approx(100)
    assert turned(-170, 170) == 190


def test_the_corners_are_those_of_the_box():
    chart = chart_of([KYIV, LVIV], BOX, 1.5)
    north_west, south_east = chart.corners
    assert chart.place(north_west) == pytest.approx((BOX.left, BOX.top))
    assert chart.place(south_east) == pytest.approx((BOX.right, BOX.bottom))
