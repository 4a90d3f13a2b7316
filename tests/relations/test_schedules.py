"""What is scheduled: everybody at the desk sees for when, and hears when nothing comes of it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from relations.models import Event, Revision, Source, Topic
from tests.desk import at_the_desk, colleague, restore, step, url_of, write
from tests.making import event, load, topic
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

LATER = datetime(2030, 1, 1, 12, 30, tzinfo=UTC)
DUE = "Scheduled for 2030-01-01 12:00 UTC"
LIST = reverse("admin:relations_event_changelist")


@pytest.fixture(params=["draft", "published"])
def scheduled(tmp_path, author, publisher, request):
    """A draft, or a proposal beside a published record, that is to come out."""
    load(tmp_path, event(status=request.param), topic("a-theme"))
    return schedule(author, publisher, Event.objects.get())


def schedule(author, publisher, obj, publish_at="2030-01-01T12:00"):
    write(author, obj, title_en="For the day", _submit="1")
    step(publisher, obj, "schedule", publish_at=publish_at)
    return obj


def shown(client, address: str) -> str:
    return words(Page(client.get(address, follow=True)).root)


def test_the_desk_shows_for_when_something_is_scheduled(scheduled, editor):
    for address in ("/admin/", LIST, url_of(scheduled)):
        assert DUE in shown(editor, address)
    assert "not published" not in shown(editor, "/admin/")


def test_what_is_due_first_stands_first(tmp_path, author, publisher):
    load(tmp_path, *(event(f"event-{n}", status="draft") for n in range(2)))
    for n, year in enumerate((2031, 2030)):
        found = Event.objects.get(slug=f"event-{n}")
        schedule(author, publisher, found, f"{year}-01-01T12:00")
    told = shown(author, "/admin/")
    assert told.index("2030-01-01 12:00") < told.index("2031-01-01 12:00")


def test_what_is_due_is_published_though_what_it_names_is_renamed_just_before(
    tmp_path, author, publisher, monkeypatch
):
    load(tmp_path, topic("a-theme"), event(topics=["a-theme"]))
    found = Topic.objects.get()
    write(author, found, slug="a-subject", _submit="1")
    step(publisher, found, "schedule", publish_at="2030-01-01T12:00")
    schedule(author, publisher, Event.objects.get())
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    call_command("publish_due")
    now = Event.objects.get()
    assert (now.title_en, now.topics.get().slug) == ("For the day", "a-subject")


@pytest.mark.parametrize("scheduled", ["published"], indirect=True)
def test_what_could_not_be_published_when_it_was_due_is_told_at_the_desk(scheduled, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    Source.objects.update(slug="renamed-since")
    with pytest.raises(CommandError):
        call_command("publish_due")
    kenji = at_the_desk(colleague("kenji", "editor"))
    publisher = at_the_desk(get_user_model().objects.get(username="mariia"))
    for client in (kenji, publisher):
        front = shown(client, "/admin/")
        assert "Due, but not published" in front
        assert DUE in front
        form = shown(client, url_of(scheduled))
        assert "It was due and is not published." in form
        assert "Citation · 1 · Source: No source has the slug “a-source”." in form
    told = step(publisher, scheduled, "publish", note="Now.").content.decode()
    assert "a-source" in told


def test_whoever_takes_something_off_the_schedule_is_told(scheduled, author):
    answer = write(author, scheduled, title_en="Changed after approval")
    told = shown(author, answer["Location"])
    assert "No longer scheduled, to be approved anew: " in told
    assert DUE not in told


def test_a_topic_added_to_many_names_what_it_takes_off_the_schedule(scheduled, editor):
    added = {
        "action": "add_names",
        "_selected_action": [scheduled.pk],
        "topic": Topic.objects.get().pk,
    }
    answer = words(Page(editor.post(LIST, added, follow=True)).root)
    assert "No longer scheduled, to be approved anew: " in answer
    assert DUE not in answer


def test_a_restored_version_says_that_the_schedule_is_gone(scheduled, editor):
    first = Revision.objects.of(scheduled).last()
    told = words(Page(restore(editor, scheduled, first.digest, follow=True)).root)
    assert "No longer scheduled, to be approved anew: " in told


def test_the_form_of_what_is_withdrawn_shows_the_reason_that_readers_get(tmp_path, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    told = {"reason_en": "The source was a forgery.", "reason_uk": "Джерело підроблене."}
    step(publisher, found, "withdraw", **told)
    form = shown(publisher, url_of(found))
    for reason in told.values():
        assert reason in form
