"""Filters: what they let through, how they read, and what they say when not understood.

What is right is worked out from the fixtures as written, not from the database.
"""

import re
from http import HTTPStatus

import pytest
from django.utils import translation
from django.utils.translation import gettext

from relations import dates
from relations.chronology import PAGE_SIZE
from relations.filters import AFTER, TRACKING, chronology_filters, filters_of
from relations.languages import LANGUAGES
from relations.models import Record
from tests.making import aid, event, load, person, place, topic, visit
from tests.reading import Page, every_record, words
from tests.written import DOCUMENTS, actors, met, natural_order, places, stages, touches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

RIGHT = {
    "chronology/": lambda d: True,
    "events/": lambda d: "event" in d,
    "visits/": lambda d: "visit" in d,
    "aid/": lambda d: "aid" in d,
    "chronology/?kind=visit": lambda d: "visit" in d,
    "chronology/?kind=visit&kind=aid": lambda d: "event" not in d,
    "chronology/?topic=security": lambda d: "security" in d["topics"],
    "chronology/?topic=security&topic=reconstruction": lambda d: {"security", "reconstruction"} & {*d["topics"]},
    "aid/?topic=reconstruction": lambda d: "aid" in d and "reconstruction" in d["topics"],
    "chronology/?topic=security&kind=visit": lambda d: "visit" in d and "security" in d["topics"],
    "chronology/?since=2014&until=2016": lambda d: touches(d, "2014-01-01", "2016-12-31"),
    "chronology/?since=2023-04": lambda d: touches(d, "2023-04-01", "9999-12-31"),
    "chronology/?until=1995-03-22": lambda d: touches(d, "0001-01-01", "1995-03-22"),
    "chronology/?since=1999&until=1999": lambda d: touches(d, "1999-01-01", "1999-12-31"),
    "visits/?since=2011-01-20&until=2011-01-20": lambda d: "visit" in d and touches(d, "2011-01-20", "2011-01-20"),
    "chronology/?person=fumio-kishida": lambda d: "fumio-kishida" in actors(d),
    "chronology/?person=fumio-kishida&person=shinzo-abe": lambda d: {"fumio-kishida", "shinzo-abe"} & actors(d),
    "chronology/?met=fumio-kishida&met=volodymyr-zelenskyy": lambda d: {"fumio-kishida", "volodymyr-zelenskyy"} <= met(d),
    "chronology/?met=shinzo-abe&met=pavlo-klimkin&met=petro-poroshenko": lambda d: {"shinzo-abe", "pavlo-klimkin", "petro-poroshenko"} <= met(d),
    "visits/?met=shinzo-abe&met=shinzo-abe": lambda d: "visit" in d and "shinzo-abe" in met(d),
    "events/?met=yoshimasa-hayashi&met=dmytro-kuleba": lambda d: "event" in d and {"yoshimasa-hayashi", "dmytro-kuleba"} <= met(d),
    "visits/?person=fumio-kishida&topic=security": lambda d: "visit" in d and "fumio-kishida" in actors(d) and "security" in d["topics"],
    "chronology/?place=kyiv": lambda d: "kyiv" in places(d),
    "visits/?place=kyoto&place=bucha": lambda d: "visit" in d and {"kyoto", "bucha"} & places(d),
    "chronology/?organisation=jica": lambda d: "jica" in actors(d),
    "aid/?organisation=jica&organisation=jbic": lambda d: "aid" in d and {"jica", "jbic"} & actors(d),
    "visits/?direction=to-jp": lambda d: d.get("host") == "JP",
    "visits/?direction=to-ua": lambda d: d.get("host") == "UA",
    "visits/?direction=to-ua&direction=to-jp": lambda d: "visit" in d,
    "visits/?rank=official": lambda d: d.get("rank") == "official",
    "visits/?rank=official&rank=working&direction=to-jp": lambda d: d.get("host") == "JP" and d.get("rank") in ("official", "working"),
    "visits/?rank=unknown": lambda d: "visit" in d and "rank" not in d,
    "events/?type=mission-opened": lambda d: d.get("type") == "mission-opened",
    "events/?type=agreement&type=name-policy": lambda d: d.get("type") in ("agreement", "name-policy"),
    "aid/?form=loan": lambda d: d.get("form") == "loan",
    "aid/?form=unspecified": lambda d: "aid" in d and "form" not in d,
    "aid/?form=grant&form=in-kind": lambda d: d.get("form") in ("grant", "in-kind"),
    "aid/?stage=pledge": lambda d: "pledge" in stages(d),
    "aid/?stage=commitment&stage=disbursement": lambda d: {"commitment", "disbursement"} & stages(d),
    "aid/?stage=commitment&form=grant": lambda d: "commitment" in stages(d) and d.get("form") == "grant",
    "aid/?donor=mod-japan": lambda d: "aid" in d and "mod-japan" in actors(d, "funder"),
    "aid/?donor=government-of-japan": lambda d: "aid" in d and "government-of-japan" in actors(d, "funder"),
    "chronology/?kind=visit&rank=official": lambda d: d.get("rank") == "official",
    "chronology/?kind=aid&stage=pledge": lambda d: "pledge" in stages(d),
    "chronology/?kind=event&type=recognition": lambda d: d.get("type") == "recognition",
}  # fmt: skip


