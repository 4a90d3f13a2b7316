"""Visits as spreadsheets, with their stops."""

import pytest

from relations.document import build
from tests.exchanging import confirm, exported, totals, troubles, upload, workbook
from tests.making import load, person, place, visit
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(tmp_path):
    stops = [{"place": "a-place", "date": "2011-01-18", "what": {"ja": "会談"}}]
    load(
        tmp_path,
        person(),
        place(),
        visit(stops=stops, purposes=["summit", "signing"], rank_term={"uk": "робочий візит"}),
        visit("bare", rank="unknown"),
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_comes_back_with_nothing_to_change(admin_client, some, kind):
    content = exported(admin_client, Visit, kind)
    assert totals(upload(admin_client, Visit, content, f"file.{kind}")) == {
        "skip": Visit.objects.count()
    }


def test_a_visit_arrives_with_its_stops_in_their_order(admin_client, some):
    content = workbook(
        visits=[
            ["slug", "title_en", "date", "visiting", "host", "rank", "purposes"],
            ["new", "New", "2011-01-18/2011-01-20", "UA", "JP", "working", "summit；signing"],
        ],
        stops=[
            ["slug", "order", "place", "what_en"],
            ["new", 2, "a-place", "Then"],
            ["new", 1, "a-place", "First"],
        ],
        participants=[["slug", "person", "role"], ["new", "a-visitor", "visitor"]],
    )
    confirm(admin_client, Visit, upload(admin_client, Visit, content, "file.xlsx"))
    document = build(Visit.objects.get(slug="new"))
    assert [stop["what"] for stop in document["stops"]] == [{"en": "First"}, {"en": "Then"}]
    assert document["purposes"] == ["summit", "signing"]
    assert "status" not in document


def test_a_stop_outside_the_visit_is_told_at_its_row(admin_client, some):
    content = workbook(
        visits=[["slug", "date"], ["new", "2011-01-18"]],
        stops=[["slug", "place", "date"], ["new", "a-place", "2012"]],
    )
    assert troubles(upload(admin_client, Visit, content, "file.xlsx")) == [("stops", 2, "date")]


def test_countries_and_ranks_are_checked(admin_client, some):
    content = workbook(
        visits=[
            ["slug", "visiting", "host", "rank"],
            ["one", "Ukraine", "JP", ""],
            ["two", "UA", "XX", "Official visit"],
            ["three", "UA", "UA", "unknown"],
        ]
    )
    assert troubles(upload(admin_client, Visit, content, "file.xlsx")) == [
        ("visits", 2, "visiting"),
        ("visits", 3, "host"),
        ("visits", 3, "rank"),
        ("visits", 4, "visiting, host"),
    ]
