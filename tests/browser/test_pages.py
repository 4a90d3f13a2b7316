"""Every kind of page, in every language: whole, quiet, readable, and no wider than the screen."""

import pytest
from playwright.sync_api import expect

from relations.languages import LANGUAGES
from tests.addresses import routes
from tests.browser.colours import CONTRAST
from tests.counts import THIRDS, some

#: Behind the language: every route, and what a route alone does not show.
PAGES = {
    route.name: route.address().removeprefix("/en/") for route in routes() if route.is_page
} | {
    "agreement": "events/accord-2024/",
    "visit with stops": "visits/zelenskyy-2023/",
    "aid in kind": "aid/sdf-vehicles-2025/",
    "filtered": "chronology/?kind=visit&direction=to-jp&rank=official&since=1995&place=tokyo",
    "as it stood": "visits/kuchma-1995/?as_of=1990-01-01",
    "brief of a topic": "brief/?topic=culture-and-education",
    "brief of too much": "brief/?since=1950",
    "nothing found": "visits/?rank=transit&since=2011-06&until=2011-06",
    "answers": "search/?q=kiev&kind=visit",
    "no answer": "search/?q=kishida+unicorn",
    "misspelt": "people/?q=yushenko",
    "not found": "visits/nobody-2099/",
    "not understood": "visits/?rank=grand&colour=blue",
    "withdrawn": "events/withdrawn-2000/",
    "no PDF": "brief.pdf?topic=culture-and-education",
}
ERRORS = {
    "as it stood": 404,
    "brief of too much": 400,
    "not found": 404,
    "not understood": 400,
    "withdrawn": 410,
    "no PDF": 503,
}

#: What stands past the right edge, when the page can be scrolled sideways.
TOO_WIDE = """() => {
  const root = document.documentElement
  if (root.scrollWidth <= root.clientWidth) return []
  const past = element => element.getBoundingClientRect().right > root.clientWidth + 1
  const named = element => `${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`
  return [`${root.scrollWidth} px`, ...[...document.body.querySelectorAll('*')].filter(past).map(named)]
}"""

#: The texts in sight that differ too little from what lies behind them (WCAG 2.2, 1.4.3), and how
#: bright the page is.
FAINT = (
    f"() => {{{CONTRAST}"
    """
  const speaks = node => node.nodeType === Node.TEXT_NODE && node.data.trim()
  const inSight = element => {
    const box = element.getBoundingClientRect()
    return element.checkVisibility() && box.width > 1 && box.height > 1 && box.bottom > 0
  }
  const texts = [...document.querySelectorAll('body *')].filter(
    element => [...element.childNodes].some(speaks) && inSight(element))
  const told = element => `${contrastOf(element).toFixed(2)} ${element.textContent.trim().slice(0, 40)}`
  return {
    texts: texts.length,
    faint: texts.filter(element => contrastOf(element) < 4.5).map(told),
    brightness: luminance(backgrounds(document.querySelector('h1'))),
  }
}"""
)


#: The sources of a brief whose title does not follow its number on their first line.
OUT_OF_LINE = """notes => notes.filter(note => {
  const words = document.createRange()
  words.selectNodeContents(note.querySelector('.title'))
  const [title] = words.getClientRects()
  words.setStart(note.firstChild, 0)
  words.setEnd(note.firstChild, note.firstChild.data.trimEnd().length)
  const [{right, top, bottom}] = words.getClientRects()
  return title.left < right || title.top > bottom || title.bottom < top
}).map(note => note.id)"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_of_a_brief_begins_with_its_number(new_reader, language, width):
    page = new_reader(viewport={"width": width, "height": 900})
    page.goto(f"/{language}/{PAGES['brief of a topic']}")
    assert page.locator(".notes li").count() > 20
    assert page.locator(".notes li").evaluate_all(OUT_OF_LINE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_and_fits_a_desk_and_a_phone(reader, language):
    too_wide = {}
    for page, path in some(PAGES.items(), THIRDS[LANGUAGES.index(language)]):
        answer = reader.goto(f"/{language}/{path}")
        assert answer.status == ERRORS.get(page, 200), page
        assert reader.locator("html").get_attribute("lang") == language, page
        assert reader.get_by_role("heading", level=1).is_visible(), page
        # Without the style sheet the link to the content would stand in sight, on top of all.
        assert reader.get_by_role("link").first.bounding_box()["y"] < 0, page
        for width in (1280, 390):
            reader.set_viewport_size({"width": width, "height": 800})
            if found := reader.evaluate(TOO_WIDE):
                too_wide[page, width] = found
    assert too_wide == {}
    assert reader.context.cookies() == []


def test_the_address_alone_leads_a_reader_to_her_language(new_reader):
    reader = new_reader(locale="uk-UA")
    reader.goto("/")
    expect(reader.locator("html")).to_have_attribute("lang", "uk")
    assert reader.context.cookies() == []


def test_a_phone_shows_text_at_its_own_size(new_reader):
    phone = new_reader(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    phone.goto("/ja/visits/zelenskyy-2023/")
    assert phone.evaluate("[innerWidth, visualViewport.scale]") == [390, 1]


def test_text_stands_out_by_day_and_by_night(reader):
    faint = {}
    for page, path in some(PAGES.items(), THIRDS[0]):
        reader.goto(f"/en/{path}")
        for scheme in ("light", "dark"):
            reader.emulate_media(color_scheme=scheme)
            seen = reader.evaluate(FAINT)
            assert seen["texts"] > 15, page
            assert (seen["brightness"] > 0.5) == (scheme == "light"), page
            if seen["faint"]:
                faint[page, scheme] = seen["faint"]
    assert faint == {}
