"""The lists of people, organisations, places and sources: words, facets and both together."""

import pytest

from tests.making import event, load, organisation, person, place, source
from tests.reading import Page, facet

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(tmp_path):
    load(
        tmp_path,
        organisation("a-ministry", kind="ministry", country="JP"),
        organisation("a-secret-agency", kind="agency", country="MN"),
        person("a-guest", name={"en": "Olena Guest"}, country="UA"),
        person("a-secret", name={"en": "Olena Secret"}, country="MN"),
        place("a-town", country="UA"),
        place("a-hideout", country="MN", kind="site"),
        source("a-letter", language="mn", kind="treaty"),
        event(participants=[{"person": "a-guest", "role": "speaker"}, {"organisation": "a-ministry", "role": "host"}], places=["a-town"]),
        event("a-draft", status="draft", participants=[{"person": "a-guest", "role": "host"}, {"person": "a-secret", "role": "host"},
              {"organisation": "a-secret-agency", "role": "host"}], places=["a-hideout"], citations=[{"source": "a-letter"}]),
    )  # fmt: skip


def test_what_is_not_published_is_neither_counted_nor_called(read, some):
    assert facet(read("/en/people/"), "role") == {"speaker": 1}
    for name, offered in (("people", {"UA": 1}), ("organisations", {"JP": 1}), ("places", {"UA": 1})):  # fmt: skip
        page = read(f"/en/{name}/")
        assert facet(page, "country") == offered
        assert "Mongolia" not in page.html
    assert "Mongolian" not in read("/en/sources/").html


@pytest.mark.parametrize(
    "query", ["people/?country=MN", "places/?country=MN", "sources/?language=mn"]
)
def test_a_value_that_no_reader_knows_is_refused_as_any_other(client, some, query):
    other = query.partition("=")[0] + "=XX"
    pages = [Page(client.get(f"/en/{address}")) for address in (query, other)]
    assert [client.get(f"/en/{address}").status_code for address in (query, other)] == [400, 400]
    assert pages[0].words.replace(query[-2:], "XX") == pages[1].words
    assert "Mongolia" not in pages[0].html


def test_words_and_facets_narrow_together(read, some):
    assert read("/en/people/?q=olena").names == ["a-guest"]
    assert read("/en/people/?q=olena&role=speaker").names == ["a-guest"]
    page = read("/en/people/?q=nobody&country=UA")
    assert page.names == []
    assert "Nothing holds all of this." in page.words
    assert page.chips == {"Words: nobody": "/en/people/?country=UA", "Country: Ukraine": "/en/people/?q=nobody"}  # fmt: skip


def test_a_misspelt_name_is_found_within_the_facet(read, some):
    page = read("/en/people/?q=olenu+guezt&country=UA")
    assert page.names == ["a-guest"]
