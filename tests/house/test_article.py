"""Every fact of the article this record set out from, and each found beyond it, stands in public."""

from pathlib import Path

import pytest
import yaml

from relations.document import build, roots
from relations.document.check import stands
from relations.languages import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]


def table(name: str) -> dict[str, dict]:
    return yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))


TABLE, BEYOND = table("article.yaml"), table("beyond.yaml")
IN_DOCUMENTS = {name: where for name, where in (TABLE | BEYOND).items() if "document" in where}


def opened(client, obj, language: str) -> str:
    """The page of a document in a language, as a reader gets it."""
    address = "/".join(["", language, *obj.get_absolute_url().split("/")[2:]])
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def named(kind: str, slug: str):
    return roots()[kind].objects.published().get(slug=slug)


def test_the_tables_have_all_facts():
    assert (len(TABLE), len(BEYOND), len(TABLE | BEYOND)) == (80, 154, 234)


@pytest.mark.parametrize("fact", IN_DOCUMENTS)
def test_a_fact_stands_in_a_published_document(client, fact):
    where = IN_DOCUMENTS[fact]
    obj = named(*where["document"].split("/"))
    document = build(obj)
    assert stands(document, where["part"].split("/") if "part" in where else [])
    for language, text in (document.get("title") or document["name"]).items():
        assert text in opened(client, obj, language).replace("&#x27;", "'")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", [name for name, where in TABLE.items() if "topic" in where])
def test_a_fact_is_told_and_cited_on_a_topic_page(client, fact, language):
    where = TABLE[fact]
    page = opened(client, named("topic", where["topic"]), language).replace("&#x27;", "'")
    told = [words for words in page.split("</p>") if where["says"][language] in words]
    assert told
    assert all("#source-" in paragraph for paragraph in told)


def test_a_missing_fact_would_be_noticed(client):
    assert not stands({"visit": "x", "stops": [{"place": "kyiv"}]}, ["stops", "tokyo"])
