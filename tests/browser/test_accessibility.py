"""What axe-core finds at the desk while somebody works there: nothing, and nothing is left open."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from aid.models import AidPackage
from relations.models import Event, Person, Revision, Source, Tenure, Topic
from tests.browser.colours import CONTRAST
from tests.desk import url_of
from tests.making import event, write
from visits.models import Visit

#: axe measures by writing styles into the page, which the site's own policy forbids.
FOR_AXE = {"bypass_csp": True}

#: What axe leaves to people, by rule, with our decision: whether an element breaks the rule indeed.
DECISIONS = {
    # What is behind it is a picture, or it is no letter: measured, in the picture as well.
    "color-contrast": f"element => {{{CONTRAST} return contrastOf(element) < 4.5}}",
    # The heading of a group of rows is as wide as its table; axe looks for its cells beside it.
    "th-has-data-cells": "table => !table.querySelector('th[scope=rowgroup][colspan]')",
    # Of what pops up axe does not ask whether it is there.
    "aria-valid-attr-value": "box => !document.getElementById(box.getAttribute('aria-controls'))",
    # The frame is empty until somebody asks for a preview, which is a page for readers.
    "frame-tested": "frame => frame.name !== 'preview'",
}
UNDECIDED = "element => true"


def found(page: Page) -> list[str]:
    """The rules that a page breaks, and where."""
    answer = Axe().run(page, options={"resultTypes": ["violations", "incomplete"]}).response
    broken = [
        (rule["id"], node["target"]) for rule in answer["violations"] for node in rule["nodes"]
    ]
    for rule in answer["incomplete"]:
        decision = DECISIONS.get(rule["id"], UNDECIDED)
        left = [selector for node in rule["nodes"] for selector in node["target"]]
        is_broken = f"one => ({decision})(document.querySelector(one))"
        broken += [
            (rule["id"], one) for one in page.evaluate(f"all => all.filter({is_broken})", left)
        ]
    return [f"{rule}: {where}" for rule, where in broken]


def address(model, action: str = "change", **which) -> Callable[[], str]:
    """The address of a page of a document, to be asked when the record is there."""
    return lambda: url_of(model.objects.filter(**which).first(), action)


PAGES = {
    "front page": "/admin/",
    "scrutiny": "/admin/scrutiny/",
    "events": "/admin/relations/event/",
    "sources": "/admin/relations/source/",
    "nothing found": "/admin/relations/event/?q=nobody",
    "versions": "/admin/relations/revision/",
    "new event": "/admin/relations/event/add/",
    "new visit": "/admin/visits/visit/add/",
    "new aid": "/admin/aid/aidpackage/add/",
    "new topic": "/admin/relations/topic/add/",
    "new person": "/admin/relations/person/add/",
    "import": "/admin/relations/event/import/",
    "export": "/admin/relations/event/export/",
    "event": address(Event, slug="accord-2024"),
    "visit": address(Visit, slug="zelenskyy-2023"),
    "aid": address(AidPackage, slug="sdf-vehicles-2025"),
    "topic": address(Topic),
    "person": address(Person, slug="leonid-kuchma"),
    "office": address(Tenure),
    "source": address(Source),
    "history": address(Event, "history", slug="accord-2024"),
    "merge": address(Person, "merge", slug="leonid-kuchma"),
    "merges": "/admin/relations/merge/",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_at_the_login_shuts_anybody_out(new_reader, scheme):
    page = new_reader(color_scheme=scheme, **FOR_AXE)
    page.goto("/admin/")
    assert found(page) == []
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Please enter the correct username and password")).to_be_visible()
    assert found(page) == []


def test_nothing_shuts_anybody_out_while_a_form_is_filled_in(at_desk):
    page = at_desk("oksana", "editor", **FOR_AXE)
    page.goto("/admin/visits/visit/add/")
    page.get_by_role("button", name="Add another Citation").click()
    page.get_by_role("combobox", name="Source").click()
    page.get_by_role("searchbox", name="Source").fill("japan-ukraine-relations")
    page.get_by_role("option", name="Japan–Ukraine relations").wait_for()
    assert found(page) == []
    page.get_by_role("option", name="Japan–Ukraine relations").click()
    page.get_by_label("Date:", exact=True).first.fill("2011-02-30")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Please correct the errors below.")).to_be_visible()
    assert found(page) == []


def test_nothing_shuts_anybody_out_where_two_editors_meet(at_desk):
    first, second = at_desk("oksana", "editor"), at_desk("kenji", "editor", **FOR_AXE)
    where = address(Event, slug="abe-poroshenko-call-2016")()
    for page in (first, second):
        page.goto(where)
        page.get_by_label("Title (uk)").fill(f"Заголовок {page.url}")
    for page in (second, first):
        page.get_by_label("Note:", exact=True).fill("One of two.")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("was changed successfully")).to_be_visible()
    second.get_by_role("button", name="Save", exact=True).click()
    second.get_by_role("region", name="What the other version changed").wait_for()
    assert found(second) == []


TITLE = {"en": "A talk in Kyiv", "ja": "キーウでの会談", "uk": "Розмова в Києві"}
CITED = [{"source": "wikipedia-japan-ukraine-relations", "claim": c} for c in ("date", "type")]


def leave_behind(folder, *documents: dict) -> Event:
    """An event whose English changed after its translations, beside other documents."""
    talk = event("talk", title=TITLE, citations=CITED)
    changed = talk | {"title": TITLE | {"en": "A talk in Lviv"}}
    for told in ([talk, *documents], [changed]):
        call_command("loaddata", write(folder, *told), verbosity=0)
    return Event.objects.get(slug="talk")


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "dark", 1280), ("ja", "light", 390), ("uk", "dark", 390)],
)
def test_nothing_shuts_anybody_out_where_much_is_to_be_done(
    at_desk, tmp_path, language, scheme, width
):
    both = {"date": "2031-01-02", "participants": [{"person": "leonid-kuchma", "role": "speaker"}]}
    drafts = [event(slug, **both, status="draft", citations=[]) for slug in ("one", "other")]
    talk = leave_behind(tmp_path, *drafts)
    new, old, *_before = Revision.objects.of(talk)
    history = url_of(talk, "history")
    looks = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = at_desk("oksana", "publisher", locale=language, **looks, **FOR_AXE)
    for where in (
        "/admin/",
        "/admin/scrutiny/",
        f"{history}?from={old.short}&to={new.short}",
        f"{history}?from={old.short}",
    ):
        page.goto(where)
        assert found(page) == [], where
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where


def test_from_the_front_page_one_key_leads_to_the_text_that_stayed_behind(at_desk, tmp_path):
    leave_behind(tmp_path)
    page = at_desk("oksana", "editor")
    page.goto("/admin/")
    behind = page.get_by_role("region", name="Translations that stayed behind")
    behind.get_by_role("link", name="Ukrainian").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/#id_title_uk")
    expect(page.get_by_label("Title (uk)")).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Title (uk)")).to_be_focused()
