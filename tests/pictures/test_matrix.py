"""Topics over time: each disc is as large as its number, and leads to exactly its records."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from relations.languages import LANGUAGES
from relations.pictures.matrix import Line, matrix
from tests.drawings import SVG, listed_at
from tests.making import event, load, source, topic


def drawn_on(page) -> dict[str, ElementTree.Element]:
    """The links of the picture, by address."""
    svg = re.search(r'<svg[^>]*"picture-title.*?</svg>', page.html, re.S)[0]
    links = ElementTree.fromstring(svg).iter(f"{SVG}a")
    return {link.get("href"): link for link in links if link.find(f"{SVG}title") is not None}


def test_the_area_of_a_disc_follows_its_number():
    drawn = matrix([Line("a", "A", "/a/")], {("a", 2001): 100, ("a", 2003): 25}, "{}/{}".format)
    [row] = drawn.rows
    assert [cell.year for cell in row.cells] == [2001, 2003]
    assert row.numbers == [100, 0, 25]
    first, second = row.cells
    assert first.radius == pytest.approx(2 * second.radius, rel=0.02)
    assert first.x < second.x <= drawn.end
    assert second.url == "a/2003"


def test_of_nothing_there_is_no_picture():
    assert matrix([Line("a", "A", "/a/")], {}, "{}/{}".format) is None


@pytest.mark.django_db
def test_a_record_counts_in_each_year_that_it_touches_and_a_draft_in_none(read, tmp_path):
    load(
        tmp_path,
        source(),
        topic("security", title={"en": "Security <b>"}),
        event("a", date="2014-12/2015-01", topics=["security"]),
        event("b", date="2015", topics=["security"]),
        event("c", date="2016", topics=["security"], status="draft"),
        event("d", date="2010/..", topics=["security"]),
    )
    discs = drawn_on(read("/en/topics/")).values()
    assert [disc.find(f"{SVG}title").text for disc in discs] == [
        "Security <b> · 2014 · 1",
        "Security <b> · 2015 · 2",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("the_record")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_disc_opens_as_many_records_as_it_says(client, read, language):
    discs = drawn_on(read(f"/{language}/topics/"))
    assert len(discs) > 50
    for href, link in list(discs.items())[::12]:
        said = int(link.find(f"{SVG}title").text.rpartition(" ")[2])
        assert len(listed_at(client, href)) == said
