"""Somebody saves while another looks: what she presses then is told her first, and done informed."""

from http import HTTPStatus

import pytest
from django.test import Client

from relations import workflow
from relations.models import Event, Revision
from tests.desk import at_the_desk, colleague, form_of, read, step, url_of, write
from tests.making import event, load, person, source, visit
from tests.reading import Page, words
from visits.models import Visit

pytestmark = pytest.mark.django_db

PUBLIC = "/en/events/an-event/"


@pytest.fixture
def submitted(tmp_path, author):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(author, found, title_en="As read", _submit="1")
    return found


def pressed(client, address: str, button: str, **typed) -> tuple[str, dict]:
    """Where the form with a button sends what a browser would send, and that."""
    for form in Page(client.get(address)).root.iter("form"):
        if button in [words(each) for each in form.iter("button")]:
            return form.get("action") or address, fields_of(form) | typed
    raise AssertionError(f"nobody can press {button}")


def fields_of(form) -> dict:
    fields = [each for each in form.iter() if each.tag in ("input", "textarea")]
    return {each.get("name"): each.get("value") or each.text or "" for each in fields}


def pressed_again(answer, button: str) -> dict:
    """What the same button sends on the page that came back."""
    forms = Page(answer).root.iter("form")
    return next(fields_of(f) for f in forms if button in [words(each) for each in f.iter("button")])


def test_a_step_judged_on_another_version_is_taken_once_its_difference_was_shown(
    submitted, editor, publisher
):
    where, sent = pressed(publisher, url_of(submitted), "Publish now", note="Compared.")
    write(editor, submitted, title_en="Changed behind her back")
    refused = publisher.post(where, sent)
    told = words(Page(refused).root)
    assert "Somebody else saved this after you had opened it. Nothing was done." in told
    assert "Saving again" not in told
    assert "Saved by kenji" in told
    assert "removed: As read added: Changed behind her back" in told
    assert Client().get(PUBLIC).status_code == HTTPStatus.NOT_FOUND
    again = pressed_again(refused, "Publish now")
    assert again["note"] == "Compared."
    write(editor, submitted, title_en="Changed once more")
    assert "added: once more" in words(Page(publisher.post(where, again)).root)
    assert Client().get(PUBLIC).status_code == HTTPStatus.NOT_FOUND
    publisher.post(where, pressed_again(publisher.post(where, again), "Publish now"))
    assert Page(Client().get(PUBLIC)).heading == "Changed once more"


def test_a_step_that_somebody_else_took_is_not_offered_again(submitted, editor, publisher):
    where, sent = pressed(publisher, url_of(submitted), "Publish now", note="Compared.")
    step(editor, submitted, "reject", note="Which ministry?")
    told = words(Page(publisher.post(where, sent)).root)
    assert "This step is not open to you any more." in told
    assert "Which ministry?" in told
    assert "Compared." in told
    assert "Publish now" not in told


def test_nobody_has_read_what_was_saved_in_between(submitted, author, editor):
    button = "I have read it: English"
    where, sent = pressed(editor, url_of(submitted), button)
    write(author, submitted, title_en="Changed behind his back")
    refused = editor.post(where, sent)
    told = words(Page(refused).root)
    assert "Saved by oksana" in told
    assert "removed: As read added: Changed behind his back" in told
    assert not Event.objects.get().checked
    editor.post(where, pressed_again(refused, button))
    assert Event.objects.get().checked["en"]["by"] == "kenji"


def test_to_restore_a_version_replaces_nothing_unseen(submitted, author, editor):
    button = "Restore this version"
    where, sent = pressed(editor, url_of(submitted, "history"), button)
    write(author, submitted, title_en="Changed behind his back")
    refused = editor.post(where, sent)
    told = words(Page(refused).root)
    assert "Saved by oksana" in told
    assert "removed: As read added: Changed behind his back" in told
    assert Event.objects.get().title_en == "Changed behind his back"
    editor.post(where, pressed_again(refused, button))
    assert Event.objects.get().title_en != "Changed behind his back"


@pytest.mark.parametrize("seen", ["", "0" * 64, "x\0", "%"])
@pytest.mark.parametrize("action", ["read", "restore", "delete"])
def test_whoever_says_that_she_saw_what_nobody_wrote_changes_nothing(
    submitted, editor, action, seen
):
    first = Revision.objects.of(submitted).last()
    sent = {"language": "en", "version": first.digest, "post": "yes", "seen": seen}
    answer = editor.post(url_of(submitted, action), sent, follow=True)
    assert answer.status_code == HTTPStatus.OK
    found = Event.objects.get()
    assert (found.title_en, found.status, found.checked) == ("As read", "submitted", {})


def test_who_edits_nothing_is_offered_no_mark_of_reading(submitted, author, editor):
    assert "I have read it" in editor.get(url_of(submitted)).content.decode()
    assert "I have read it" not in author.get(url_of(submitted)).content.decode()
    assert read(author, submitted, "en").status_code == HTTPStatus.FORBIDDEN


def test_all_who_saved_meanwhile_are_named_beside_their_changes(submitted, author, editor):
    typed = form_of(author, url_of(submitted)) | {"title_ja": "題"}
    write(editor, submitted, title_uk="Назва", note="For Kyiv.")
    taras = at_the_desk(colleague("taras", "editor"))
    write(taras, submitted, summary_en="What happened.", note="Told at length.")
    told = words(Page(author.post(url_of(submitted), typed)).root)
    for name, note in (("kenji", "For Kyiv."), ("taras", "Told at length.")):
        assert f"Saved by {name}" in told
        assert note in told
    assert "Назва" in told
    assert "What happened." in told


def test_what_was_opened_is_compared_though_the_proposal_has_another_address(
    tmp_path, author, editor
):
    load(tmp_path, event())
    found = Event.objects.get()
    typed = form_of(editor, url_of(found)) | {"title_ja": "題"}
    write(author, found, slug="another-address", title_en="Another title")
    told = words(Page(editor.post(url_of(found), typed)).root)
    assert "removed: An event added: Another title" in told
    assert workflow.current(Event.objects.get())["title"]["en"] == "Another title"
    assert Revision.objects.of(found).count() == 2


def test_what_may_not_stand_as_it_is_any_more_is_told_to_whoever_has_read_it(tmp_path):
    guest = {"person": "a-visitor", "role": "visitor", "tier": "other"}
    office = {"key": "president", "office": {"en": "President"}, "start": "1994", "end": "1994"}
    load(tmp_path, source(), person(), visit(participants=[guest]))
    load(tmp_path, person(tenures=[office | {"citations": [{"source": "a-source"}]}]))
    editor = at_the_desk(colleague("kenji", "editor"))
    answer = read(editor, Visit.objects.get(), "en")
    page = Page(editor.get(answer["Location"]))
    assert "By the cited offices" in words(page.root)
