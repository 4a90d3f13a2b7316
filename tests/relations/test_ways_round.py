"""Ways round the second pair of eyes that lead nowhere, and what must survive them."""

from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from django.core.management import CommandError
from django.test import Client

from relations import workflow
from relations.models import Event, Revision
from tests.desk import at_the_desk, colleague, delete, form_of, read, restore, step, write
from tests.making import event, load

pytestmark = pytest.mark.django_db

PUBLIC = "/en/events/an-event/"
DUE = "2030-01-01T12:00"
LATER = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def author(db):
    return colleague("oksana", "author")


@pytest.fixture
def publisher(db):
    return colleague("mariia", "publisher")


def test_to_read_what_is_scheduled_leaves_its_approval_and_the_note_for_readers(
    tmp_path, author, publisher
):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Due", _submit="1")
    step(at_the_desk(publisher), found, "schedule", publish_at=DUE, note="Compared.")
    reader = at_the_desk(colleague("kenji", "editor"))
    read(reader, found, "en")
    assert [problems for _revision, problems in workflow.publish_due(LATER)] == [[]]
    latest = Revision.objects.of(found).first()
    assert (latest.by, latest.approved_by, latest.note) == (author, publisher, "Compared.")
    assert latest.document["checked"]["en"]["by"] == "kenji"


def test_to_restore_what_was_scheduled_with_the_same_words_publishes_nothing(
    tmp_path, author, publisher
):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Due", _submit="1")
    step(at_the_desk(publisher), found, "schedule", publish_at=DUE)
    scheduled = Revision.objects.of(found).first()
    list(workflow.publish_due(LATER))
    published = Revision.objects.of(found).first()
    restore(at_the_desk(author), found, scheduled.digest)
    assert Revision.objects.of(found).first() == published
    assert Event.objects.get().publish_at is None


def test_a_load_never_takes_back_what_the_desk_published(tmp_path, author, publisher):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    step(at_the_desk(colleague("kenji", "editor")), found, "submit")
    step(at_the_desk(publisher), found, "publish")
    with pytest.raises(CommandError, match="changed by mariia"):
        load(tmp_path, event(status="draft"))
    assert Client().get(PUBLIC).status_code == HTTPStatus.OK


def test_a_restored_version_keeps_the_addresses_that_readers_know(tmp_path, author, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    first = Revision.objects.of(found).first()
    write(at_the_desk(author), found, slug="better-named", title_en="Anew", _submit="1")
    step(at_the_desk(publisher), found, "publish")
    restore(at_the_desk(author), found, first.digest)
    step(at_the_desk(author), found, "submit")
    step(at_the_desk(publisher), found, "publish")
    assert Event.objects.get().title_en == "An event"
    moved = Client().get(PUBLIC)
    assert (moved.status_code, moved["Location"]) == (301, "/en/events/better-named/")


def test_whoever_gave_up_a_draft_has_no_part_in_what_is_begun_at_its_address(tmp_path, author):
    load(tmp_path, event())
    begin(author, "begun")
    first = Event.objects.get(slug="begun")
    delete(at_the_desk(author), first)
    other = colleague("taras", "author")
    begin(other, "begun")
    anew = Event.objects.get(slug="begun")
    assert workflow.writers(anew) == {other.pk}
    assert not workflow.may_change(author, anew)
    states = Revision.objects.of(anew).reverse().values_list("state", "by__username")
    assert list(states) == [("draft", "oksana"), ("dropped", "oksana"), ("draft", "taras")]


def begin(user, slug: str) -> None:
    """A copy of the published record, under another address."""
    desk = at_the_desk(user)
    original = Event.objects.get(slug="an-event")
    sent = form_of(desk, f"/admin/relations/event/add/?copy={original.pk}")
    desk.post("/admin/relations/event/add/", sent | {"slug": slug})
