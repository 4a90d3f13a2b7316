"""From draft to page and away again: who may take which step, and what readers see of it."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from relations import workflow
from relations.models import Event, Page, Revision, Source, Topic
from tests.desk import at_the_desk, colleague, delete, form_of, read, restore, step, url_of, write
from tests.making import event, load
from tests.reading import Page as Read

pytestmark = pytest.mark.django_db

PUBLIC = "/en/events/an-event/"
LATER = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def author(db):
    return colleague("oksana", "author")


@pytest.fixture
def editor(db):
    return colleague("kenji", "editor")


@pytest.fixture
def publisher(db):
    return colleague("mariia", "publisher")


def title_in_public() -> str:
    return Read(Client().get(PUBLIC)).heading


def states(obj) -> list[str]:
    """The states that the document went through, the first first."""
    return list(Revision.objects.of(obj).reverse().values_list("state", flat=True))


def test_what_is_written_in_a_published_record_waits_until_somebody_else_approves(
    tmp_path, author, publisher
):
    load(tmp_path, event())
    found = Event.objects.get()
    before = title_in_public()
    assert write(at_the_desk(author), found, title_en="Said anew").status_code == HTTPStatus.FOUND
    assert title_in_public() == before
    assert form_of(at_the_desk(author), url_of(found))["title_en"] == "Said anew"
    step(at_the_desk(author), found, "submit")
    assert title_in_public() == before
    step(at_the_desk(publisher), found, "publish", note="Checked against the source.")
    assert title_in_public() == "Said anew"
    latest = Revision.objects.of(found).first()
    assert (latest.signature, latest.by, latest.approved_by) == ("oksana", author, publisher)
    assert states(found) == ["published", "draft", "submitted", "published"]


@pytest.mark.parametrize("model", [Topic, Page])
def test_topics_and_pages_wait_like_records(tmp_path, author, publisher, model):
    told = {"title": {"en": "As it was"}, "status": "published"}
    load(tmp_path, {model.KEY: "told", **told})
    found = model.objects.get()
    write(at_the_desk(author), found, title_en="As it is now")
    assert "As it was" in Client().get(found.get_absolute_url()).content.decode()
    step(at_the_desk(author), found, "submit")
    step(at_the_desk(publisher), found, "publish")
    assert "As it is now" in Client().get(found.get_absolute_url()).content.decode()


def test_a_draft_becomes_a_page_by_four_eyes(tmp_path, author, publisher):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    desk = at_the_desk(author)
    write(desk, found, title_en="A first draft")
    step(desk, found, "submit")
    assert step(desk, found, "publish").status_code == HTTPStatus.FORBIDDEN
    assert Client().get(PUBLIC).status_code == HTTPStatus.NOT_FOUND
    step(at_the_desk(publisher), found, "publish")
    assert title_in_public() == "A first draft"


@pytest.mark.parametrize("remark", ["", "Compared with the ministry’s page."])
def test_readers_are_told_the_approvers_note_or_else_the_writers(
    tmp_path, author, publisher, remark
):
    load(tmp_path, event())
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Anew", note="A better title.", _submit="1")
    step(at_the_desk(publisher), found, "publish", note=remark)
    history = Read(Client().get(f"{PUBLIC}history/")).words
    assert (remark or "A better title.") in history


def test_nobody_approves_what_she_wrote_herself(tmp_path, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    desk = at_the_desk(publisher)
    write(desk, found, title_en="My own words")
    step(desk, found, "submit")
    assert step(desk, found, "publish").status_code == HTTPStatus.FORBIDDEN
    assert step(desk, found, "schedule", publish_at="2030-01-01T12:00").status_code == 403
    assert title_in_public() != "My own words"


def test_whoever_touched_the_words_does_not_approve_them(tmp_path, author, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="With a tpyo", _submit="1")
    write(at_the_desk(publisher), found, title_en="Without a typo")
    assert workflow.state_of(Event.objects.get()) == "submitted"
    assert step(at_the_desk(publisher), found, "publish").status_code == HTTPStatus.FORBIDDEN
    step(at_the_desk(colleague("yurii", "publisher")), found, "publish")
    assert title_in_public() == "Without a typo"


def test_a_superuser_approves_her_own_words_only_with_a_reason(tmp_path, admin_client):
    load(tmp_path, event())
    found = Event.objects.get()
    write(admin_client, found, title_en="Alone at night", _submit="1")
    refused = step(admin_client, found, "publish")
    assert "Say why." in refused.content.decode()
    assert title_in_public() != "Alone at night"
    step(admin_client, found, "publish", note="A wrong day had to go at once.")
    assert title_in_public() == "Alone at night"
    assert Revision.objects.of(found).first().note == "A wrong day had to go at once."


def test_a_rejection_needs_a_remark_and_comes_back_to_the_author(tmp_path, author, editor):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Half told", _submit="1")
    desk = at_the_desk(editor)
    assert "Say why." in step(desk, found, "reject").content.decode()
    step(desk, found, "reject", note="Which ministry?")
    assert Event.objects.get().status == "rejected"
    assert "Which ministry?" in at_the_desk(author).get(url_of(found)).content.decode()
    write(at_the_desk(author), found, title_en="Told", _submit="1")
    assert Event.objects.get().status == "submitted"


def test_what_lacks_evidence_is_not_published_and_the_claims_are_named(tmp_path, author, publisher):
    load(tmp_path, event(status="draft", citations=[]))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Bare", _submit="1")
    refused = step(at_the_desk(publisher), found, "publish", note="kept")
    page = refused.content.decode()
    assert "Published without a citation" in page
    assert "kept" in page
    assert Event.objects.get().status == "submitted"


def test_a_withdrawn_page_says_why_and_may_come_back(tmp_path, author, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    desk = at_the_desk(publisher)
    refused = step(desk, found, "withdraw")
    assert "Say in public why it is withdrawn." in refused.content.decode()
    step(desk, found, "withdraw", reason_en="The source was a forgery.")
    gone = Client().get(PUBLIC)
    assert gone.status_code == HTTPStatus.GONE
    assert "The source was a forgery." in gone.content.decode()
    write(at_the_desk(author), found, title_en="With a better source", _submit="1")
    assert Client().get(PUBLIC).status_code == HTTPStatus.GONE
    step(desk, found, "publish")
    assert title_in_public() == "With a better source"


@pytest.mark.parametrize("is_read", [False, True])
def test_whoever_brings_a_withdrawn_page_back_as_it_was_does_not_approve_it(
    tmp_path, editor, publisher, is_read
):
    load(tmp_path, event())
    found, desk = Event.objects.get(), at_the_desk(publisher)
    as_it_was, before = Revision.objects.of(found).get(), title_in_public()
    if is_read:
        read(at_the_desk(editor), found, "en")
    step(desk, found, "withdraw", reason_en="A mistake of ours.")
    assert (
        "The page comes back when a version is approved" in desk.get(url_of(found)).content.decode()
    )
    restore(desk, found, as_it_was.digest)
    step(at_the_desk(editor), found, "submit")
    assert step(desk, found, "publish").status_code == HTTPStatus.FORBIDDEN
    assert Client().get(PUBLIC).status_code == HTTPStatus.GONE
    another = colleague("yurii", "publisher")
    step(at_the_desk(another), found, "publish")
    assert title_in_public() == before
    published = Revision.objects.of(found).first()
    assert (published.by, published.approved_by) == (publisher, another)
    assert published.note == f"Restored from {as_it_was.digest[:8]}"


def test_a_page_that_a_file_withdrew_is_brought_back_from_its_only_version(tmp_path, editor):
    load(tmp_path, event(status="withdrawn", public_reason={"en": "A mistake of ours."}))
    found, desk = Event.objects.get(), at_the_desk(editor)
    only = Revision.objects.of(found).get()
    assert only.digest in desk.get(url_of(found, "history")).content.decode()
    restore(desk, found, only.digest)
    assert workflow.writers(found) == {editor.pk}
    viewer = at_the_desk(colleague("viktor", "viewer"))
    assert only.digest not in viewer.get(url_of(found, "history")).content.decode()
    step(desk, found, "drop")
    assert "The page comes back when" in desk.get(url_of(found)).content.decode()
    assert "The page comes back when" not in viewer.get(url_of(found)).content.decode()


def test_to_restore_what_says_the_same_as_the_page_changes_nothing(tmp_path, editor):
    load(tmp_path, event())
    found, desk = Event.objects.get(), at_the_desk(editor)
    unread = Revision.objects.of(found).get()
    read(desk, found, "en")
    told = restore(desk, found, unread.digest, follow=True).content.decode()
    assert "The document says the same already; nothing was changed." in told
    assert workflow.pending(found) is None


def test_a_proposal_does_not_keep_a_page_from_being_withdrawn(tmp_path, author, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="A canary in a proposal")
    step(at_the_desk(publisher), found, "withdraw", reason_en="At a person’s request.")
    gone = Client().get(PUBLIC)
    assert gone.status_code == HTTPStatus.GONE
    assert b"canary" not in gone.content


@pytest.mark.parametrize(
    ("way", "state"),
    [
        ("written", "draft"),
        ("taken back", "draft"),
        ("submitted", "submitted"),
        ("rejected", "rejected"),
        ("scheduled", "submitted"),
    ],
)
def test_a_proposal_outlives_the_page_with_its_writers(
    tmp_path, author, editor, publisher, way, state
):
    load(tmp_path, event())
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Hers", note="Hers.")
    theirs = "An event" if way == "taken back" else "Theirs"
    write(at_the_desk(publisher), found, title_en=theirs, note="Theirs.")
    if way in ("submitted", "rejected", "scheduled"):
        step(at_the_desk(author), found, "submit")
    if way == "rejected":
        step(at_the_desk(editor), found, "reject", note="Which source?")
    colleague_of_both = at_the_desk(colleague("yurii", "publisher"))
    if way == "scheduled":
        step(colleague_of_both, found, "schedule", publish_at="2030-01-01T12:00")
    step(colleague_of_both, found, "withdraw", note="Away.", reason_en="A forgery.")
    row = Event.objects.get()
    assert (row.status, workflow.state_of(row)) == ("withdrawn", state)
    assert workflow.current(row)["title"]["en"] == theirs
    assert workflow.writers(row) == {author.pk, publisher.pk}
    assert workflow.last_written(row).note == "Theirs."
    front = at_the_desk(author).get("/admin/").content.decode()
    assert url_of(found) in front
    form = at_the_desk(author).get(url_of(found)).content.decode()
    assert "The page stays withdrawn until this version is approved." in form
    if state != "submitted":
        step(at_the_desk(author), found, "submit")
    assert step(at_the_desk(publisher), found, "publish").status_code == HTTPStatus.FORBIDDEN
    assert list(workflow.publish_due(LATER + timedelta(days=1))) == []
    step(colleague_of_both, found, "publish")
    assert title_in_public() == theirs


def test_whoever_withdraws_a_page_is_told_what_is_not_scheduled_any_more(
    tmp_path, author, publisher
):
    load(tmp_path, event())
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="For the day", _submit="1")
    desk = at_the_desk(publisher)
    step(desk, found, "schedule", publish_at="2030-01-01T12:00")
    done = step(desk, found, "withdraw", reason_en="A forgery.")
    assert "No longer scheduled" in desk.get(done["Location"]).content.decode()


def test_a_proposal_that_is_given_up_leaves_the_page_and_its_words_in_the_history(tmp_path, author):
    load(tmp_path, event())
    found = Event.objects.get()
    before = title_in_public()
    write(at_the_desk(author), found, title_en="On second thoughts")
    step(at_the_desk(author), found, "drop", note="No.")
    assert workflow.pending(Event.objects.get()) is None
    assert title_in_public() == before
    assert (
        "On second thoughts" in at_the_desk(author).get(url_of(found, "history")).content.decode()
    )


def test_whoever_writes_the_same_as_was_given_up_signs_it(tmp_path, author, editor, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    write(at_the_desk(editor), found, title_en="On second thoughts", note="His.")
    step(at_the_desk(editor), found, "drop", note="No.")
    write(at_the_desk(author), found, title_en="On second thoughts", note="Hers.", _submit="1")
    step(at_the_desk(publisher), found, "publish")
    published = Revision.objects.of(found).first()
    assert (published.state, published.by, published.note) == ("published", author, "Hers.")


def test_whoever_begins_with_a_bare_address_that_was_given_up_signs_it(author, editor):
    for who in (editor, author):
        begun = Topic()
        revision = workflow.save(begun, {"topic": "bare"}, by=who)
        assert (revision.state, revision.by) == ("draft", who)
        if who == editor:
            workflow.delete(begun, by=editor)
    assert workflow.writers(begun) == {author.pk}


def test_nobody_forgets_who_wrote_a_draft_that_moves_to_where_another_was_given_up(
    tmp_path, editor, publisher
):
    load(tmp_path, event(status="draft"), event("new", status="draft"))
    found = Event.objects.get(slug="an-event")
    write(at_the_desk(publisher), found, title_en="Hers")
    write(at_the_desk(editor), Event.objects.get(slug="new"), title_en="Given up")
    delete(at_the_desk(editor), Event.objects.get(slug="new"))
    write(at_the_desk(editor), found, slug="new", _submit="1")
    step(at_the_desk(publisher), found, "publish", note="I approve of it.")
    assert Event.objects.get().status == "submitted"
    history = at_the_desk(editor).get(url_of(found, "history")).content.decode()
    assert "Hers" in history
    assert "Given up" not in history


def test_what_is_scheduled_is_published_once_when_it_is_due(tmp_path, author, publisher):
    load(tmp_path, event(), event("new", status="draft"))
    rows = [Event.objects.get(slug=slug) for slug in ("an-event", "new")]
    for found in rows:
        write(at_the_desk(author), found, title_en=f"Later: {found.slug}", _submit="1")
        step(at_the_desk(publisher), found, "schedule", publish_at="2030-01-01T12:00")
    assert list(workflow.publish_due(LATER - timedelta(seconds=1))) == []
    assert Client().get("/en/events/new/").status_code == HTTPStatus.NOT_FOUND
    assert [problems for _revision, problems in workflow.publish_due(LATER)] == [[], []]
    assert list(workflow.publish_due(LATER)) == []
    assert title_in_public() == "Later: an-event"
    assert Client().get("/en/events/new/").status_code == HTTPStatus.OK
    latest = Revision.objects.of(rows[0]).first()
    assert (latest.by, latest.approved_by) == (author, publisher)


def test_the_command_says_what_it_published_and_what_it_could_not(
    tmp_path, author, publisher, capsys, monkeypatch
):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Due", _submit="1")
    step(at_the_desk(publisher), found, "schedule", publish_at="2030-01-01T12:00")
    call_command("publish_due")
    assert "Nothing is due." in capsys.readouterr().out
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    Source.objects.update(slug="renamed-since")
    with pytest.raises(CommandError, match=r"event an-event: .*a-source"):
        call_command("publish_due")
    assert Event.objects.get().status == "scheduled"


@pytest.mark.parametrize("status", ["draft", "published"])
def test_the_same_time_is_no_second_schedule_and_keeps_the_first_approval(
    tmp_path, author, publisher, status
):
    load(tmp_path, event(status=status))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Due", _submit="1")
    for note in ("Compared.", "Compared again."):
        due = {"publish_at": "2030-01-01T12:00", "note": note}
        answer = step(at_the_desk(publisher), found, "schedule", **due)
    assert "It is scheduled for this time already." in answer.content.decode()
    assert Revision.objects.of(found).first().note == "Compared."


def test_writing_in_what_is_scheduled_takes_it_off_the_schedule(tmp_path, author, publisher):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="Due", _submit="1")
    step(at_the_desk(publisher), found, "schedule", publish_at="2030-01-01T12:00")
    write(at_the_desk(author), found, title_en="Changed after approval")
    assert Event.objects.get().status == "draft"
    assert list(workflow.publish_due(LATER)) == []


def test_an_author_writes_in_her_own_draft_and_in_nobody_elses(tmp_path, author):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(at_the_desk(colleague("taras", "editor")), found, title_en="Begun by an editor")
    assert write_anyway(at_the_desk(author), found).status_code == HTTPStatus.FORBIDDEN
    desk = at_the_desk(author)
    sent = form_of(desk, f"/admin/relations/event/add/?copy={found.pk}")
    desk.post("/admin/relations/event/add/", sent | {"slug": "her-own"})
    own = Event.objects.get(slug="her-own")
    assert write(desk, own, title_en="Hers").status_code == HTTPStatus.FOUND
    assert step(desk, found, "submit").status_code == HTTPStatus.FORBIDDEN
    assert step(desk, own, "submit").status_code == HTTPStatus.FOUND


def write_anyway(client, obj):
    return client.post(url_of(obj), {"title_en": "forced"})


def test_a_load_never_overwrites_a_proposal(tmp_path, author):
    load(tmp_path, event())
    write(at_the_desk(author), Event.objects.get(), title_en="Waiting")
    with pytest.raises(CommandError, match="oksana"):
        load(tmp_path, event(title={"en": "From a file"}))
    assert workflow.pending(Event.objects.get()).document["title"]["en"] == "Waiting"


@pytest.mark.parametrize("end", ["waits", "was given up"])
def test_a_load_takes_no_page_away_because_a_proposal_says_the_same_as_the_file(
    tmp_path, author, publisher, end
):
    draft = event(status="draft")
    load(tmp_path, draft)
    found, desk = Event.objects.get(), at_the_desk(author)
    first = Revision.objects.of(found).get().digest
    write(desk, found, title_en="For readers", _submit="1")
    step(at_the_desk(publisher), found, "publish")
    restore(desk, found, first)
    if end == "was given up":
        step(desk, found, "drop")
    assert Revision.objects.of(found).first().digest == first
    with pytest.raises(CommandError, match="oksana"):
        load(tmp_path, draft)
    assert title_in_public() == "For readers"


def test_a_new_slug_holds_from_approval_on_and_the_old_one_leads_to_it(tmp_path, author, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    write(at_the_desk(author), found, slug="better-named", _submit="1")
    assert Client().get("/en/events/better-named/").status_code == HTTPStatus.NOT_FOUND
    step(at_the_desk(publisher), found, "publish")
    moved = Client().get(PUBLIC)
    assert (moved.status_code, moved["Location"]) == (301, "/en/events/better-named/")
    assert Event.objects.get().former_slugs == ["an-event"]


def test_reading_marks_go_when_the_words_they_stood_for_change(tmp_path, editor):
    load(tmp_path, event(title={"en": "A day", "ja": "ある日"}))
    found = Event.objects.get()
    read(at_the_desk(editor), found, "ja")
    assert Event.objects.get().checked["ja"]["by"] == "kenji"
    write(at_the_desk(editor), found, title_en="One day")
    assert set(workflow.current(Event.objects.get())["checked"]) == {"ja"}
    write(at_the_desk(editor), found, title_ja="或る日")
    assert "checked" not in workflow.current(Event.objects.get())


def test_to_read_a_language_is_not_to_write_in_it(tmp_path, author, publisher):
    load(tmp_path, event(title={"en": "A day", "ja": "ある日"}))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="One day", _submit="1")
    read(at_the_desk(publisher), found, "ja")
    step(at_the_desk(publisher), found, "publish")
    assert title_in_public() == "One day"
    assert Revision.objects.of(found).first().by == author
    assert Event.objects.get().checked["ja"]["by"] == "mariia"


def test_an_earlier_version_is_restored_as_a_proposal(tmp_path, author, publisher):
    load(tmp_path, event())
    found = Event.objects.get()
    before = title_in_public()
    first = Revision.objects.of(found).first()
    write(at_the_desk(author), found, title_en="A mistake", _submit="1")
    step(at_the_desk(publisher), found, "publish")
    restore(at_the_desk(author), found, first.digest)
    assert title_in_public() == "A mistake"
    step(at_the_desk(author), found, "submit")
    step(at_the_desk(publisher), found, "publish")
    assert title_in_public() == before
    assert Revision.objects.of(found).first().digest == first.digest


def test_a_duplicate_starts_from_all_that_the_other_says(tmp_path, author):
    load(tmp_path, event(body={"en": "Told at length."}))
    found = Event.objects.get()
    desk = at_the_desk(author)
    sent = form_of(desk, f"/admin/relations/event/add/?copy={found.pk}")
    assert desk.post("/admin/relations/event/add/", sent).status_code == HTTPStatus.FOUND
    copy = Event.objects.get(slug="an-event-copy")
    assert (copy.status, copy.body_en) == ("draft", "Told at length.")
    assert copy.citations.count() == found.citations.count()
