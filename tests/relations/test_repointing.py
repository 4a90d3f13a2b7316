"""A new name for a document: whatever named it follows at once, whoever's it is and however far."""

from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from django.contrib.auth import get_user_model

from relations import workflow
from relations.document import build
from relations.models import Event, Person, Place, Revision, Source, Topic
from relations.repointing import rewrite
from tests.desk import at_the_desk, colleague, form_of, read, restore, step, url_of, write
from tests.making import event, load, organisation, person, place, source, topic, visit
from tests.reading import Page, words
from visits.models import Visit

pytestmark = pytest.mark.django_db

LATER = datetime(2030, 1, 1, 12, tzinfo=UTC)
NAMED = {"participants": [{"person": "o-petrenko", "role": "speaker"}]}
CLAIM = {"source": "a-source", "claim": "participants/o-petrenko"}

TEXT = "After [[named]] it was told [@cited, p. 3]."


@pytest.fixture
def petrenko(tmp_path):
    """Somebody who is named by a published record and by a draft, in a claim too."""
    load(
        tmp_path,
        person("o-petrenko"),
        event("published", citations=[CLAIM], **NAMED),
        event("draft", status="draft", citations=[CLAIM], **NAMED),
    )
    return Person.objects.get()


def says(slug: str) -> tuple[str, str]:
    """Whom a record names, and in which claim."""
    document = workflow.current(Event.objects.get(slug=slug))
    return document["participants"][0]["person"], document["citations"][0]["claim"]


def newest(obj) -> Revision:
    return Revision.objects.of(obj).first()


def everything() -> list[dict]:
    return [build(obj) for model in (Event, Topic, Visit) for obj in model.objects.order_by("slug")]


def rename(client, obj, slug: str, **typed) -> None:
    answer = write(client, obj, slug=slug, **typed)
    assert answer.status_code == HTTPStatus.FOUND, answer.context["errors"]


def test_whatever_names_a_person_names_her_by_the_new_slug(petrenko, editor, client):
    rename(editor, petrenko, "olena-petrenko", note="Her full name.")
    for slug in ("published", "draft"):
        assert says(slug) == ("olena-petrenko", "participants/olena-petrenko")
    moved = client.get("/en/people/o-petrenko/")
    assert (moved.status_code, moved["Location"]) == (301, "/en/people/olena-petrenko/")
    why = "Renamed: o-petrenko → olena-petrenko. Her full name."
    version = newest(Event.objects.get(slug="published"))
    assert (version.signature, version.state, version.note) == ("kenji", "published", why)
    assert why in client.get("/en/events/published/history/").content.decode()


def test_the_next_save_of_what_named_her_is_an_ordinary_one(petrenko, editor):
    rename(editor, petrenko, "olena-petrenko")
    published = Event.objects.get(slug="published")
    assert write(editor, published, title_en="Another title").status_code == HTTPStatus.FOUND
    assert says("published") == ("olena-petrenko", "participants/olena-petrenko")


def test_what_was_renamed_is_written_on_as_before_and_keeps_its_addresses(petrenko, editor, client):
    rename(editor, petrenko, "olena-petrenko")
    assert write(editor, petrenko, name_en="Olena").status_code == HTTPStatus.FOUND
    assert Person.objects.get().former_slugs == ["o-petrenko"]
    moved = client.get("/en/people/o-petrenko/")
    assert (moved.status_code, moved["Location"]) == (301, "/en/people/olena-petrenko/")


def test_to_name_her_back_undoes_it_all(petrenko, editor):
    before = everything()
    rename(editor, petrenko, "olena-petrenko")
    assert everything() != before
    rename(editor, petrenko, "o-petrenko")
    assert everything() == before


