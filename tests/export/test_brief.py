"""The brief: what it counts, how it numbers its sources, what it refuses."""

import sys
from collections import defaultdict
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from aid.models import Transaction
from relations import money, workflow
from relations.document import build, digest
from relations.export.brief import Note, Told
from relations.languages import LANGUAGES
from relations.models import Event, Record
from relations.views import brief as view
from tests.desk import colleague
from tests.making import aid, event, load, organisation, person, source, visit
from tests.reading import Page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(tmp_path):
    sums = [
        {"key": "one", "stage": "commitment", "amount": "100", "currency": "JPY", "date": "2011"},
        {
            "key": "again",
            "stage": "commitment",
            "amount": "1",
            "currency": "USD",
            "restates": "one",
        },
        {
            "key": "two",
            "stage": "commitment",
            "amount": "20",
            "currency": "JPY",
            "qualifier": "about",
        },
    ]
    office = {
        "key": "office",
        "office": {"en": "Minister"},
        "start": "2000",
        "end": "2020",
        "citations": [{"source": "a-source"}],
    }
    load(
        tmp_path,
        source("weak", title="A blog", weakness="reprint", url="https://example.org/blog", accessed="2026-01-02"),
        source("other", title="Звіт", language="uk", published="2011-02"),
        person(country="PL", tenures=[office]), organisation(),
        visit("went", date="2011-03-01", citations=[{"source": "weak"}, {"source": "other", "claim": "rank", "stance": "contradicts", "says": {"en": "A state visit."}}]),
        visit("came", date="2011-02", visiting="JP", host="UA", participants=[{"person": "a-visitor", "role": "visitor", "tier": "minister", "capacity": {"en": "Guest"}}]),
        event("met", date="2011-01-01", title={"en": "A meeting", "ja": "会談", "uk": "Зустріч"}, participants=[{"person": "a-visitor", "role": "host"}], citations=[{"source": "other"}]),
        aid("given", date="2011-01-18", transactions=sums, participants=[{"organisation": "an-agency", "role": "funder"}]),
        event("hidden-draft", status="draft", citations=[{"source": "weak"}]),
    )  # fmt: skip


@pytest.fixture
def brief(client, some):
    return lambda query="since=2011", language="en": Page(client.get(f"/{language}/brief/?{query}"))


def section(page: Page, name: str):
    return next(s for s in page.main.iter("section") if s.get("aria-labelledby") == name)


def rows(page: Page, name: str) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in section(page, name).iter("tr")]


def told(page: Page) -> dict[str, str]:
    """What is told of each record, by its slug."""
    found = (s for s in page.main.iter("section") if s.get("class") == "told")
    return {s.get("id").removeprefix("entry-"): words(s) for s in found}


def test_the_records_stand_in_the_order_of_the_chronology(brief):
    assert list(told(brief())) == ["went", "came", "given", "met"]
    assert list(told(brief("kind=visit"))) == ["went", "came"]


def test_the_figures_are_what_can_be_counted(brief):
    page = brief()
    counts = [words(li) for li in section(page, "summary").iter("li")]
    assert counts == ["4 Entries", "1 Events", "2 Visits", "1 Aid packages", "1 People", "1 Organisations", "3 Sources of them 1 weak"]  # fmt: skip
    assert rows(page, "summary") == [
        ["Period covered", "1 January 2011 – 1 March 2011"],
        ["Visits by direction", "B to A: 1 A to B: 1"],
        ["Commitment, total", "¥120 (2 sums, of them 1 not exact)"],
    ]


def test_every_sum_stands_in_the_table_and_says_when_it_is_not_counted(brief):
    _head, [package, _sums] = rows(brief(), "aid")
    assert package.startswith("Given Grant")
    assert [words(p) for p in section(brief(), "aid").findall(".//td/p")] == [
        "¥100 · Commitment · 2011",
        "US$1 · Commitment · not recorded · Not counted: The same sum said again.",
        "about ¥20 · Commitment · not recorded",
    ]


def test_people_are_told_in_the_capacity_of_the_source_or_else_in_their_office(brief):
    [_head, row] = rows(brief(), "people")
    assert row == ["A Visitor", "Minister · Guest", "Visitor × 2 · Host", "3"]


def test_sources_are_numbered_as_they_are_first_mentioned(brief):
    page = brief()
    titles = [words(li.find("*[@class='title']")) for li in section(page, "sources").iter("li")]
    numbers = {slug: text.partition("/en/")[0] for slug, text in told(page).items()}
    assert titles == ["A blog", "Звіт", "A page"]
    assert numbers["went"].endswith("[1–3] ")
    assert numbers["met"].endswith("[2–3] ")
    anchors = {a.get("href") for a in page.main.iter("a") if a.get("class") == "number"}
    assert anchors == {f"#{li.get('id')}" for li in section(page, "sources").iter("li")}


def test_numbers_that_follow_each_other_are_one_and_others_stay_apart():
    notes = [Note(number, None) for number in (1, 2, 3, 5, 8, 9)]
    assert list(map(str, Told(None, notes, []).runs())) == ["1–3", "5", "8–9"]


def test_a_source_says_what_it_is_and_where_it_was_read(brief):
    notes = [words(li) for li in section(brief(), "sources").iter("li")]
    assert "Weak source: " in notes[0]
    assert "Read on 2 January 2026 · https://example.org/blog" in notes[0]
    assert "February 2011" in notes[1]
    assert "date not recorded" in notes[2]


