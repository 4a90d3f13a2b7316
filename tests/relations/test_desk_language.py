"""The desk speaks the language that is chosen in its head; no page of readers learns of it."""

from http import HTTPStatus

import pytest
from django.test import Client

from relations.languages import LANGUAGES
from tests.desk import at_the_desk, colleague
from tests.reading import Page, words

pytestmark = pytest.mark.django_db


def switch(client, there: str):
    """The forms of a page that choose a language."""
    forms = Page(client.get(there)).root.iter("form")
    return [form for form in forms if "langs" in (form.get("class") or "")]


def choose(client, there: str, language: str):
    """Press the button of a language, as a browser without script does."""
    [form] = switch(client, there)
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    buttons = {words(button): button for button in form.iter("button")}
    assert list(buttons) == ["English", "日本語", "Українська"]
    pressed = next(one for one in buttons.values() if one.get("value") == language)
    return client.post(form.get("action"), fields | {pressed.get("name"): language})


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Add event"), ("ja", "出来事を追加"), ("uk", "Додати: подія")],
)
def test_a_heading_is_a_sentence_of_its_language(language, heading):
    client = at_the_desk(colleague("oksana", "author"))
    client.cookies["django_language"] = language
    assert Page(client.get("/admin/relations/event/add/")).heading == heading


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("there", ["/admin/", "/admin/relations/event/?q=a&o=1", "/admin/login/"])
def test_whoever_works_there_chooses_its_language(there, language):
    client = Client() if "login" in there else at_the_desk(colleague("oksana", "author"))
    answer = choose(client, there, language)
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, there)
    cookie = answer.cookies["django_language"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/admin/", "Lax", True)
    page = Page(client.get(there, headers={"accept-language": "fr"}))
    assert page.lang == language
    current = [b.get("value") for b in page.root.iter("button") if b.get("aria-current")]
    assert current == [language]


def test_a_choice_that_nobody_offers_changes_nothing():
    client = at_the_desk(colleague("oksana", "author"))
    for made_up in ("fr", "", "en\r\nSet-Cookie: a=b", "x" * 900):
        client.post("/admin/language/", {"language": made_up, "next": "/admin/"})
        client.cookies["django_language"] = made_up.replace("\r\n", "")
        assert Page(client.get("/admin/")).lang == "en"


def test_the_switch_leads_to_no_other_site():
    sent = {"language": "uk", "next": "https://evil.example/"}
    assert Client().post("/admin/language/", sent)["Location"] == "/"


def test_it_does_not_stand_beside_what_only_this_answer_holds():
    client = at_the_desk(colleague("oksana", "author"))
    answer = client.post("/admin/relations/event/add/", {"title_en": "Half a day"})
    assert not [form for form in Page(answer).root.iter("form") if form.get("class") == "langs"]
