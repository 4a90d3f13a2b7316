"""Pictures on screens: the whole relationship turns on a narrow one, and every mark can be hit."""

import pytest

from relations.languages import LANGUAGES

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
#: Of each link of the picture: whether a finger in its middle hits it, and how large it is.
LINKS = """sheet => [...sheet.querySelectorAll('svg a')].map(link => {
  link.scrollIntoView({block: 'center', inline: 'center'})
  const box = link.getBoundingClientRect()
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  return [link.contains(hit), Math.min(box.width, box.height), link.getAttribute('href')]
})"""
SIDEWAYS = "sheet => sheet.scrollWidth - sheet.clientWidth"
#: How high letters are on the screen, in pixels: the least of the texts in sight.
LETTERS = """sheet => Math.min(...[...sheet.querySelectorAll('svg text')]
  .filter(text => text.getBoundingClientRect().height)
  .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getBoundingClientRect().height / text.getBBox().height))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "at-a-glance/"])
def test_on_a_phone_time_runs_down_and_nothing_has_to_be_pushed_aside(new_reader, language, path):
    page = new_reader(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"/{language}/{path}")
    sheet = page.locator(".turning")
    assert sheet.evaluate(SIDEWAYS) <= 0
    assert sheet.evaluate(LETTERS) >= 11
    links = sheet.evaluate(LINKS)
    assert len(links) > 200
    assert [href for is_hit, _size, href in links if not is_hit] == []
    assert min(size for _is_hit, size, _href in links) >= 10


@pytest.mark.parametrize(("viewport", "shown"), [(PHONE, "standing"), (DESK, "lying")])
def test_one_drawing_is_shown_and_its_marks_with_it(new_reader, viewport, shown):
    page = new_reader(viewport=viewport)
    page.goto("/en/")
    for name in ("lying", "standing"):
        assert page.locator(f".turning .{name}").is_visible() == (name == shown)
    seen = page.locator(".turning .marks a").first.evaluate(
        "link => [...link.children].filter(one => one.getBoundingClientRect().width).length"
    )
    assert seen == 1


def test_on_paper_it_lies(new_reader):
    page = new_reader(viewport=PHONE)
    page.goto("/en/")
    page.emulate_media(media="print")
    assert page.locator(".turning .lying").is_visible()
    assert not page.locator(".turning .standing").is_visible()
