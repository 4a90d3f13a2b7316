"""Evidence on every claim: what needs a source, and what a reader sees of it."""

import pytest
from django.core.management import CommandError

from relations.languages import LANGUAGES
from tests.making import aid, event, load, organisation, person, place, source, visit

pytestmark = pytest.mark.django_db

EVERYTHING = [
    {"source": "a-source", "claim": claim}
    for claim in ("date", "type", "participants/a-visitor", "places/a-place")
]


def an_event(citations: list[dict]) -> tuple[dict, ...]:
    """An event whose citations are these and no others, with what it names."""
    document = event(
        participants=[{"person": "a-visitor", "role": "speaker"}], places=["a-place"]
    ) | {"citations": citations}
    return person(), place(), document


def test_an_entry_with_a_source_for_every_claim_is_published(client, tmp_path):
    load(tmp_path, *an_event(EVERYTHING))
    assert client.get("/en/events/an-event/").status_code == 200


@pytest.mark.parametrize("missing", range(len(EVERYTHING)))
def test_a_claim_without_a_source_is_refused_by_its_name(tmp_path, missing):
    claim = EVERYTHING[missing]["claim"]
    rest = [citation for citation in EVERYTHING if citation["claim"] != claim]
    with pytest.raises(CommandError, match=f"an-event: {claim}: Published without a citation"):
        load(tmp_path, *an_event(rest))


@pytest.mark.parametrize(
    "weak",
    [{"source": "a-source"}, {"source": "a-source", "claim": "date", "stance": "contradicts", "says": {"en": "Another day."}}],
    ids=["background", "contradicting"],
)  # fmt: skip
def test_neither_background_nor_dissent_supports_a_claim(tmp_path, weak):
    with pytest.raises(CommandError, match="an-event: date: Published without a citation"):
        load(tmp_path, *an_event([*EVERYTHING[1:], weak]))


def test_a_citation_of_a_whole_list_covers_each_of_it(client, tmp_path):
    whole = [{"source": "a-source", "claim": c} for c in ("date", "type", "participants", "places")]
    load(tmp_path, *an_event(whole))
    assert client.get("/en/events/an-event/").status_code == 200


@pytest.mark.parametrize("leaf", ["key", "stage", "currency", "date"])
def test_a_detail_of_a_sum_does_not_carry_the_sum(tmp_path, leaf):
    claims = ("date", "form", f"transactions/note/{leaf}")
    step = {"key": "note", "stage": "commitment", "amount": 1, "currency": "JPY", "date": "2011"}
    document = aid(transactions=[step]) | {
        "citations": [{"source": "a-source", "claim": claim} for claim in claims]
    }
    with pytest.raises(CommandError, match="transactions/note: Published without a citation"):
        load(tmp_path, document)


def test_a_citation_of_a_sums_amount_covers_the_sum(client, tmp_path):
    claims = ("date", "form", "transactions/note/amount")
    load(tmp_path, aid() | {"citations": [{"source": "a-source", "claim": c} for c in claims]})
    assert client.get("/en/aid/an-aid/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "fields", "claim"),
    [
        (visit, {}, "rank"),
        (visit, {"stops": [{"place": "a-place"}]}, "stops/a-place"),
        (aid, {}, "transactions/note"),
        (aid, {"items": [{"key": "trucks", "quantity": 3}]}, "items/trucks"),
        (event, {"type": "agreement", "in_force": "2012-05-30"}, "in_force"),
    ],
)
def test_what_a_kind_adds_needs_a_source_too(tmp_path, kind, fields, claim):
    document = kind(**fields)
    kept = [c for c in document["citations"] if c.get("claim") != claim.split("/")[0]]
    with pytest.raises(CommandError, match=f"{claim}: Published without a citation"):
        load(tmp_path, person(), place(), document | {"citations": kept})


def test_a_value_that_no_source_states_is_no_claim(client, tmp_path):
    load(tmp_path, person(), visit(rank="unknown"), aid(form="unspecified"))
    assert client.get("/en/visits/a-visit/").status_code == 200
    assert client.get("/en/aid/an-aid/").status_code == 200


def test_a_draft_may_lack_sources(tmp_path):
    load(tmp_path, event(status="draft", citations=[]))


QUOTED = {
    "source": "a-source",
    "claim": "date",
    "quotation": "キーウで会談した",
    "translation": {"en": "met in Kyiv", "uk": "зустрілися в Києві"},
}
OURS = {"en": "met in Kyiv", "uk": "зустрілися в Києві"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quotation_stands_beside_our_translation_for_who_needs_one(read, tmp_path, language):
    load(tmp_path, source(language="ja"), event(citations=[QUOTED]))
    page = read(f"/{language}/events/an-event/")
    assert "キーウで会談した" in page.words
    shown = {code for code, words in OURS.items() if words in page.words}
    assert shown == {language} - {"ja"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"weakness": "reprint"}, "a reprint, not the original"),
        ({"weakness": "second-hand"}, "reports what others said or wrote"),
        ({"kind": "tertiary"}, "Tertiary"),
    ],
)
def test_a_weak_source_is_shown_as_weak(read, tmp_path, fields, words):
    load(tmp_path, source(**fields), event())
    for address in ("/en/events/an-event/", "/en/sources/a-source/"):
        shown = read(address).words
        assert "Weak source" in shown
        assert words in shown


def test_an_office_that_a_source_denies_is_not_confirmed(read, tmp_path):
    denied = {"source": "a-source", "stance": "contradicts", "says": {"en": "Never held."}}
    office = {"key": "one", "office": {"en": "Head"}, "citations": [denied]}
    taking_part = [{"person": "a-visitor", "role": "speaker"}]
    load(tmp_path, person(tenures=[office]), event(participants=taking_part))
    assert "Head" not in read("/en/people/a-visitor/").words


def test_a_sound_source_is_not(read, tmp_path):
    load(tmp_path, source(kind="official"), event())
    assert "Weak source" not in read("/en/events/an-event/").words


def test_an_organisation_lists_who_held_its_offices_as_far_as_cited(read, tmp_path):
    cited = {"key": "one", "office": {"en": "Head"}, "organisation": "an-agency", "start": "1995-01", "end": "1998", "citations": [{"source": "a-source"}]}  # fmt: skip
    uncited = {"key": "two", "office": {"en": "Deputy"}, "organisation": "an-agency"}
    load(
        tmp_path,
        organisation(),
        person("a-head", tenures=[cited]),
        person("a-deputy", tenures=[uncited]),
        event(participants=[{"organisation": "an-agency", "role": "host"}]),
    )
    words = read("/en/organisations/an-agency/").words
    assert "A Head Head" in words
    assert "Deputy" not in words
    assert "An Agency" in read("/en/people/a-head/").words
