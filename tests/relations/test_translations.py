"""Which language lacks a title, a reader or the last change of the English, and where to find it."""

from http import HTTPStatus

import pytest

from relations.models import Event, Page, Person, Relation, Revision, Topic
from relations.translations import stale_translations
from tests.desk import at_the_desk, colleague, read, step, url_of, write
from tests.making import event, load, person, relation, topic, visit
from tests.reading import Page as Read
from tests.reading import words

pytestmark = pytest.mark.django_db

BEFORE = {"en": "A visit to Kyiv", "ja": "キーウ訪問", "uk": "Візит до Києва"}
AFTER = BEFORE | {"en": "A visit to Lviv"}


@pytest.fixture
def kenji():
    return colleague("kenji", "editor")


@pytest.fixture
def desk(kenji):
    return at_the_desk(kenji)


def behind() -> set[tuple[str, str]]:
    return {(stale.obj.slug, stale.language) for stale in stale_translations()}


def found(desk, model: str, asked: str) -> list[str]:
    """The titles of a list of the desk that is narrowed by a language and its state."""
    return titles(desk.get(f"/admin/relations/{model}/?language={asked}"))


def titles(response) -> list[str]:
    rows = Read(response).root.iter("th")
    return [words(row) for row in rows if row.get("class") == "field-__str__"]


def test_the_front_page_shows_word_by_word_what_left_a_translation_behind(tmp_path, desk):
    load(tmp_path, event(title=BEFORE))
    load(tmp_path, event(title=AFTER | {"uk": "Візит до Львова"}))
    [section] = [
        s for s in Read(desk.get("/admin/")).root.iter("section")
        if s.get("aria-labelledby") == "stale"
    ]  # fmt: skip
    links = {words(a): a.get("href") for a in section.iter("a")}
    assert links == {"Japanese": f"{url_of(Event.objects.get())}#id_title_ja"}
    assert "A visit to removed: Kyiv added: Lviv" in words(section)


def test_whoever_reads_a_translation_after_the_change_takes_it_from_the_list(tmp_path, desk):
    load(tmp_path, event(title=BEFORE))
    load(tmp_path, event(title=AFTER))
    assert behind() == {("an-event", "ja"), ("an-event", "uk")}
    read(desk, Event.objects.get(), "uk")
    assert behind() == {("an-event", "ja")}


def test_to_read_it_once_more_on_the_same_day_counts_again(tmp_path, desk, kenji):
    load(tmp_path, event(title=BEFORE))
    found = Event.objects.get()
    publisher = at_the_desk(colleague("mariia", "publisher"))
    for title in ("A visit to Lviv", "A visit to Odesa"):
        read(desk, found, "uk")
        write(desk, found, title_en=title, _submit="1")
        step(publisher, found, "publish")
        assert ("an-event", "uk") in behind()
        read(desk, found, "uk")
        assert ("an-event", "uk") not in behind()
    told = Revision.objects.of(found).count()
    read(desk, found, "uk")
    assert Revision.objects.of(found).count() == told


def test_a_text_written_later_does_not_hide_another_that_stayed_behind(tmp_path):
    summary = {"en": "In Kyiv.", "ja": "キーウにて。"}
    load(tmp_path, event(title=BEFORE, summary=summary))
    load(tmp_path, event(title=AFTER, summary=summary))
    load(tmp_path, event(title=AFTER, summary=summary | {"ja": "キーウで。"}))
    assert behind() == {("an-event", "ja"), ("an-event", "uk")}


def test_english_that_is_again_as_it_was_leaves_nothing_behind(tmp_path):
    for title in (BEFORE, AFTER, BEFORE):
        load(tmp_path, event(title=title))
    assert behind() == set()


def test_a_draft_and_a_withdrawn_record_leave_nothing_behind(tmp_path):
    for title in (BEFORE, AFTER):
        load(tmp_path, event(title=title), event("new", title=title, status="draft"))
    Event.objects.filter(slug="an-event").update(status="withdrawn")
    assert behind() == set()


NAME = {"en": "A Visitor", "ja": "訪問者", "uk": "Гість"}
OFFICE = {"key": "mayor", "office": BEFORE, "citations": [{"source": "a-source"}]}