@pytest.mark.parametrize("address", RIGHT)
def test_a_filter_lets_through_what_it_says_and_keeps_the_order(client, address):
    right = sorted(filter(RIGHT[address], DOCUMENTS.values()), key=natural_order)
    slugs = [next(iter(document.values())) for document in right]
    assert slugs
    assert every_record(client, f"/en/{address}") == slugs


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_mean_the_same_in_every_language(client, language):
    found = every_record(client, f"/{language}/visits/?rank=official&since=1990")
    assert found == official_visits()


def official_visits() -> list[str]:
    right = (d for d in DOCUMENTS.values() if d.get("rank") == "official")
    return [document["visit"] for document in sorted(right, key=natural_order)]


def test_an_empty_field_of_the_form_asks_for_nothing(client):
    assert every_record(client, "/en/visits/?since=&until=") == every_record(client, "/en/visits/")


def test_what_newsletters_append_is_let_through(client):
    address = f"/en/visits/?rank=official&{TRACKING[0]}source=x&fbclid=y"
    assert every_record(client, address) == official_visits()


def test_no_result_is_a_page_that_offers_a_way_on(client):
    response = client.get("/en/visits/?since=1990&until=1991")
    page = Page(response)
    assert response.status_code == HTTPStatus.OK
    assert page.entries == []
    assert "No entry matches" in page.words
    assert list(page.chips) == ["From: 1990", "To: 1991"]


def test_the_total_is_counted_with_the_filters(client):
    words = Page(client.get("/en/visits/?rank=official")).words
    assert f"{len(official_visits())} entries" in words


# Chips


def test_what_is_chosen_is_said_as_label_and_value(client):
    page = Page(client.get("/en/visits/?rank=official&rank=working&since=1990&until=2020-05&direction=to-jp&place=tokyo"))  # fmt: skip
    assert list(page.chips) == [
        "From: 1990", "To: May 2020", "Place: Tokyo", "Direction: Ukraine to Japan",
        "Rank: Official visit", "Rank: Working visit",
    ]  # fmt: skip
    for chip in page.chips:
        assert chip.lower() in page.words.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chip_speaks_the_language_of_the_page(client, language):
    page = Page(client.get(f"/{language}/visits/?direction=to-ua&since=2015-06"))
    relation = {"en": "Japan to Ukraine", "ja": "日本からウクライナへ", "uk": "З Японії до України"}
    assert relation[language] in page.words
    month = " ".join(dates.parse("2015-06").show(language).split())
    assert month.lower() in page.words.lower()


def test_taking_a_chip_away_leaves_the_others(client):
    page = Page(client.get("/en/visits/?rank=official&rank=working&since=1990"))
    for chip, address in page.chips.items():
        left = Page(client.get(address))
        assert list(left.chips) == [other for other in page.chips if other != chip]


def test_taking_the_last_chip_away_gives_the_whole_list(client):
    (address,) = Page(client.get("/en/visits/?rank=official")).chips.values()
    assert address == "/en/visits/"


def test_the_boxes_show_what_is_chosen(client):
    page = Page(client.get("/en/visits/?rank=official"))
    boxes = [box for box in page.main.iter("input") if box.get("name") == "rank"]
    visits = (document for document in DOCUMENTS.values() if "visit" in document)
    assert {box.get("value") for box in boxes} == {d.get("rank", "unknown") for d in visits}
    assert [box.get("value") for box in boxes if "checked" in box.attrib] == ["official"]


# The chronology and the filters of one kind


def own_filters(kind) -> set[str]:
    return set(filters_of(kind).base_filters) - set(chronology_filters(None).base_filters)


@pytest.mark.parametrize("kind", Record.kinds(), ids=lambda kind: kind.KEY)
def test_the_chronology_offers_a_kinds_own_filters_when_it_is_chosen_alone(client, kind):
    alone = Page(client.get(f"/en/chronology/?kind={kind.KEY}"))
    shared = Page(client.get("/en/chronology/?kind=event&kind=visit"))
    assert own_filters(kind)
    for name in own_filters(kind):
        assert alone.choices(name)
        assert not shared.choices(name)