def test_disagreements_are_said_beside_the_record(brief):
    assert "Sources disagree Rank. This record states: Official visit. Another source says: A state visit. [2]" in told(brief())["went"]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_record_names_the_address_of_the_version_that_is_told(brief, language):
    version = digest(build(Event.objects.get(slug="met")))[:8]
    page = brief("kind=event", language)
    [link] = [a for a in page.main.iter("a") if f"/{language}/events/met/" in a.get("href", "")]
    assert link.get("href") == f"/{language}/events/met/?version={version}"
    assert version in told(page)["met"]
    assert Client().get(link.get("href")).status_code == 200


@pytest.mark.parametrize(("language", "title"), [("en", "A meeting"), ("ja", "会談"), ("uk", "Зустріч")])  # fmt: skip
def test_it_speaks_the_language_of_its_address(brief, language, title):
    page = brief("kind=event", language)
    assert page.lang == language
    assert title in told(page)["met"]
    with override(language):
        assert gettext("Brief") in page.title
        assert gettext("Chronology") in page.words


def test_it_is_called_what_was_asked_for(brief):
    assert brief("kind=visit&kind=aid&since=2010&until=2012").heading == "Visits · Aid packages · 2010–2012"  # fmt: skip
    assert brief("kind=visit&since=2011-02").heading == "Visits · since February 2011"
    assert brief("continuing=1").heading == "Chronology"


def test_it_says_on_which_day_it_was_issued_and_its_own_address(brief, monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 11, 29, 23, 30, tzinfo=UTC)

    monkeypatch.setattr(view, "datetime", Clock)
    said = brief("kind=visit&utm_source=letter").words
    assert "Issued on 29 November 2026 (UTC)" in said
    assert "http://testserver/en/brief/?kind=visit" in said
    assert "letter" not in said


def test_what_is_not_published_is_neither_told_nor_counted(brief, tmp_path):
    load(tmp_path, event("once-told", date="2011-05-05", title={"en": "Once told"}))
    assert "once-told" in told(brief())
    publisher = colleague("mariia", "publisher")
    reason = dict.fromkeys(LANGUAGES, "It was a mistake.")
    once_told = Event.objects.get(slug="once-told")
    workflow.take(once_told, workflow.WITHDRAW, by=publisher, public_reason=reason)
    page = brief()
    assert "Once told" not in page.html
    assert "hidden-draft" not in page.html
    assert words(section(page, "summary").find(".//li")) == "4 Entries"


def test_none_found_is_said_plainly(brief):
    page = brief("since=1950&until=1951")
    assert "The record holds no entry under these filters." in page.words
    assert not told(page)


def test_more_than_fits_is_refused_and_the_reader_told_why(brief, client, monkeypatch):
    monkeypatch.setattr(view, "MOST", 3)
    for form in ("brief/", "brief.pdf"):
        response = client.get(f"/en/{form}?since=2011")
        assert response.status_code == 400
        assert "These filters leave 4 entries. A brief holds at most 3" in Page(response).words
        assert "/en/chronology/?since=2011" in Page(response).html
    assert len(told(brief("kind=visit"))) == 2


def test_a_list_of_records_leads_to_its_brief(client, some):
    def leads(address: str) -> list[str]:
        anchors = Page(client.get(address)).main.iter("a")
        return [a.get("href") for a in anchors if a.get("href", "").startswith("/en/brief/")]

    assert leads("/en/chronology/?kind=visit&since=2011&after=went") == ["/en/brief/?kind=visit&since=2011"]  # fmt: skip
    assert leads("/en/visits/?rank=official") == ["/en/brief/?rank=official&kind=visit"]
    assert leads("/en/search/?q=meeting") == ["/en/brief/?q=meeting"]
    assert leads("/en/people/") == leads("/en/visits/went/") == []
    for address in ("/en/brief/?rank=official&kind=visit", "/en/brief/?q=meeting", "/en/brief/?kind=event"):  # fmt: skip
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(("query", "parameter"), [("kind=party", "kind"), ("nothing=1", "nothing"), ("kind=visit&after=went", "after"), ("after=", "after")])  # fmt: skip
def test_what_it_does_not_understand_is_refused(client, some, query, parameter):
    for address in ("/en/brief/", "/ja/brief/", "/uk/brief.pdf"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400
        assert [words(h2) for h2 in Page(response).main.iter("h2")] == [parameter]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_server_without_the_library_says_so_and_offers_the_page(client, some, monkeypatch, language):  # fmt: skip
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = client.get(f"/{language}/brief.pdf?kind=visit")
    page = Page(response)
    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]
    with override(language):
        assert page.heading == gettext("This server cannot make PDFs")
    assert f"/{language}/brief/?kind=visit" in [a.get("href") for a in page.main.iter("a")]


def test_the_totals_add_every_counted_sum_of_the_record_once(the_record, client):
    found = defaultdict(list)
    for step in Transaction.objects.published().select_related("package"):
        if not step.why_not_counted:
            found[step.get_stage_display(), step.currency].append(step.amount)
    expected = defaultdict(list)
    for (stage, currency), amounts in found.items():
        expected[f"{stage}, total"].append(money.show(sum(amounts), currency, "en"))
    page = Page(client.get("/en/brief/?kind=aid"))
    table = section(page, "summary").find(".//tbody")
    said = {words(row[0]): [words(p).partition(" (")[0] for p in row[1]] for row in table}
    assert len(expected) > 2
    assert {name: sorted(values) for name, values in said.items() if "total" in name} == {
        name: sorted(values) for name, values in expected.items()
    }


def test_everything_that_a_filter_leaves_is_told(the_record, client):
    for kind in Record.kinds():
        page = Page(client.get(f"/uk/brief/?kind={kind.KEY}"))
        slugs = kind.objects.published().in_order().values_list("slug", flat=True)
        assert list(told(page)) == list(slugs)
    assert client.get("/en/brief/?since=1990&continuing=1").status_code == 400
