"""At the curators' desk: everything works under the site's own policy, and saving is seen."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, expect

from relations.models import Event, Record, Revision


@pytest.fixture
def editor(site):
    user = get_user_model().objects.create_superuser("oksana", password="half a day's work")
    yield user
    user.delete()


@pytest.fixture
def desk(new_reader, site, editor) -> Page:
    """A page of somebody who has logged in."""
    session = Client()
    session.force_login(editor)
    page = new_reader()
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": session.cookies[name].value, "url": site}])
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_an_editor_logs_in(reader, editor):
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


def test_readers_see_a_new_title_at_once(desk, new_reader):
    title = "President Yanukovych in Japan, told anew"
    visit = Record.objects.get(slug="yanukovych-2011")
    before = Revision.objects.of(visit.visit).count()

    desk.goto("/admin/")
    desk.get_by_role("rowheader", name="Visits").get_by_role("link").click()
    desk.get_by_role("searchbox").fill("yanukovych")
    desk.get_by_role("button", name="Search").click()
    desk.get_by_role("link", name="President Yanukovych").click()
    desk.get_by_label("Title (en)").fill(title)
    save(desk)
    expect(desk.get_by_text("was changed successfully")).to_be_visible()

    reader = new_reader()
    reader.goto("/en/visits/yanukovych-2011/")
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    latest, *earlier = Revision.objects.of(visit.visit)
    assert len(earlier) == before
    assert (latest.signature, latest.document["title"]["en"]) == ("oksana", title)


def test_publishing_without_a_citation_keeps_what_was_typed(desk):
    desk.goto("/admin/relations/event/add/")
    typed = {
        "Slug:": "half-a-day",
        "Title (en):": "Half a day’s work",
        "Body (uk):": "Перший рядок.\n\nДругий рядок.",
        "Date:": "2011-06",
    }
    for label, text in typed.items():
        desk.get_by_label(label, exact=True).fill(text)
    desk.get_by_label("Type:", exact=True).select_option("Joint statement")
    desk.get_by_label("Status:", exact=True).select_option("Published")
    save(desk)
    expect(desk.get_by_text("citations: Published without a citation")).to_be_visible()
    for label, text in typed.items():
        expect(desk.get_by_label(label, exact=True)).to_have_value(text)
    expect(desk.get_by_label("Type:", exact=True)).to_have_value("joint-statement")
    assert not Event.objects.filter(slug="half-a-day").exists()


def test_a_draft_is_saved_with_a_citation_chosen_by_typing(desk):
    desk.goto("/admin/relations/event/add/")
    desk.get_by_label("Slug:", exact=True).fill("a-first-draft")
    desk.get_by_label("Title (en)").fill("A first draft")
    desk.get_by_role("button", name="Add another Citation").click()
    citation = desk.get_by_role("group", name="Citations")
    citation.get_by_role("combobox").first.click()
    desk.get_by_role("searchbox").last.fill("japan-ukraine-relations")
    desk.get_by_role("option", name="Japan–Ukraine relations").click()
    save(desk)
    expect(desk.get_by_text("was added successfully")).to_be_visible()

    draft = Event.objects.get(slug="a-first-draft")
    assert draft.status == "draft"
    assert [c.source.slug for c in draft.citations.all()] == ["wikipedia-japan-ukraine-relations"]
    desk.goto("/en/events/a-first-draft/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
