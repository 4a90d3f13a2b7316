"""What the lists offer beside their rows: every value with the number of records it would leave.

What is right is counted anew from the fixtures as written.
"""

from collections import Counter
from urllib.parse import parse_qs, parse_qsl, urlencode

import pytest
import yaml

from relations import chronology, dates
from relations.filters import address, records
from relations.filters.facets import MOST_NAMES
from relations.languages import LANGUAGES
from tests.making import event, load, organisation, person, place, source, topic, visit
from tests.reading import Page, facet, words
from tests.written import DOCUMENTS, FIXTURES, day, kind_of, met, places, stages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

SOURCES = {row["source"]: row for row in yaml.safe_load((FIXTURES / "sources.yaml").read_text())}
PARTIES = ("JP", "UA")


def named(key: str, role: str = ""):
    def found(document: dict) -> set[str]:
        rows = document.get("participants", ())
        return {row[key] for row in rows if key in row and role in ("", row["role"])}

    return found


def cited(field: str, usual: str):
    def found(document: dict) -> set[str]:
        sources = (SOURCES[citation["source"]] for citation in document["citations"])
        return {source.get(field, usual) for source in sources} - {""}

    return found


def direction(document: dict) -> set[str]:
    return {f"to-{document['host'].lower()}"} if document.get("visiting") in PARTIES else set()


def level(document: dict) -> set[str]:
    rows = document.get("participants", ())
    return {row["tier"] for row in rows if row["role"] == "visitor" and "tier" in row}


#: What a record has of each facet.
SHARED = {
    "topic": lambda d: set(d["topics"]),
    "person": named("person"),
    "organisation": named("organisation"),
    "place": places,
    "evidence": cited("kind", "press"),
    "language": cited("language", ""),
}
OWN = {
    "event": {"type": lambda d: {d["type"]}},
    "visit": {
        "direction": direction,
        "level": level,
        "rank": lambda d: {d.get("rank", "unknown")},
    },
    "aid": {
        "form": lambda d: {d.get("form", "unspecified")},
        "stage": stages,
        "donor": named("organisation", "funder"),
    },
}
EVERY = SHARED | OWN["event"] | OWN["visit"] | OWN["aid"] | {"kind": lambda d: {kind_of(d)}}
OF_NAMES = ("person", "organisation", "place", "topic", "donor")

#: Lists as addresses; in those of one kind that kind is taken as chosen.
LISTS = [
    "chronology/?",
    "chronology/?topic=security",
    "chronology/?kind=visit&kind=aid&organisation=jica",
    "chronology/?kind=visit",
    "chronology/?kind=visit&rank=official&rank=working&topic=security",
    "chronology/?person=fumio-kishida&person=shinzo-abe&place=kyiv",
    "chronology/?since=2014&until=2016&evidence=official",
    "chronology/?since=2014&until=2016&continuing=1&language=ja",
    "chronology/?place=kyoto&place=bucha&language=uk&language=en",
    "events/?",
    "events/?type=agreement&type=name-policy&place=tokyo",
    "visits/?",
    "visits/?direction=to-jp&level=minister&since=2005",
    "visits/?rank=official&direction=to-ua&person=fumio-kishida",
    "aid/?",
    "aid/?form=loan",
    "aid/?stage=commitment&donor=government-of-japan&topic=reconstruction",
]  # fmt: skip


def asked(address: str) -> dict[str, list[str]]:
    path, query = address.split("?")
    return {"events/": {"kind": ["event"]}, "visits/": {"kind": ["visit"]}, "aid/": {"kind": ["aid"]}}.get(path, {}) | parse_qs(query)  # fmt: skip


def passes(document: dict, wanted: dict[str, list[str]]) -> bool:
    for name, values in wanted.items():
        if name in EVERY and not EVERY[name](document) & set(values):
            return False
    return touches(document, wanted)


def touches(document: dict, wanted: dict[str, list[str]]) -> bool:
    first, last = wanted.get("since", ["1"])[0], wanted.get("until", ["9999"])[0]
    if not {"since", "until"} & set(wanted):
        return True
    known = dates.parse(document["date"])
    if known.is_open and "continuing" not in wanted:
        return False
    until = last.zfill(4) + "-12-31"
    return known.earliest <= day(until) and known.latest >= day(first.zfill(4) + "-01-01")


def recounted(name: str, wanted: dict[str, list[str]]) -> Counter:
    others = {other: values for other, values in wanted.items() if other != name}
    right = (document for document in DOCUMENTS.values() if passes(document, others))
    return Counter(value for document in right for value in EVERY[name](document))


def years(page: Page) -> dict[int, tuple[int, str]]:
    """The number of each year and the address that asks for it."""
    found = {}
    for years in page.main.iter("ol"):
        for link in years.iter("a") if "years" in years.get("class", "").split() else ():
            year, number = words(link).split()
            found[int(year)] = int(number), link.get("href")
    return found


