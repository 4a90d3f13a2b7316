"""Large letters, wide letters, a small window: everything is still there, and read downwards."""

import pytest

from relations.languages import LANGUAGES
from tests.browser.test_accessibility import FOR_AXE
from tests.browser.test_pages import PAGES, TOO_WIDE
from tests.counts import THIRDS, spread

#: A window 1280 px wide at 400 %.
ZOOMED = {"width": 320, "height": 256}
LETTERS_TWICE_AS_LARGE = "html { font-size: 200% !important }"
#: WCAG 2.2, 1.4.12.
MORE_SPACE = """
    :not(svg, svg *) { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }
"""

#: The texts that their own box or one around it cuts off; what scrolls cuts off nothing.
CUT = """() => {
  const cuts = element => /hidden|clip/.test(getComputedStyle(element).overflow)
    && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
  return [...document.querySelectorAll('body *:not(.sr, input, svg, svg *)')].filter(cuts)
    .map(element => `${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
}"""


@pytest.mark.parametrize(("name", "language"), spread(PAGES, LANGUAGES, daily=THIRDS[1]))
def test_a_page_can_be_enlarged_and_spread(new_reader, name, language):
    page = new_reader(**FOR_AXE)
    page.goto(f"/{language}/{PAGES[name]}")
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    wrong = {}

    def look(how: str) -> None:
        wrong[how] = page.evaluate(TOO_WIDE) + page.evaluate(CUT)

    page.set_viewport_size(ZOOMED)
    look("at 400 %")
    page.add_style_tag(content=MORE_SPACE)
    look("at 400 % and spread")
    page.set_viewport_size({"width": 1280, "height": 1024})
    page.add_style_tag(content=LETTERS_TWICE_AS_LARGE)
    look("in letters twice as large and spread")
    assert not any(wrong.values()), wrong
