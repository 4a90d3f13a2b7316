"""What was corrected: the list that readers see, and the cases that editors close."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from relations import merging
from relations.models import Correction, Event, Person, Revision
from tests.correcting import made
from tests.desk import at_the_desk, colleague, form_of, step, url_of, write
from tests.making import event, load, person, visit
from tests.reading import Page, words
from visits.models import Visit

pytestmark = pytest.mark.django_db

WAITING = {"state": "open", "closed_at": None, "answer_en": ""}

# The public list


def told(client) -> list[str]:
    """What the public list says of each case, without its number."""
    rows = Page(client.get("/en/corrections/")).main.find(".//ol")
    return [re.sub(r"Correction No\. \d+ · ", "", words(row)).strip() for row in rows]


def test_the_list_shows_what_was_corrected_and_never_who_said_so(client, tmp_path):
    load(tmp_path, person(), event(), visit(), event("draft", status="draft"))
    made(
        closed_at=datetime(2026, 3, 4, tzinfo=UTC),
        wrong="Secret words",
        source="https://secret.example",
    )
    made("a-visitor", model="person", answer_en="Her name is spelt anew.")
    made("a-visit", model="visit", state="declined", answer_en="Not shown: declined.")
    made(
        "a-visit",
        model="visit",
        state="open",
        closed_at=None,
        answer_en="Not shown: open.",
        email="a@secret.example",
    )
    made("draft", answer_en="Not shown: a draft.")
    made("never-was", answer_en="Not shown: gone.")
    made("a-visit", model="event", answer_en="Not shown: of another kind.")
    response = client.get("/en/corrections/")
    page = Page(response)
    assert told(client) == [
        f"A Visitor {timezone.now():%-d %B %Y} Her name is spelt anew.",
        "An event 4 March 2026 The day is the 19th.",
    ]
    links = [a.get("href") for a in page.main.find(".//ol").iter("a")]
    assert links == ["/en/people/a-visitor/", "/en/events/an-event/"]
    assert not re.search("secret|Not shown", response.content.decode(), re.IGNORECASE)


def test_an_answer_is_shown_in_the_readers_language_or_says_which_it_is_in(read, tmp_path):
    load(tmp_path, event())
    made(answer_ja="日付を直しました。")
    assert "日付を直しました。" in read("/ja/corrections/").words
    assert "The day is the 19th." in read("/uk/corrections/").marked("en")


def test_the_list_is_turned_page_by_page(client, tmp_path):
    load(tmp_path, event())
    day = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(45):  # three at a time
        made(answer_en=f"Answer {number}.", closed_at=day + timedelta(days=number // 3))
    seen, address = [], "/en/corrections/"
    while address:
        page = Page(client.get(address))
        rows = re.findall(r"Answer (\d+)\.", page.words)
        assert len(rows) <= 20
        seen += map(int, rows)
        address = page.next and f"/en/corrections/{page.next}"
    assert seen == list(reversed(range(45)))


@pytest.mark.parametrize("after", ["0", "1x", "-1", "９", str(10**17), str(10**40), "%00", "%ED%A0%80", "a" * 8192])  # fmt: skip
def test_a_place_in_the_list_that_is_none_is_explained(client, after):
    assert client.get(f"/en/corrections/?after={after}").status_code == 400


def test_a_case_that_is_not_public_is_no_place_in_the_list(client, tmp_path):
    load(tmp_path, event("draft", status="draft"))
    assert client.get(f"/en/corrections/?after={made('draft').pk}").status_code == 400


def test_every_page_leads_to_the_list(read, tmp_path):
    about = {
        "page": "about",
        "title": {"en": "About"},
        "body": {"en": "Us."},
        "status": "published",
    }
    load(tmp_path, about)
    for page in (read("/ja/"), read("/ja/about/")):
        footer = page.root.find(".//footer")
        assert "/ja/corrections/" in [a.get("href") for a in footer.iter("a")]
    assert "/ja/corrections/" in [a.get("href") for a in page.main.find(".//nav").iter("a")]


def test_reports_never_stand_in_an_export(tmp_path, capsys):
    load(tmp_path, event())
    made(wrong="Secret words", state="open", closed_at=None, email="a@secret.example")
    for format in ("yaml", "jsonl"):
        call_command("dumpdata", "relations", format=format)
        written = capsys.readouterr().out
        assert "an-event" in written
        assert "ecret" not in written


def test_what_was_corrected_on_a_page_of_no_document_is_listed_with_that_page(client):
    made("", model="", path="ledger/", closed_at=datetime(2026, 3, 4, tzinfo=UTC))
    assert told(client) == ["/en/ledger/ 4 March 2026 The day is the 19th."]
    page = Page(client.get("/uk/corrections/"))
    assert "/uk/ledger/" in [a.get("href") for a in page.main.find(".//ol").iter("a")]


# When an entry is withdrawn or merged


def test_a_correction_stays_listed_when_its_entry_is_withdrawn(client, tmp_path):
    load(
        tmp_path,
        event(),
        event("never-told", status="withdrawn", public_reason={"en": "Wrong."}),
    )
    made("never-told", answer_en="Not shown: nobody ever read it.")
    made(closed_at=datetime(2026, 3, 4, tzinfo=UTC))
    mariia = at_the_desk(colleague("mariia", "publisher"))
    found = Event.objects.get(slug="an-event")
    step(mariia, found, "withdraw", reason_en="It never happened.")
    write(mariia, found, title_en="Words of a draft")
    assert told(client) == ["An event Withdrawn 4 March 2026 The day is the 19th."]
    page = Page(client.get("/en/corrections/"))
    [link] = [a.get("href") for a in page.main.find(".//ol").iter("a")]
    assert client.get(link).status_code == 410


def test_cases_go_along_when_their_person_is_merged_and_come_back(client, tmp_path):
    named = [
        {"person": slug, "role": "visitor", "tier": "minister"} for slug in ("a-visitor", "o-p")
    ]
    load(tmp_path, person(), person("o-p"), visit(participants=named))
    mariia = colleague("mariia", "publisher")
    closed, waiting = made("o-p", model="person"), made("o-p", model="person", **WAITING)
    gone, kept = (Person.objects.get(slug=slug) for slug in ("o-p", "a-visitor"))
    own = made("a-visitor", model="person", answer_en="Her own.")
    merged = merging.merge(gone, kept, by=mariia, rationale="One person.")
    assert {row.split()[0] for row in told(client)} == {"A"}
    assert len(told(client)) == 2
    desk = Page(at_the_desk(mariia).get(url_of(waiting))).root
    assert url_of(kept) in [a.get("href") for a in desk.iter("a")]
    merging.undo(merged, by=mariia)
    about = dict(Correction.objects.values_list("pk", "slug"))
    assert about == {closed.pk: "o-p", waiting.pk: "o-p", own.pk: "a-visitor"}


def test_cases_go_along_with_a_record_through_two_merges_and_home_again(client, tmp_path):
    load(tmp_path, person(), event("first"), event("second"), visit())
    mariia = colleague("mariia", "publisher")
    case = made("first", closed_at=datetime(2026, 3, 4, tzinfo=UTC))
    first, second = (Event.objects.get(slug=slug) for slug in ("first", "second"))
    early = merging.merge(first, second, by=mariia, rationale="The same.")
    second.refresh_from_db()
    late = merging.merge(second, Visit.objects.get(), by=mariia, rationale="The same.")
    [row] = told(client)
    assert row.startswith("A visit")
    for merged in (early, late):
        merging.undo(merged, by=mariia)
        case.refresh_from_db()
        assert (case.model, case.slug) == ("event", "first")


def test_a_case_about_what_was_merged_before_still_stands(client, tmp_path):
    load(tmp_path, event(), event("twice", status="published"))
    mariia = colleague("mariia", "publisher")
    twice, kept = (Event.objects.get(slug=slug) for slug in ("twice", "an-event"))
    merging.merge(twice, kept, by=mariia, rationale="The same.")
    made("twice", closed_at=datetime(2026, 3, 4, tzinfo=UTC))
    assert told(client) == ["Twice 4 March 2026 The day is the 19th."]


# The desk


@pytest.fixture
def case(tmp_path) -> Correction:
    load(tmp_path, event())
    return made(**WAITING, email="reader@example.org")


def change(client, case: Correction, **fields):
    """What is typed into the form of the case as it is now."""
    return client.post(url_of(case), form_of(client, url_of(case)) | fields)


def test_closing_a_case_says_who_and_when_and_erases_the_e_mail(admin_client, case):
    corrected = change(admin_client, case, state="corrected", answer_en="It was the 19th.")
    assert corrected.status_code == 302
    case = Correction.objects.get()
    assert (case.state, case.email) == ("corrected", "")
    assert case.closed_by.get_username() == "admin"
    assert case.closed_at.date() == timezone.now().date()
    assert "It was the 19th." in admin_client.get("/en/corrections/").content.decode()
    day = case.closed_at
    change(admin_client, case, answer_en="It was the 20th.")
    assert Correction.objects.get().closed_at == day


def test_a_case_can_be_declined_without_an_answer_and_opened_again(admin_client, case):
    assert change(admin_client, case, state="declined").status_code == 302
    assert Correction.objects.get().email == ""
    assert change(admin_client, case, state="open").status_code == 302
    reopened = Correction.objects.get()
    assert (reopened.closed_at, reopened.closed_by) == (None, None)


@pytest.mark.parametrize("answer", [{}, {"answer_en": "  "}, {"answer_ja": "日付を直しました。"}])
def test_a_case_is_not_closed_as_corrected_without_an_answer_in_english(admin_client, case, answer):
    response = change(admin_client, case, state="corrected", **answer)
    assert response.context["adminform"].form.errors.keys() == {"answer_en"}
    assert answer.get("answer_ja", "") in response.content.decode()
    untouched = Correction.objects.get()
    assert (untouched.state, untouched.email) == ("open", "reader@example.org")


def test_of_two_who_answer_one_case_the_second_sees_what_the_first_said(case):
    first, second = (at_the_desk(colleague(name, "editor")) for name in ("kenji", "olena"))
    opened = form_of(second, url_of(case))
    change(first, case, state="corrected", answer_en="It was the 19th.")
    late = opened | {
        "state": "declined",
        "answer_en": "No <source>\r\nsays so.",
        "answer_uk": "Ні.",
    }
    response = second.post(url_of(case), late)
    assert Correction.objects.get().answer_en == "It was the 19th."
    page = Page(response)
    [conflict] = [part for part in page.root.iter("section") if "conflict" in part.get("class")]
    assert "Saved by kenji" in words(conflict)
    rows = [[words(cell) for cell in row] for row in conflict.find(".//tbody")]
    assert rows == [
        ["State", "Corrected", "Declined"],
        ["Public answer (en)", "It was the 19th.", "No <source> says so."],
        ["Public answer (uk)", "—", "Ні."],
    ]
    typed = {box.get("name"): box.text for box in page.root.iter("textarea")}
    assert typed["answer_en"].strip().splitlines() == ["No <source>", "says so."]
    assert typed["answer_uk"].strip() == "Ні."
    again = late | {"seen": response.context["adminform"].form["seen"].value()}
    assert second.post(url_of(case), again).status_code == 302
    assert Correction.objects.get().state == "declined"


@pytest.mark.parametrize("seen", [{}, {"seen": "\0"}, {"seen": "x" * 8192}])
def test_a_case_that_is_sent_without_what_was_seen_is_not_saved(admin_client, case, seen):
    response = admin_client.post(url_of(case), {"state": "declined", "answer_en": ""} | seen)
    assert response.status_code == 200
    assert Correction.objects.get().state == "open"


def test_an_answer_that_readers_had_stays_beside_the_one_that_takes_its_place(admin_client, case):
    day = f"{timezone.now():%-d %B %Y}"
    for answer in ("It was the 19th.", "It was the 20th.", "It was the 20th."):
        change(admin_client, case, state="corrected", answer_en=answer)
    assert told(admin_client) == [
        f"An event {day} It was the 20th. What was said here from {day}: It was the 19th."
    ]
    desk = words(Page(admin_client.get(url_of(case))).root)
    assert "Corrected: It was the 19th." in desk


def test_what_was_told_as_corrected_never_goes_unsaid(admin_client, case):
    day = f"{timezone.now():%-d %B %Y}"
    change(admin_client, case, state="corrected", answer_en="It was the 19th.")
    change(admin_client, case, state="open")
    before = f"What was said here from {day}: It was the 19th."
    assert told(admin_client) == [
        f"An event {day} The editors are looking at this once more. {before}"
    ]
    for answer in ("", "It was the 19th."):
        refused = change(admin_client, case, state="declined", answer_en=answer)
        assert refused.context["adminform"].form.errors.keys() == {"answer_en"}
    change(admin_client, case, state="declined", answer_en="The minutes are of the 18th.")
    assert told(admin_client) == [
        f"An event {day} Not so after all: The minutes are of the 18th. {before}"
    ]
    assert admin_client.post(url_of(case, "delete"), {"post": "yes"}).status_code != 302
    assert Correction.objects.exists()


def test_what_was_never_told_as_corrected_stays_untold(admin_client, case):
    change(admin_client, case, state="declined", answer_en="No source says so.")
    change(admin_client, case, state="open", answer_en="We look again.")
    assert "ource says so" not in admin_client.get("/en/corrections/").content.decode()
    assert not Correction.objects.get().earlier.exists()


def test_the_readers_words_are_read_and_not_rewritten(admin_client, case):
    change(admin_client, case, wrong="Other words", email="b@example.org", slug="other")
    after = Correction.objects.get()
    assert (after.wrong, after.email, after.slug) == (case.wrong, case.email, "an-event")


def test_a_case_leads_to_the_document_and_its_page(admin_client, case):
    page = admin_client.get(f"/admin/relations/correction/{case.pk}/change/").content.decode()
    assert f'href="/admin/relations/event/{Event.objects.get().pk}/change/"' in page
    assert 'href="/en/events/an-event/"' in page
    assert "It was the 19th." in page
    Correction.objects.update(slug="gone")
    assert admin_client.get(f"/admin/relations/correction/{case.pk}/change/").status_code == 200


def test_a_case_shows_the_page_and_the_version_that_the_reader_saw(admin_client, case):
    ledger = made("", model="", path="ledger/", language="uk", **WAITING)
    page = admin_client.get(url_of(ledger)).content.decode()
    assert 'href="/uk/ledger/"' in page
    assert "/uk/ledger/" in admin_client.get("/admin/relations/correction/").content.decode()
    seen = Revision.objects.get(model="event").digest
    Correction.objects.filter(pk=case.pk).update(digest=seen)
    page = admin_client.get(url_of(case)).content.decode()
    assert f'href="/en/events/an-event/?version={seen}"' in page


def test_open_cases_stand_first(admin_client, tmp_path):
    load(tmp_path, event())
    now = timezone.now()
    made("old", state="open", closed_at=None, received_at=now - timedelta(days=9))
    made("closed")
    made("new", state="open", closed_at=None)
    shown = admin_client.get("/admin/relations/correction/").context["cl"].result_list
    assert [row.slug for row in shown] == ["new", "old", "closed"]
    filtered = admin_client.get("/admin/relations/correction/?state__exact=corrected")
    assert [row.slug for row in filtered.context["cl"].result_list] == ["closed"]


def test_nothing_is_added_by_hand_and_only_spam_is_deleted(admin_client, client, case):
    assert admin_client.get("/admin/relations/correction/add/").status_code == 403
    delete = f"/admin/relations/correction/{case.pk}/delete/"
    publisher = colleague("mariia", "publisher")
    publisher.user_permissions.set(publisher.user_permissions.model.objects.all())
    client.force_login(publisher)
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert admin_client.post(delete, {"post": "yes"}).status_code == 302
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"closed_at": None},
        {"told_at": None},
        {"state": "open"},
        {"answer_en": ""},
        {"email": "reader@example.org"},
        {"state": "declined", "email": "reader@example.org"},
    ],
)  # fmt: skip
def test_the_database_keeps_no_case_that_is_half_closed(fields):
    with pytest.raises(IntegrityError):
        made(**fields)


# From a case to a proposal, and back


def notes(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_case_opens_the_form_of_its_document_with_the_readers_words(case):
    seen = Revision.objects.get(model="event").digest
    Correction.objects.update(digest=seen, source="https://example.org/minutes", language="uk")
    oksana = at_the_desk(colleague("oksana", "author"))
    page = Page(oksana.get(url_of(case)))
    [begin] = [a.get("href") for a in page.root.iter("a") if "?case=" in a.get("href")]
    form = Page(oksana.get(begin))
    [section] = [
        part for part in form.root.iter("section") if part.get("aria-labelledby") == "cases"
    ]
    assert "It was the 19th." in words(section)
    links = [a.get("href") for a in section.iter("a")]
    assert links == [
        url_of(case), f"/uk/events/an-event/?version={seen}", "https://example.org/minutes"
    ]  # fmt: skip
    assert "@" not in words(section)
    assert form_of(oksana, begin)["note"] == f"Correction No. {case.pk}"
    assert form_of(oksana, url_of(Event.objects.get())).get("note", "") == ""


def test_whoever_publishes_the_proposal_is_led_back_to_the_case(client, case):
    found = Event.objects.get()
    oksana, mariia = colleague("oksana", "author"), colleague("mariia", "publisher")
    begin = f"{url_of(found)}?case={case.pk}"
    typed = form_of(at_the_desk(oksana), begin) | {"title_en": "The right event", "_submit": "1"}
    at_the_desk(oksana).post(begin, typed)
    waiting = words(Page(at_the_desk(mariia).get(url_of(case))).root)
    assert f"Submitted · oksana · Correction No. {case.pk}" in waiting
    desk = at_the_desk(mariia)
    step(desk, found, "publish")
    assert any(f'href="{url_of(case)}"' in note for note in notes(desk.get(url_of(found))))
    history = client.get("/en/events/an-event/history/").content.decode()
    assert f"Correction No. {case.pk}" in history
    change(desk, case, state="corrected", answer_en="Its title.")
    assert f"Correction No. {case.pk} · " in client.get("/en/corrections/").content.decode()


def test_what_holds_at_once_leads_back_to_the_case_too(admin_client, tmp_path):
    load(tmp_path, person(), visit())
    case = made("a-visitor", model="person", **WAITING)
    typed = form_of(admin_client, url_of(Person.objects.get())) | {"name_en": "A. Visitor"}
    response = admin_client.post(url_of(Person.objects.get()), typed, follow=True)
    assert any(f'href="{url_of(case)}"' in note for note in notes(response))


@pytest.mark.parametrize("number", ["0", "x", "9" * 40, "%00"])
def test_a_case_that_is_none_leaves_the_form_as_it_is(admin_client, case, number):
    address = f"{url_of(Event.objects.get())}?case={number}"
    assert form_of(admin_client, address).get("note", "") == ""


def test_a_case_of_another_document_suggests_no_note(admin_client, case, tmp_path):
    other = made("another", **WAITING)
    address = f"{url_of(Event.objects.get())}?case={other.pk}"
    assert form_of(admin_client, address).get("note", "") == ""


@pytest.mark.parametrize(
    ("duty", "sees"), [("viewer", False), ("author", False), ("editor", True), ("publisher", True)]
)
def test_the_e_mail_is_for_editors(case, duty, sees):
    desk = at_the_desk(colleague("somebody", duty))
    addresses = (
        url_of(case),
        url_of(Event.objects.get()),
        "/admin/",
        "/admin/relations/correction/",
    )
    pages = [desk.get(address).content.decode() for address in addresses]
    assert "It was the 19th." in pages[0]
    assert any("reader@example.org" in page for page in pages) is sees
