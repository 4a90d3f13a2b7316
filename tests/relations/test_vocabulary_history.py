"""The public history of people, organisations, places and sources: what they said before."""

from http import HTTPStatus

import pytest

from relations.models import Organisation, Person, Place, Revision, Source
from tests.making import event, load, organisation, person, place, source
from tests.relations.test_history import answer, change, words_of

pytestmark = pytest.mark.django_db

PAGES = {Person: "people", Organisation: "organisations", Place: "places", Source: "sources"}


@pytest.fixture(params=PAGES, ids=lambda model: model.KEY)
def renamed(request, tmp_path):
    """An entry of each vocabulary that got another name since it was first loaded."""
    named = [
        {"person": "an-entry", "role": "speaker"},
        {"organisation": "an-entry", "role": "host"},
    ]
    load(
        tmp_path,
        person("an-entry"), organisation("an-entry"), place("an-entry"),
        source("an-entry", title="An Entry"), event(participants=named, places=["an-entry"]),
        event("cites", citations=[{"source": "an-entry", "claim": "date"}]),
    )  # fmt: skip
    found = request.param.objects.get(slug="an-entry")
    field = "title" if request.param is Source else "name_en"
    change(found, note="The papers call it otherwise.", **{field: "Other"})
    return found


def test_a_page_leads_to_what_it_said_before(client, renamed):
    address = f"/en/{PAGES[type(renamed)]}/an-entry/history/"
    page = answer(client, renamed.get_absolute_url())
    assert address in [link.get("href") for link in page.main.iter("a")]
    history = answer(client, address)
    assert "The papers call it otherwise." in history.words
    assert "removed: An Entry added: Other" in history.words
    assert words_of(history, "summary") == ["What changed"]
    assert not [a for a in history.main.iter("a") if "version=" in a.get("href", "")]


def test_its_versions_are_compared(client, renamed):
    old, new = (revision.short for revision in Revision.objects.of(renamed)[:2])
    address = f"/uk/{PAGES[type(renamed)]}/an-entry/history/?from={new}&to={old}"
    assert "Other" in answer(client, address).words


def test_an_old_address_leads_to_the_history_too(client, renamed):
    change(renamed, slug="renamed")
    folder = PAGES[type(renamed)]
    moved = client.get(f"/ja/{folder}/an-entry/history/")
    assert (moved.status_code, moved["Location"]) == (301, f"/ja/{folder}/renamed/history/")


def test_what_only_a_draft_names_has_no_history(client, tmp_path):
    guest = {"person": "a-guest", "role": "speaker"}
    load(tmp_path, person("a-guest"), event(status="draft", participants=[guest]))
    assert client.get("/en/people/a-guest/history/").status_code == HTTPStatus.NOT_FOUND


def test_an_office_without_a_source_is_not_told(client, tmp_path):
    office = {"key": "first", "office": {"en": "Secret adviser"}, "start": "2001"}
    guest = {"person": "a-guest", "role": "speaker"}
    load(tmp_path, person("a-guest"), event(participants=[guest]))
    load(tmp_path, person("a-guest", tenures=[office]))
    assert "Secret" not in answer(client, "/en/people/a-guest/history/").html
    load(tmp_path, person("a-guest", tenures=[office | {"citations": [{"source": "a-source"}]}]))
    assert "Secret adviser" in answer(client, "/en/people/a-guest/history/").words