def test_an_earlier_version_names_her_by_the_new_slug_when_it_is_restored(petrenko, editor):
    draft = Event.objects.get(slug="draft")
    first = newest(draft).digest
    rename(editor, petrenko, "olena-petrenko")
    versions = Revision.objects.of(draft).count()
    answer = restore(editor, draft, first, follow=True)
    assert "says the same already" in answer.content.decode()
    assert Revision.objects.of(draft).count() == versions
    write(editor, draft, title_en="Another title", participants=[], citations=[])
    answer = restore(editor, draft, first, follow=True)
    assert f"Restored from {first[:8]}" in answer.content.decode()
    assert says("draft") == ("olena-petrenko", "participants/olena-petrenko")


def test_what_a_text_names_is_called_as_it_is_today_when_it_is_restored(tmp_path, editor):
    load(
        tmp_path,
        event("named", status="draft"),
        source("cited"),
        topic(status="draft", body={"en": TEXT}),
    )
    a_topic = Topic.objects.get()
    first = newest(a_topic).digest
    rename(editor, Event.objects.get(), "renamed")
    rename(editor, Source.objects.get(slug="cited"), "quoted")
    write(editor, a_topic, body_en="Nothing.")
    restore(editor, a_topic, first)
    a_topic.refresh_from_db()
    assert a_topic.body_en == TEXT.replace("named", "renamed").replace("cited", "quoted")


def test_a_proposal_that_says_the_same_in_other_names_is_none(petrenko, editor):
    published = Event.objects.get(slug="published")
    write(editor, published, title_en="Proposed")
    rename(editor, petrenko, "olena-petrenko")
    stands = newest(published)
    assert workflow.save(published, stands.document | NAMED, by=stands.by) is None
    assert newest(published) == stands


@pytest.mark.parametrize("slug", ["draft", "published"])
def test_what_came_back_stays_its_authors_with_the_remark_of_whoever_rejected_it(
    petrenko, editor, publisher, slug
):
    found = Event.objects.get(slug=slug)
    user = colleague("oksana", "author")
    oksana = at_the_desk(user)
    write(oksana, found, title_en="Hers", note="Begun.", _submit="1")
    step(publisher, found, "reject", note="Where is the date from?")
    rename(editor, petrenko, "olena-petrenko")
    assert says(slug) == ("olena-petrenko", "participants/olena-petrenko")
    came_back, hers = Revision.objects.of(found).exclude(state="published")[:2]
    assert (came_back.state, came_back.signature) == ("rejected", "mariia")
    assert (hers.by, hers.note) == (user, "Begun.")
    assert workflow.writers(found) == {user.pk}
    assert remarks(oksana, found) == ["mariia: Where is the date from?", "oksana: Begun."]
    waiting = words(Page(oksana.get("/admin/")).root)
    assert "Rejected · mariia" in waiting
    assert "Where is the date from?" in waiting
    step(oksana, found, "submit")
    step(publisher, found, "publish")
    version = newest(found)
    assert (version.signature, version.state, version.note) == ("oksana", "published", "Begun.")


def remarks(client, obj) -> list[str]:
    """What was remarked about a version, as the form shows it: who, and what."""
    found = (p for p in Page(client.get(url_of(obj))).root.iter("p") if p.get("class") == "remark")
    return [f"{words(p.find('strong'))}: {p.find('br').tail.strip()}" for p in found]


def test_what_was_remarked_before_something_got_another_name_stays_in_sight(
    petrenko, editor, publisher
):
    published = Event.objects.get(slug="published")
    oksana = at_the_desk(colleague("oksana", "author"))
    write(oksana, published, title_en="Proposed", note="After the ministry.", _submit="1")
    step(publisher, published, "reject", note="Which ministry?")
    write(oksana, published, title_en="Proposed anew", note="The foreign one.", _submit="1")
    rename(editor, petrenko, "olena-petrenko")
    assert remarks(publisher, published) == [
        "oksana: The foreign one.",
        "mariia: Which ministry?",
        "oksana: After the ministry.",
    ]


