"""The whole record for programs: the rows of the pages in their order, and what stands beside them."""

import json
import random
from urllib.parse import urlsplit

import pytest

from relations.document import build, digest
from relations.languages import LANGUAGES
from relations.models import Organisation, Person, Place, Record, Source, Topic
from tests.api.asking import walked
from tests.counts import TIMES
from tests.export.test_parity import filtered
from tests.reading import body_of, every_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

#: So many lists, filtered at random, are walked through beside their pages.
COMPARED = 20 if TIMES == 1 else 200


def test_a_list_has_the_rows_of_its_page_to_the_end(client):
    chance = random.Random(11)
    walks = 0
    for number in range(COMPARED):
        name, query = filtered(chance)
        language = LANGUAGES[number % 3]
        shown = every_record(client, f"/{language}/{name}/?{query}")
        called = "records" if name == "chronology" else name
        size = chance.choice((7, 20, 100))
        asked = f"/api/v1/{called}?{query}&limit={size}&lang={language}"
        assert walked(client, asked) == shown, asked
        assert client.get(asked).json()["total"] == len(shown)
        walks += len(shown) > size
    assert walks > COMPARED / 5


@pytest.mark.parametrize("model", [*Record.kinds(), Person, Organisation, Place, Source, Topic])
def test_a_document_is_told_as_it_stands(client, model):
    obj = model.objects.published().order_by("slug").first()
    told = client.get(f"/api/v1/{model.FILE}/{obj.slug}").json()
    assert told["version"] == digest(build(obj))
    assert told["document"][model.KEY] == obj.slug
    assert urlsplit(told["url"]).path == obj.get_absolute_url()
    assert client.get(told["api"]).json() == told
    download = json.loads(body_of(client.get(told["url"].rstrip("/") + ".json")))
    assert download == {name: value for name, value in told.items() if name != "api"}


def test_a_record_is_found_without_knowing_its_kind(client):
    assert (
        client.get("/api/v1/records/kuchma-1995").json()
        == client.get("/api/v1/visits/kuchma-1995").json()
    )


@pytest.mark.parametrize("path", ["visits?rank=official", "visits/kuchma-1995", "facets?kind=visit", "totals", "search?q=tokyo&limit=100"])  # fmt: skip
def test_the_language_is_the_one_that_is_asked_for_and_no_other(client, path):
    said = {}
    for language in LANGUAGES:
        asked = f"/api/v1/{path}{'&' if '?' in path else '?'}lang={language}"
        response = client.get(asked, headers={"accept-language": "uk"})
        assert response["Content-Language"] == language
        assert f"/{language}/" in response.json()["url"]
        said[language] = response.content
    assert len(set(said.values())) == 3
    assert client.get(f"/api/v1/{path}", headers={"accept-language": "uk"}).content == said["en"]


def test_facets_are_those_of_the_chronology(client):
    answer = client.get("/api/v1/facets?kind=visit&lang=ja&since=2000").json()
    facets = {facet["name"]: facet["options"] for facet in answer["facets"]}
    assert {"kind", "rank", "direction", "level", "topic", "person"} <= set(facets)
    for name in ("rank", "person"):
        for option in facets[name][:3]:
            narrowed = f"/api/v1/records?kind=visit&since=2000&{name}={option['value']}"
            assert client.get(narrowed).json()["total"] == option["count"] > 0
    assert [option["value"] for option in facets["kind"] if option["chosen"]] == ["visit"]
    assert answer["total"] == sum(option["count"] for option in facets["rank"])
    assert answer["years"][0]["year"] > answer["years"][-1]["year"]


def test_the_search_tells_names_and_sources_beside_records(client):
    answer = client.get("/api/v1/search?q=kuchma&limit=1").json()
    assert {"person": "leonid-kuchma"} in [name["document"] for name in answer["names"]]
    assert client.get(answer["names"][0]["api"]).status_code == 200
    assert answer["total"] > 1
