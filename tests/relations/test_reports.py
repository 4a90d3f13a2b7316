"""Readers say what is wrong, in a form that loses nothing and tells nobody who they are."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone, translation
from django.utils.translation import gettext

from relations.document import build, digest
from relations.languages import LANGUAGES
from relations.models import Correction, Event, Revision
from relations.recording import recording
from relations.views import corrections
from tests.correcting import FORM, HERE, REPORT, made, send, token
from tests.making import event, load, organisation, person, place, topic, visit
from tests.reading import Page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def send_raw(client, body: str | bytes, content_type: str):
    raw = body if isinstance(body, bytes) else body.encode()
    return client.generic("POST", FORM, raw, content_type=content_type, headers=HERE)


def kept(response) -> dict[str, str]:
    """What stands in the fields of the form that came back."""
    main = Page(response).main
    boxes = {box.get("name"): box.get("value", "") for box in main.iter("input")}
    return boxes | {box.get("name"): box.text.strip() for box in main.iter("textarea")}


def summary(response) -> str:
    """What is said above the form that came back."""
    [section] = [part for part in Page(response).main.iter("section") if part.get("role")]
    assert (section.get("role"), section.get("tabindex")) == ("alert", "-1")
    return words(section)


def is_private(response) -> bool:
    assert not response.cookies
    assert "Vary" not in response
    return response["Cache-Control"] == "no-store"


# Reporting


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_reaches_the_editors_as_it_was_written(stranger, tmp_path, language):
    load(tmp_path, event())
    address = f"/{language}/correct/event/an-event/"
    response = send(stranger, address)
    assert (response.status_code, response["Location"]) == (303, f"{address}thanks/")
    assert is_private(response)
    found = Correction.objects.get()
    assert (found.model, found.slug, found.language) == ("event", "an-event", language)
    assert found.wrong == "The day is wrong:\nit was the 19th."
    assert (found.source, found.email) == (REPORT["source"], REPORT["email"])
    assert (found.state, found.closed_at) == ("open", None)
    assert found.digest == digest(build(Event.objects.get()))
    thanked = stranger.get(response["Location"])
    page = Page(thanked)
    assert (thanked.status_code, page.lang) == (200, language)
    assert f"/{language}/events/an-event/" in [a.get("href") for a in page.main.iter("a")]
    assert not thanked.cookies


def test_a_report_needs_nothing_but_what_is_wrong(stranger, tmp_path):
    load(tmp_path, event())
    assert send(stranger, source="", email="").status_code == 303
    assert Correction.objects.get().wrong


def test_every_page_leads_to_its_own_form(stranger, tmp_path):
    participants = [
        {"person": "a-visitor", "role": "visitor", "tier": "minister"},
        {"organisation": "an-agency", "role": "host"},
    ]
    about = {
        "page": "about",
        "title": {"en": "About"},
        "body": {"en": "Us."},
        "status": "published",
    }
    load(
        tmp_path, person(), organisation(), place(), topic(), about, event(),
        visit(participants=participants, places=["a-place"]),
    )  # fmt: skip
    pages = {
        "events/an-event/": "event/an-event",
        "visits/a-visit/": "visit/a-visit",
        "people/a-visitor/": "person/a-visitor",
        "organisations/an-agency/": "organisation/an-agency",
        "places/a-place/": "place/a-place",
        "sources/a-source/": "source/a-source",
        "topics/a-topic/": "topic/a-topic",
        "about/": "page/about",
    }
    for path, document in pages.items():
        there = f"/uk/correct/{document}/"
        page = Page(stranger.get(f"/uk/{path}"))
        assert there in [a.get("href") for a in page.main.iter("a")], path
        form = Page(stranger.get(there))
        assert f"/uk/{path}" in [a.get("href") for a in form.main.iter("a")], path
        assert send(stranger, there).status_code == 303


def test_what_she_saw_is_kept_though_the_page_changed_meanwhile(stranger, tmp_path):
    load(tmp_path, event())
    seen, opened = digest(build(Event.objects.get())), token(stranger)
    load(tmp_path, event(title={"en": "Said anew"}))
    assert send(stranger, token=opened).status_code == 303
    assert Correction.objects.get().digest == seen


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("wrong", ""),
        ("wrong", "  \r\n "),
        ("wrong", "x" * 2001),
        ("wrong", "a\0b"),
        ("source", "javascript:alert(1)"),
        ("source", "ftp://example.org/x"),
        ("source", "http://["),
        ("source", "https://example.org/" + "x" * 8192),
        ("email", "reader"),
        ("email", "reader@" + "x" * 300 + ".org"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(
    stranger, tmp_path, language, field, typed
):
    load(tmp_path, event())
    address = f"/{language}/correct/event/an-event/"
    response = send(stranger, address, **{field: typed})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert is_private(response)
    assert not Correction.objects.exists()
    told = REPORT | {field: typed}
    there = kept(response)
    for name in REPORT:
        assert there[name].split() == told[name].split()
    page = Page(response)
    [box] = [box for box in page.main.iter() if box.get("aria-invalid")]
    assert box.get("name") == field
    described = box.get("aria-describedby").split()
    assert described == [f"id_{field}_helptext", f"id_{field}_error"]
    ids = {element.get("id"): element for element in page.main.iter() if element.get("id")}
    message = words(ids[described[1]]).strip()
    assert message
    assert message in summary(response)
    assert f"#id_{field}" in [a.get("href") for a in page.main.iter("a")]


def test_two_thousand_characters_are_counted_as_a_browser_counts_them(stranger, tmp_path):
    load(tmp_path, event())
    assert send(stranger, wrong="b\r\n" * 999 + "🇯🇵").status_code == 303
    assert len(Correction.objects.get().wrong) == 2_000


def test_the_form_can_be_used_by_everybody(stranger, tmp_path):
    load(tmp_path, event())
    page = Page(stranger.get(FORM))
    labels = {label.get("for") for label in page.main.iter("label")}
    fields = {box.get("name"): box for box in page.main.iter() if box.get("class") == "field"}
    assert fields.keys() == REPORT.keys()
    assert all(box.get("id") in labels for box in fields.values())
    assert fields["email"].get("autocomplete") == fields["email"].get("inputmode") == "email"
    assert fields["source"].get("inputmode") == "url"
    assert fields["wrong"].get("maxlength") == "2000"
    [trap] = page.main.findall(".//div[@hidden]")
    assert trap.find(".//input").get("tabindex") == "-1"
    assert "erased when the case is closed" in page.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_was_open_too_long_comes_back_ready_to_be_sent(
    stranger, tmp_path, monkeypatch, language
):
    load(tmp_path, event())
    address = f"/{language}/correct/event/an-event/"
    yesterday = corrections.signing.b62_encode(
        int((timezone.now() - timedelta(hours=25)).timestamp())
    )
    with monkeypatch.context() as patch:
        patch.setattr(corrections.HourlySigner, "timestamp", lambda self: yesterday)
        old = token(stranger, address)
    seen = digest(build(Event.objects.get()))
    load(tmp_path, event(title={"en": "Said anew"}))
    response = send(stranger, address, token=old)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    with translation.override(language):
        advice = "This form had been open for too long. What you typed is still here: please look at it once more and send it again."
        assert gettext(advice) in summary(response)
    assert not Correction.objects.exists()
    again = kept(response)
    assert again["token"] != old
    assert again["email"] == REPORT["email"]
    assert stranger.post(address, again, headers=HERE).status_code == 303
    assert Correction.objects.get().digest == seen


@pytest.mark.parametrize("case", ["none", "empty", "tampered", "of another page", "junk", "NUL"])
def test_a_token_that_is_not_of_this_form_is_refused_kindly(stranger, tmp_path, case):
    load(tmp_path, event(), event("another"))
    good = token(stranger)
    tokens = {
        "empty": "", "tampered": good.replace("an-event", "another"), "junk": "x:y:z" * 2000,
        "of another page": token(stranger, "/en/correct/event/another/"), "NUL": "\0:\0:\0",
    }  # fmt: skip
    sent = REPORT | ({} if case == "none" else {"token": tokens[case]})
    response = stranger.post(FORM, sent, headers=HERE)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not Correction.objects.exists()
    assert stranger.post(FORM, kept(response), headers=HERE).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver@evil.example"},
        {"origin": "http://testserver:8000"},
        {"origin": "https://testserver"},
        {"origin": "//testserver"},
        {"origin": "testserver"},
        {"origin": "ftp://testserver"},
        {"origin": "http://["},
        {"origin": "https://evil.example", "referer": "http://testserver/en/"},
        {"referer": "https://evil.example/http://testserver/"},
        {"referer": "http://testserver@evil.example/"},
        {"origin": "x" * 8192},
    ],
)
def test_what_another_site_sends_is_refused(stranger, tmp_path, headers):
    load(tmp_path, event())
    response = send(stranger, headers=headers)
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert is_private(response)
    assert "evil" not in response.content.decode()
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [HERE, {"referer": "http://testserver/en/correct/x/"}],
)
def test_what_this_site_sends_is_taken(stranger, tmp_path, headers):
    load(tmp_path, event())
    assert send(stranger, headers=headers).status_code == 303


def test_a_field_that_people_do_not_see_stops_a_program_and_not_a_person(stranger, tmp_path):
    load(tmp_path, event())
    response = send(stranger, homepage="https://spam.example")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not Correction.objects.exists()
    again = kept(response)
    assert again["homepage"] == ""
    assert stranger.post(FORM, again, headers=HERE).status_code == 303


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flood_ends_and_nobody_loses_what_she_wrote(stranger, tmp_path, monkeypatch, language):
    monkeypatch.setattr(corrections, "MOST_A_DAY", 2)
    load(tmp_path, event())
    made(state="open", closed_at=None, received_at=timezone.now() - timedelta(days=2))
    made()
    address = f"/{language}/correct/event/an-event/"
    assert [send(stranger, address).status_code for _ in range(2)] == [303, 303]
    response = send(stranger, address)
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert is_private(response)
    assert response["Retry-After"]
    page = Page(response)
    assert page.lang == language
    with translation.override(language):
        advice = "So many reports came today that we cannot take another. Your text is still here: please copy it, and send it tomorrow."
        assert gettext(advice) in summary(response)
    assert kept(response)["wrong"].split() == REPORT["wrong"].split()
    assert kept(response)["email"] == REPORT["email"]
    assert Correction.objects.open().count() == 3


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("end", ["", "thanks/"])
def test_what_is_not_public_is_answered_like_a_page_that_never_was(stranger, tmp_path, method, end):
    load(
        tmp_path,
        event(),
        event("draft", status="draft"),
        event("gone", status="withdrawn", public_reason={"en": "Wrong."}),
        person("nobody"),
    )
    unknown = ["event/draft", "event/gone", "person/nobody", "relation/the-pair", "visit/an-event", "inquiry/x", "x/y"]  # fmt: skip
    ask = getattr(stranger, method)
    random = ask(f"/en/correct/event/of-1723/{end}", headers=HERE)
    for document in unknown:
        response = ask(f"/en/correct/{document}/{end}", headers=HERE)
        assert (response.status_code, response.content) == (random.status_code, random.content)
        assert dict(response.headers) == dict(random.headers)
    assert random.status_code == (403 if method == "post" and end else 404)
    assert not Correction.objects.exists()


HOSTILE = {
    "nothing": ("", "application/x-www-form-urlencoded"),
    "many fields": ("&".join(f"a{n}=1" for n in range(2_000)), "application/x-www-form-urlencoded"),
    "one field often": ("wrong=1&" * 900, "application/x-www-form-urlencoded"),
    "a lone surrogate": ("wrong=%ED%A0%80&token=%ED%A0%80", "application/x-www-form-urlencoded"),
    "broken UTF-8": (b"wrong=\xff\xfe&email=\xc3(", "application/x-www-form-urlencoded"),
    "NUL": ("wrong=%00&source=%00&email=%00&token=%00&homepage=%00", "application/x-www-form-urlencoded"),
    "8 KB": ("&".join(f"{name}={'a' * 8192}" for name in (*REPORT, "token")), "application/x-www-form-urlencoded"),
    "another alphabet": ("wrong=x", "application/x-www-form-urlencoded; charset=zlib"),
    "JSON": ('{"wrong": ["x", {}]}', "application/json"),
    "plain text": ("wrong=x", "text/plain"),
    "no type": ("wrong=x", ""),
    "no boundary": ("wrong=x", "multipart/form-data"),
    "a long boundary": ("x", f"multipart/form-data; boundary={'b' * 8192}"),
    "parts that are none": (f"--{BOUNDARY}\r\n\r\n--{BOUNDARY}--", MULTIPART_CONTENT),
    "many parts": (encode_multipart(BOUNDARY, {f"a{n}": "" for n in range(900)}), MULTIPART_CONTENT),
    "a file as a text": (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="wrong"; filename="x"\r\n\r\nx\r\n--{BOUNDARY}--\r\n',
        MULTIPART_CONTENT,
    ),
    "broken base64": (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="wrong"\r\nContent-Transfer-Encoding: base64\r\n\r\n=x=\r\n--{BOUNDARY}--\r\n',
        MULTIPART_CONTENT,
    ),
    "escapes as an alphabet": (encode_multipart(BOUNDARY, {"wrong": r"\ud800"}), f"{MULTIPART_CONTENT}; charset=unicode_escape"),
    "no alphabet at all": (encode_multipart(BOUNDARY, {"wrong": "x"}), f"{MULTIPART_CONTENT}; charset=zlib"),
    "too much": ("wrong=" + "x" * 70_000, "application/x-www-form-urlencoded"),
    "far too much": ("wrong=" + "x" * 3_000_000, "application/x-www-form-urlencoded"),
    "a large file": (encode_multipart(BOUNDARY, {"wrong": "x" * 3_000_000}), MULTIPART_CONTENT),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_whatever_is_sent_is_refused_and_never_a_failure(stranger, tmp_path, case):
    load(tmp_path, event())
    body, content_type = HOSTILE[case]
    response = send_raw(stranger, body, content_type)
    assert response.status_code in (400, 413)
    assert is_private(response)
    assert Page(response).heading
    assert not Correction.objects.exists()


@pytest.mark.parametrize("case", ["escapes as an alphabet", "no alphabet at all"])
def test_a_report_in_a_strange_alphabet_is_read_as_utf_8(stranger, tmp_path, case):
    load(tmp_path, event())
    alphabet = HOSTILE[case][1]
    body = encode_multipart(BOUNDARY, REPORT | {"token": token(stranger), "wrong": r"\ud800"})
    assert send_raw(stranger, body, alphabet).status_code == 303
    assert Correction.objects.get().wrong == r"\ud800"


@pytest.mark.parametrize("length", ["abc", "-1", "9" * 5000, "70000"])
def test_a_length_that_is_told_wrongly_is_no_failure(stranger, tmp_path, length):
    load(tmp_path, event())
    response = stranger.post(FORM, {"wrong": "x"}, headers=HERE, CONTENT_LENGTH=length)
    assert response.status_code in (400, 413)


def test_what_was_typed_comes_back_as_text_alone(stranger, tmp_path):
    load(tmp_path, event())
    hostile = '"></textarea><script>alert(1)</script>{{ form }}'
    response = send(stranger, wrong=hostile, email=hostile, source=hostile)
    assert b"<script>" not in response.content
    assert kept(response)["email"] == hostile


def test_no_cookie_and_no_header_of_hers_changes_the_form(stranger, tmp_path):
    load(tmp_path, event())
    curator = Client()
    curator.force_login(get_user_model().objects.create_superuser("olena"))
    curator.cookies["csrftoken"] = "a" * 32
    for address in (FORM, f"{FORM}thanks/", "/en/correct/?page=map/", "/en/corrections/"):
        plain = stranger.get(address)
        signed_in = curator.get(address, headers={"accept-language": "uk"})
        assert signed_in.content == plain.content
        assert dict(signed_in.headers) == dict(plain.headers)
        assert not signed_in.cookies
        assert "Vary" not in plain
    for address in (FORM, f"{FORM}thanks/"):
        assert stranger.get(address)["X-Robots-Tag"] == "noindex"
    assert send(curator).status_code == 303


# When an address changes


def test_corrections_follow_their_document_to_its_new_address(stranger, tmp_path):
    load(tmp_path, event())
    made()
    opened = token(stranger)
    found = Event.objects.get()
    with recording(found):
        found.slug = "renamed"
    response = stranger.get(FORM)
    assert (response.status_code, response["Location"]) == (301, "/en/correct/event/renamed/")
    sent = stranger.post(FORM, REPORT | {"token": opened}, headers=HERE)
    assert (sent.status_code, sent["Location"]) == (303, "/en/correct/event/renamed/thanks/")
    assert set(Correction.objects.values_list("slug", flat=True)) == {"renamed"}
    assert set(Revision.objects.filter(model="event").values_list("slug", flat=True)) == {"renamed"}
    page = Page(stranger.get("/en/corrections/"))
    assert "/en/events/renamed/" in [a.get("href") for a in page.main.iter("a")]


def test_the_token_of_a_document_is_none_for_a_page(stranger, tmp_path):
    load(tmp_path, event())
    page = "/en/correct/?page=visits/"
    response = send(stranger, page, token=token(stranger))
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not Correction.objects.exists()
