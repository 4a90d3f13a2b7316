"""Reading without a script, with the keyboard, and on paper."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from relations import chronology

#: What has the focus and how thick its outline is; null once the focus has left the page.
FOCUSED = """() => {
  const focused = document.activeElement
  if (focused === document.body) return null
  const {outlineStyle, outlineWidth} = getComputedStyle(focused)
  const box = focused.getBoundingClientRect()
  return {
    name: focused.ariaLabel ?? (focused.labels?.[0] ?? focused).textContent.trim(),
    outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
    in_sight: box.bottom > 0 && box.top < innerHeight,
  }
}"""


@pytest.fixture
def plain_reader(new_reader) -> Page:
    """A browser that runs no script."""
    return new_reader(java_script_enabled=False)


@pytest.fixture
def three_a_page(monkeypatch):
    """Lists show three rows a page, so that a filtered list fills several."""
    monkeypatch.setattr(chronology, "PAGE_SIZE", 3)


def sections(reader: Page):
    return reader.get_by_role("navigation", name="Sections")


def entries(reader: Page):
    return reader.get_by_role("main").get_by_role("heading", level=3)


def asked(reader: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.url).query)


def box(reader: Page, label: str):
    """The box of a value, whose name ends with the number of entries that have it."""
    return reader.get_by_role("checkbox", name=re.compile(rf"^{re.escape(label)}( \d+)?$"))


def test_links_lead_from_the_front_page_to_a_visit(plain_reader):
    plain_reader.goto("/en/")
    sections(plain_reader).get_by_role("link", name="Visits").click()
    plain_reader.get_by_role("link", name="Older entries").click()
    title = "President Kuchma’s official visit to Japan"
    plain_reader.get_by_role("link", name=title).click()
    expect(plain_reader.get_by_role("heading", level=1)).to_have_text(title)
    expect(plain_reader.get_by_role("heading", name="Evidence")).to_be_visible()


def test_a_list_is_filtered_paged_and_read_on_in_another_language(plain_reader, three_a_page):
    reader = plain_reader
    reader.goto("/en/visits/")
    assert any("Iwaya" in title for title in entries(reader).all_text_contents())
    box(reader, "Ukraine to Japan").check()
    box(reader, "Official visit").check()
    reader.get_by_role("button", name="Show entries").click()
    assert asked(reader) == {"direction": ["to-jp"], "rank": ["official"]}
    official = entries(reader).all_text_contents()
    assert "President Kuchma’s official visit to Japan" in official
    assert not any("Iwaya" in title for title in official)

    reader.get_by_role("link", name="Remove Rank: Official visit").click()
    assert asked(reader) == {"direction": ["to-jp"]}
    expect(box(reader, "Ukraine to Japan")).to_be_checked()
    expect(box(reader, "Official visit")).not_to_be_checked()
    expect(reader.get_by_text(re.compile(r"^\d\d entries"))).to_be_visible()
    newest = entries(reader).all_text_contents()

    reader.get_by_role("link", name="Older entries").click()
    older = entries(reader).all_text_contents()
    assert len(newest) == len(older) == 3
    assert not set(newest) & set(older)
    here = asked(reader)
    assert here.keys() == {"direction", "after"}

    reader.get_by_role("link", name="日本語").click()
    assert urlsplit(reader.url).path == "/ja/visits/"
    assert asked(reader) == here
    expect(reader.locator("html")).to_have_attribute("lang", "ja")
    expect(box(reader, "ウクライナから日本へ")).to_be_checked()
    expect(entries(reader)).to_have_count(3)


def test_a_record_keeps_its_place_in_another_language(plain_reader):
    plain_reader.goto("/en/visits/kuchma-1995/")
    plain_reader.get_by_role("link", name="Українська").click()
    assert urlsplit(plain_reader.url).path == "/uk/visits/kuchma-1995/"
    title = "Офіційний візит Президента України Леоніда Кучми до Японії"
    expect(plain_reader.get_by_role("heading", level=1)).to_have_text(title)


def test_the_first_tab_offers_to_skip_to_the_content(reader):
    reader.goto("/en/visits/kuchma-1995/")
    skip = reader.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    reader.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_a_keyboard_user_sees_where_she_is(reader):
    reader.goto("/en/visits/?rank=official")
    stops = []
    for _tab in range(300):
        reader.keyboard.press("Tab")
        here = reader.evaluate(FOCUSED)
        if here is None:
            break
        stops.append(here)
    assert here is None, "the focus never leaves the page"
    names = [stop["name"] for stop in stops]
    assert names[0] == "Skip to the content"
    assert {"Visits", "Remove Rank: Official visit", "Show entries"} <= set(names)
    assert any(name.startswith("Official working visit") for name in names)
    assert [stop for stop in stops if stop["outline"] < 2 or not stop["in_sight"]] == []


def test_paper_carries_the_record_without_navigation_and_filters(reader):
    reader.emulate_media(media="print")
    reader.goto("/en/visits/kuchma-1995/")
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    expect(reader.get_by_role("heading", name="Evidence")).to_be_visible()
    expect(reader.get_by_role("navigation")).to_have_count(0)
    reader.goto("/en/visits/")
    expect(entries(reader).first).to_be_visible()
    expect(reader.get_by_role("navigation")).to_have_count(0)
    for control in ("checkbox", "textbox", "button"):
        expect(reader.get_by_role(control)).to_have_count(0)