def test_who_submitted_what_another_wrote_has_no_part_in_it_when_it_is_renamed(
    petrenko, editor, publisher
):
    published = Event.objects.get(slug="published")
    oksana = colleague("oksana", "author")
    write(at_the_desk(oksana), published, title_en="Proposed", note="Hers.")
    step(publisher, published, "submit", note="Ready.")
    read(publisher, published, "en")
    rename(editor, petrenko, "olena-petrenko")
    assert workflow.writers(published) == {oksana.pk}
    step(at_the_desk(oksana), published, "publish", note="Mine.")
    assert workflow.pending(published)
    step(publisher, published, "publish")
    assert (newest(published).signature, newest(published).note) == ("oksana", "Hers.")


def test_a_proposal_stays_with_all_who_wrote_it(petrenko, editor, publisher):
    published = Event.objects.get(slug="published")
    oksana = at_the_desk(colleague("oksana", "author"))
    write(oksana, published, title_en="Proposed")
    write(publisher, published, title_uk="Запропоновано", _submit="1")
    wrote = workflow.writers(published)
    rename(editor, petrenko, "olena-petrenko")
    assert says("published") == ("olena-petrenko", "participants/olena-petrenko")
    published.refresh_from_db()
    assert (published.title_en, workflow.state_of(published)) == ("Published", "submitted")
    assert (len(wrote), workflow.writers(published)) == (2, wrote)
    step(publisher, published, "publish", note="Mine")
    assert workflow.pending(published)
    step(at_the_desk(colleague("taras", "publisher")), published, "publish")
    published.refresh_from_db()
    assert (published.title_en, workflow.writers(published)) == ("Proposed", set())


def test_all_who_wrote_beside_a_withdrawn_page_stay_its_writers(petrenko, editor, publisher):
    withdrawn = Event.objects.get(slug="published")
    step(publisher, withdrawn, "withdraw", reason_en="Told twice.")
    oksana = at_the_desk(colleague("oksana", "author"))
    write(oksana, withdrawn, title_en="Proposed")
    write(publisher, withdrawn, title_uk="Запропоновано", _submit="1")
    wrote = workflow.writers(withdrawn)
    rename(editor, petrenko, "olena-petrenko")
    assert (len(wrote), workflow.writers(withdrawn)) == (2, wrote)
    step(publisher, withdrawn, "publish", note="Mine")
    assert workflow.pending(withdrawn)


def test_what_is_scheduled_stays_so_with_its_approval(petrenko, editor, publisher):
    draft = Event.objects.get(slug="draft")
    write(editor, draft, title_en="Due", note="For the day.", _submit="1")
    step(publisher, draft, "schedule", publish_at="2030-01-01T12:00", note="Compared.")
    rename(editor, petrenko, "olena-petrenko")
    version = newest(draft)
    assert (version.state, version.note) == ("scheduled", "Compared.")
    assert (version.signature, version.approved_by.username) == ("mariia", "mariia")
    assert [problems for _scheduled, problems in workflow.publish_due(LATER)] == [[]]
    version = newest(draft)
    assert (version.state, version.note) == ("published", "Compared.")
    assert (version.signature, version.approved_by.username) == ("kenji", "mariia")


def test_places_topics_organisations_and_sources_follow(tmp_path, editor, publisher):
    load(
        tmp_path,
        *(person(), place(), organisation(), topic(), source("copy")),
        visit(stops=[{"place": "a-place"}], topics=["a-topic"], citations=[
            {"source": "copy", "claim": "stops/a-place"}, {"source": "copy", "claim": "topics/a-topic"},
        ]),
        topic("a-text", body={"en": "So it was [@copy, p. 3] and [@copy-of-another]."}),
        source("copy-of-another"),
    )  # fmt: skip
    rename(editor, Place.objects.get(), "the-place")
    rename(editor, Source.objects.get(slug="copy"), "original")
    theme = Topic.objects.get(slug="a-topic")
    rename(editor, theme, "a-theme", _submit="1")
    step(publisher, theme, "publish")
    document = build(Visit.objects.get())
    assert document["stops"] == [{"place": "the-place"}]
    assert document["topics"] == ["a-theme"]
    assert document["citations"][:2] == [
        {"source": "original", "claim": "stops/the-place"},
        {"source": "original", "claim": "topics/a-theme"},
    ]
    told = Topic.objects.get(slug="a-text")
    assert told.body_en == "So it was [@original, p. 3] and [@copy-of-another]."
    assert told.cites == ["original", "copy-of-another"]