def facets_of(address: str) -> list[str]:
    path, wanted = address.partition("/")[0], asked(address)
    kinds = wanted.get("kind", [])
    own = list(OWN[kinds[0]]) if len(kinds) == 1 else []
    return [*SHARED, *own, *(["kind"] if path == "chronology" else [])]


@pytest.mark.parametrize("address", LISTS)
def test_each_value_stands_with_what_it_would_leave(read, address):
    page, wanted = read(f"/en/{address}"), asked(address)
    for name in facets_of(address):
        right = recounted(name, wanted)
        if name in OF_NAMES:
            first = sorted(right, key=lambda slug: (-right[slug], slug))[:MOST_NAMES]
            shown = [*first, *(v for v in wanted.get(name, ()) if v not in first)]
            assert list(facet(page, name)) == shown, name
        else:
            assert set(facet(page, name)) == {*right, *wanted.get(name, ())}, name
        assert facet(page, name) == {v: right[v] for v in facet(page, name)}, name


@pytest.mark.parametrize("address", LISTS)
def test_the_years_stand_with_what_they_would_leave(read, address):
    wanted = {n: v for n, v in asked(address).items() if n not in ("since", "until", "continuing")}
    right = Counter()
    for document in DOCUMENTS.values():
        known = dates.parse(document["date"])
        if passes(document, wanted) and not known.is_open:
            right.update(range(known.earliest.year, known.latest.year + 1))
    shown = years(read(f"/en/{address}"))
    assert {year: number for year, (number, _to) in shown.items()} == right
    assert list(shown) == sorted(right, reverse=True)


@pytest.mark.parametrize("address", LISTS[::3])
def test_the_list_keeps_what_a_number_promises(client, read, address):
    path, query = f"/en/{address}".split("?")
    page = read(f"/en/{address}")
    promised = [(number, to) for number, to in list(years(page).values())[::9]]
    for name in facets_of(address):
        others = [(n, v) for n, v in parse_qsl(query) if n != name]
        for value, number in list(facet(page, name).items())[:3]:
            promised.append((number, f"{path}?{urlencode([*others, (name, value)])}"))
    assert len(promised) > 10
    for number, to in promised:
        response = client.get(to)
        assert (response.status_code, to) == (200, to)
        assert response.context["page"].total == number, to


@pytest.mark.parametrize("address", LISTS[2:7])
def test_every_language_counts_the_same(read, address):
    pages = [read(f"/{language}/{address}") for language in LANGUAGES]
    for name in facets_of(address):
        assert len({frozenset(facet(page, name).items()) for page in pages}) == 1
    assert len({tuple((y, n) for y, (n, _to) in years(page).items()) for page in pages}) == 1


# What a facet offers


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(client):
    def total(query: str) -> int:
        return client.get(f"/en/visits/?{query}").context["page"].total

    one, other = total("rank=official"), total("rank=working")
    assert total("rank=official&rank=working") == one + other
    assert 0 < total("rank=official&direction=to-ua") < min(one, total("direction=to-ua"))


def test_a_chosen_facet_still_offers_its_other_values(read):
    free, chosen = read("/en/visits/"), read("/en/visits/?rank=official")
    assert facet(chosen, "rank") == facet(free, "rank")
    assert facet(chosen, "direction") != facet(free, "direction")


def test_what_would_leave_nothing_is_offered_only_where_it_is_chosen(read):
    without = read("/en/aid/?form=loan")
    assert "disbursement" in facet(read("/en/aid/"), "stage")
    gone = set(facet(read("/en/aid/"), "stage")) - set(facet(without, "stage"))
    for stage in gone or {"pledge"}:
        page = read(f"/en/aid/?form=loan&stage={stage}")
        assert stage in facet(page, "stage")


def test_where_nothing_is_left_what_is_chosen_stands_with_nought(read):
    page = read("/en/visits/?rank=official&since=1900&until=1901")
    assert page.entries == []
    assert facet(page, "rank") == {"official": 0}


