"""The accessibility statement tells the last run, and says so when that was long ago."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from relations.languages import LANGUAGES
from relations.views import accessibility

pytestmark = pytest.mark.django_db

RUN = {"axe": "4.12.1", "pages": ["home", "search"], "desk": ["events"], "states": 36}


@pytest.fixture
def ran(tmp_path, monkeypatch):
    """Writes down a run that was so many days ago."""
    file = tmp_path / "accessibility.json"
    monkeypatch.setattr(accessibility, "LAST_RUN", file)

    def write(days: int = 0, violations: int = 0) -> None:
        day = datetime.now(UTC).date() - timedelta(days=days)
        told = RUN | {"day": str(day), "violations": violations}
        file.write_text(json.dumps(told), encoding="utf-8")

    return write


def statement(read, language: str = "en") -> str:
    return read(f"/{language}/accessibility/").words


def test_the_statement_tells_the_last_run(read, ran):
    ran(violations=0)
    words = statement(read)
    assert "axe-core 4.12.1: 2 kinds of pages for readers and 1 for editors" in words
    assert "36 combinations of page, language, colours and width were examined" in words
    assert "Violations found: 0." in words
    ran(violations=1)
    assert "1 violation was found." in statement(read)


@pytest.mark.parametrize(("days", "is_said"), [(90, False), (91, True)])
def test_a_run_of_long_ago_is_called_so(read, ran, days, is_said):
    ran(days)
    assert ("more than 90 days old" in statement(read)) == is_said


def test_without_a_run_there_are_no_figures(read, ran):
    assert "No full run is on record yet." in statement(read)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_leads_to_the_statement_and_it_to_the_form(read, language):
    home = read(f"/{language}/")
    links = {a.get("href") for a in home.root.find(".//footer").iter("a")}
    assert f"/{language}/accessibility/" in links
    page = read(f"/{language}/accessibility/")
    assert f"/{language}/correct/page/about/" in {a.get("href") for a in page.main.iter("a")}
    assert "WCAG" in page.words
    assert "EN 301 549" in page.words
