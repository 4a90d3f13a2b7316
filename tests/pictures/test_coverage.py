"""The coverage as a picture: what was found, and by their shapes the gaps that are not alike."""

import xml.etree.ElementTree as ElementTree

import pytest

from relations.languages import LANGUAGES
from tests.drawings import SVG, drawing, listed_at
from tests.making import event, load, person, source, visit
from tests.relations.test_coverage import inquiry

pytestmark = pytest.mark.django_db

FILE = "/{}/at-a-glance/coverage.svg"


def rows(client, language: str = "en") -> list[ElementTree.Element]:
    """The rows of the file: events, visits, aid."""
    tree = drawing(client, FILE.format(language))
    return [row for row in tree.iter(f"{SVG}g") if row.find(f"{SVG}a/{SVG}text") is not None]


def told(row: ElementTree.Element) -> dict[str, str]:
    """What each link of a row says, and where it leads."""
    links = ((link.find(f"{SVG}title"), link.get("href")) for link in row.iter(f"{SVG}a"))
    return {title.text: href for title, href in links if title is not None}


def shapes(row: ElementTree.Element) -> list[str]:
    """What stands in a row from left to right, by its outline."""
    found = []
    for one in row.iter():
        if one.tag == f"{SVG}circle":
            found.append("dot" if one.get("r") == "1.5" else "disc")
        elif one.tag == f"{SVG}path":
            found.append("diamond" if one.get("d").endswith("z") else "cross")
    return found


def test_each_state_has_a_shape_of_its_own(client, tmp_path):
    load(
        tmp_path,
        source(),
        person(),
        visit(date="2011-01-18/2011-01-21"),
        inquiry("visit", 2010, 2012),
        event("open", date="2012/.."),
        event("late", date="2090"),
    )
    events, visits, aid = rows(client)
    assert shapes(visits)[:3] == ["cross", "disc", "cross"]
    assert shapes(events)[:3] == ["dot", "dot", "diamond"]
    assert shapes(events)[-1] == "disc"
    assert set(shapes(aid)) == {"dot"}
    assert len(shapes(events)) == len(shapes(visits)) == len(shapes(aid)) == 2090 - 2010 + 1


def test_what_was_found_or_may_lie_there_is_a_link_to_it(client, tmp_path):
    load(tmp_path, event("open", date="2012/.."), event("one", date="2012"), event("two", date="2012"))  # fmt: skip
    links = told(rows(client)[0])
    assert links["Events · 2012 · 2"].endswith("/en/events/?since=2012&until=2012")
    assert links["Events · 2013 · only undated"].endswith("since=2013&until=2013&continuing=1")


def test_the_page_shows_it_above_the_table(read, tmp_path):
    load(tmp_path, event(date="2012"))
    html = read("/en/coverage/").html
    assert html.index("<figure") < html.index("<table")
    assert 'href="/en/at-a-glance/coverage.png"' in html


@pytest.mark.usefixtures("the_record")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_disc_opens_as_many_records_as_it_says(client, language):
    for row in rows(client, language):
        numbers = {said: href for said, href in told(row).items() if said[-1].isdecimal()}
        assert len(numbers) > 10
        for said, href in list(numbers.items())[::9]:
            found = listed_at(client, href)
            assert len(found) == int(said.rpartition(" ")[2])
