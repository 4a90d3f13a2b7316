"""From the desk to the page of readers: a way that is shown when readers can go there."""

from http import HTTPStatus

import pytest
from django.test import Client

from relations.models import Event, Person
from tests.desk import at_the_desk, colleague, step, url_of, write
from tests.making import event, load, person, topic
from tests.reading import Page

pytestmark = pytest.mark.django_db


def way(client, obj) -> list[str]:
    """Where the form of a document leads readers' way."""
    links = Page(client.get(url_of(obj))).root.iter("a")
    return [a.get("href") for a in links if "viewsitelink" in (a.get("class") or "")]


def answer(client, obj) -> int:
    """What readers get there."""
    [there] = way(client, obj)
    page = client.get(there)["Location"].partition("://")[2].partition("/")[2]
    return Client().get(f"/{page}").status_code


@pytest.fixture
def desk(tmp_path):
    speaks = [{"person": "a-speaker", "role": "speaker"}]
    cited = [{"source": "a-source"}]
    load(
        tmp_path,
        *(person("a-speaker"), person("nobody-yet"), topic("new", status="draft")),
        event("told", participants=speaks, citations=cited),
        event("unsaid", status="draft"),
    )
    return at_the_desk(colleague("mariia", "publisher"))


def test_what_readers_cannot_open_has_no_way(desk):
    for draft in (Event.objects.get(slug="unsaid"), Person.objects.get(slug="nobody-yet")):
        assert way(desk, draft) == []


def test_what_is_published_has_one(desk):
    assert answer(desk, Event.objects.get(slug="told")) == HTTPStatus.OK
    assert answer(desk, Person.objects.get(slug="a-speaker")) == HTTPStatus.OK


def test_so_have_a_proposal_and_what_was_withdrawn(desk):
    told = Event.objects.get(slug="told")
    write(desk, told, title_en="Told anew")
    assert answer(desk, told) == HTTPStatus.OK
    step(desk, told, "withdraw", reason_en="A forgery.")
    assert answer(desk, told) == HTTPStatus.GONE
