"""A name or a source made by mistake can be deleted while nothing needs it, and nothing else can."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import merging, workflow
from relations.models import Event, Organisation, Person, Place, Relation, Revision, Source
from tests.correcting import made
from tests.desk import at_the_desk, colleague, delete, step, url_of, write
from tests.making import event, load, organisation, person, place, source, topic
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

SPEAKER = {"person": "a-visitor", "role": "speaker"}


def asked(client, obj) -> str:
    """What the page says that asks before a deletion."""
    return words(Page(client.get(url_of(obj, "delete"))).root)


def is_kept(client, obj) -> bool:
    """Whether it is still there once somebody has confirmed that it shall go."""
    answer = delete(client, obj)
    assert answer.status_code == HTTPStatus.FOUND
    return type(obj).objects.filter(pk=obj.pk).exists()


@pytest.mark.parametrize(
    ("model", "document"),
    [
        (Person, person("a-mistake")),
        (Organisation, organisation("a-mistake")),
        (Place, place("a-mistake")),
        (Source, source("a-mistake")),
    ],
)
def test_what_nothing_names_is_deleted(editor, tmp_path, model, document):
    load(tmp_path, place("a-mistake-2"), event(places=["a-mistake-2"]), document)
    found = model.objects.get(slug="a-mistake")
    assert "Nothing names “" in asked(editor, found)
    assert delete(editor, found).status_code == HTTPStatus.FOUND
    assert not model.objects.filter(slug="a-mistake").exists()
    states = Revision.objects.of(found).values_list("state", flat=True)
    assert set(states) == {"dropped"}


def test_who_may_not_write_in_it_may_not_delete_it(tmp_path):
    load(tmp_path, person("a-mistake"), person(), event(participants=[SPEAKER]))
    mistake, shown = (Person.objects.get(slug=slug) for slug in ("a-mistake", "a-visitor"))
    viewer = at_the_desk(colleague("viktor", "viewer"))
    author = at_the_desk(colleague("oksana", "author"))
    assert viewer.get(url_of(mistake, "delete")).status_code == HTTPStatus.FORBIDDEN
    assert author.get(url_of(shown, "delete")).status_code == HTTPStatus.FORBIDDEN
    assert not is_kept(author, mistake)


def test_what_a_draft_names_stays_until_the_draft_says_otherwise(editor, tmp_path):
    load(tmp_path, place(), event("a-draft", places=["a-place"], status="draft"))
    found, draft = Place.objects.get(), Event.objects.get()
    assert "cannot be deleted" in asked(editor, found)
    assert "Event a-draft" in asked(editor, found)
    assert is_kept(editor, found)
    write(editor, draft, places=[])
    assert not is_kept(editor, found)


def test_what_a_proposal_names_stays_until_it_is_given_up(editor, tmp_path):
    load(tmp_path, place(), event())
    found, public = Place.objects.get(), Event.objects.get()
    write(editor, public, places=[found.pk])
    assert "Event an-event" in asked(editor, found)
    assert is_kept(editor, found)
    step(editor, public, "drop")
    assert not is_kept(editor, found)


def test_what_readers_can_still_read_of_stays(editor, tmp_path):
    load(tmp_path, place(), event(places=["a-place"]))
    load(tmp_path, event())
    found = Place.objects.get()
    assert not Place.objects.published().exists()
    assert "Event an-event" in asked(editor, found)
    assert is_kept(editor, found)


def test_a_source_that_a_text_cites_stays(editor, tmp_path):
    text = {"en": "As [@a-book, p. 3] says."}
    load(tmp_path, source("a-book"), source("a-boo"), topic(body=text, status="draft"))
    assert "Topic a-topic" in asked(editor, Source.objects.get(slug="a-book"))
    assert is_kept(editor, Source.objects.get(slug="a-book"))
    assert not is_kept(editor, Source.objects.get(slug="a-boo"))


def test_what_a_duplicate_went_into_stays(editor, tmp_path):
    load(tmp_path, place(), place("a-copy"))
    copy, kept = (Place.objects.get(slug=slug) for slug in ("a-copy", "a-place"))
    merging.merge(copy, kept, by=colleague("mariia", "publisher"), rationale="The same.")
    assert "Place a-copy → a-place" in asked(editor, kept)
    assert is_kept(editor, kept)


def test_a_person_whom_readers_know_by_an_office_stays(editor, tmp_path):
    office = {
        "key": "tea",
        "office": {"en": "Minister of Tea"},
        "organisation": "an-agency",
        "citations": [{"source": "a-source"}],
    }
    body = {"organisation": "an-agency", "role": "speaker"}
    load(tmp_path, person(tenures=[office]), organisation(), event(participants=[body]))
    found = Person.objects.get()
    assert "one of its own offices" in asked(editor, found)
    assert is_kept(editor, found)


def test_readers_never_get_the_words_of_what_was_deleted(editor, tmp_path):
    load(tmp_path, place(name={"en": "Nowhere"}))
    assert not is_kept(editor, Place.objects.get())
    anew = place(name={"en": "Somewhere"})
    workflow.save(Place(), anew, by=colleague("oksana", "editor"))
    load(tmp_path, event(places=["a-place"]))
    history = Client().get("/en/places/a-place/history/").content.decode()
    assert "Somewhere" in history
    assert "Nowhere" not in history


def test_of_a_deleted_mistake_nothing_keeps_what_it_named(editor, tmp_path):
    office = {"key": "tea", "office": {"en": "Tea"}, "organisation": "an-agency"}
    load(tmp_path, person(tenures=[office]), organisation())
    assert is_kept(editor, Organisation.objects.get())
    assert not is_kept(editor, Person.objects.get())
    assert not is_kept(editor, Organisation.objects.get())


def test_to_ask_before_a_deletion_takes_no_more_questions_for_much(editor, tmp_path):
    load(tmp_path, place(), event(places=["a-place"]))
    found = Place.objects.get()
    asked(editor, found)
    with CaptureQueriesContext(connection) as few:
        asked(editor, found)
    load(tmp_path, *(event(f"event-{n}", places=["a-place"]) for n in range(30)))
    with CaptureQueriesContext(connection) as many:
        assert asked(editor, found).count("Event event-") == 20
    assert len(many) <= len(few)


def test_the_relation_itself_is_never_deleted(tmp_path):
    load(tmp_path)
    superuser = colleague("mariia", is_superuser=True)
    assert not workflow.may_delete(superuser, Relation.objects.get())


def test_whom_readers_knew_by_an_office_stays_though_its_citation_went(editor, tmp_path):
    office = {"key": "pm", "office": {"en": "Prime Minister"}}
    cited = office | {"citations": [{"source": "a-source"}]}
    load(tmp_path, source(), person("a-mistake", tenures=[cited]))
    load(tmp_path, person("a-mistake", tenures=[office]))
    assert "one of its own offices" in asked(editor, Person.objects.get())
    assert is_kept(editor, Person.objects.get())


def test_what_a_reader_reported_of_it_keeps_it(editor, tmp_path):
    load(tmp_path, person("a-mistake"))
    made("a-mistake", model="person", state="open", closed_at=None, answer_en="")
    assert "what a reader reported of it" in asked(editor, Person.objects.get())
    assert is_kept(editor, Person.objects.get())
