"""At the desk everything is called what readers call it, in the language of whoever works there."""

from http import HTTPStatus

import pytest
from django.contrib import admin
from django.urls import reverse

from relations.codes import Scheme
from relations.models import Correction, Revision
from tests.making import aid, event, load, organisation, person, place, topic, visit
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

#: What names something: a field, a column, a filter, a choice, a button, a part of the page.
NAMING = {"a", "button", "caption", "h1", "h2", "h3", "label", "option", "summary", "th"}
#: What is called the same in every language: languages by their own names, duties, the program,
#: and those who number things.
SAME = {"English", "日本語", "Українська", "viewer", "author", "editor", "publisher", "fixtures"}
SAME |= set(Scheme.labels)


@pytest.fixture
def everything(tmp_path):
    """A row of each model that the desk lists, and whatever is named is named in each language."""
    name = {"en": "A name", "ja": "名前", "uk": "Назва"}
    office = {"key": "tea", "office": name}
    load(
        tmp_path,
        *(event(), visit(), aid()),
        *(person(tenures=[office]), organisation(name=name), place(name=name)),
        topic(title=name),
        {"page": "a-page", "title": name, "status": "draft"},
        {"inquiry": "an-inquiry", "kind": "event", "first_year": 1992, "last_year": 1993},
    )
    Correction.objects.create(model="event", slug="an-event", language="en", wrong="Not so.")


def called(page: Page) -> set[str]:
    """How things are called on a page, apart from the rows of its list."""
    rows = {
        id(inner)
        for table in page.root.iter("table")
        if table.get("id") == "result_list"
        for inner in table.find("tbody").iter()
    }
    named = (e for e in page.root.iter() if e.tag in NAMING and id(e) not in rows)
    texts = {words(element).rstrip(":") for element in named}
    return {text for text in texts if any(map(str.isalpha, text))}


@pytest.mark.parametrize("language", ["ja", "uk"])
@pytest.mark.parametrize("action", ["changelist", "add"])
def test_no_name_of_a_thing_is_left_in_english(admin_client, everything, action, language):
    seen, left = 0, {}
    for model in admin.site._registry:
        room = model._meta.label_lower.replace(".", "_")
        english, page = (
            admin_client.get(reverse(f"admin:{room}_{action}"), headers={"accept-language": spoken})
            for spoken in ("en", language)
        )
        if page.status_code == HTTPStatus.FORBIDDEN:  # nobody adds these by hand
            continue
        names = called(Page(page))
        seen += len(names)
        if same := (names & called(Page(english))) - SAME:
            left[room] = same
    assert seen > 500
    assert left == {}


@pytest.mark.parametrize(
    ("language", "title", "body", "role"),
    [
        ("en", "Title (en)", "Text (uk)", "Visitor"),
        ("ja", "題名 (en)", "本文 (uk)", "訪問者"),
        ("uk", "Назва (en)", "Текст (uk)", "Гість"),
    ],
)
def test_a_form_speaks_of_fields_as_the_public_history_does(
    admin_client, language, title, body, role
):
    answer = admin_client.get("/admin/visits/visit/add/", headers={"accept-language": language})
    assert {title, body, role} <= called(Page(answer))


def test_the_list_of_versions_tells_kinds_and_states_in_words(admin_client, everything):
    answer = admin_client.get("/admin/relations/revision/", headers={"accept-language": "uk"})
    page = words(Page(answer).root)
    assert Revision.objects.filter(model="aid", state="published").exists()
    assert "Пакет допомоги Опубліковано" in page
    filtered = admin_client.get("/admin/relations/revision/?model=aid&state=published")
    assert filtered.context["cl"].result_count == 1
