"""With the keyboard alone: every stop is reached in order, in sight and marked, and left again."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from relations.languages import LANGUAGES
from tests.browser.colours import CONTRAST
from tests.browser.test_accessibility import PAGES as DESK
from tests.browser.test_pages import PAGES
from tests.browser.test_reading import asked
from tests.counts import THIRDS, spread

WIDTHS = (1280, 390)
#: More stops than any page has.
MANY = 1_500

#: Where the focus is: what it is called, how its outline stands out from what lies behind it, what
#: covers it, and its place within its part of the page as if nothing had been scrolled; null where
#: the focus has left the page.
STOP = (
    f"() => {{{CONTRAST}"
    """
  const focused = document.activeElement
  if (focused === document.body) return null
  const outlined = focused.closest('.select2-selection') ?? focused
  const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(outlined)
  const behind = backgrounds(outlined.parentElement)
  const {left, right, top, bottom} = focused.getClientRects()[0]
  const over = document.elementFromPoint(
    (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
    (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2)
  const parts = window.parts ??= []
  const part = focused.closest('.choices, fieldset, g, svg, nav, .aside, header, footer, form, main')
  if (!parts.includes(part)) parts.push(part)
  let across = 0, down = 0
  for (let around = focused; around; around = around.parentElement) {
    across += around.scrollLeft
    down += around.scrollTop
  }
  return {
    name: focused.ariaLabel ?? (focused.labels?.[0] ?? focused).textContent.trim().slice(0, 40),
    outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
    contrast: contrast(behind, [...behind, outlineColor]),
    covered: !over || !focused.contains(over) && !over.contains(focused),
    part: parts.indexOf(part),
    is_drawn: part instanceof SVGElement,
    box: [left + across, top + down, right + across, bottom + down].map(Math.round),
  }
}"""
)


def stops(page: Page) -> list[dict]:
    """Where Tab leads from the top of the page until it leaves it or comes round."""
    found = []
    for _tab in range(MANY):
        page.keyboard.press("Tab")
        here = page.evaluate(STOP)
        if here is None or (found and here == found[0]):
            return found
        found.append(here)
    raise AssertionError(f"The focus is caught at {found[-1]}")


def goes_back(before: dict, after: dict) -> bool:
    """Whether the focus goes against the way of reading within a part: up, or to the left.

    A new column begins further up and to the right. In a picture time runs to the right.
    """
    if before["part"] != after["part"]:
        return False
    left, top, right, bottom = before["box"]
    next_left, next_top, next_right, next_bottom = after["box"]
    is_up = next_bottom <= top + 1 and next_left < right and not before["is_drawn"]
    return is_up or (next_right <= left and next_top < bottom - 2)


def faults(found: list[dict]) -> dict[str, list]:
    """What is wrong with the stops of a page; nothing where all is well."""
    pairs = list(pairwise(found[1:]))  # the first is the way past the rest
    wrong = {
        "no outline": [stop for stop in found if stop["outline"] < 2],
        "faint outline": [stop for stop in found if stop["contrast"] < 3],
        "covered": [stop for stop in found if stop["covered"]],
        "out of order": [pair for pair in pairs if goes_back(*pair)],
    }
    return {fault: where[:3] for fault, where in wrong.items() if where}


@pytest.mark.parametrize(
    ("name", "language", "scheme", "width"),
    spread(PAGES, LANGUAGES, ("light", "dark"), WIDTHS, daily=THIRDS[0]),
)
def test_tab_leads_through_a_page(new_reader, name, language, scheme, width):
    page = new_reader(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(f"/{language}/{PAGES[name]}")
    found = stops(page)
    assert found[0]["name"] == page.locator(".skip").first.text_content()
    assert len(found) > 20
    assert faults(found) == {}


#: Where colleagues spend their days.
WORK = ("front page", "scrutiny", "events", "visit", "person", "history", "import", "merge")


@pytest.mark.parametrize(("name", "language", "scheme"), spread(WORK, LANGUAGES, ("light", "dark")))
def test_tab_leads_through_a_page_of_the_desk(at_desk, name, language, scheme):
    page = at_desk("oksana", "publisher", locale=language, color_scheme=scheme)
    where = DESK[name]
    page.goto(where if isinstance(where, str) else where())
    found = stops(page)
    assert len(found) > 10
    assert faults(found) == {}


@pytest.mark.parametrize(
    ("path", "width", "script"),
    spread(("visits/", "aid/", "chronology/", "people/"), WIDTHS, (True, False)),
)
def test_a_list_is_narrowed_with_a_dozen_keys(new_reader, path, width, script):
    """Past the navigation, on to the filters, into the first box: these are the entries it names."""
    reader = new_reader(java_script_enabled=script, viewport={"width": width, "height": 800})
    reader.goto(f"/en/{path}")
    everything = reader.locator(".total").first.text_content()
    first = reader.locator(".filters input[type=checkbox]").first
    pressed = 0

    def press(key: str) -> None:
        nonlocal pressed
        reader.keyboard.press(key)
        pressed += 1
        assert pressed <= 12

    def tab_to(stop) -> None:
        press("Tab")
        while not stop.evaluate("stop => stop === document.activeElement"):
            press("Tab")

    for way in (reader.locator(".skip").first, reader.locator(".to-filters")):
        tab_to(way)
        press("Enter")
    tab_to(first)
    press("Space")
    if not script:
        press("Enter")
    expect(reader.locator(".total").first).not_to_have_text(everything)
    assert asked(reader)


def test_escape_closes_what_the_search_suggests_and_stays_in_the_box(reader):
    reader.goto("/uk/")
    field = reader.get_by_role("searchbox")
    field.press_sequentially("Кучма")
    suggested = reader.locator(".suggested a")
    expect(suggested.first).to_be_visible()
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Escape")
    expect(suggested).to_have_count(0)
    expect(field).to_be_focused()


def test_escape_closes_a_list_of_choices_at_the_desk(at_desk):
    page = at_desk("oksana", "editor")
    page.goto("/admin/visits/visit/add/")
    page.get_by_role("button", name="Add another Citation").click()
    page.get_by_role("combobox", name="Source").focus()
    page.keyboard.press("Enter")
    choices = page.locator(".select2-dropdown")
    expect(choices).to_be_visible()
    page.keyboard.press("Escape")
    expect(choices).to_have_count(0)
    expect(page.get_by_role("combobox", name="Source")).to_be_focused()
