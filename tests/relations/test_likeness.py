"""Names and sources that are probably recorded twice are told of, and never refused."""

from http import HTTPStatus
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations import scrutiny
from relations.models import Organisation, Person, Place, Source
from tests.desk import form_of, url_of, write
from tests.making import load, organisation, person, place, source
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

KENJI = {"en": "Kenji Ito", "ja": "伊藤健二", "uk": "Кендзі Іто"}
ADDRESS = {"title": "Talks", "url": "https://www.example.org/talks/"}


def warned(response) -> str:
    """What the page tells after a save."""
    lists = (one for one in Page(response).root.iter("ul") if "messagelist" in one.get("class", ""))
    return " ".join(map(words, lists))


def added(client, room: str, **typed):
    address = reverse(f"admin:relations_{room}_add")
    return client.post(address, form_of(client, address) | typed, follow=True)


def twice(model) -> list[tuple[str, str]]:
    """The findings of scrutiny about names and sources that are there twice."""
    found = scrutiny.recorded_twice()
    return [(f.document, f.message) for f in found if f.document.startswith(f"{model.KEY} ")]


@pytest.mark.parametrize(
    ("model", "first", "second"),
    [
        (Person, person("one", name=KENJI), person("two", name=KENJI)),
        (Person, person("one", name=KENJI), person("two", name={"ja": "伊藤健二"})),
        (Organisation, organisation("one", name=KENJI), organisation("two", name=KENJI)),
        (Place, place("one", name=KENJI), place("two", name=KENJI)),
        (
            Source,
            source("one", **ADDRESS),
            source("two", title="Anew", url="http://www.example.org/talks"),
        ),
        (Source, source("one", title="Talks"), source("two", title="Talks", published="2011")),
    ],
)
def test_what_is_probably_the_same_is_told_of_once(editor, tmp_path, model, first, second):
    load(tmp_path, first, second)
    assert twice(model) == [(f"{model.KEY} one", "Probably the same as “two”: merge them, if so.")]
    assert "Probably the same as “two”" in words(Page(editor.get("/admin/scrutiny/")).root)
    saved = editor.post(url_of(two := model.objects.get(slug="two")), form_of(editor, url_of(two)), follow=True)  # fmt: skip
    assert "Probably there already:" in warned(saved)
    assert "(one)" in warned(saved)


@pytest.mark.parametrize(
    ("model", "first", "second"),
    [
        (Person, person("one", name=KENJI), person("two", name=KENJI | {"ja": "伊東賢治"})),
        (Person, person("one", name=KENJI), person("two", name=KENJI, country="JP")),
        (Source, source("one", title="Talks"), source("two", title="Talks", publisher="Another")),
        (Source, source("one", title="Talks", published="2011"), source("two", title="Talks", published="2012")),
        (Source, source("one", **ADDRESS), source("two", title="Talks", url="https://www.example.org/2/")),
        (Source, source("one", title=""), source("two", title="")),
    ],
)  # fmt: skip
def test_namesakes_and_titles_that_come_again_are_none(editor, tmp_path, model, first, second):
    load(tmp_path, first, second)
    assert twice(model) == []
    assert "Probably" not in warned(write(editor, model.objects.get(slug="two")))


def test_a_new_one_is_saved_and_its_editor_warned_with_a_way_to_the_first(editor, tmp_path):
    load(tmp_path, source("one", **ADDRESS))
    saved = added(editor, "source", slug="two", title="Another title", url=ADDRESS["url"])
    assert saved.status_code == HTTPStatus.OK
    assert Source.objects.filter(slug="two").exists()
    links = {link.get("href") for link in Page(saved).root.iter("a")}
    assert url_of(Source.objects.get(slug="one")) in links


def test_the_warning_is_in_the_editors_language_and_harmless(editor, tmp_path):
    load(tmp_path, source("one", title="<b>Talks</b>"))
    address = reverse("admin:relations_source_add")
    typed = form_of(editor, address) | {"slug": "two", "title": "<b>Talks</b>"}
    for language, told in (("ja", "すでにある"), ("uk", "Імовірно")):
        headers = {"accept-language": language}
        answer = editor.post(address, typed | {"slug": language}, headers=headers, follow=True)
        assert told in warned(answer)
        assert "<b>Talks" not in answer.content.decode()


def test_the_command_only_notices_them(tmp_path):
    load(tmp_path, person("one", name=KENJI), person("two", name=KENJI))
    out = StringIO()
    call_command("check_record", stdout=out)
    assert "notice: person one: Probably the same as “two”" in out.getvalue()


def test_more_names_and_sources_are_compared_in_as_many_questions(tmp_path):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(scrutiny.recorded_twice())
        return len(asked)

    load(tmp_path, person("one", name=KENJI), source("a"))
    few = questions()
    many = [document(f"n-{n}") for n in range(9) for document in (person, place, source)]
    load(tmp_path, *many)
    assert questions() == few == 4
