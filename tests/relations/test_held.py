"""A form that was opened before another login is held for whoever typed it, and for nobody else."""

from http import HTTPStatus

import pytest
from django.test import Client

from relations.models import Event
from tests.desk import colleague, form_of, url_of
from tests.making import event, load
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
TYPED = "Half a day\r\n\r\nof <work>"
SECRET = "half a day's work"


@pytest.fixture
def draft(tmp_path) -> Event:
    load(tmp_path, event("new", status="draft"))
    return Event.objects.get()


@pytest.fixture
def client(draft) -> Client:
    """The browser of an author; whatever it sends is checked for the token."""
    colleague("oksana", "author", password=SECRET)
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    log_in(client)
    return client


def log_in(client) -> None:
    page = client.get("/admin/login/")
    token = {"csrfmiddlewaretoken": page.context["csrf_token"]} if page.context else {}
    sent = {"username": "oksana", "password": SECRET}
    assert client.post("/admin/login/", sent | token).status_code == HTTPStatus.FOUND


def old_form(client, draft) -> dict:
    """What is typed into a form whose browser has logged in again in another tab since."""
    page = client.get(url_of(draft))
    typed = form_of(client, url_of(draft)) | {"body_en": TYPED}
    token = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    client.cookies.pop("sessionid")
    log_in(client)
    return typed | token


def held(response) -> dict[str, str]:
    """The fields that a page holds."""
    areas = Page(response).root.iter("textarea")
    return {field.get("name"): (field.text or "").removeprefix("\n") for field in areas}


@pytest.mark.parametrize("sender", [{"origin": HERE}, {"referer": f"{HERE}/admin/"}])
def test_what_an_older_page_sends_is_held_and_sent_by_one_more_press(client, draft, sender):
    typed = old_form(client, draft)
    answer = client.post(url_of(draft), typed, headers=sender)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert answer["Cache-Control"] == "private, no-store"
    assert "what you typed is still here" in words(Page(answer).root)
    assert Event.objects.get().body_en == ""
    assert [form.get("action") for form in Page(answer).root.iter("form")][-1] == url_of(draft)
    token = {"csrfmiddlewaretoken": answer.context["csrf_token"]}
    sent = client.post(url_of(draft), held(answer) | token, headers=sender)
    assert sent.status_code == HTTPStatus.FOUND
    assert Event.objects.get().body_en == "Half a day\n\nof <work>"


@pytest.mark.parametrize(
    "sender",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"{HERE}.evil.example"},
        {"origin": f"{HERE}@evil.example"},
        {"origin": "https://testserver"},
        {"origin": "https://evil.example", "referer": f"{HERE}/admin/"},
        {"referer": f"https://evil.example/?{HERE}/"},
        {"referer": f"{HERE}:8000/admin/"},
        {},
    ],
)
def test_what_another_site_sends_is_neither_done_nor_shown(client, draft, sender):
    typed = old_form(client, draft)
    answer = client.post(url_of(draft), typed, headers=sender)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "of &lt;work&gt;" not in answer.content.decode()
    assert "This is not open to you" in words(Page(answer).root)
    assert Event.objects.get().body_en == ""


def test_whoever_has_no_duty_is_shown_nothing(draft, client):
    typed = old_form(client, draft)
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(colleague("nobody"))
    answer = stranger.post(url_of(draft), typed, headers={"origin": HERE})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "of &lt;work&gt;" not in answer.content.decode()


def test_nobody_needs_to_be_logged_in_for_her_words_to_be_kept(client, draft):
    typed = old_form(client, draft)
    client.cookies.pop("sessionid")
    answer = client.post(url_of(draft), typed, headers={"origin": HERE})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    kept = [f.get("value") for f in Page(answer).root.iter("input") if f.get("name") == "kept"]
    assert "of <work>" in kept[0]


@pytest.mark.parametrize(
    ("there", "is_held"), [("/admin/relations/event/", True), ("https://evil.example/", False)]
)
def test_a_login_that_another_one_outran_keeps_what_it_held(client, draft, there, is_held):
    old = {"kept": '{"title_en": ["Half a day"]}', "next": there, "csrfmiddlewaretoken": "a" * 64}
    answer = client.post("/admin/login/", old, headers={"origin": HERE})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert held(answer) == ({"title_en": "Half a day"} if is_held else {})
    assert "evil.example" not in answer.content.decode()


def test_readers_get_the_page_of_refusals(client):
    answer = client.post("/en/", headers={"origin": HERE})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "This is not open to you" in words(Page(answer).root)


def test_no_password_is_held(client, draft):
    client.logout()
    sent = {"old_password": SECRET, "new_password1": "another one", "new_password2": "another one"}
    answer = Client().post("/admin/password_change/", sent)
    assert "Log in" in words(Page(answer).root)
    assert SECRET not in answer.text
    assert "another one" not in answer.text
