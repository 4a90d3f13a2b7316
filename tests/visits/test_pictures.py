"""Visits by direction and level: each disc leads to exactly the visits that it counts."""

import pytest

from relations.languages import LANGUAGES
from tests.drawings import listed_at, marks
from tests.making import load, person, relation, source, visit

pytestmark = pytest.mark.django_db

FILE, PAGE = "/{}/at-a-glance/visits.svg", "/{}/at-a-glance/visits/"


def discs(client, language: str = "en") -> dict[str, str]:
    """What is said of each disc of the file, by the address that it leads to."""
    return marks(client, FILE.format(language))


def guest(tier: str, who: str = "a-visitor") -> dict:
    return {"person": who, "role": "visitor", "tier": tier}


@pytest.fixture
def told(tmp_path):
    load(
        tmp_path,
        relation(),
        source(),
        person(),
        person("another"),
        person("a-host", country="JP"),
        visit("one", date="2014-12-31/2015-01-02", participants=[guest("minister"), guest("minister", "another")]),
        visit("two", date="2015", participants=[guest("minister"), guest("speaker", "another")]),
        visit("back", date="2016-05", visiting="JP", host="UA", participants=[guest("minister", "a-host")]),
        visit("draft", date="2017", status="draft"),
    )  # fmt: skip


def test_a_visit_counts_once_at_each_level_in_each_year_that_it_touches(client, told):
    assert sorted(discs(client).values()) == [
        "A to B: Minister · 2016 · 1",
        "B to A: Minister · 2014 · 1",
        "B to A: Minister · 2015 · 2",
        "B to A: Speaker of parliament · 2015 · 1",
    ]


def test_before_the_first_visit_there_is_no_picture(client):
    assert "<figure" not in client.get(PAGE.format("en")).content.decode()
    assert client.get(FILE.format("en")).status_code == 404


@pytest.mark.usefixtures("the_record")
class TestTheWholeRecord:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_disc_opens_as_many_visits_as_it_says(self, client, language):
        drawn = discs(client, language)
        assert len(drawn) > 20
        for href, said in list(drawn.items())[::6]:
            assert len(listed_at(client, href)) == int(said.rpartition(" ")[2])

    def test_the_page_tells_the_same_as_a_table(self, read):
        page = read(PAGE.format("ja")).html
        table = page.partition("<table")[2].partition("</table>")[0]
        assert table.count('<th scope="row">') == page.count('class="label"')