def test_another_kinds_filter_is_refused_in_the_chronology(client):
    for address in ("/en/chronology/?rank=official", "/en/chronology/?kind=aid&rank=official"):
        assert client.get(address).status_code == HTTPStatus.BAD_REQUEST


def test_taking_the_only_kind_away_takes_its_own_filters_along(client):
    page = Page(client.get("/en/chronology/?kind=visit&rank=official&topic=security"))
    left = client.get(next(to for chip, to in page.chips.items() if chip.startswith("Kind: ")))
    assert left.status_code == HTTPStatus.OK
    assert list(Page(left).chips) == ["Topic: Security"]


# What is not understood

BAD = {
    "chronology/?kind=treaty": ("treaty", "event"),
    "chronology/?topic=astrology": ("astrology", "security"),
    "chronology/?since=soon": ("since", "1995-03"),
    "chronology/?until=2011-13": ("until", "1995-03"),
    "chronology/?since=2011&since=2012": ("since",),
    "chronology/?since=1066": ("since", "1995-03"),
    "chronology/?since=2011-02-30": ("since", "2011-02-30"),
    "chronology/?since=2012&until=2011": ("until",),
    "chronology/?continuing=yes": ("continuing", "1"),
    "chronology/?person=nobody": ("nobody", "fumio-kishida"),
    "chronology/?organisation=nobody": ("nobody", "jica"),
    "chronology/?place=atlantis": ("atlantis", "kyiv"),
    "chronology/?sort=title": ("sort", "topic"),
    "chronology/?after=nobody-1900": ("after",),
    "visits/?rank=grand": ("grand", "official-working"),
    "visits/?direction=to-xx": ("to-xx", "to-jp"),
    "visits/?kind=visit": ("kind", "rank"),
    "events/?type=party": ("party", "name-policy"),
    "aid/?form=gift": ("gift", "credit-line"),
    "aid/?stage=hope": ("hope", "disbursement"),
    "aid/?donor=nobody": ("nobody", "jbic"),
    "people/?country=XX": ("XX", "JP"),
    "people/?rank=official": ("rank", "role", "after"),
    "organisations/?kind=party": ("party", "ministry"),
    "places/?kind=planet": ("planet", "city"),
    "sources/?language=xx": ("xx", "ja"),
    "sources/?after=nothing": ("after",),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", BAD)
def test_what_is_not_understood_is_refused_with_what_would_be(client, address, language):
    response = client.get(f"/{language}/{address}")
    page = Page(response)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert page.lang == language
    for word in BAD[address]:
        assert word in page.words
    with translation.override(language):
        assert gettext("The address asks for something we do not understand") == page.heading


def test_the_reason_is_told_in_the_language_of_the_page(client):
    page = Page(client.get("/uk/visits/?rank=grand&colour=red"))
    with translation.override("uk"):
        said = [
            gettext("“%s” is not accepted.") % "grand",
            gettext("There is no such filter here."),
            gettext("Accepted:"),
        ]
    for sentence in said:
        assert sentence in page.words
        assert re.search("[а-яіїє]", sentence)


def test_everything_not_understood_is_told_at_once(client):
    page = Page(client.get("/en/visits/?rank=grand&colour=red&since=soon"))
    for word in ("rank", "grand", "colour", "since"):
        assert word in page.words


def test_one_bad_value_among_good_ones_is_not_passed_over(client):
    response = client.get("/en/visits/?rank=official&rank=grand")
    assert response.status_code == HTTPStatus.BAD_REQUEST


# Dates that are not known to the day


def rows(page: Page) -> dict[str, str]:
    """The words of each entry of a list."""
    found = {}
    for item in page.main.iter("li"):
        for slug in page.entries:
            if any(slug in a.get("href", "").split("/") for a in item.iter("a")):
                found[slug] = words(item)
    return found


@pytest.fixture
def vague(tmp_path):
    load(
        tmp_path,
        topic("vague"),
        event("in-the-year", date="2011", topics=["vague"]),
        event("in-the-month", date="2011-06", topics=["vague"]),
        event("on-the-day", date="2011-06-15", topics=["vague"]),
        event("in-july", date="2011-07", topics=["vague"]),
        event("since-spring", date="2011-04-01/..", topics=["vague"]),
        event("undated", date="../..", topics=["vague"]),
    )


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("since=2011-06&until=2011-06", {"on-the-day": "", "in-the-month": "", "in-the-year": "month unknown"}),
        ("since=2011-06-15&until=2011-06-15", {"on-the-day": "", "in-the-month": "day unknown", "in-the-year": "month unknown"}),
        ("since=2011-06-16&until=2011-06-30", {"in-the-month": "day unknown", "in-the-year": "month unknown"}),
        ("since=2011-07&until=2011-07", {"in-july": "", "in-the-year": "month unknown"}),
        ("since=2011&until=2011", {"in-july": "", "on-the-day": "", "in-the-month": "", "in-the-year": ""}),
        ("since=2011-06-20", {"in-july": "", "in-the-month": "day unknown", "in-the-year": "month unknown"}),
        ("until=2010", {}),
    ],
)  # fmt: skip
def test_a_date_that_may_fall_into_the_period_is_shown_and_marked(client, vague, period, expected):
    page = Page(client.get(f"/en/events/?topic=vague&{period}"))
    assert set(page.entries) == set(expected)
    for slug, row in rows(page).items():
        marks = [mark for mark in ("month unknown", "day unknown") if mark in row]
        assert marks == ([expected[slug]] if expected[slug] else [])


