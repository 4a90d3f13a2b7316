"""What axe-core finds on the pages of readers and of the desk: nothing, whoever looks at them how.

A run of every combination writes its figures down for the accessibility statement.
"""

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from relations.languages import LANGUAGES
from relations.views import accessibility
from tests.browser.test_accessibility import FOR_AXE, found
from tests.browser.test_accessibility import PAGES as DESK
from tests.browser.test_pages import PAGES as READABLE
from tests.browser.test_reading import asked
from tests.counts import THIRDS, TIMES, spread

#: A report about a page looks as one about a document does.
PAGES = {name: READABLE[name] for name in READABLE if not name.startswith("correct_page")}
SCHEMES, WIDTHS = ("light", "dark"), (390, 1280)
READ = spread(PAGES, LANGUAGES, SCHEMES, WIDTHS, daily=THIRDS[2])
WORKED_AT = spread(DESK, LANGUAGES, SCHEMES, WIDTHS, daily=THIRDS[0])


@pytest.fixture(scope="module")
def seen():
    """What breaks in each state; in the end it is written down, if that was every one of them."""
    states = {}
    yield states
    if TIMES > 1 and len(states) == len(READ) + len(WORKED_AT):
        figures = {
            "day": str(datetime.now(UTC).date()),
            "axe": next(version for version, _broken in states.values()),
            "pages": list(PAGES),
            "desk": list(DESK),
            "states": len(states),
            "violations": sum(len(broken) for _version, broken in states.values()),
        }
        accessibility.LAST_RUN.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def look(seen: dict, state: tuple, page: Page) -> None:
    broken = found(page)
    seen[state] = page.evaluate("axe.version"), broken
    assert broken == []


def way(scheme: str, width: int) -> dict:
    return {"color_scheme": scheme, "viewport": {"width": width, "height": 900}, **FOR_AXE}


@pytest.mark.parametrize(("name", "language", "scheme", "width"), READ)
def test_no_page_shuts_anybody_out(new_reader, seen, name, language, scheme, width):
    page = new_reader(**way(scheme, width))
    page.goto(f"/{language}/{PAGES[name]}")
    look(seen, (name, language, scheme, width), page)


@pytest.mark.parametrize(("name", "language", "scheme", "width"), WORKED_AT)
def test_no_page_of_the_desk_shuts_anybody_out(at_desk, seen, name, language, scheme, width):
    page = at_desk("oksana", "publisher", locale=language, **way(scheme, width))
    where = DESK[name]
    page.goto(where if isinstance(where, str) else where())
    expect(page.locator("html")).to_have_attribute("lang", language)
    look(seen, ("desk", name, language, scheme, width), page)


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "dark", 1280), ("ja", "light", 390), ("uk", "dark", 390)],
)
def test_nothing_shuts_anybody_out_once_something_was_done(new_reader, language, scheme, width):
    page = new_reader(**way(scheme, width))
    broken = {}
    for name in ("visit_list", "visit_detail", "visit_history", "visit_levels", "coverage"):
        page.goto(f"/{language}/{PAGES[name]}")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        broken["opened", name] = found(page)
    page.goto(f"/{language}/{PAGES['visit_list']}")
    page.locator("[name=direction]").first.check()
    expect(page.locator(".chip")).to_have_count(1)
    assert asked(page)
    broken["narrowed in place"] = found(page)
    page.goto(f"/{language}/{PAGES['correct']}")
    page.locator("main form").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    broken["not sent"] = found(page)
    assert not any(broken.values()), broken


def test_the_statement_tells_of_every_kind_of_page_that_there_is():
    run = accessibility.last_run()
    assert run, "make statement"
    assert (set(run.pages), set(run.desk)) == (set(PAGES), set(DESK))
