"""The lists of the desk: their filters, and kinds called as readers call them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations.models import Correction, Event, Merge
from tests.desk import url_of
from tests.making import event, load, organisation, person, place, topic
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

ROOMS = ("person", "organisation", "place", "source", "topic", "page", "inquiry")


def office(name: str, **fields) -> dict:
    return {"key": name, "office": {"en": f"Minister of {name}"}} | fields


TEA = office("tea", citations=[{"source": "a-source"}])


@pytest.fixture
def some(tmp_path):
    load(
        tmp_path,
        person("oksana", tenures=[TEA]),
        person("kenji", country="JP", tenures=[TEA, office("milk")]),
        person("mariia"),
        *(organisation(), organisation("a-bank", kind="bank", country="JP")),
        *(place(), place("a-region", kind="region", country="UA")),
        *(topic(), topic("a-draft", status="draft")),
        *({"page": slug, "title": {"en": slug}, "status": "draft"} for slug in ("a", "b")),
        {"inquiry": "events", "kind": "event", "first_year": 1992, "last_year": 1993},
        {"inquiry": "gifts", "kind": "aid", "first_year": 1992, "last_year": 1993, "status": "published",
         "scope": {"en": "Everywhere."}, "made_on": "2026"},
        event(participants=[{"person": "oksana", "role": "speaker"}]),
    )  # fmt: skip


def slugs(client, room: str, asked: str) -> set[str]:
    answer = client.get(f"/admin/relations/{room}/?{asked}")
    return {row.slug for row in answer.context["cl"].result_list}


@pytest.mark.parametrize(
    ("room", "asked", "found"),
    [
        ("person", "country=JP", {"kenji"}),
        ("person", "offices=uncited", {"kenji"}),
        ("person", "offices=cited", {"oksana"}),
        ("person", "offices=none", {"mariia"}),
        ("person", "readers=see", {"oksana"}),
        ("person", "readers=not", {"kenji", "mariia"}),
        ("organisation", "kind__exact=bank", {"a-bank"}),
        ("organisation", "country=JP", {"a-bank"}),
        ("place", "kind__exact=region", {"a-region"}),
        ("place", "country=JP", {"a-place"}),
        ("topic", "status__exact=draft", {"a-draft"}),
        ("page", "status__exact=published", set()),
        ("inquiry", "status__exact=published", {"gifts"}),
        ("inquiry", "kind=aid", {"gifts"}),
        ("source", "readers=see", {"a-source"}),
    ],
)
def test_a_list_is_narrowed_to_what_an_editor_seeks(admin_client, some, room, asked, found):
    assert slugs(admin_client, room, asked) == found


@pytest.mark.parametrize(
    ("room", "told"),
    [("person", "Японія"), ("person", "є посада без джерела"), ("inquiry", "Пакет допомоги")],
)
def test_a_filter_speaks_as_readers_do(admin_client, some, room, told):
    answer = admin_client.get(f"/admin/relations/{room}/", headers={"accept-language": "uk"})
    filters = [one for one in Page(answer).root.iter("details") if one.get("data-filter-title")]
    assert told in [words(choice) for one in filters for choice in one.iter("a")]


@pytest.mark.parametrize("room", ROOMS)
def test_a_longer_list_asks_no_more(admin_client, some, tmp_path, room):
    address = f"/admin/relations/{room}/"
    admin_client.get(address)
    with CaptureQueriesContext(connection) as few:
        admin_client.get(address)
    load(
        tmp_path,
        *(person(f"p-{n}", country="PL", tenures=[office(f"m{n}")]) for n in range(5)),
        *(organisation(f"o-{n}", kind="agency", country="PL") for n in range(5)),
        *(place(f"l-{n}", kind="site", country="PL") for n in range(5)),
        *(topic(f"t-{n}", status="draft") for n in range(5)),
    )
    with CaptureQueriesContext(connection) as many:
        admin_client.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("language", "kind"), [("en", "Event"), ("ja", "出来事"), ("uk", "Подія")]
)  # fmt: skip
def test_whatever_tells_of_a_document_names_its_kind_as_readers_do(
    admin_client, some, language, kind
):
    """The lists of merges and of reports, a merge itself, the front page and the scrutiny."""
    merged = Merge.objects.create(model="event", slug="gone", into="kept", rationale="One.", at=timezone.now())  # fmt: skip
    report = Correction.objects.create(
        model="event", slug="an-event", language="en", wrong="Not so."
    )
    assert Event.objects.get().slug == "an-event"
    told = {
        "/admin/relations/merge/": f"{kind} gone → kept",
        url_of(merged): f"{kind} gone → kept",
        "/admin/relations/correction/": f"{kind} an-event",
        url_of(report): f"{kind} an-event",
        "/admin/": f"{kind} an-event",
        "/admin/scrutiny/": f" {kind.lower()} · ",
    }
    for address, words_there in told.items():
        answer = admin_client.get(address, headers={"accept-language": language})
        page = words(Page(answer).root)
        assert words_there in page, address
        assert "event gone" not in page
