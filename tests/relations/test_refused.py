"""A refused save tells above the form what is wrong where, row by row, and leads there."""

import pytest
from django.test import Client

from tests.desk import colleague, form_of, url_of
from tests.making import load, person, place, visit
from tests.reading import Page, words
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(tmp_path) -> Visit:
    stops = [{"place": "a-place", "date": "2011-01-18"}]
    draft = visit("a-visit", status="draft", stops=stops, citations=[{"source": "a-source"}])
    load(tmp_path, person(), place(), draft)
    return Visit.objects.get()


def told(draft, language: str = "en", **typed) -> dict[str, str]:
    """What stands above the form that came back: where a line leads, and what it says."""
    client = Client(headers={"accept-language": language})
    client.force_login(colleague("kenji", "editor"))
    sent = form_of(client, url_of(draft)) | {
        name.replace("__", "-"): v for name, v in typed.items()
    }
    root = Page(client.post(url_of(draft), sent)).root
    [above] = [found for found in root.iter("ul") if "refused" in (found.get("class") or "")]
    ids = {element.get("id") for element in root.iter()}
    lines = {line.find("a").get("href").removeprefix("#"): words(line) for line in above.iter("li")}
    assert lines.keys() <= ids
    assert all(words(root).count(line) == 1 for line in lines.values())
    return lines


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Stop #2 · Date: “2011-02-30” is not in the calendar."),
        ("ja", "訪問先 #2 · 日付: 「2011-02-30」は暦にない日付です。"),
        ("uk", "Пункт маршруту #2 · Дата: У календарі немає дати «2011-02-30»."),
    ],
)
def test_a_field_of_a_row_is_named_in_her_language(draft, language, line):
    lines = told(draft, language, stops__TOTAL_FORMS="2", stops__1__date="2011-02-30")
    assert lines == {"id_stops-1-date": line}


def test_every_fault_of_every_row_is_named(draft):
    lines = told(
        draft,
        date="2011-02-30",
        stops__TOTAL_FORMS="2",
        stops__1__place="999",
        stops__1__date="yesterday",
    )
    assert list(lines) == ["id_date", "id_stops-1-place", "id_stops-1-date"]
    assert lines["id_date"] == "Date: “2011-02-30” is not in the calendar."
    assert lines["id_stops-1-date"].startswith("Stop #2 · Date: “yesterday” is not a date")


def test_what_only_the_whole_document_shows_is_named_by_its_row_too(draft):
    lines = told(draft, citations__0__claim="stops/nowhere")
    assert lines == {
        "id_citations-0-claim": (
            "Citation #1 · Claim: “stops/nowhere” names nothing in this document."
        )
    }
