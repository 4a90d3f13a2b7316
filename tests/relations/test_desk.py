"""The front page of the desk, and what is typed when a session ends."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations import agenda
from relations.models import Correction, Event, Source, Topic
from tests.correcting import made
from tests.desk import at_the_desk, colleague, form_of, step, url_of, write
from tests.making import event, load, person, topic
from tests.reading import Page, words
from tests.rounds import dead, sources_at

pytestmark = pytest.mark.django_db


def lists(client) -> dict[str, list[str]]:
    """What waits on the front page, by heading: the titles in each list."""
    page = Page(client.get("/admin/"))
    return {
        words(section.find("h2")): [words(a) for a in section.iter("a")]
        for section in page.root.iter("section")
        if section.find("ul") is not None
    }


def test_each_colleague_finds_what_waits_for_her(tmp_path):
    load(tmp_path, event(), event("new", status="draft"))
    author, editor = colleague("oksana", "author"), colleague("kenji", "editor")
    published, new = Event.objects.get(slug="an-event"), Event.objects.get(slug="new")
    write(at_the_desk(author), published, title_en="A proposal")
    write(at_the_desk(author), new, title_en="A novelty", _submit="1")
    assert lists(at_the_desk(author)) == {
        "My drafts": ["An event"],
        "Submitted by me": ["A novelty"],
        "Proposals beside published documents": ["An event"],
    }
    assert lists(at_the_desk(editor))["Awaiting my review"] == ["A novelty"]
    step(at_the_desk(editor), new, "reject", note="Which ministry?")
    assert lists(at_the_desk(author))["Came back to me"] == ["A novelty"]
    assert "Awaiting my review" not in lists(at_the_desk(editor))


def test_a_row_leads_to_the_form_of_its_document(tmp_path):
    load(tmp_path, event("new", status="draft"))
    desk = at_the_desk(colleague("oksana", "author"))
    new = Event.objects.get()
    write(desk, new, title_en="A novelty")
    links = {words(a): a.get("href") for a in Page(desk.get("/admin/")).root.iter("a")}
    assert links["A novelty"] == url_of(new)


def test_a_translation_that_stayed_behind_shows_what_changed_since(tmp_path):
    load(tmp_path, event(title={"en": "Before", "ja": "以前", "uk": "Раніше"}))
    load(tmp_path, event(title={"en": "After", "ja": "以前", "uk": "Потім"}))
    [stale] = agenda.stale_translations()
    assert (stale.language, stale.changes) == ("ja", [("title", "Before", "After")])
    page = Page(at_the_desk(colleague("kenji", "editor")).get("/admin/scrutiny/"))
    assert "Before After" in words(page.root)


def test_topics_that_nobody_checked_for_long_are_named(tmp_path):
    load(tmp_path, topic("old", checked_on="2020-01-01"), topic("new", checked_on="2999-01-01"))
    desk = at_the_desk(colleague("kenji", "editor"))
    assert lists(desk)["Topics to compare again with what is known"] == ["Old"]
    assert Topic.objects.count() == 2


def test_what_readers_report_stands_on_the_front_page_until_it_is_answered(tmp_path):
    load(tmp_path, event())
    report = Correction.objects.create(
        model="event", slug="an-event", language="en", wrong="Not so."
    )
    desk = at_the_desk(colleague("kenji", "editor"))
    assert lists(desk)["Reported by readers"] == [str(report)]
    Correction.objects.update(state="declined", closed_at=timezone.now())
    assert "Reported by readers" not in lists(desk)


def test_the_front_page_asks_no_more_when_more_waits(tmp_path, django_assert_num_queries):
    load(tmp_path, *(event(f"draft-{n}", status="draft") for n in range(12)))
    desk = at_the_desk(colleague("kenji", "editor"))
    with CaptureQueriesContext(connection) as many:
        desk.get("/admin/")
    Event.objects.filter(slug__in=[f"draft-{n}" for n in range(10)]).delete()
    with django_assert_num_queries(len(many)):
        desk.get("/admin/")


def rest(client) -> dict[str, str]:
    """The links to what lists of the front page leave out, by where they lead."""
    links = Page(client.get("/admin/")).root.iter("a")
    return {a.get("href"): words(a) for a in links if words(a).endswith("more")}


def test_what_lists_of_reports_and_dead_links_leave_out_is_counted_and_linked(
    monkeypatch, tmp_path
):
    load(tmp_path, event())
    for number in range(agenda.SHOWN + 3):
        made(wrong=f"No. {number}", state="open", closed_at=None, answer_en="")
    desk = at_the_desk(colleague("kenji", "editor"))
    reports = "/admin/relations/correction/?state__exact=open"
    assert rest(desk) == {reports: "and 3 more"}
    assert desk.get(reports).context["cl"].result_count == agenda.SHOWN + 3
    monkeypatch.setattr(agenda, "SHOWN", 2)
    sources_at(*(f"https://example.org/{n}" for n in range(3)))
    for source in Source.objects.filter(url__startswith="https://example.org/"):
        dead(source)
    unanswered = "/admin/relations/source/?address=dead"
    listed = desk.get(unanswered).context["cl"].result_count
    assert listed >= 3
    assert rest(desk)[unanswered] == f"and {listed - 2} more"


def test_what_is_typed_outlives_the_session(tmp_path):
    load(tmp_path, event("new", status="draft"))
    user = colleague("oksana", "author", password="half a day's work")
    new, client = Event.objects.get(), Client(enforce_csrf_checks=True)
    client.force_login(user)
    page = client.get(url_of(new))
    typed = form_of(client, url_of(new)) | {"body_en": "Half a day\r\n\r\nof <work>"}
    token = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    client.cookies.pop("sessionid")

    asked = client.post(url_of(new), typed | token)
    assert asked.status_code == HTTPStatus.OK
    assert Event.objects.get().body_en == ""
    hidden = {
        field.get("name"): field.get("value")
        for field in Page(asked).root.iter("input")
        if field.get("type") == "hidden"
    }
    wrong = {"username": "oksana", "password": "wrong"}
    refused = Page(client.post("/admin/login/", hidden | wrong))
    assert [f.get("value") for f in refused.root.iter("input") if f.get("name") == "kept"] == [
        hidden["kept"]
    ]
    behind = client.post("/admin/login/", hidden | wrong | {"password": "half a day's work"})
    fields = {
        field.get("name"): (field.text or "").removeprefix("\n")
        for field in Page(behind).root.iter("textarea")
    }
    token = {"csrfmiddlewaretoken": behind.context["csrf_token"]}
    assert url_of(new) in {form.get("action") for form in Page(behind).root.iter("form")}
    assert client.post(url_of(new), fields | token).status_code == HTTPStatus.FOUND
    assert Event.objects.get().body_en == "Half a day\n\nof <work>"


@pytest.mark.parametrize("kept", ["[]", "{", '{"a": 1}', "null", '{"a": ["x"]}'])
def test_a_kept_form_that_somebody_tampered_with_breaks_nothing(kept):
    colleague("oksana", "author", password="half a day's work")
    sent = {"username": "oksana", "password": "half a day's work", "kept": kept, "next": "//evil.example"}  # fmt: skip
    behind = Client().post("/admin/login/", sent)
    assert behind.status_code == HTTPStatus.OK
    assert "evil.example" not in behind.content.decode()


def test_what_was_saved_since_is_not_deleted_unseen(tmp_path):
    load(tmp_path, event(status="draft"))
    found, editor = Event.objects.get(), at_the_desk(colleague("kenji", "editor"))
    asked = editor.get(url_of(found, "delete"))
    sent = {"post": "yes", "seen": asked.context["seen"]}
    write(at_the_desk(colleague("oksana", "editor")), found, title_en="Said meanwhile")
    refused = editor.post(url_of(found, "delete"), sent, follow=True)
    assert "somebody else saved it meanwhile" in refused.content.decode()
    assert "Said meanwhile" in refused.content.decode()
    sent["seen"] = refused.context["seen"]
    editor.post(url_of(found, "delete"), sent)
    assert not Event.objects.exists()


def test_who_may_not_write_reads_the_rows_of_a_document(tmp_path):
    quoted = {"source": "a-source", "claim": "date", "quotation": "On that very day"}
    speaker = {"person": "a-visitor", "role": "speaker"}
    load(tmp_path, person(), event(citations=[quoted], participants=[speaker]))
    viewer = at_the_desk(colleague("viktor", "viewer"))
    page = Page(viewer.get(url_of(Event.objects.get()))).root
    assert "On that very day" in words(page)
    assert "A Visitor" in words(page)
    assert not list(page.iter("textarea"))
