"""The map: each disc leads to exactly the visits, or the entries, that it counts."""

import re

import pytest

from relations.languages import LANGUAGES
from tests.drawings import listed_at, marks
from tests.making import event, load, person, place, relation, source, visit
from tests.reading import words
from visits import views

pytestmark = pytest.mark.django_db

FILE, PAGE = "/{}/map.svg", "/{}/map/"


def discs(client, language: str = "en") -> dict[str, str]:
    """What is said of each disc of the file, by the address that it leads to."""
    return marks(client, FILE.format(language))


def number_in(said: str) -> int:
    return int(re.search(r"\d+", said.rpartition(" · ")[2])[0])


def back(slug: str, **fields) -> dict:
    host = {"person": "a-host", "role": "visitor", "tier": "minister"}
    return visit(slug, visiting="JP", host="UA", participants=[host], **fields)


@pytest.fixture
def told(tmp_path):
    load(
        tmp_path,
        relation(),
        source(),
        person(),
        person("a-host", country="JP"),
        person("a-guest", country="PL"),
        place("a-city", name={"en": "A <b> & city"}, coordinates="35.7, 139.7"),
        place("harbour", country="UA", coordinates="46.5, 30.7"),
        place("third", country="PL", coordinates="52.2, 21"),
        place("a-region", kind="region"),
        place("unseen", coordinates="35, 135"),
        visit("both-ways-named", places=["a-city"], stops=[{"place": "a-city"}, {"place": "third"}]),
        visit("stopped", stops=[{"place": "a-city"}, {"place": "a-region"}]),
        visit("going-on", date="2011/..", places=["a-city"]),
        visit("draft", status="draft", stops=[{"place": "a-city"}, {"place": "unseen"}]),
        back("to-harbour", stops=[{"place": "harbour"}, {"place": "third"}]),
        visit("from-elsewhere", visiting="PL", host="UA", places=["harbour"], participants=[{"person": "a-guest", "role": "visitor", "tier": "minister"}]),
        event("signed", signed_at="a-city", places=["a-city", "third"]),
        event("draft-event", status="draft", places=["unseen"]),
    )  # fmt: skip


def test_a_visit_counts_once_in_each_place_and_a_draft_in_none(client, told):
    assert sorted(discs(client).values()) == [
        "A <b> & city · B to A · 3",
        "Harbour · A to B · 1",
        "Third · A to B · 1",
        "Third · B to A · 1",
    ]


def test_a_place_that_no_visit_led_to_is_a_ring_that_leads_to_its_entries(client, tmp_path):
    load(tmp_path, place(coordinates="35, 135"), event(places=["a-place"]))
    assert discs(client) == {"http://testserver/en/chronology/?place=a-place": "A Place · 1 entry"}


def test_the_page_tells_the_same_as_a_table_and_what_is_not_on_the_map(read, told):
    page = read(PAGE.format("en"))
    rows = [[words(cell) for cell in row] for row in page.main.iter("tr")]
    table = {row[0]: row[1:] for row in rows[1:]}
    assert set(table) == {"A <b> & city", "Harbour", "Third", "A Region"}
    assert table["A <b> & city"] == ["3", "", "4", "35.7, 139.7"]
    assert table["Harbour"] == ["", "1", "2", "46.5, 30.7"]
    assert table["A Region"] == ["1", "", "1", "not on the map"]
    html = page.html.partition("<table")[2]
    in_table = set(re.findall(r'href="(/en/visits/\?[^"]+)"', html))
    in_picture = set(
        re.findall(r'<a href="(/en/visits/\?[^"]+)"', page.html.partition("<table")[0])
    )
    assert in_picture < in_table
    assert in_table - in_picture == {"/en/visits/?direction=to-jp&amp;place=a-region"}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_says_whose_coasts_and_coordinates_it_shows(client, read, told, language):
    page = read(PAGE.format(language))
    links = {link.get("href") for link in page.main.iter("a")}
    assert {"https://www.geonames.org/", "https://creativecommons.org/licenses/by/4.0/", "https://www.naturalearthdata.com/"} <= links  # fmt: skip
    file = client.get(FILE.format(language)).content.decode()
    assert "GeoNames" in file
    assert f"http://testserver{PAGE.format(language)}" in file


def test_before_the_first_place_there_is_no_map(client):
    assert "<figure" not in client.get(PAGE.format("en")).content.decode()
    assert client.get(FILE.format("en")).status_code == 404


def test_what_is_too_much_is_told(read, told, monkeypatch):
    monkeypatch.setattr(views, "MOST_PLACES", 3)
    page = read(PAGE.format("en"))
    assert "1 further place is left out here" in page.words
    assert "A Region" not in page.words


@pytest.mark.usefixtures("the_record")
class TestTheWholeRecord:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_disc_opens_as_many_entries_as_it_says(self, client, language):
        drawn = discs(client, language)
        assert len(drawn) > 25
        for href, said in list(drawn.items())[::5]:
            assert len(listed_at(client, href)) == number_in(said)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_numbers_in_the_drawing_are_written_as_svg_wants_them(self, client, language):
        file = client.get(FILE.format(language)).content.decode()
        numbers = re.findall(r' (?:x|y|cx|cy|r|d|transform)="([^"]*)"', file)
        assert len(numbers) > 100
        assert not any("," in number for number in numbers)
