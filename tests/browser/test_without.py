"""What a reader can do, she can do without script, sheets and pictures, and with stale cookies."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from relations import chronology
from tests.browser.test_reading import asked, box, entries, sections

#: What a browser may still keep of another time.
STALE = {"sessionid": "0" * 32, "csrftoken": "x" * 64, "django_language": "ja", "messages": "[]"}


def without(new_reader, kind: str) -> Page:
    """A browser that is given nothing for whatever it asks of this kind."""
    page = new_reader()
    page.route("**/*", lambda route: leave_out(route, kind))
    return page


def leave_out(route, kind: str) -> None:
    if route.request.resource_type == kind:
        route.fulfill(status=200, body="")
    else:
        route.continue_()


def with_stale_cookies(new_reader) -> Page:
    page = new_reader()
    page.goto("/en/")
    page.context.add_cookies([{"name": n, "value": v, "url": page.url} for n, v in STALE.items()])
    return page


WAYS = {
    "script": lambda new_reader: new_reader(java_script_enabled=False),
    "sheets": lambda new_reader: without(new_reader, "stylesheet"),
    "pictures": lambda new_reader: without(new_reader, "image"),
    "fresh cookies": with_stale_cookies,
}


@pytest.mark.parametrize("what", WAYS)
def test_whatever_readers_do_is_done_without(new_reader, what, monkeypatch):
    monkeypatch.setattr(chronology, "PAGE_SIZE", 3)
    reader = WAYS[what](new_reader)
    kept = sorted(cookie["name"] for cookie in reader.context.cookies())
    finds(reader)
    filters_and_turns_the_page(reader)
    changes_the_language(reader)
    takes_the_data_along(reader)
    reads_what_a_picture_tells(reader)
    assert sorted(cookie["name"] for cookie in reader.context.cookies()) == kept


def finds(reader: Page) -> None:
    reader.goto("/en/")
    reader.get_by_role("searchbox").fill("Кучма")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Search")
    expect(reader.get_by_role("link", name="Leonid Kuchma", exact=True)).to_be_visible()


def filters_and_turns_the_page(reader: Page) -> None:
    sections(reader).get_by_role("link", name="Visits").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Visits")
    box(reader, "Ukraine to Japan").check()
    reader.get_by_role("button", name="Show entries").click()
    expect(reader.get_by_role("link", name="Remove Direction: Ukraine to Japan")).to_be_visible()
    assert asked(reader) == {"direction": ["to-jp"]}
    newest = entries(reader).first.text_content()
    reader.get_by_role("link", name="Older entries").click()
    expect(reader.get_by_role("link", name="Back to the newest")).to_be_visible()
    assert asked(reader).keys() == {"direction", "after"}
    assert newest not in entries(reader).all_text_contents()


def changes_the_language(reader: Page) -> None:
    reader.get_by_role("link", name="Українська").click()
    expect(reader.locator("html")).to_have_attribute("lang", "uk")
    assert asked(reader).keys() == {"direction", "after"}
    expect(entries(reader)).to_have_count(3)


def takes_the_data_along(reader: Page) -> None:
    with reader.expect_download() as taken:
        reader.get_by_role("main").get_by_role("link", name=re.compile("^CSV")).first.click()
    rows = Path(taken.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(rows) > 3


def reads_what_a_picture_tells(reader: Page) -> None:
    reader.goto("/uk/at-a-glance/")
    rows = reader.get_by_role("main").get_by_role("table").get_by_role("row")
    told = rows.filter(has=reader.get_by_role("link")).last
    expect(told).to_be_visible()
    address = told.get_by_role("link").get_attribute("href")
    told.get_by_role("link").click()
    expect(reader).to_have_url(re.compile(f"{re.escape(address)}$"))
