"""The preview of a form: the page of readers beside what is typed, in view and within reach."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import FOR_AXE, found
from tests.desk import url_of
from visits.models import Visit

PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def form(page: Page) -> Page:
    page.goto(url_of(Visit.objects.get(slug="zelenskyy-2023")))
    return page


def button(page: Page, language: str):
    return page.get_by_role("group", name="Preview").get_by_role("button", name=language)


def press(page: Page, language: str):
    """Press the button of a language; the heading that readers will see."""
    button(page, language).click()
    return page.frame_locator("iframe[name=preview]").get_by_role("heading", level=1)


def frame_of(page: Page):
    return page.locator("iframe[name=preview]")


@pytest.mark.parametrize("width", [1200, 1440, 1920])
def test_on_a_wide_screen_it_stands_beside_the_form_and_stays_in_view(at_desk, width):
    page = form(at_desk("oksana", "editor", viewport={"width": width, "height": 900}))
    expect(frame_of(page)).to_be_hidden()
    title = page.get_by_label("Title (en)")
    title.scroll_into_view_if_needed()
    expect(press(page, "English")).to_be_visible()
    for field in (title, page.locator("#transactions-group, #stops-group").last):
        field.scroll_into_view_if_needed()
        beside, frame = field.bounding_box(), frame_of(page).bounding_box()
        assert beside["x"] + beside["width"] <= frame["x"]
        assert frame["width"] >= 320
        assert 0 <= frame["y"] < frame["y"] + frame["height"] <= 900
        assert frame["height"] >= 0.85 * 900
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_its_button_closes_it_and_gives_the_room_back(at_desk):
    page = form(at_desk("oksana", "editor"))
    title = page.get_by_label("Title (en)")
    before = title.bounding_box()["width"]
    expect(press(page, "English")).to_be_visible()
    pressed = button(page, "English")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    pressed.press("Enter")
    expect(frame_of(page)).to_be_hidden()
    expect(pressed).to_have_attribute("aria-pressed", "false")
    expect(pressed).to_be_focused()
    assert title.bounding_box()["width"] == before


def test_it_follows_what_is_typed(at_desk):
    page = form(at_desk("oksana", "editor"))
    heading = press(page, "Japanese")
    expect(heading).to_contain_text("ゼレンスキー")
    page.get_by_label("Title (ja)").fill("題名を改める")
    page.get_by_label("Title (ja)").press("Tab")
    expect(heading).to_have_text("題名を改める")


def test_the_keyboard_goes_from_its_buttons_into_it(at_desk):
    page = form(at_desk("oksana", "editor"))
    expect(press(page, "English")).to_be_visible()
    button(page, "English").focus()
    for _stop in ("Japanese", "Ukrainian", "Open in a new tab", "the preview"):
        page.keyboard.press("Tab")
    inside = page.frame_locator("iframe[name=preview]")
    expect(inside.locator(".skip").first).to_be_focused()


def test_it_opens_full_in_a_tab_with_what_is_typed(at_desk):
    page = form(at_desk("oksana", "editor"))
    page.get_by_label("Title (uk)").fill("Ще не збережено")
    expect(press(page, "Ukrainian")).to_have_text("Ще не збережено")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open in a new tab").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Ще не збережено")
    expect(opened.value.locator("html")).to_have_attribute("lang", "uk")


def test_on_a_phone_it_comes_into_view_over_the_whole_width(at_desk):
    page = form(at_desk("oksana", "editor", **PHONE))
    expect(press(page, "English")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="As readers will see it")).to_be_focused()
    frame = frame_of(page).bounding_box()
    assert frame["width"] >= 320
    assert frame["height"] == pytest.approx(0.8 * 780, abs=3)
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390


def test_without_script_it_stands_below_the_form(at_desk):
    page = form(at_desk("oksana", "editor", java_script_enabled=False))
    expect(press(page, "English")).to_be_visible()
    assert frame_of(page).bounding_box()["width"] > 600


def test_whoever_may_only_read_sees_what_was_saved(at_desk):
    page = form(at_desk("vera", "viewer"))
    expect(press(page, "English")).to_contain_text("Zelenskyy")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_nothing_shuts_anybody_out_while_it_is_open(at_desk, scheme, width):
    size = {"width": width, "height": 900}
    page = form(at_desk("oksana", "editor", color_scheme=scheme, viewport=size, **FOR_AXE))
    expect(press(page, "English")).to_be_visible()
    assert found(page) == []
