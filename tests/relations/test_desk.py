"""The front page of the desk, and what is typed when a session ends."""

from http import HTTPStatus

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations import agenda, leads, workflow
from relations.models import Correction, Event, Place, Source, Topic
from tests.correcting import made
from tests.desk import at_the_desk, colleague, form_of, read, step, url_of, write
from tests.making import event, load, person, place, topic, visit
from tests.reading import Page, words
from tests.rounds import dead, sources_at

pytestmark = pytest.mark.django_db


def lists(client) -> dict[str, list[str]]:
    """What waits on the front page, by heading: the titles in each list."""
    page = Page(client.get("/admin/"))
    return {
        words(section.find("h3")): [words(a) for a in section.iter("a")]
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
        "Proposals beside published or withdrawn documents": ["An event"],
    }
    assert lists(at_the_desk(editor))["Awaiting my review"] == ["A novelty"]
    step(at_the_desk(editor), new, "reject", note="Which ministry?")
    assert lists(at_the_desk(author))["Came back to me"] == ["A novelty"]
    assert "Awaiting my review" not in lists(at_the_desk(editor))


@pytest.mark.parametrize("duty", ["editor", "publisher"])
def test_what_was_rejected_and_submitted_again_awaits_the_same_review(tmp_path, duty):
    load(tmp_path, event("new", status="draft"))
    author, reviewer = colleague("oksana", "author"), colleague("kenji", duty)
    new = Event.objects.get()
    write(at_the_desk(author), new, title_en="A novelty", _submit="1")
    read(at_the_desk(reviewer), new, "en")
    step(at_the_desk(reviewer), new, "reject", note="Which ministry?")
    assert "Came back to me" not in lists(at_the_desk(reviewer))
    write(at_the_desk(author), new, title_en="A novelty of the ministry", _submit="1")
    assert lists(at_the_desk(reviewer)) == {"Awaiting my review": ["A novelty of the ministry"]}
    assert lists(at_the_desk(author)) == {"Submitted by me": ["A novelty of the ministry"]}


def test_who_once_wrote_in_what_was_published_reviews_what_others_write_in_it_now(tmp_path):
    load(tmp_path, event())
    author, editor = colleague("oksana", "author"), colleague("kenji", "editor")
    found = Event.objects.get()
    write(at_the_desk(editor), found, title_en="Long ago", _submit="1")
    step(at_the_desk(colleague("mariia", "publisher")), found, "publish")
    write(at_the_desk(author), found, title_en="Today", _submit="1")
    assert lists(at_the_desk(editor))["Awaiting my review"] == ["Long ago"]
    write(at_the_desk(editor), found, title_en="Today, corrected")
    assert lists(at_the_desk(editor))["Submitted by me"] == ["Long ago"]
    assert "Awaiting my review" not in lists(at_the_desk(editor))


def test_what_came_from_a_file_stands_under_the_name_of_who_submitted_it(tmp_path):
    load(tmp_path, event("new", status="draft"))
    author, editor = colleague("oksana", "author"), colleague("kenji", "editor")
    new = Event.objects.get()
    step(at_the_desk(author), new, "submit")
    assert lists(at_the_desk(author)) == {"Submitted by me": ["New"]}
    step(at_the_desk(editor), new, "reject", note="Which ministry?")
    assert lists(at_the_desk(author)) == {"Came back to me": ["New"]}


def test_a_row_leads_to_the_form_of_its_document(tmp_path):
    load(tmp_path, event("new", status="draft"))
    desk = at_the_desk(colleague("oksana", "author"))
    new = Event.objects.get()
    write(desk, new, title_en="A novelty")
    links = {words(a): a.get("href") for a in Page(desk.get("/admin/")).root.iter("a")}
    assert links["A novelty"] == url_of(new)


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


def test_the_front_page_asks_no_more_when_more_waits(tmp_path):
    desk, asked = at_the_desk(colleague("kenji", "editor")), []
    for numbers in (range(2), range(2, 12)):
        load(tmp_path, *(event(f"draft-{n}", status="draft") for n in numbers))
        for n in numbers:
            write(desk, Event.objects.get(slug=f"draft-{n}"), title_en=f"Draft {n}", _submit="1")
        with CaptureQueriesContext(connection) as captured:
            desk.get("/admin/")
        asked.append(len(captured))
    assert len(lists(desk)["Submitted by me"]) == 12
    assert asked[0] == asked[1]


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


def section(page: Page, name: str):
    """A list of the front page, or of the scrutiny, by the name of its heading."""
    found = (s for s in page.root.iter("section") if s.get("aria-labelledby") == name)
    return next(found, None)


def place_of_link(desk, link) -> tuple[str, bool]:
    """Which page a link of the desk opens, and whether the place that it names is there."""
    address, _hash, fragment = link.get("href").partition("#")
    there = {element.get("id") for element in Page(desk.get(address)).root.iter()}
    return address, fragment in there


