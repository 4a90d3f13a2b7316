"""What is typed into a form and not saved is not lost by a press elsewhere."""

from itertools import count

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from relations.codes import Status
from relations.models import Event, Topic
from tests.browser.test_curators import save, take
from tests.desk import url_of
from tests.making import event, write

TYPED = "Half a day’s work"
NUMBERS = count(1)
WARNED = "What you typed into the form below is not saved yet."


@pytest.fixture
def draft(site, tmp_path) -> Event:
    """A draft that is there for one test."""
    slug, title = f"half-said-{next(NUMBERS)}", {"en": "Half said"}
    unsaid = event(slug, title=title, status="draft", citations=[])
    call_command("loaddata", write(tmp_path, unsaid), verbosity=0)
    found = Event.objects.get(slug=slug)
    yield found
    found.delete()


def form(page: Page, document, typed: str = TYPED) -> Page:
    page.goto(url_of(document))
    if typed:
        page.get_by_label("Title (en)").fill(typed)
    return page


def asked(page: Page) -> list[str]:
    """The kinds of questions that the browser puts from now on; each is answered with yes."""
    kinds = []
    page.on("dialog", lambda dialog: (kinds.append(dialog.type), dialog.accept()))
    return kinds


def test_a_step_waits_until_the_form_is_saved(at_desk, draft):
    page = form(at_desk("oksana", "editor"), draft)
    take(page, "Submit for review", Note="With the ministry’s date.")
    box = page.locator("details.step", has_text="Submit for review")
    expect(box.get_by_role("alert")).to_contain_text(WARNED)
    expect(page.get_by_label("Title (en)")).to_have_value(TYPED)
    draft.refresh_from_db()
    assert (draft.status, draft.title_en) == (Status.DRAFT, "Half said")

    box.get_by_role("button", name="Save it now").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(box.get_by_label("Note")).to_have_value("With the ministry’s date.")
    box.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Done: Submit for review.")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.status, draft.title_en) == (Status.SUBMITTED, TYPED)


@pytest.mark.parametrize("button", ["I have read it: English", "Link for an outside expert"])
def test_so_does_every_other_button_above_the_form(at_desk, draft, button):
    page = form(at_desk("oksana", "editor"), draft)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_contain_text(WARNED)
    expect(page.get_by_label("Title (en)")).to_have_value(TYPED)


@pytest.mark.parametrize(
    ("language", "button", "told"),
    [("ja", "英語", "まだ保存されていません"), ("uk", "англійська", "ще не збережено")],
)
def test_it_is_told_in_her_language(at_desk, draft, language, button, told):
    page = at_desk("oksana", "editor", locale=language)
    page.goto(url_of(draft))
    page.locator("[name=title_en]").fill(TYPED)
    page.locator("form.read button").first.click()
    expect(page.get_by_role("alert")).to_contain_text(told)


def test_a_form_that_says_what_was_saved_lets_a_step_through(at_desk, draft):
    page = form(at_desk("oksana", "editor"), draft)
    page.get_by_label("Title (en)").fill("Half said")
    take(page, "Submit for review")
    expect(page.get_by_text("Done: Submit for review.")).to_be_visible()


@pytest.mark.parametrize("change", ["typed", "chosen", "row typed", "row removed", "refused"])
def test_the_browser_asks_before_it_leaves_what_is_unsaved(at_desk, change):
    page = form(at_desk("oksana", "editor"), Event.objects.get(slug="accord-2024"), typed="")
    if change == "typed":
        page.get_by_label("Title (en)").fill(TYPED)
    elif change == "chosen":
        page.get_by_role("group", name="Citations").get_by_role("combobox").first.click()
        page.get_by_role("searchbox").last.fill("japan-ukraine-relations")
        page.get_by_role("option", name="Japan–Ukraine relations").click()
    elif change == "row typed":
        page.get_by_role("button", name="Add another Link").click()
        page.locator("[name^=links-][name$=-position]:not([name*=__prefix__])").last.fill("7")
    elif change == "row removed":
        page.get_by_role("button", name="Remove").first.click()
    else:
        page.get_by_label("Date:", exact=True).fill("2011-02-30")
        save(page)
        expect(page.get_by_text("Please correct the error below.")).to_be_visible()
    kinds = asked(page)
    page.get_by_role("link", name="History").first.click()
    page.wait_for_url("**/history/")
    assert kinds == ["beforeunload"]


def test_it_does_not_ask_when_nothing_is_lost(at_desk, draft):
    page = form(at_desk("oksana", "editor"), draft, typed="")
    kinds = asked(page)
    page.get_by_role("button", name="Add another Link").click()
    page.get_by_role("link", name="History").first.click()
    page.wait_for_url("**/history/")
    form(page, draft)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert kinds == []


def test_a_preview_saves_nothing_and_leaves_the_guard_up(at_desk):
    page = form(at_desk("oksana", "editor"), Topic.objects.first())
    page.get_by_role("group", name="Preview").get_by_role("button", name="English").click()
    shown = page.frame_locator("iframe[name=preview]").get_by_role("heading", level=1)
    expect(shown).to_have_text(TYPED)
    kinds = asked(page)
    page.get_by_role("link", name="History").first.click()
    page.wait_for_url("**/history/")
    assert kinds == ["beforeunload"]


def test_a_form_from_before_another_login_is_saved_by_one_more_press(at_desk, draft):
    page = form(at_desk("oksana", "editor"), draft)
    tab = page.context.new_page()
    tab.context.clear_cookies(name="sessionid")
    tab.goto("/admin/")
    tab.get_by_label("Username").fill("oksana")
    tab.get_by_label("Password").fill("half a day's work")
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_role("heading", name="What waits")).to_be_visible()
    save(page)
    expect(page.get_by_text("what you typed is still here")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    draft.refresh_from_db()
    assert draft.title_en == TYPED