@pytest.mark.parametrize(
    ("before", "after", "model", "place"),
    [
        (person(name=NAME), person(name=NAME | {"en": "The Visitor"}), Person, "#id_name_ja"),
        (person(tenures=[OFFICE]), person(tenures=[OFFICE | {"office": AFTER}]), Person, "#id_tenures-0-office_ja"),
        (relation(intro=BEFORE), relation(intro=AFTER), Relation, "#id_intro_ja"),
        (topic(title=BEFORE), topic(title=AFTER), Topic, "#id_title_ja"),
    ],
    ids=["name", "office", "introduction", "topic"],
)  # fmt: skip
def test_whatever_readers_read_in_three_languages_is_looked_at(
    tmp_path, desk, before, after, model, place
):
    load(tmp_path, person(), visit())
    load(tmp_path, before)
    load(tmp_path, after)
    obj = model.objects.get()
    assert behind() == {(obj.slug, "ja"), (obj.slug, "uk")}
    links = [a.get("href") for a in Read(desk.get("/admin/")).root.iter("a")]
    assert url_of(obj) + place in links
    there = {element.get("id") for element in Read(desk.get(url_of(obj))).root.iter()}
    assert place.removeprefix("#") in there
    for language in ("ja", "uk"):
        read(desk, obj, language)
    assert behind() == set()


def test_names_that_no_published_record_needs_are_left_alone(tmp_path):
    load(tmp_path, person(name=NAME))
    load(tmp_path, person(name=NAME | {"en": "The Visitor"}))
    assert behind() == set()


def test_the_lists_are_narrowed_by_how_a_language_stands(tmp_path, desk):
    read = {"ja": {"by": "olena", "on": "2026-01-01"}}
    load(tmp_path, event("bare", title={"en": "Bare"}), event("left", title=BEFORE))
    load(tmp_path, event("left", title=AFTER), event("read", title=BEFORE, checked=read))
    assert found(desk, "event", "ja-untitled") == ["Bare"]
    assert found(desk, "event", "ja-unread") == ["A visit to Lviv"]
    assert found(desk, "event", "uk-unread") == ["A visit to Lviv", "A visit to Kyiv"]
    assert found(desk, "event", "ja-stale") == ["A visit to Lviv"]
    assert found(desk, "event", "en-untitled") == []


def test_topics_and_pages_are_narrowed_the_same_way(tmp_path, desk):
    page = {"page": "about", "title": BEFORE, "status": "published"}
    load(tmp_path, topic(title=BEFORE), page)
    assert found(desk, "topic", "uk-unread") == ["A visit to Kyiv"]
    for model in (Topic, Page):
        read(desk, model.objects.get(), "uk")
    assert found(desk, "topic", "uk-unread") == []
    assert found(desk, "page", "uk-unread") == []
    assert found(desk, "page", "ja-unread") == ["A visit to Kyiv"]


@pytest.mark.parametrize("asked", ["xx-unread", "ja", "ja-stale-stale", "en-stale", ""])
def test_a_state_that_there_is_not_is_refused_in_words(tmp_path, desk, asked):
    load(tmp_path, event())
    answer = desk.get(f"/admin/relations/event/?language={asked}", follow=True)
    assert answer.status_code == HTTPStatus.OK
    assert "There is no such filter here." in answer.content.decode()


def test_each_number_of_the_board_leads_to_as_many_entries(tmp_path, desk):
    load(tmp_path, event("one", title=BEFORE), event("two"), event("new", title=BEFORE, status="draft"))  # fmt: skip
    load(tmp_path, event("one", title=AFTER), topic(title=BEFORE))
    [board] = [
        s for s in Read(desk.get("/admin/")).root.iter("section")
        if s.get("aria-labelledby") == "board"
    ]  # fmt: skip
    numbers = [a for a in board.iter("a") if "language=" in a.get("href")]
    told = {words(a) for a in numbers}
    assert {"1 without a title", "1 not read by an editor", "1 behind the English"} <= told
    for link in numbers:
        there = titles(desk.get(link.get("href")))
        assert len(there) == int(words(link).split()[0]), link.get("href")


def test_translations_that_nobody_read_lead_to_the_buttons_that_say_so(tmp_path, desk):
    load(tmp_path, event(title=BEFORE), topic(title={"en": "Bare"}))
    [unread] = [
        s for s in Read(desk.get("/admin/")).root.iter("section")
        if s.get("aria-labelledby") == "unread"
    ]  # fmt: skip
    assert "A visit to Kyiv event · Japanese · Ukrainian" in words(unread)
    assert [a.get("href") for a in unread.iter("a")] == [f"{url_of(Event.objects.get())}#reading"]
    for language in ("ja", "uk"):
        read(desk, Event.objects.get(), language)
    assert "unread" not in {
        s.get("aria-labelledby") for s in Read(desk.get("/admin/")).root.iter("section")
    }
