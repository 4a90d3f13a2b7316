"""Maps of places: every place once, in its place as near as there is room, none hiding another."""

from itertools import combinations

import pytest
from django.utils.translation import override

from relations.languages import LANGUAGES
from relations.models import Place, Relation
from relations.pictures.atlas import LARGEST, Number, Told, draw
from relations.pictures.box import Box
from relations.pictures.packing import beside, settled
from visits.pictures import places

PAIR = Relation(party_a="JP", party_b="UA")
ROOM = Box(0, 0, 200, 100)


def told(name: str, coordinates: str, country: str, *numbers: int) -> Told:
    """A place with visits; with none, one that another entry names."""
    place = Place(slug=name.lower(), name_en=name, coordinates=coordinates, country=country)
    visits = [Number(n, f"/{name}/", name, colour) for n, colour in zip(numbers, "ab", strict=False)]  # fmt: skip
    return Told(place, visits or [Number(1, f"/{name}/", name)])


EAST = told("East", "35, 139", "JP", 16)
WEST = told("West", "50, 30", "UA", 4, 1)
NEIGHBOUR = told("Neighbour", "52, 21", "PL")
OVER_THE_SEA = told("Overseas", "40, -74", "US")


def drawn(*told: Told) -> dict:
    """By name, the map that a place is on and its spot."""
    atlas = draw(PAIR, told, "A map")
    return {spot.title: (sheet, spot) for sheet in atlas.sheets for spot in sheet.spots}


def test_each_party_has_a_map_of_its_own_and_the_western_one_stands_left():
    atlas = draw(PAIR, [EAST, WEST, NEIGHBOUR], "A map")
    names = [[spot.title for spot in sheet.spots] for sheet in atlas.sheets]
    assert names == [["Neighbour"], ["West"], ["East"]]
    whole, west, east = atlas.sheets
    assert west.chart.box.right < east.chart.box.left
    assert [inset.name for inset in whole.insets] == [west.title, east.title]
    assert len(whole.dots) == 2


def test_the_area_of_a_disc_follows_its_number_and_a_ring_has_none():
    spots = drawn(EAST, WEST, NEIGHBOUR)
    [largest] = spots["East"][1].discs
    quarter, _least = spots["West"][1].discs
    [ring] = spots["Neighbour"][1].discs
    assert (largest.radius, quarter.radius) == (LARGEST, LARGEST / 2)
    assert not ring.is_readable
    assert ring.radius < quarter.radius


def test_both_directions_of_a_place_stand_side_by_side():
    one, other = drawn(EAST, WEST)["West"][1].discs
    apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
    assert one.radius + other.radius < apart < 2 * (one.radius + other.radius)


def test_what_is_far_outside_stands_at_the_edge_of_its_side():
    sheet, spot = drawn(EAST, WEST, OVER_THE_SEA)["Overseas"]
    assert spot.away == "left"
    assert spot.discs[0].x - sheet.chart.box.left < 20
    assert drawn(EAST, WEST, told("South", "-30, 100", ""))["South"][1].away == "down"
    assert drawn(EAST, WEST, NEIGHBOUR)["Neighbour"][1].away == ""


def test_without_a_party_there_is_one_map_and_without_coordinates_none():
    [whole] = draw(PAIR, [NEIGHBOUR], "A map").sheets
    assert [spot.title for spot in whole.spots] == ["Neighbour"]
    assert draw(PAIR, [told("Nowhere", "", "JP", 3)], "A map") is None


def test_discs_of_one_place_spread_and_stay_inside():
    found = settled([(0, 50, 10)] * 8, ROOM)
    assert all(10 < x < 190 and 10 < y < 90 for x, y in found)
    for (x, y), (other_x, other_y) in combinations(found, 2):
        assert (x - other_x) ** 2 + (y - other_y) ** 2 >= 20**2


def test_a_name_without_room_is_left_out():
    disc = Box(90, 40, 20, 20)
    assert beside(disc, 50, [disc], ROOM).left == 113
    assert beside(disc, 50, [disc, Box(110, 0, 90, 100)], ROOM).right == 87
    assert beside(disc, 50, [ROOM], ROOM) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("the_record")
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_whole_record_nothing_covers_anything(language):
    with override(language):
        relation = Relation.objects.current()
        rows = places(relation)
        atlas = draw(relation, [row.told for row in rows], "A map")
        located = [row for row in rows if row.place.coordinates]
        assert len(located) > 25
        assert sum(len(sheet.spots) for sheet in atlas.sheets) == len(located)
        for sheet in atlas.sheets:
            discs = [disc for spot in sheet.spots for disc in spot.discs]
            names = [spot.label for spot in sheet.spots] + [inset.label for inset in sheet.insets]
            for one, other in combinations(discs, 2):
                apart = (one.x - other.x) ** 2 + (one.y - other.y) ** 2
                assert apart >= (one.radius + other.radius) ** 2, (one.told, other.told)
            for one, other in combinations([*names, *(disc.box for disc in discs)], 2):
                assert not (one in names and one.touches(other)), (one, other)
            assert all(sheet.chart.box.holds(box) for box in names)