def test_continuing_records_stand_apart(client, vague):
    page = Page(client.get("/en/events/?topic=vague"))
    assert page.entries[-2:] == ["since-spring", "undated"]
    apart = page.words.index("Continuing or undated")
    assert apart > page.words.index("2011")
    assert all(page.words.index(title) > apart for title in ("Since spring", "Undated"))


def test_continuing_records_match_a_year_only_when_asked_for(client, vague):
    def found(query):
        return set(every_record(client, f"/en/events/?topic=vague&since=2012&until=2012{query}"))

    assert found("") == set()
    assert found("&continuing=1") == {"since-spring", "undated"}


def test_a_continuing_record_does_not_match_a_time_before_it_began(client, vague):
    found = every_record(client, "/en/events/?topic=vague&until=2010&continuing=1")
    assert found == ["undated"]


# Paging

TIES = ["a", "a-b", "a-bc", "a1", "ab", "abc", "co-op", "co-pilot", "coop", "copilot", "z", "z-1", "z-10", "z-2", "z1"]  # fmt: skip


@pytest.fixture
def sixty(tmp_path) -> list[str]:
    """The slugs of sixty records in natural order, full of ties."""
    made = [event(slug, date="2011-03-11", topics=["made"]) for slug in TIES]
    made += [
        event(f"{slug}-late", date="2011-03-11", order_in_day=2, topics=["made"]) for slug in TIES
    ]
    made += [
        aid(f"{slug}-aid", date="2011-03-11", order_in_day=1, topics=["made"]) for slug in TIES[:5]
    ]
    made += [visit(f"visit-{n}", date=f"20{n:02}", topics=["made"]) for n in range(10, 20)]
    made += [event(f"{slug}-on", date="1992-01-26/..", topics=["made"]) for slug in TIES[:10]]
    made += [event(f"undated-{n}", date="../..", topics=["made"]) for n in range(5)]
    load(tmp_path, topic("made"), person("a-visitor"), place(), *made)
    return [next(iter(document.values())) for document in sorted(made, key=natural_order)]


def test_paging_meets_every_record_once_and_in_order(client, sixty):
    assert len(sixty) == 60
    assert every_record(client, "/en/chronology/?topic=made") == sixty


def test_paging_through_everything_meets_the_made_ones_among_the_real_ones(client, sixty):
    found = every_record(client, "/en/chronology/")
    assert len(found) == len(set(found)) == Record.objects.published().count()
    assert [slug for slug in found if slug in set(sixty)] == sixty


def test_paging_keeps_the_filters(client, sixty):
    page = Page(
        client.get("/en/chronology/?topic=made&kind=event&kind=aid&since=1990&continuing=1")
    )
    following = Page(client.get(f"/en/chronology/{page.next}"))
    assert list(following.chips) == list(page.chips)
    assert not set(following.entries) & set(page.entries)
    expected = [slug for slug in sixty if not slug.startswith("visit-")]
    assert [*page.entries, *following.entries] == expected[: len(page.entries) * 2]


def test_the_address_of_a_page_names_the_record_it_goes_on_behind(client, sixty):
    page = Page(client.get("/en/chronology/?topic=made"))
    assert page.next == f"?topic=made&{AFTER}={page.entries[-1]}"


def test_a_list_goes_on_behind_any_of_its_records(client, sixty):
    for number, slug in enumerate(sixty, 1):
        page = Page(client.get(f"/en/chronology/?topic=made&after={slug}"))
        assert page.entries == sixty[number : number + PAGE_SIZE]


def test_the_last_page_leads_nowhere_further(client, sixty):
    page = Page(client.get(f"/en/chronology/?topic=made&after={sixty[-2]}"))
    assert (page.entries, page.next) == ([sixty[-1]], None)


@pytest.mark.parametrize("query", ["since=%20", "since=2011&since=", "continuing=1&continuing=", "until=%00"])  # fmt: skip
def test_blank_and_repeated_values_are_no_failure(client, sixty, query):
    assert client.get(f"/en/chronology/?{query}").status_code in (200, 400)
    assert client.get(f"/en/visits/?{query}").status_code in (200, 400)
