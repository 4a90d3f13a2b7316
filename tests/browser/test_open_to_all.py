"""What axe-core finds on the pages of readers: nothing, in any language, theme or width."""

from itertools import product

import pytest

from relations.languages import LANGUAGES
from tests.browser.test_accessibility import FOR_AXE, found
from tests.browser.test_pages import PAGES
from tests.counts import TIMES

#: Every combination in full; each language, theme and width once on every change.
EVERY = list(product(LANGUAGES, ("light", "dark"), (390, 1280)))
CHOSEN = [("en", "light", 1280), ("ja", "dark", 390), ("uk", "light", 390)]


@pytest.mark.parametrize(("language", "scheme", "width"), CHOSEN if TIMES == 1 else EVERY)
def test_no_page_shuts_anybody_out(new_reader, language, scheme, width):
    size = {"width": width, "height": 900}
    page = new_reader(color_scheme=scheme, viewport=size, **FOR_AXE)
    broken = {}
    for name, path in PAGES.items():
        page.goto(f"/{language}/{path}")
        if violations := found(page):
            broken[name] = violations
    assert broken == {}
