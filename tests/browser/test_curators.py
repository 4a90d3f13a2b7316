"""At the curators' desk: everything works under the site's own policy, and saving is seen."""

import re

import pytest
from playwright.sync_api import Page, expect

from relations import workflow
from relations.models import Event, Person, Place, Revision, Tenure
from tests.desk import url_of
from visits.models import Visit


@pytest.fixture
def desk(at_desk) -> Page:
    """A page of an editor who has logged in."""
    return at_desk("oksana", "editor")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_an_editor_logs_in(reader, at_desk):
    at_desk("oksana", "editor")
    reader.goto("/admin/")
    reader.get_by_label("Username").fill("oksana")
    reader.get_by_label("Password").fill("wrong")
    reader.get_by_role("button", name="Log in").click()
    expect(reader.get_by_text("Please enter the correct username and password")).to_be_visible()
    reader.get_by_label("Password").fill("half a day's work")
    reader.get_by_role("button", name="Log in").click()
    expect(reader.get_by_role("heading", name="What waits")).to_be_visible()


@pytest.mark.parametrize(
    ("room", "slug"),
    [
        ("visits/visit", "kuchma-1995"),
        ("aid/aidpackage", "sdf-vehicles-2025"),
        ("relations/event", "accord-2024"),
        ("relations/person", "leonid-kuchma"),
        ("relations/source", "wikipedia-japan-ukraine-relations"),
    ],
)
def test_the_pages_of_the_desk_open(desk, room, slug):
    desk.goto(f"/admin/{room}/?q={slug}")
    desk.get_by_role("main").get_by_role("rowheader").get_by_role("link").click()
    expect(desk.get_by_label("Slug:", exact=True)).to_have_value(slug)
    desk.goto(f"/admin/{room}/add/")
    expect(desk.get_by_label("Slug:", exact=True)).to_have_value("")


def open_form(page: Page, kind: str, word: str, link: str) -> None:
    """From the front page of the desk to a form, as an editor goes."""
    page.goto("/admin/")
    page.locator(".module").get_by_role("rowheader", name=kind).get_by_role("link").click()
    page.get_by_role("searchbox").fill(word)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=link).click()


def take(page: Page, step: str, **typed: str) -> None:
    """Open a step, fill it in, take it."""
    box = page.locator("details.step", has_text=step)
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for label, text in typed.items():
        box.get_by_label(label.replace("_", " ")).fill(text)
    box.get_by_role("button", name=step, exact=True).click()


def test_an_author_writes_and_a_publisher_brings_it_before_readers(at_desk, reader):
    title = "President Yanukovych in Japan, told anew"
    visit = Visit.objects.get(slug="yanukovych-2011")
    before = Revision.objects.of(visit).public().count()
    author, publisher = at_desk("oksana", "author"), at_desk("mariia", "publisher")

    open_form(author, "Visits", "yanukovych", "President Yanukovych")
    author.get_by_label("Title (en)").fill(title)
    author.get_by_label("Note:", exact=True).fill("A better title.")
    author.get_by_role("button", name="Save and submit for review").click()
    expect(author.get_by_text("Submitted: somebody else reads it now.")).to_be_visible()
    reader.goto("/en/visits/yanukovych-2011/")
    expect(reader.get_by_role("heading", level=1)).not_to_have_text(title)

    publisher.goto("/admin/")
    waiting = publisher.get_by_role("region", name="Awaiting my review")
    waiting.get_by_role("link").first.click()
    expect(publisher.get_by_label("Title (en)")).to_have_value(title)
    publisher.get_by_role("group", name="Preview").get_by_role("button", name="English").click()
    preview = publisher.frame_locator("iframe[name=preview]")
    expect(preview.get_by_role("heading", level=1)).to_have_text(title)
    take(publisher, "Publish now")
    expect(publisher.get_by_text("Done: Publish now.")).to_be_visible()

    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    reader.get_by_role("link", name="History").click()
    expect(reader.get_by_text("A better title.")).to_be_visible()
    assert Revision.objects.of(visit).public().count() == before + 1


