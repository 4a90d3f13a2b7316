"""Pictures to take along: each says what it shows, what its marks mean, whence and how old it is."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from relations.languages import LANGUAGES
from tests.making import event, load, source, topic
from tests.pictures.test_card import size_of

pytestmark = pytest.mark.django_db

#: By the page on which it stands.
PICTURES = {
    "at-a-glance/": "at-a-glance",
    "at-a-glance/visits/": "at-a-glance/visits",
    "coverage/": "at-a-glance/coverage",
    "ledger/": "at-a-glance/ledger",
    "topics/": "at-a-glance/topics",
}


def words_of(svg: bytes) -> list[str]:
    return [text.strip() for text in ElementTree.fromstring(svg).itertext() if text.strip()]


@pytest.mark.parametrize("name", ["at-a-glance", "at-a-glance/visits", "at-a-glance/ledger", "at-a-glance/topics"])  # fmt: skip
@pytest.mark.parametrize("form", ["svg", "png"])
def test_of_nothing_there_is_no_file(client, name, form):
    assert client.get(f"/en/{name}.{form}").status_code == 404


@pytest.mark.parametrize("name", PICTURES.values())
def test_a_file_refuses_what_it_does_not_understand(client, name):
    answer = client.get(f"/en/{name}.svg?colour=blue")
    assert answer.status_code == 400
    assert "There is no such filter here." in answer.content.decode()


def test_topics_of_a_draft_are_not_in_the_file(client, tmp_path):
    load(tmp_path, source(), topic("security"), topic("secret", title={"en": "Secret"}, status="draft"), event(topics=["security", "secret"]))  # fmt: skip
    told = words_of(client.get("/en/at-a-glance/topics.svg").content)
    assert "Secret" not in " ".join(told)
    assert any(text.endswith("· 1") for text in told)


@pytest.mark.usefixtures("the_record")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PICTURES)
def test_a_file_names_its_title_its_page_and_its_day(client, language, page):
    title, *told = words_of(client.get(f"/{language}/{PICTURES[page]}.svg").content)
    assert told.count(title) == 1
    assert f" · http://testserver/{language}/{page} · " in told[-1]
    assert re.search(r"\b20\d\d", told[-1].rpartition(" · ")[2])


@pytest.mark.usefixtures("the_record")
@pytest.mark.parametrize("page", PICTURES)
def test_the_page_leads_to_both_files(client, page):
    html = client.get(f"/en/{page}").content.decode().replace("&amp;", "&")
    for form in ("svg", "png"):
        [address, *_more] = re.findall(rf'href="(/en/{PICTURES[page]}\.{form}[^"]*)"', html)
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'.{form}"')
    assert size_of(answer.content)[0] == 2240
