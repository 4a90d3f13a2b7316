"""What the lists of people, organisations, places and sources offer, counted anew.

The names come from the pages of the list, the rest from the fixtures as written.
"""

from collections import Counter
from urllib.parse import parse_qs

import pytest
import yaml

from relations.languages import LANGUAGES
from tests.reading import every_record, facet
from tests.written import DOCUMENTS, FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

KEYS = {"people": "person", "organisations": "organisation", "places": "place", "sources": "source"}
ROWS = {
    name: {row[key]: row for row in yaml.safe_load((FIXTURES / f"{name}.yaml").read_text())}
    for name, key in KEYS.items()
}


def written(field: str, usual: str = ""):
    return lambda row: {row.get(field, usual)} - {""}


def roles(key: str):
    taken = {}
    for document in DOCUMENTS.values():
        for part in document.get("participants", ()):
            taken.setdefault(part.get(key), set()).add(part["role"])
    return lambda row: taken.get(row[key], set())


FACETS = {
    "people": {"country": written("country"), "role": roles("person")},
    "organisations": {
        "kind": written("kind", "other"),
        "country": written("country"),
        "role": roles("organisation"),
    },
    "places": {"kind": written("kind", "city"), "country": written("country")},
    "sources": {"kind": written("kind", "press"), "language": written("language")},
}
LISTS = [
    "people/?", "people/?country=UA", "people/?country=JP&country=UA&role=visitor",
    "people/?role=signatory", "organisations/?", "organisations/?kind=ministry&country=JP",
    "places/?", "places/?kind=city&country=UA", "sources/?", "sources/?kind=official&language=ja",
    "sources/?language=uk&language=en",
]  # fmt: skip


def listed(client, address: str) -> set[str]:
    """The slugs of a whole list, on which each stands once."""
    found = every_record(client, address)
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("address", LISTS)
def test_each_value_stands_with_what_it_would_leave(client, read, address):
    name, _, query = address.partition("/?")
    wanted, has = parse_qs(query), FACETS[name]
    published = listed(client, f"/en/{name}/")
    for facet_name in has:
        others = {other: values for other, values in wanted.items() if other != facet_name}
        kept = [
            row
            for slug, row in ROWS[name].items()
            if slug in published
            and all(has[other](row) & set(values) for other, values in others.items())
        ]
        right = Counter(value for row in kept for value in has[facet_name](row))
        assert facet(read(f"/en/{address}"), facet_name) == right
    if query:
        asked = {
            slug
            for slug in published
            if all(has[field](ROWS[name][slug]) & set(values) for field, values in wanted.items())
        }
        assert listed(client, f"/en/{address}") == asked
        assert asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_chosen_can_be_taken_away(read, language):
    page = read(f"/{language}/sources/?q=visit&kind=official&language=ja")
    removals = [a.get("href") for a in page.main.iter("a") if "?" in a.get("href", "")]
    assert f"/{language}/sources/?q=visit&language=ja" in removals
    assert f"/{language}/sources/?q=visit&kind=official" in removals
    assert f"/{language}/sources/?kind=official&language=ja" in removals
