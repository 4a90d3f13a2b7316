"""A filter by a slug that something had leads to the same list by the one that it has."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import merging
from relations.models import Event, Organisation, Person, Place, Topic
from tests.desk import colleague
from tests.making import aid, event, load, organisation, person, place, topic, visit
from tests.reading import body_of
from tests.relations.test_history import change

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(tmp_path) -> None:
    """Everything that a list can be narrowed to by its name got another one."""
    funder = {"organisation": "an-agency", "role": "funder"}
    guest = {"person": "a-visitor", "role": "visitor", "tier": "head-of-state"}
    host = {"person": "a-host", "role": "host", "tier": "head-of-state"}
    load(
        tmp_path,
        *(person(), person("a-host"), organisation(country="JP"), place(), topic()),
        visit(participants=[guest, host], places=["a-place"], topics=["a-topic"]),
        aid(participants=[funder], topics=["a-topic"]),
        event(),
    )
    for model, slug in ((Person, "a-visitor"), (Organisation, "an-agency"), (Place, "a-place"), (Topic, "a-topic")):  # fmt: skip
        change(model.objects.get(slug=slug), slug=f"{slug}-today")


ASKED = {
    "/en/visits/": "place=a-place",
    "/ja/visits.csv": "place=a-place",
    "/uk/visits.json": "person=a-visitor",
    "/en/visits.atom": "person=a-visitor",
    "/en/visits.ris": "topic=a-topic",
    "/en/visits.xlsx": "topic=a-topic",
    "/en/chronology/": "met=a-visitor&met=a-host",
    "/en/chronology.atom": "kind=visit&place=a-place&since=2011",
    "/en/search/": "q=visit&person=a-visitor",
    "/en/search.json": "q=visit&person=a-visitor",
    "/en/brief/": "topic=a-topic",
    "/en/aid/": "donor=an-agency",
    "/en/aid.iati.xml": "organisation=an-agency",
    "/en/ledger/sums/": "topic=a-topic&body=an-agency",
    "/en/at-a-glance/ledger.svg": "by=body&body=an-agency",
    "/api/v1/visits": "place=a-place&limit=1&fields=title&lang=uk",
    "/api/v1/records": "organisation=an-agency",
    "/api/v1/facets": "topic=a-topic",
    "/api/v1/totals": "by=year&body=an-agency",
    "/api/v1/search": "q=visit&person=a-visitor",
}


@pytest.mark.parametrize("path", ASKED)
def test_a_former_name_leads_to_the_same_with_the_present_one(client, renamed, path):
    query = ASKED[path]
    moved = client.get(f"{path}?{query}")
    assert moved.status_code == HTTPStatus.MOVED_PERMANENTLY
    today = query
    for slug in ("a-place", "a-visitor", "a-topic", "an-agency"):
        today = today.replace(f"={slug}", f"={slug}-today")
    assert moved["Location"] == f"{path}?{today}"
    assert client.get(moved["Location"]).status_code == HTTPStatus.OK


def test_of_several_values_only_the_former_ones_change_and_none_is_doubled(client, renamed):
    query = "person=a-host&person=a-visitor&person=a-visitor-today&place=a-place&utm_source=x"
    moved = client.get(f"/en/visits/?{query}")
    today = "person=a-host&person=a-visitor-today&place=a-place-today&utm_source=x"
    assert moved["Location"] == f"/en/visits/?{today}"


def test_what_was_merged_is_asked_for_by_what_it_went_into(client, tmp_path):
    named = {"participants": [{"person": "o-petrenko", "role": "speaker"}]}
    load(tmp_path, person("o-petrenko"), person("olena-petrenko"), event(**named))
    gone, kept = (Person.objects.get(slug=slug) for slug in ("o-petrenko", "olena-petrenko"))
    merging.merge(gone, kept, by=colleague("mariia", "publisher"), rationale="One person")
    moved = client.get("/en/events.atom?person=o-petrenko")
    assert moved["Location"] == "/en/events.atom?person=olena-petrenko"


BAD = [
    "place=nowhere", "place=a-place&place=nowhere", "place=a-place&rank=nothing", "place=a-place&nothing=1",
    "place=a-place%00", "place=%25", "place=a,place", "place=,", "topic=a-place",
    "&".join(f"place=nowhere-{number}" for number in range(2000)),
]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("path", ["/en/visits/", "/en/visits.atom", "/api/v1/visits"])
def test_what_nothing_was_ever_called_is_refused(client, renamed, path, query):
    assert client.get(f"{path}?{query}").status_code == HTTPStatus.BAD_REQUEST


def test_a_name_that_only_a_draft_has_is_as_good_as_unknown(client, tmp_path):
    load(tmp_path, person(), place(), visit(), event("hush", status="draft", places=["a-place"]))
    change(Place.objects.get(), slug="another-place")
    response = client.get("/en/visits/?place=a-place")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "another-place" not in response.content.decode()


def test_a_former_name_that_another_bears_today_means_that_one(client, renamed, tmp_path):
    load(tmp_path, place("a-town"), event("there", places=["a-town"]))
    change(Place.objects.get(slug="a-town"), slug="a-place")
    assert "There" in client.get("/en/events/?place=a-place").content.decode()


def test_a_page_behind_a_renamed_entry_goes_on_there(client, renamed):
    change(Event.objects.get(), slug="an-event-today")
    old, new = (body_of(client.get(f"/en/chronology.csv?after={slug}")) for slug in ("an-event", "an-event-today"))  # fmt: skip
    assert old == new


def test_as_many_questions_are_asked_for_many_former_names_as_for_one(client, renamed, tmp_path):
    towns = [f"town-{number}" for number in range(9)]
    load(tmp_path, *map(place, towns), event("there", places=towns))
    for town in towns:
        change(Place.objects.get(slug=town), slug=f"{town}-today")
    numbers = []
    for asked in (towns[:1], towns):
        query = "&".join(f"place={town}" for town in asked)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"/en/events/?{query}").status_code == HTTPStatus.MOVED_PERMANENTLY
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]


def test_the_description_for_programs_says_so(client, renamed):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert "301" in paths["/api/v1/visits"]["get"]["responses"]
    assert "301" not in paths["/api/v1/people"]["get"]["responses"]
