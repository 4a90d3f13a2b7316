"""Finding with a script: lists refresh in place, the search suggests, and nothing depends on it."""

import re

import pytest
from playwright.sync_api import Page, expect

from relations import chronology
from tests.browser.test_accessibility import FOR_AXE, found
from tests.browser.test_reading import asked, box

#: Stays while the document does; a page that is loaded anew has no such thing.
MARK = "window.isTheSame = true"
IS_THE_SAME = "window.isTheSame === true"


@pytest.fixture
def three_a_page(monkeypatch):
    monkeypatch.setattr(chronology, "PAGE_SIZE", 3)


def total(reader: Page):
    return reader.locator(".flow .total").first


def told(reader: Page):
    """What a screen reader is told of after a change."""
    return reader.locator("#told")


def opens(reader: Page, address: str) -> Page:
    reader.goto(address)
    reader.evaluate(MARK)
    return reader


def test_a_box_narrows_the_list_in_place(reader):
    opens(reader, "/en/chronology/")
    box(reader, "Visits").check()
    expect(told(reader)).to_have_text("34 entries · newest first")
    expect(total(reader)).to_have_text("34 entries · newest first")
    expect(box(reader, "Visits")).to_be_focused()
    assert asked(reader) == {"kind": ["visit"]}
    assert reader.evaluate(IS_THE_SAME)


def test_the_way_back_leads_through_the_lists(reader):
    opens(reader, "/en/chronology/")
    everything = total(reader).text_content()
    box(reader, "Visits").check()
    expect(told(reader)).to_have_text(re.compile("^34 "))
    reader.get_by_role("link", name="Remove Kind: visits").click()
    expect(total(reader)).to_have_text(everything)
    reader.go_back()
    expect(box(reader, "Visits")).to_be_checked()
    expect(total(reader)).to_have_text(re.compile("^34 "))
    reader.go_back()
    expect(box(reader, "Visits")).not_to_be_checked()
    reader.go_forward()
    expect(box(reader, "Visits")).to_be_checked()
    assert reader.evaluate(IS_THE_SAME)


def test_the_way_back_and_on_leads_to_the_place_that_was_left(reader):
    def scroll(y: int) -> None:
        reader.evaluate("y => scrollTo(0, y)", y)
        reader.wait_for_function("y => history.state?.y === y", arg=y)

    opens(reader, "/en/chronology/")
    scroll(600)
    box(reader, "Visits").evaluate("box => box.click()")
    expect(told(reader)).to_have_text(re.compile("^34 "))
    scroll(300)
    reader.go_back()
    reader.wait_for_function("scrollY === 600")
    reader.go_forward()
    expect(box(reader, "Visits")).to_be_checked()
    reader.wait_for_function("scrollY === 300")
    assert reader.evaluate(IS_THE_SAME)


def test_an_address_made_in_place_is_that_of_the_page(reader):
    opens(reader, "/en/visits/")
    box(reader, "Ukraine to Japan").check()
    expect(told(reader)).to_have_text(re.compile(r"^\d+ entries"))
    shown = reader.get_by_role("main").inner_text()
    reader.reload()
    assert not reader.evaluate(IS_THE_SAME)
    assert reader.get_by_role("main").inner_text() == shown


def test_the_pager_begins_at_the_top_with_the_focus_in_the_list(reader, three_a_page):
    opens(reader, "/en/visits/")
    reader.get_by_role("link", name="Older entries").click()
    expect(total(reader)).to_have_text(re.compile("continued$"))
    expect(reader.locator("main")).to_be_focused()
    assert reader.evaluate("scrollY") == 0
    assert reader.evaluate(IS_THE_SAME)


def test_a_year_of_the_histogram_and_the_form_refresh_in_place(reader):
    opens(reader, "/uk/chronology/")
    reader.locator(".years a", has_text="2011").click()
    expect(reader.locator(".chips li")).to_have_count(3)
    reader.locator("#filters [name=q]").fill("саміт")
    reader.locator("#filters [name=q]").press("Enter")
    expect(reader.locator(".chips li")).to_have_count(4)
    assert asked(reader) == {"q": ["саміт"], "since": ["2011"], "until": ["2011"]}
    expect(reader.get_by_role("link", name="日本語")).to_have_attribute(
        "href", re.compile("^/ja/chronology/.*since=2011")
    )
    assert reader.evaluate(IS_THE_SAME)


def test_a_refused_filter_says_why_in_place(reader):
    opens(reader, "/en/chronology/")
    reader.locator("[name=since]").fill("yesterday")
    reader.locator("[name=since]").press("Enter")
    expect(reader.get_by_role("main")).to_contain_text("Write a year, a month or a day")
    assert asked(reader) == {"since": ["yesterday"]}


def test_a_link_to_another_page_is_a_link(reader):
    opens(reader, "/en/chronology/?kind=visit")
    reader.get_by_role("main").get_by_role("heading", level=3).first.get_by_role("link").click()
    reader.wait_for_url("**/visits/*/")
    assert not reader.evaluate(IS_THE_SAME)


def test_names_are_suggested_and_reached_by_the_arrows(reader):
    opens(reader, "/en/")
    field = reader.get_by_role("searchbox", name="Words")
    field.press_sequentially("kuch")
    suggested = reader.locator(".suggested a")
    expect(suggested.first).to_have_text("Leonid Kuchma")
    field.press("Escape")
    expect(suggested).to_have_count(0)
    field.press_sequentially("m")
    expect(suggested.first).to_be_visible()
    field.press("ArrowDown")
    expect(suggested.first).to_be_focused()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/people/leonid-kuchma/")


def test_suggestions_go_when_the_focus_does(reader):
    opens(reader, "/ja/")
    reader.get_by_role("searchbox").press_sequentially("クチマ")
    expect(reader.locator(".suggested a").first).to_have_text("レオニード・クチマ")
    reader.get_by_role("link", name="年表").first.focus()
    expect(reader.locator(".suggested")).to_have_count(0)


def test_everything_is_found_without_a_script(new_reader):
    reader = new_reader(java_script_enabled=False)
    reader.goto("/en/")
    reader.get_by_role("searchbox").fill("киев")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Search")
    expect(reader.get_by_role("link", name="Kyiv", exact=True)).to_be_visible()
    box(reader, "Visits").check()
    reader.get_by_role("button", name="Show entries").click()
    assert asked(reader) == {"q": ["киев"], "kind": ["visit"]}
    expect(reader.locator("mark", has_text="Kyiv").first).to_be_visible()


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1280), ("ja", "dark", 390), ("uk", "dark", 1280), ("uk", "light", 390)],
)
def test_nothing_in_the_search_shuts_anybody_out(new_reader, language, scheme, width):
    size = {"width": width, "height": 800}
    page = new_reader(color_scheme=scheme, viewport=size, **FOR_AXE)
    broken = {}
    for address in ("search/", "search/?q=kiev&since=2014", "search/?q=kishida+unicorn", "visits/"):
        page.goto(f"/{language}/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        if violations := found(page):
            broken[address] = violations
    page.get_by_role("searchbox").first.press_sequentially("kuchma")
    expect(page.locator(".suggested a").first).to_be_visible()
    assert broken | {"suggestions": found(page)} == {"suggestions": []}