def test_a_chosen_name_stays_behind_the_most_frequent(read):
    frequent = facet(read("/en/chronology/"), "person")
    assert len(frequent) == MOST_NAMES
    right = recounted("person", {})
    rare = min(slug for slug in right if right[slug] == 1)
    shown = facet(read(f"/en/chronology/?person={rare}"), "person")
    assert shown == frequent | {rare: 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_left_out_are_counted(read, language):
    left_out = len(recounted("place", {})) - MOST_NAMES
    assert left_out > 0
    assert f"{left_out} " in read(f"/{language}/chronology/").words


def test_whom_somebody_met_is_offered_once_somebody_is_chosen(client, read):
    assert facet(read("/en/chronology/"), "met") == {}
    first, second = "fumio-kishida", "denys-shmyhal"
    shown = facet(read(f"/en/chronology/?met={first}&met={second}"), "met")
    together = [met(document) for document in DOCUMENTS.values()]
    right = Counter(slug for people in together if {first, second} <= people for slug in people)
    assert shown == {slug: right[slug] for slug in shown}
    assert shown[first] == shown[second] == max(right.values()) > 1
    for slug, number in shown.items():
        page = client.get(f"/en/chronology/?met={first}&met={second}&met={slug}").context["page"]
        assert page.total == number


# Among made records


@pytest.fixture
def some(tmp_path):
    """Under one topic: a record of three years, one that goes on, and one of each year around."""
    secret = {"participants": [{"person": "a-visitor", "role": "host"}, {"person": "a-secret", "role": "host"}]}  # fmt: skip
    load(
        tmp_path,
        topic("made"),
        topic("hidden", status="draft"),
        person(),
        person("a-secret"),
        organisation("an-office"),
        place(),
        place("a-hideout"),
        source("a-letter", language="mn", kind="treaty"),
        event("three-years", date="2010/2012", topics=["made"]),
        event("going-on", date="2009/..", topics=["made"]),
        event("undated", date="../..", topics=["made"]),
        event("in-2010", date="2010-05", topics=["made", "hidden"]),
        visit("in-2012", date="2012-12-31/2013-01-02", topics=["made"]),
        event("a-draft", date="2017", topics=["made"], places=["a-hideout"], status="draft",
              citations=[{"source": "a-letter"}], **secret),
    )  # fmt: skip


def test_a_record_of_several_years_counts_in_each_and_one_that_goes_on_in_none(read, some):
    shown = years(read("/en/chronology/?topic=made"))
    assert {year: n for year, (n, _to) in shown.items()} == {2013: 1, 2012: 2, 2011: 1, 2010: 2}


def test_a_year_keeps_what_it_promises_beside_continuing_records(client, read, some):
    shown = years(read("/en/chronology/?topic=made&continuing=1&since=2010"))
    assert shown[2010][0] == 2
    for number, to in shown.values():
        assert client.get(to).context["page"].total == number, to


def test_what_is_not_published_counts_nowhere(read, some):
    page = read("/en/chronology/?topic=made")
    assert facet(page, "kind") == {"event": 4, "visit": 1}
    assert facet(page, "topic")["made"] == 5
    assert facet(page, "person") == {"a-visitor": 1}
    assert facet(page, "evidence") == {"press": 5}
    assert facet(page, "language") == {"en": 5}
    assert facet(page, "place") == facet(page, "organisation") == {}
    assert "Secret" not in page.words
    assert "Hidden" not in page.words
    assert "Mongolian" not in page.words


@pytest.mark.parametrize("query", ["person=a-secret", "place=a-hideout", "topic=hidden", "language=mn"])  # fmt: skip
def test_what_is_not_published_cannot_be_chosen(client, some, query):
    response = client.get(f"/en/chronology/?{query}")
    assert response.status_code == 400
    assert "made" in response.content.decode() or "topic" not in query
    assert b"Secret" not in response.content


def test_a_record_counts_once_for_what_it_names_twice(read, tmp_path):
    twice = [
        {"person": "a-visitor", "role": "visitor", "tier": "minister"},
        {"person": "a-visitor", "role": "host"},
    ]
    stops = [{"place": "a-place", "date": "2011-01-18"}, {"place": "a-place", "date": "2011-01-19"}]
    load(
        tmp_path,
        topic("made"),
        person(),
        place(),
        visit(
            "twice",
            participants=twice,
            places=["a-place"],
            stops=stops,
            topics=["made"],
            date="2011-01-18/2011-01-19",
        ),
    )
    page = read("/en/visits/?topic=made")
    assert facet(page, "person") == {"a-visitor": 1}
    assert facet(page, "place") == {"a-place": 1}
    assert facet(page, "level") == {"minister": 1}


# Of very many records no numbers are shown


@pytest.fixture
def few_counted(monkeypatch):
    for module in (chronology, address, records):
        monkeypatch.setattr(module, "MOST_COUNTED", 20)


def test_of_too_many_records_nothing_is_counted(read, few_counted):
    page = read("/en/chronology/")
    assert set(facet(page, "evidence").values()) == {None}
    assert years(page) == {}
    assert {"event", "visit", "aid"} == set(facet(page, "kind"))


def test_a_chosen_value_may_leave_few_enough_to_count(read, few_counted):
    wanted = {"rank": ["official"], "kind": ["visit"]}
    page = read("/en/visits/?rank=official")
    assert facet(page, "direction") == recounted("direction", wanted)
    assert set(facet(page, "rank").values()) == {None}
    assert years(page)
