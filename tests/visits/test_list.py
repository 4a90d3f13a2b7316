"""The list of visits: how many went each way, which were the first, and at which level."""

import re

import pytest
from django.core.management import CommandError

from tests.making import load, person, visit
from tests.reading import words

pytestmark = pytest.mark.django_db

JAPANESE = person("a-minister", country="JP")


def came(slug: str, tier: str, date: str, **fields) -> dict:
    """A visit of `a-visitor` at a level; with a host of its own it goes the other way."""
    who = "a-minister" if fields.get("host") == "UA" else "a-visitor"
    taking_part = [{"person": who, "role": "visitor", "tier": tier}]
    return visit(slug, date=date, participants=taking_part, **fields)


TO_UKRAINE = {"visiting": "JP", "host": "UA"}
SOME = (
    came("second", "head-of-state", "2005-07-20"),
    came("first", "head-of-state", "1995-03-22"),
    came("minister", "foreign-minister", "2008"),
    came("third-country", "minister", "2001", visiting="UA", host="PL"),
    came("there", "head-of-government", "2015-06-05", **TO_UKRAINE),
    came("draft", "head-of-state", "1993", status="draft"),
)


@pytest.fixture
def page(read, tmp_path):
    load(tmp_path, person(), JAPANESE, *SOME)
    return read("/en/visits/")


def balance(page) -> dict[str, tuple[str, str]]:
    ways = page.main.find(".//section[@class='balance']/dl")
    return {words(way[0]): (words(way[1]), way[1][0].get("href")) for way in ways}


def test_the_balance_counts_both_ways_and_opens_what_it_counts(client, page):
    ways = balance(page)
    assert {way: number for way, (number, _url) in ways.items()} == {"A to B": "1", "B to A": "3"}
    for number, url in ways.values():
        assert client.get(url).context["page"].total == int(number)


def test_the_first_of_each_level_is_told_with_all_of_them(client, page):
    lines = [words(line) for line in page.main.find(".//details").iter("li")]
    assert lines == [
        "A to B · Head of government (1) There, 5 June 2015",
        "B to A · Head of state (2) First, 22 March 1995",
        "B to A · Foreign minister (1) Minister, 2008",
    ]
    for line in page.main.find(".//details").iter("li"):
        of_level, visit = line.iter("a")
        number = re.search(r"\((\d+)\)", of_level.text)[1]
        assert client.get(of_level.get("href")).context["page"].total == int(number)
        assert client.get(visit.get("href")).status_code == 200


def test_the_list_can_be_narrowed_to_levels(client, page):
    found = client.get("/en/visits/?level=head-of-state&level=head-of-government").context["page"]
    assert [record.slug for record in found.records] == ["there", "second", "first"]


def test_a_published_visit_says_at_which_level_the_visitor_came(tmp_path):
    without = visit(participants=[{"person": "a-visitor", "role": "visitor"}])
    with pytest.raises(CommandError, match="participants/a-visitor/tier: Say at which level"):
        load(tmp_path, person(), without)


OFFICE = {"key": "president", "office": {"en": "President"}, "start": "1994-07-19", "end": "2005-01-23", "citations": [{"source": "a-source"}]}  # fmt: skip


def test_a_visitor_out_of_office_needs_a_public_reason(read, tmp_path):
    former = person(tenures=[OFFICE])
    with pytest.raises(CommandError, match="a-visitor/out_of_office: By the cited offices"):
        load(tmp_path, former, visit(date="2011-01-18"))
    reason = {"en": "Came as a former president."}
    taking_part = {"person": "a-visitor", "role": "visitor", "tier": "other"}
    load(tmp_path, former, visit(participants=[taking_part | {"out_of_office": reason}]))
    assert "Came as a former president." in read("/en/visits/a-visit/").words


@pytest.mark.parametrize(
    "office",
    [OFFICE | {"end": "2011-01"}, OFFICE | {"start": "", "end": ""}, OFFICE | {"citations": []}],
    ids=["perhaps in office", "dates not recorded", "not cited"],
)
def test_nobody_is_called_out_of_office_without_sure_evidence(tmp_path, office):
    office = {name: value for name, value in office.items() if value}
    load(tmp_path, person(tenures=[office]), visit(date="2011-01-18"))