def test_a_draft_is_written_sent_back_with_a_remark_and_written_again(at_desk):
    author, editor = at_desk("oksana", "author"), at_desk("kenji", "editor")
    author.goto("/admin/relations/event/add/")
    author.get_by_label("Slug:", exact=True).fill("a-first-draft")
    author.get_by_label("Title (en)").fill("A first draft")
    author.get_by_role("button", name="Add another Citation").click()
    citation = author.get_by_role("group", name="Citations")
    citation.get_by_role("combobox").first.click()
    author.get_by_role("searchbox").last.fill("japan-ukraine-relations")
    author.get_by_role("option", name="Japan–Ukraine relations").click()
    author.get_by_role("button", name="Save and submit for review").click()
    expect(author.get_by_text("was added successfully")).to_be_visible()
    draft = Event.objects.get(slug="a-first-draft")
    assert [c.source.slug for c in draft.citations.all()] == ["wikipedia-japan-ukraine-relations"]

    editor.goto(url_of(draft))
    take(editor, "Reject", Remark_for_the_author="Which ministry?")
    expect(editor.get_by_text("Done: Reject.")).to_be_visible()
    author.goto("/admin/")
    back = author.get_by_role("region", name="Came back to me")
    expect(back.get_by_text("Which ministry?")).to_be_visible()
    back.get_by_role("link", name="A first draft").click()
    author.get_by_label("Title (en)").fill("A second draft")
    author.get_by_role("button", name="Save", exact=True).click()
    expect(author.get_by_text("was changed successfully")).to_be_visible()
    author.goto("/en/events/a-first-draft/")
    expect(author.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
    draft.delete()


def test_a_draft_with_a_row_that_is_not_finished_is_kept_and_not_published(at_desk):
    author, publisher = at_desk("oksana", "author"), at_desk("mariia", "publisher")
    author.goto("/admin/visits/visit/add/")
    author.get_by_label("Slug:", exact=True).fill("half-a-visit")
    author.get_by_role("button", name="Add another Stop").click()
    stops = author.get_by_role("group", name="Stops")
    stops.get_by_label("What happened (en)").first.fill("Talks somewhere in Tokyo")
    author.get_by_role("button", name="Save and submit for review").click()
    expect(author.get_by_text("was added successfully")).to_be_visible()
    draft = Visit.objects.get(slug="half-a-visit")
    assert [str(stop.what) for stop in draft.stops.all()] == ["Talks somewhere in Tokyo"]

    publisher.goto(url_of(draft))
    take(publisher, "Publish now")
    for reason in ("A published record needs a date.", "Stop · 1 · Place: It cannot be published"):
        expect(publisher.get_by_text(reason)).to_be_visible()
    publisher.goto(url_of(draft))
    expect(publisher.get_by_label("What happened (en)").first).to_have_value(
        "Talks somewhere in Tokyo"
    )
    draft.delete()


def test_of_two_editors_the_second_keeps_her_text_and_sees_what_the_first_changed(at_desk):
    event = Event.objects.get(slug="recognition-1991")
    first, second = at_desk("oksana", "editor"), at_desk("kenji", "editor")
    for page in (first, second):
        page.goto(url_of(event))
    first.get_by_label("Title (uk)").fill("Заголовок першої редакторки")
    save(first)
    expect(first.get_by_text("was changed successfully")).to_be_visible()
    typed = "第二の編集者が書いた題名"
    second.get_by_label("Title (ja)").fill(typed)
    save(second)
    told = second.get_by_role("region", name="What the other version changed")
    expect(told.get_by_text("Saved by oksana")).to_be_visible()
    expect(told.get_by_text("Заголовок першої редакторки")).to_be_visible()
    expect(second.get_by_label("Title (ja)")).to_have_value(typed)
    save(second)
    expect(second.get_by_text("was changed successfully")).to_be_visible()
    assert workflow.current(Event.objects.get(pk=event.pk))["title"]["ja"] == typed


def test_what_is_typed_for_an_office_survives_a_save_of_its_person(at_desk):
    office = Tenure.objects.get(person__slug="fumio-kishida", order=0)
    first, second = at_desk("oksana", "editor"), at_desk("kenji", "editor")
    second.goto(url_of(office))
    first.goto(url_of(office.person))
    first.get_by_label("Office (uk)").first.fill("Посада, названа інакше")
    save(first)
    expect(first.get_by_text("was changed successfully")).to_be_visible()
    assert not Tenure.objects.filter(pk=office.pk).exists()
    locator, note = (
        second.locator("[name=citations-0-locator]"),
        second.get_by_label("Note:", exact=True),
    )
    locator.fill("p. 7, 二段目")
    note.fill("За довідником.")
    save(second)
    told = second.get_by_role("region", name="What the other version changed")
    expect(told.get_by_text("Saved by oksana")).to_be_visible()
    expect(told.get_by_text("Посада, названа інакше")).to_be_visible()
    expect(locator).to_have_value("p. 7, 二段目")
    expect(note).to_have_value("За довідником.")
    save(second)
    expect(second.get_by_text("was changed successfully")).to_be_visible()
    rows = workflow.current(Person.objects.get(slug="fumio-kishida"))["tenures"]
    row = next(row for row in rows if row["key"] == office.key)
    assert row["office"]["uk"] == "Посада, названа інакше"
    assert row["citations"][0]["locator"] == "p. 7, 二段目"


def test_an_earlier_version_is_restored_from_the_history(desk):
    place = Event.objects.get(slug="accord-2024")
    before = workflow.current(place)["title"]["en"]
    desk.goto(url_of(place))
    desk.get_by_label("Title (en)").fill("A slip of the pen")
    save(desk)
    desk.goto(url_of(place, "history"))
    desk.get_by_role("button", name="Restore this version").click()
    expect(desk.get_by_text("Restored from").first).to_be_visible()
    expect(desk.get_by_label("Title (en)")).to_have_value(before)


def test_a_refused_save_keeps_what_was_typed(desk):
    desk.goto("/admin/relations/event/add/")
    typed = {
        "Slug:": "half-a-day",
        "Title (en):": "Half a day’s work",
        "Text (uk):": "Перший рядок.\n\nДругий рядок.",
        "Date:": "2011-02-30",
    }
    for label, text in typed.items():
        desk.get_by_label(label, exact=True).fill(text)
    save(desk)
    expect(desk.get_by_text("Please correct the error below.")).to_be_visible()
    for label, text in typed.items():
        expect(desk.get_by_label(label, exact=True)).to_have_value(text)
    assert not Event.objects.filter(slug="half-a-day").exists()


def test_a_publisher_merges_a_duplicate_and_undoes_it(at_desk, reader):
    page = at_desk("mariia", "publisher")
    page.goto(url_of(Place.objects.get(slug="kyoto")))
    page.get_by_role("link", name="Merge into another").click()
    page.locator(".select2-selection").click()  # once the script has drawn it
    page.get_by_role("searchbox", name="The entry that stays").fill("東京")
    page.get_by_role("option", name="Tokyo", exact=True).click()
    page.get_by_label("Why they are the same").fill("A slip of the pen")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("heading", name="documents change")).to_be_visible()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("Merged. It can be undone in the history.")).to_be_visible()
    reader.goto("/uk/places/kyoto/")
    expect(reader).to_have_url(re.compile("/uk/places/tokyo/$"))
    page.get_by_role("link", name="Merges of duplicates").click()
    page.get_by_role("link", name="place kyoto → tokyo").click()
    page.get_by_role("button", name="Undo this merge").click()
    expect(page.get_by_text("Undone: both stand as they did.")).to_be_visible()
    reader.goto("/ja/places/kyoto/")  # the browser keeps the redirect of the other address
    expect(reader.get_by_role("heading", name="京都", exact=True)).to_be_visible()
