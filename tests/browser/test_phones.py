"""The desk in a hand: nothing runs off the screen, and what is pressed or typed into is in reach."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import PAGES
from tests.counts import TIMES

#: The longest words every day; the others in full.
SPOKEN = ["uk", "ja", "en"] if TIMES > 1 else ["uk"]
PHONE = {"has_touch": True, "is_mobile": True}

#: What is wrong with a page, by what is wrong: where.
WRONG = """() => {
  const isShown = element => element.checkVisibility({visibilityProperty: true});
  const all = selector => [...document.querySelectorAll(selector)].filter(isShown);
  const called = element => (element.value || element.textContent || element.id).trim();
  const box = element => element.getBoundingClientRect();

  const pressed = all(
    "button, summary, input[type=submit], :is(.submit-row, .object-tools, .add-row) a");
  const scrolls = "#changelist .results, .module:has(> table), .desk-note";
  const isCut = element => getComputedStyle(element).display !== "inline"
    && (element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 2);
  const isOutside = element => !element.closest(scrolls)
    && (box(element).left < -1 || box(element).right > innerWidth + 1);

  const bar = all(".submit-row").find(row => getComputedStyle(row).position === "sticky");
  const isCovered = field => {
    field.focus();
    const {top, bottom} = box(field), from = box(bar).top;
    return document.activeElement === field && !bar.contains(field)
      && bottom > from + 1 && top > from - 24 && top < box(bar).bottom;
  };
  const fields = bar ? all("#content-main form :is(input, textarea, select)") : [];

  const wrong = {
    "scrolls sideways": document.scrollingElement.scrollWidth > innerWidth ? ["the page"] : [],
    "too small": pressed.filter(e => Math.min(box(e).width, box(e).height) < 24).map(called),
    "cut off": pressed.filter(isCut).map(called),
    "outside": pressed.filter(isOutside).map(called),
    "takes half the screen": bar && box(bar).height > innerHeight / 2 ? ["the buttons"] : [],
    "covered": fields.filter(isCovered).map(field => field.name || field.id),
  };
  return Object.fromEntries(Object.entries(wrong).filter(([_what, where]) => where.length));
}"""


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("width", [390, 320])
def test_every_page_of_the_desk_fits_a_phone(at_desk, language, width):
    size = {"width": width, "height": 780}
    page = at_desk("oksana", "publisher", locale=language, viewport=size, **PHONE)
    wrong = {}
    for name, where in PAGES.items():
        page.goto(where if isinstance(where, str) else where())
        expect(page.locator("html")).to_have_attribute("lang", language)
        if found := page.evaluate(WRONG):
            wrong[name] = found
    assert wrong == {}
