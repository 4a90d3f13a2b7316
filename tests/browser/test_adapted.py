"""Pages as readers have them made: without motion, in their own colours, and on paper."""

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from relations.languages import LANGUAGES
from tests.browser.colours import CONTRAST
from tests.browser.test_pages import FAINT, PAGES
from tests.counts import THIRDS, spread

PICTURES = {name: path for name, path in PAGES.items() if name in (
    "home", "relationship", "visit_levels", "topic_list", "ledger", "coverage",
)}  # fmt: skip

#: What moves by itself or takes time to change.
MOVING = """() => [
  ...document.getAnimations().map(animation => animation.animationName ?? animation.transitionProperty),
  ...[document.documentElement, ...document.querySelectorAll('*')].filter(element => {
    const {transitionDuration, animationDuration, scrollBehavior} = getComputedStyle(element)
    return scrollBehavior === 'smooth' || /[1-9]/.test(transitionDuration + animationDuration)
  }).map(element => element.localName),
]"""

#: The marks of pictures and the edges of controls that differ too little from what lies behind them
#: (WCAG 2.2, 1.4.11), and how many were looked at.
LOST = (
    f"() => {{{CONTRAST}"
    """
  const paper = element => {
    const {backgroundColor} = getComputedStyle(element)
    return backgroundColor.endsWith(', 0)') && element.parentElement
      ? paper(element.parentElement) : backgroundColor
  }
  const opaque = number => parseFloat(number) > .9
  const shown = shape => {
    const {fill, stroke, fillOpacity, strokeOpacity} = getComputedStyle(shape)
    return [[fill, fillOpacity], [stroke, strokeOpacity]]
      .filter(([colour, opacity]) => colour !== 'none' && opaque(opacity)).map(([colour]) => colour)
  }
  const edges = box => {
    const {appearance, borderTopWidth, borderTopColor, backgroundColor} = getComputedStyle(box)
    if (appearance !== 'none' && /checkbox|radio/.test(box.type)) return ['CanvasText']
    return parseFloat(borderTopWidth) ? [borderTopColor, backgroundColor] : [backgroundColor]
  }
  const marks = [...document.querySelectorAll('main svg a :is(circle, rect, path, polygon):not([stroke=none])')]
  const controls = [...document.querySelectorAll('main :is(input:not([type=hidden]), select, textarea, .btn)')]
    .filter(control => control.checkVisibility())
  const lost = (element, colours, over) =>
    Math.max(0, ...colours.map(colour => contrast([over], [over, colour]))) < 3
  const named = element => `${element.localName} ${element.parentElement.textContent.trim().slice(0, 40)}`
  return {
    marks: marks.length,
    lost: [
      ...marks.filter(mark => lost(mark, shown(mark), paper(mark.closest('svg').parentElement))),
      ...controls.filter(control => lost(control, edges(control), paper(control.parentElement))),
    ].map(named),
  }
}"""
)


@pytest.mark.parametrize(("name", "language"), spread(PAGES, LANGUAGES, daily=THIRDS[0]))
def test_nothing_moves_for_who_wants_no_motion(new_reader, name, language):
    page = new_reader(reduced_motion="reduce")
    page.goto(f"/{language}/{PAGES[name]}")
    assert page.locator("body *").count() > 40
    assert page.evaluate(MOVING) == []


@pytest.mark.parametrize(
    ("name", "language", "scheme"), spread(PAGES, LANGUAGES, ("light", "dark"), daily=THIRDS[1])
)
def test_every_text_and_control_is_seen_in_colours_of_ones_own(new_reader, name, language, scheme):
    page = new_reader(forced_colors="active", color_scheme=scheme)
    page.goto(f"/{language}/{PAGES[name]}")
    seen = page.evaluate(FAINT)
    assert seen["texts"] > 15
    assert seen["faint"] == []
    assert page.evaluate(LOST)["lost"] == []


@pytest.mark.parametrize("colours", ["none", "active"])
@pytest.mark.parametrize(("name", "scheme"), spread(PICTURES, ("light", "dark")))
def test_every_mark_of_a_picture_stands_out(new_reader, name, scheme, colours):
    page = new_reader(forced_colors=colours, color_scheme=scheme)
    page.goto(f"/en/{PICTURES[name]}")
    seen = page.evaluate(LOST)
    assert seen["marks"] > 20 or name == "coverage"
    assert seen["lost"] == []


@pytest.mark.parametrize("name", sorted({*PICTURES} - {"home"}))
def test_paper_carries_the_table_of_a_picture(reader, name):
    reader.emulate_media(media="print")
    reader.goto(f"/en/{PICTURES[name]}")
    expect(reader.get_by_role("table").first).to_be_visible()
    expect(reader.get_by_role("table").first.get_by_role("cell").last).to_be_visible()


#: Puts a word at the end of the heading and of each piece of a row: what a printer makes of letters
#: in three scripts cannot be read back, this can.
MARKED = """() => {
  const mark = word => piece => {
    const written = document.createElement('span')
    written.textContent = ` ${word}. `
    written.style.font = '4px monospace'
    piece.append(written)
  }
  mark('heading')(document.querySelector('h1'))
  const rows = [...document.querySelectorAll('main :is(.entry, .stops li, tbody tr)')]
    .filter(row => row.checkVisibility())
  rows.forEach((row, number) => {
    const pieces = [...row.querySelectorAll('h3, p, td, th')]
    for (const piece of pieces.length ? pieces : [row]) mark(`row${number}`)(piece)
  })
  return rows.length
}"""

#: Where the page is, and where its links to others lead.
ADDRESSES = """() => [
  document.querySelector('link[rel=canonical]'),
  ...[...document.querySelectorAll('main a[rel~=external]')].filter(link => link.checkVisibility()),
].filter(Boolean).map(link => link.getAttribute('href'))"""


def printed(page: Page) -> list[str]:
    """The sheets that come out of the printer."""
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [unbroken(sheet.extract_text()) for sheet in sheets]


def unbroken(text: str) -> str:
    """Without what a line break adds or takes, and with one letter for each."""
    return re.sub(r"[\s\u00ad-]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(("name", "language"), spread(PAGES, LANGUAGES, daily=THIRDS[2]))
def test_paper_carries_the_page_and_cuts_no_row_in_two(new_reader, name, language):
    page = new_reader()
    page.goto(f"/{language}/{PAGES[name]}")
    page.emulate_media(media="print")
    assert page.get_by_role("navigation").count() == 0
    addresses, rows = page.evaluate(ADDRESSES), page.evaluate(MARKED)
    sheets = printed(page)
    assert "heading." in sheets[0]
    assert [one for one in addresses if unbroken(one) not in "".join(sheets)] == []
    seen = [[f"row{number}." in sheet for sheet in sheets].count(True) for number in range(rows)]
    assert seen == [1] * rows
