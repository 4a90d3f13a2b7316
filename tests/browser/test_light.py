"""Pages are light: nothing jumps while they load, and there is little script."""

import pytest

from relations.languages import LANGUAGES
from tests.browser.test_pages import PAGES
from tests.counts import THIRDS, spread

#: How far things moved by themselves until the second picture after all was there, and the script.
LOADED = """() => new Promise(resolve => {
  const observer = new PerformanceObserver(() => {})
  observer.observe({type: 'layout-shift', buffered: true})
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve({
    shifts: observer.takeRecords().map(shift => shift.value),
    script: performance.getEntriesByType('resource')
      .filter(file => file.initiatorType === 'script')
      .reduce((sum, file) => sum + file.decodedBodySize, 0),
  }))))
})"""


@pytest.mark.parametrize(
    ("name", "language", "width"), spread(PAGES, LANGUAGES, (390, 1280), daily=THIRDS[2])
)
def test_nothing_shifts_and_the_script_is_small(new_reader, name, language, width):
    page = new_reader(viewport={"width": width, "height": 844})
    page.goto(f"/{language}/{PAGES[name]}", wait_until="load")
    loaded = page.evaluate(LOADED)
    assert loaded["shifts"] == []
    assert 0 < loaded["script"] < 15_000
