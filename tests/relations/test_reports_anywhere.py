"""Whatever page readers open, in whatever version, leads to a report on it."""

from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.test import Client

from relations import merging
from relations.document import build, digest
from relations.models import Correction, Event
from relations.recording import recording
from tests.correcting import FORM, HERE, REPORT, send, token
from tests.desk import colleague
from tests.making import event, load
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def foot(response) -> list[str]:
    return [a.get("href") for a in Page(response).root.find(".//footer").iter("a")]


@pytest.mark.parametrize(
    "path",
    ["", "chronology/", "events/", "topics/", "people/", "ledger/", "ledger/sums/", "map/",
     "coverage/", "at-a-glance/", "at-a-glance/meetings/", "search/", "anniversaries/",
     "corrections/", "brief/", "api/", "accessibility/"],
)  # fmt: skip
def test_a_page_of_no_document_leads_to_a_report_on_itself(stranger, tmp_path, path):
    load(tmp_path, event())
    there = f"/uk/correct/?page={path}"
    assert there in foot(stranger.get(f"/uk/{path}"))
    form = stranger.get(there)
    assert form["X-Robots-Tag"] == "noindex"
    assert not form.cookies
    assert f"/uk/{path}" in [a.get("href") for a in Page(form).main.iter("a")]
    response = send(stranger, there)
    assert response.status_code == HTTPStatus.SEE_OTHER
    found = Correction.objects.get()
    assert (found.model, found.slug, found.path, found.language) == ("", "", path, "uk")
    thanked = Page(stranger.get(response["Location"]))
    assert f"/uk/{path}" in [a.get("href") for a in thanked.main.iter("a")]


def test_the_narrowed_list_reports_on_the_list(stranger, tmp_path):
    load(tmp_path, event())
    assert "/en/correct/?page=events/" in foot(stranger.get("/en/events/?type=statement"))


def test_a_history_leads_to_the_form_of_its_document(stranger, tmp_path):
    load(tmp_path, event())
    [there] = [a for a in foot(stranger.get("/en/events/an-event/history/")) if "correct/" in a]
    response = stranger.get(there)
    assert (response.status_code, response["Location"]) == (301, FORM)


def send_to(client, address: str):
    """As a program would that does not follow where the form went."""
    return client.post(address, REPORT | {"token": "", "homepage": ""}, headers=HERE)


def test_the_page_of_a_document_has_one_line_for_reporting(stranger, tmp_path):
    load(tmp_path, event())
    assert not [a for a in foot(stranger.get("/en/events/an-event/")) if "correct/" in a]


@pytest.mark.parametrize(
    "path",
    ["nowhere/", "//evil.example/", "/evil.example", "https://evil.example/", "../admin/", "admin/",
     "visits", "visits.csv", "visits/?q=x", "visits/%0d%0a", "api/v1/", "brief.pdf", "\0", "é/",
     "correct/event/an-event/", "a" * 8192, "visits/" * 100],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", "thanks/"])
def test_what_is_no_page_of_this_site_has_no_form(stranger, tmp_path, path, end):
    load(tmp_path, event())
    address = f"/en/correct/{end}?{urlencode({'page': path})}"
    response = stranger.get(address)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "evil" not in response.content.decode()
    if not end:
        assert send_to(stranger, address).status_code == HTTPStatus.BAD_REQUEST
    assert not Correction.objects.exists()


def test_a_page_of_a_draft_has_no_form(stranger, tmp_path):
    load(tmp_path, event("draft", status="draft"))
    for path in ("events/draft/", "events/draft/history/", "events/of-1723/"):
        assert stranger.get(f"/en/correct/?page={path}").status_code == 404


def test_a_reader_of_an_earlier_version_reports_on_that_version(stranger, tmp_path):
    load(tmp_path, event())
    seen = digest(build(Event.objects.get()))
    load(tmp_path, event(title={"en": "Said anew"}))
    old = Page(stranger.get(f"/en/events/an-event/?version={seen[:8]}"))
    there = f"{FORM}?version={seen[:8]}"
    assert there in [a.get("href") for a in old.main.iter("a")]
    form = Page(stranger.get(there))
    assert f"You read version {seen[:8]}." in form.words
    assert send(stranger, there).status_code == 303
    assert Correction.objects.get().digest == seen


@pytest.mark.parametrize("version", ["ffffffff", "x", "%00", "", "12345678&version=12345678"])
def test_a_version_that_was_never_published_is_not_reported_on(stranger, tmp_path, version):
    load(tmp_path, event())
    response = stranger.get(f"{FORM}?version={version}")
    assert response.status_code == (HTTPStatus.BAD_REQUEST if version else HTTPStatus.OK)


def test_a_version_is_kept_on_the_way_to_another_address(stranger, tmp_path):
    load(tmp_path, event())
    seen = digest(build(Event.objects.get()))
    found = Event.objects.get()
    with recording(found):
        found.slug = "renamed"
    response = stranger.get(f"{FORM}?version={seen[:8]}")
    assert response["Location"] == f"/en/correct/event/renamed/?version={seen[:8]}"


@pytest.mark.parametrize("is_asked", [False, True])
def test_a_form_that_was_open_while_its_record_was_merged_is_taken(stranger, tmp_path, is_asked):
    load(tmp_path, event(), event("kept"))
    seen = digest(build(Event.objects.get(slug="an-event")))
    asked = f"?version={seen[:8]}" if is_asked else ""
    opened = token(stranger, FORM + asked)
    gone, kept = (Event.objects.get(slug=slug) for slug in ("an-event", "kept"))
    mariia = colleague("mariia", "publisher")
    merging.merge(gone, kept, by=mariia, rationale="The same.")
    assert stranger.get(FORM)["Location"] == "/en/correct/event/kept/"
    sent = stranger.post(FORM + asked, REPORT | {"token": opened}, headers=HERE)
    assert sent["Location"] == "/en/correct/event/kept/thanks/"
    found = Correction.objects.get()
    assert (found.slug, found.digest) == ("kept", seen)
