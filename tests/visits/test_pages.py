"""A visit's page and its row: who, when, which way, at what rank, where, and how we know."""

from http import HTTPStatus

import pytest

from relations.languages import LANGUAGES
from tests.making import load, person, place, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]


KUCHMA = {
    "en": ("President Kuchma’s official visit to Japan", "22–25 March 1995", "Ukraine to Japan", "Leonid Kuchma", "President of Ukraine", "Tomiichi Murayama", "Tokyo", "23 March 1995", "Joint statement and formal opening of the Embassy of Ukraine"),
    "ja": ("クチマ大統領の公式訪日", "1995年3月22日", "ウクライナから日本へ", "レオニード・クチマ", "ウクライナ大統領", "村山富市", "東京", "1995年3月23日", "在日ウクライナ大使館の開館式"),
    "uk": ("Офіційний візит Президента України Леоніда Кучми до Японії", "22–25 березня 1995 р.", "З України до Японії", "Леонід Кучма", "Президент України", "Томіїті Мураяма", "Токіо", "23 березня 1995 р.", "офіційне відкриття Посольства України"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_tells_who_when_which_way_and_where(read, language):
    page = read(f"/{language}/visits/kuchma-1995/")
    assert page.heading == KUCHMA[language][0]
    for told in KUCHMA[language]:
        assert told in page.words


def test_a_visit_is_shown_with_its_rank(read):
    assert "Official visit" in read("/en/visits/kuchma-1995/").words
    assert "Rank not recorded" in read("/en/visits/kishida-2023/").words


def test_the_hosts_own_term_stands_for_the_rank(read, tmp_path):
    load(tmp_path, person("a-visitor"), visit(rank="mfa-guest", rank_term={"en": "Guest of the Ministry"}))  # fmt: skip
    page = read("/en/visits/a-visit/")
    assert "Guest of the Ministry" in page.words
    assert "Guest of the foreign ministry" not in page.words


def test_the_two_directions_are_named_differently(read):
    assert "Ukraine to Japan" in read("/en/visits/zelenskyy-2023/").words
    assert "Japan to Ukraine" in read("/en/visits/abe-2015/").words


def test_a_way_outside_the_pair_names_the_countries(read, tmp_path):
    load(tmp_path, person("a-visitor"), visit(host="PL"))
    assert "Ukraine → Poland" in read("/en/visits/a-visit/").words


def test_stops_come_in_their_order(read, tmp_path):
    stops = [
        {"place": "zeta", "date": "2011-01-18", "what": {"en": "Arrival"}},
        {"place": "alpha", "what": {"en": "A dinner"}},
    ]
    load(tmp_path, person("a-visitor"), place("zeta"), place("alpha"), visit(stops=stops))
    words = read("/en/visits/a-visit/").words
    told = words[words.index("Stops") :]
    assert told.startswith("Stops Zeta 18 January 2011 Arrival Alpha A dinner")


def test_the_evidence_is_quoted_in_the_language_of_the_source(read):
    page = read("/en/visits/kuchma-1995/")
    assert "1995年3月22日~25日クチマ大統領公式訪日" in page.marked("ja")
    assert any("Програма чотириденного офіційного візиту" in text for text in page.marked("uk"))
    sources = {a.get("href") for a in page.main.iter("a")}
    assert "/en/sources/referatu-kuchma-visit-1995/" in sources


@pytest.mark.parametrize(
    ("language", "ours", "theirs"),
    [
        ("en", "Official visit", "calls it a state visit"),
        ("ja", "公式", "国賓訪問としている"),
        ("uk", "Офіційний візит", "називає візит державним"),
    ],
)
def test_a_disagreement_is_shown_beside_what_we_state(read, language, ours, theirs):
    page = read(f"/{language}/visits/kuchma-1995/")
    assert ours in page.words
    assert theirs in page.words


def test_a_disagreement_has_a_heading_and_names_its_claim(read):
    words = read("/en/visits/kuchma-1995/").words
    part = words[words.index("Sources disagree") :]
    assert "Rank" in part[:200]
    assert "Official visit" in part[:200]
    assert "calls it a state visit" in part[:200]


def test_a_visit_without_a_disagreement_speaks_of_none(read, tmp_path):
    load(tmp_path, person("a-visitor"), visit())
    assert "Sources disagree" not in read("/en/visits/a-visit/").words


def test_a_link_is_shown_from_both_ends(read):
    there = read("/en/visits/shmyhal-2024/")
    back = read("/en/aid/emergency-recovery-phase-3-2024/")
    assert "emergency-recovery-phase-3-2024" in there.records
    assert "Announced here Programme for Emergency Recovery, phase 3" in there.words
    assert "shmyhal-2024" in back.records
    assert "Announced during" in back.words


def test_a_row_tells_the_essentials(read):
    words = read("/en/visits/?rank=official&since=1995&until=1995").words
    for told in ("1995", "President Kuchma’s official visit to Japan", "22–25 March 1995", "Ukraine to Japan", "Official visit"):  # fmt: skip
        assert told in words


def test_a_visit_lies_at_no_other_kinds_address(client):
    for folder in ("events", "aid", "people", "about"):
        assert client.get(f"/en/{folder}/kuchma-1995/").status_code == HTTPStatus.NOT_FOUND