@pytest.fixture
def told(tmp_path):
    """A record that a text and another record lead to."""
    load(
        tmp_path,
        event("the-day"),
        event("the-day-after", links=[{"to": "the-day", "role": "follows"}]),
        topic(body={"en": "See [[the-day]], [[the-day-after]] and [[the-day|there]]."}),
    )
    return Event.objects.get(slug="the-day")


def test_what_leads_to_a_record_follows_when_its_new_name_is_approved(
    told, editor, publisher, client
):
    before = everything()
    rename(editor, told, "the-first-day", _submit="1")
    assert everything() == before
    step(publisher, told, "publish", note="Right.")
    text = Topic.objects.get()
    assert text.body_en == "See [[the-first-day]], [[the-day-after]] and [[the-first-day|there]]."
    assert build(Event.objects.get(slug="the-day-after"))["links"][0]["to"] == "the-first-day"
    version = newest(text)
    assert (version.signature, version.approved_by.username) == ("kenji", "mariia")
    assert version.note == "Renamed: the-day → the-first-day. Right."
    assert 'href="/en/events/the-first-day/"' in client.get("/en/topics/a-topic/").content.decode()


def test_readers_hear_nothing_of_a_name_that_they_do_not_know(tmp_path, editor, client):
    load(
        tmp_path,
        event("secret", status="draft"),
        event(links=[{"to": "secret", "role": "follows"}]),
    )
    rename(editor, Event.objects.get(slug="secret"), "top-secret", note="Hush.")
    assert build(Event.objects.get(slug="an-event"))["links"][0]["to"] == "top-secret"
    history = client.get("/en/events/an-event/history/").content.decode()
    assert "Something that it names has another address." in history
    assert "secret" not in history
    assert "Hush" not in history


def test_somebody_who_had_a_follower_open_sees_what_was_renamed(petrenko, editor, publisher):
    published = Event.objects.get(slug="published")
    typed = form_of(publisher, url_of(published)) | {"title_en": "Typed meanwhile"}
    rename(editor, petrenko, "olena-petrenko")
    page = publisher.post(url_of(published), typed)
    assert page.status_code == HTTPStatus.OK
    assert "Typed meanwhile" in page.content.decode()
    assert page.context["conflict"]["since"][0].signature == "kenji"


def test_a_follower_that_cannot_be_written_is_named_and_nothing_is_renamed(petrenko, editor):
    Event.objects.filter(slug="published").update(title_en="", title_ja="", title_uk="")
    page = write(editor, petrenko, slug="olena-petrenko")
    assert "event published: Title" in page.content.decode()
    assert Person.objects.get().slug == "o-petrenko"
    assert says("draft")[0] == "o-petrenko"


def test_all_who_wrote_stay_its_writers_when_the_account_of_whoever_renamed_is_gone(
    petrenko, editor, publisher
):
    published = Event.objects.get(slug="published")
    oksana = at_the_desk(colleague("oksana", "author"))
    write(oksana, published, title_en="Proposed")
    write(publisher, published, title_uk="Запропоновано", _submit="1")
    wrote = workflow.writers(published)
    rename(editor, petrenko, "olena-petrenko")
    get_user_model().objects.get(username="kenji").delete()
    assert (len(wrote), workflow.writers(published)) == (2, wrote)


def test_what_was_saved_after_it_was_found_is_not_written_over_by_a_new_name(petrenko, editor):
    found = Event.objects.get(slug="draft")
    write(editor, found, title_en="Saved meanwhile")
    rewrite(found, lambda document, _state: document | {"order_in_day": 2})
    now = Event.objects.get(slug="draft")
    assert (now.title_en, now.order_in_day) == ("Saved meanwhile", 2)