UNCITED = {
    "status": "draft",
    "citations": [],
    "participants": [{"person": "a-visitor", "role": "speaker"}],
}
UNSURE = [{"language": "uk", "spelling": "Місто"}, {"language": "ja", "spelling": "町", "unsure": True}]  # fmt: skip


def test_claims_without_a_citation_lead_to_the_citations_of_their_form(tmp_path):
    load(tmp_path, person(), event("new", **UNCITED), event())
    desk = at_the_desk(colleague("kenji", "editor"))
    uncited = section(Page(desk.get("/admin/")), "uncited")
    assert "New event · Date · Participant: a-visitor" in words(uncited)
    assert place_of_link(desk, uncited.find(".//a")) == (
        url_of(Event.objects.get(slug="new")),
        True,
    )


def test_a_claim_that_a_proposal_adds_without_a_citation_is_named(tmp_path):
    load(tmp_path, person(), event())
    found = Event.objects.get()
    desk = at_the_desk(colleague("oksana", "author"))
    assert section(Page(desk.get("/admin/")), "uncited") is None
    workflow.save(
        found,
        workflow.current(found) | {"participants": UNCITED["participants"]},
        by=get_user_model().objects.get(),
    )
    assert "Participant: a-visitor" in words(section(Page(desk.get("/admin/")), "uncited"))


def test_an_unsure_name_leads_to_its_spelling(tmp_path):
    load(tmp_path, place(variants=UNSURE), event(places=["a-place"]))
    desk = at_the_desk(colleague("kenji", "editor"))
    unsure = section(Page(desk.get("/admin/")), "unsure")
    assert "A Place place · Unsure: 町 (ja)." in words(unsure)
    assert unsure.find(".//a").get("href").endswith("#variants-1")
    assert place_of_link(desk, unsure.find(".//a")) == (url_of(Place.objects.get()), True)


def test_a_likely_duplicate_leads_to_its_form_unless_it_is_linked(tmp_path):
    both = {"participants": UNCITED["participants"]}
    load(tmp_path, person(), event("one", **both), event("two", **both))
    desk = at_the_desk(colleague("kenji", "editor"))
    alike = section(Page(desk.get("/admin/")), "alike")
    assert "Same day and same people as “two”" in words(alike)
    assert alike.find(".//a").get("href") == url_of(Event.objects.get(slug="one"))
    load(tmp_path, event("two", **both, links=[{"to": "one", "role": "follows"}]))
    assert section(Page(desk.get("/admin/")), "alike") is None


def test_the_front_page_shows_the_first_few_and_leads_to_the_rest(tmp_path):
    load(tmp_path, person(), *(event(f"new-{n}", **UNCITED) for n in range(leads.FEW + 2)))
    desk = at_the_desk(colleague("kenji", "editor"))
    *shown, more = section(Page(desk.get("/admin/")), "uncited").iter("a")
    assert (len(shown), words(more)) == (leads.FEW, "and 2 more")
    address, is_there = place_of_link(desk, more)
    assert is_there
    everything = section(Page(desk.get(address)), "uncited")
    assert len(list(everything.iter("a"))) == leads.FEW + 2


def test_every_gap_that_the_rules_find_leads_to_its_field(tmp_path):
    stop = {"place": "a-place", "what": {"en": "Talks"}}
    load(tmp_path, person(), place(), visit(stops=[stop], topics=[]))
    desk = at_the_desk(colleague("kenji", "editor"))
    gaps = section(Page(desk.get("/admin/scrutiny/")), "gaps")
    assert "Topics: None is named." in words(gaps)
    assert "Stop: 1: What happened: Ukrainian: The text is missing in this language." in words(gaps)
    for link in gaps.iter("a"):
        assert place_of_link(desk, link)[1], link.get("href")


def test_what_the_rules_find_costs_the_front_page_no_query_more(
    tmp_path, django_assert_max_num_queries
):
    everywhere = {"places": ["a-place"], "participants": UNCITED["participants"]}
    load(tmp_path, person(), place(variants=UNSURE), event("new", **UNCITED), *(
        event(slug, **everywhere, title={"en": "Before", "ja": "以前"}) for slug in ("one", "two")
    ))  # fmt: skip
    load(tmp_path, event("one", **everywhere, title={"en": "After", "ja": "以前"}))
    desk = at_the_desk(colleague("kenji", "editor"))
    with CaptureQueriesContext(connection) as few:
        assert {"stale", "unread", "uncited", "alike", "unsure"} <= {
            s.get("aria-labelledby") for s in Page(desk.get("/admin/")).root.iter("section")
        }
    load(
        tmp_path,
        *(place(f"place-{n}", variants=UNSURE) for n in range(9)),
        *(event(f"new-{n}", **UNCITED) for n in range(9)),
        *(event(f"more-{n}", **everywhere | {"places": [f"place-{n}"]}, title={"en": "Before", "ja": "以前"}) for n in range(9)),
    )  # fmt: skip
    load(tmp_path, *(event(f"more-{n}", **everywhere, title={"en": "After", "ja": "以前"}) for n in range(9)))  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        desk.get("/admin/")


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
