"""The matrix of years and kinds: “none found” only where somebody looked."""

import pytest
from django.core.management import CommandError
from django.utils import timezone

from tests.making import event, load, person, topic, visit
from tests.reading import words

pytestmark = pytest.mark.django_db


def inquiry(of: str, first: int, last: int, **fields) -> dict:
    return {
        "inquiry": f"{of}-{first}-{last}",
        "kind": of,
        "first_year": first,
        "last_year": last,
        "made_on": "2026-11-22",
        "scope": {"en": "Read the ministry’s list."},
        "status": "published",
    } | fields


def matrix(read, language: str = "en") -> dict[str, list[str]]:
    """What stands in the row of each year or span: events, visits, aid."""
    rows = list(read(f"/{language}/coverage/").main.find(".//table").iter("tr"))[1:]
    return {words(row[0]).strip(): [words(cell).strip() for cell in row[1:]] for row in rows}


def test_an_empty_place_says_whether_anybody_looked(read, tmp_path):
    load(tmp_path, person(), visit(date="2011-01-18/2011-01-21"), inquiry("visit", 2010, 2012))
    rows = matrix(read)
    assert rows["2012"] == ["not researched", "none found", "not researched"]
    assert rows["2011"] == ["not researched", "1", "not researched"]
    assert rows["2010"] == ["not researched", "none found", "not researched"]
    assert rows[f"2013–{timezone.now().year}"] == ["not researched"] * 3


def test_each_number_opens_that_many_entries(client, read, tmp_path):
    long = event("long", date="2010-12/2011-02")
    load(tmp_path, person(), visit(), event(), long, event("draft", status="draft"))
    links = list(read("/en/coverage/").main.find(".//table").iter("a"))
    numbers = {a.get("href"): int(a.text) for a in links}
    assert sorted(numbers.values()) == [1, 1, 2]
    for address, number in numbers.items():
        assert client.get(address).context["page"].total == number


def test_where_an_undated_entry_may_lie_nobody_says_none_found(client, read, tmp_path):
    load(tmp_path, event("open", date="2011/.."), inquiry("event", 2010, 2012))
    rows = matrix(read)
    assert rows["2010"][0] == "none found"
    assert rows[f"2013–{timezone.now().year}"][0] == rows["2011–2012"][0] == "only undated"
    links = {a.text: a.get("href") for a in read("/en/coverage/").main.find(".//table").iter("a")}
    assert client.get(links["only undated"]).context["page"].total == 1


def test_a_year_to_come_has_its_row(read, tmp_path):
    load(tmp_path, event(date="2090-01-01"))
    assert matrix(read)["2090"][0] == "1"


def test_a_search_is_told_with_its_day_and_scope(read, tmp_path):
    load(tmp_path, inquiry("aid", 1999, 2004))
    shown = read("/en/coverage/").words
    assert "Aid packages, 1999–2004 22 November 2026 Read the ministry’s list." in shown


def test_a_draft_of_a_search_counts_for_nothing(read, tmp_path):
    load(tmp_path, event(), inquiry("visit", 2011, 2011, status="draft"))
    assert matrix(read)["2011"] == ["1", "not researched", "not researched"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "treaty"}, "is not in the list: event, visit, aid"),
        ({"last_year": 1990}, "The end lies before the start"),
        ({"scope": {}}, "Say when and where you looked"),
    ],
)
def test_a_search_that_cannot_be_is_refused(tmp_path, fields, message):
    with pytest.raises(CommandError, match=message):
        load(tmp_path, inquiry("aid", 1999, 2004, **fields))


def test_a_topic_says_when_it_was_checked_and_how_far(read, tmp_path):
    load(tmp_path, topic(checked_on="2026-11-22", checked_until="2026-05"), topic("another"))
    checked = "Last checked: 22 November 2026 · sources up to: May 2026"
    assert checked in read("/en/topics/a-topic/").words
    assert checked in read("/en/coverage/").words
    assert "Not yet checked as a whole." in read("/en/topics/another/").words
