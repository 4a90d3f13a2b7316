"""Words in the lists: of names, of sources, of records; and whatever else is typed there."""

import re
from itertools import cycle

import pytest
from django.utils.translation import gettext, override

from relations.languages import LANGUAGES
from tests.making import event, load, organisation, person, place, source, topic, visit
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

LISTS = ("search", "chronology", "events", "visits", "aid", "people", "organisations", "places", "sources")  # fmt: skip
#: One of each sort.
DIFFERENT = ("search", "visits", "people", "sources")


@pytest.fixture
def some(tmp_path):
    office = {
        "key": "keeper",
        "office": {"en": "Keeper of salt"},
        "start": "1999",
        "organisation": "a-museum",
    }
    cited = office | {
        "key": "chair",
        "office": {"en": "Chair of mills"},
        "citations": [{"source": "a-note"}],
    }
    load(
        tmp_path,
        organisation("a-museum", name={"en": "A Museum", "ja": "博物館"}),
        organisation("a-mill", name={"en": "A Mill"}),
        person("olena", name={"en": "Olena Petrenko", "uk": "Олена Петренко"}, tenures=[office, cited]),
        person("kenji", name={"en": "Kenji Sato", "ja": "佐藤健二"}, variants=[{"language": "en", "spelling": "Satow"}]),
        person("nobody", name={"en": "Nobody Petrenko"}),
        place("odesa", name={"en": "Odesa", "uk": "Одеса"}, variants=[{"language": "ru", "spelling": "Одесса"}]),
        place("lviv", name={"en": "Lviv"}),
        place("hidden", name={"en": "Odesa hidden"}),
        source("a-note", title="A note on salt", publisher="外務省", language="ja"),
        source("unread", title="Unread salt"),
        visit("a-visit", places=["odesa", "lviv"], participants=[
            {"person": "olena", "role": "visitor", "tier": "minister"}, {"person": "kenji", "role": "host"},
            {"organisation": "a-museum", "role": "host"}, {"organisation": "a-mill", "role": "host"}],
            citations=[{"source": "a-note"}]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("people/?q=petrenko", ["olena"]), ("people/?q=Петренка", ["olena"]), ("people/?q=佐藤", ["kenji"]),
        ("people/?q=Satow", ["kenji"]), ("people/?q=petrenlo", ["olena"]), ("people/?q=petrenko kenji", []),
        ("people/?q=-petrenko", []), ("people/?q=+", ["kenji", "olena"]), ("people/?q=", ["kenji", "olena"]),
        ("people/?q=petrenko -keeper", ["olena"]), ("people/?q=petrenko -mills", ["olena"]), ("people/?q=salt", []), ("people/?q=mills", []), ("people/?q=museum", []), ("people/?q=a-note", []),
        ("organisations/?q=museum", ["a-museum"]), ("organisations/?q=博物館", ["a-museum"]),
        ("organisations/?q=a", ["a-mill", "a-museum"]), ("organisations/?q=salt", []),
        ("places/?q=одеси", ["odesa"]), ("places/?q=Одесса", ["odesa"]), ("places/?q=hidden", []),
        ("sources/?q=salt", ["a-note"]), ("sources/?q=外務省", ["a-note"]), ("sources/?q=unread", []),
    ],
)  # fmt: skip
def test_a_list_of_names_is_narrowed_by_names_alone(client, some, address, found):
    page = Page(client.get(f"/en/{address}"))
    assert page.names == found
    assert ("Nothing holds all of this." in page.words) == (not found)


def test_a_long_answer_goes_on_and_keeps_its_question(read, tmp_path):
    people = [person(f"p-{n:03}", name={"en": f"Ivan {n} Other"}) for n in range(120)]
    rows = [{"person": one["person"], "role": "host"} for one in people]
    load(tmp_path, *people, event(participants=rows))
    page = read("/en/people/?q=ivan")
    assert "120 names" in page.words
    following = read(f"/en/people/{page.next}")
    assert [*page.names, *following.names] == [one["person"] for one in people]
    assert "120 names" in following.words
    assert any(a.get("href") == "/en/people/?q=ivan" for a in following.main.iter("a"))


def test_a_misspelt_name_in_a_list_is_said(read, some):
    assert "Nothing is found with “petrenlo”; this is what “petrenko” finds." in read("/en/people/?q=petrenlo").words  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_answers_are_kept_out_of_other_search_engines(read, some, name):
    def robots(address: str) -> list[str]:
        metas = read(address).root.iter("meta")
        return [meta.get("content") for meta in metas if meta.get("name") == "robots"]

    if name in ("search", "people", "organisations", "places", "sources"):
        assert robots(f"/en/{name}/?q=museum") == ["noindex"]
    assert robots(f"/en/{name}/") == []


@pytest.mark.parametrize("kind", ["chronology", "visits"])
def test_a_list_of_records_marks_what_was_asked_for(read, some, kind):
    page = read(f"/en/{kind}/?q=visit")
    assert (page.entries, page.found) == (["a-visit"], ["visit"])
    assert list(page.chips) == ["Words: visit"]
    assert read(f"/en/{kind}/?q=a+museum").entries == ["a-visit"]
    assert read(f"/en/{kind}/?q=petrenlo").entries == ["a-visit"]
    assert read(f"/en/{kind}/?q=visit&since=2012").entries == []


# Whatever is typed

HOSTILE = {
    "8 KB": "a" * 8192,
    "8 KB of words": "word " * 1638,
    "8 KB of other words": " ".join(f"w{n}" for n in range(1600)),
    "8 KB of Japanese": "".join(chr(0x4E00 + n) for n in range(2700)),
    "many Japanese words": " ".join(chr(0x4E00 + n) * 3 + chr(0x5E00 + n) * 36 for n in range(68)),
    "8 KB in quotes": '"' + " ".join(f"w{n}" for n in range(1600)) + '"',
    "many quotes": '"' * 8192,
    "many minuses": "-a " * 2700,
    "many years": "2011 " * 1600,
    "a long range": "1900-2099",
    "quotes": "'\"`“”«»",
    "an open quote": '"museum',
    "FTS5": 'museum" OR tokens:x* NEAR(a b) AND NOT ^c + {d}',
    "tsquery": "museum' & !b | c <-> d:*A \\",
    "LIKE": "%_\\",
    "emoji": "museum 🇯🇵👩‍👩‍👧‍👦",
    "right to left": "\u202emuseum\u202c \u200f\u061c",
    "marks of ours": "\ue000museum \ue003person\ue005olena \ue0042011",
    "accents": "m\u0301u\u0301" * 500,
    "a capital that grows": "ŉǰİßﬃ",
    "other scripts": "מוזיאון متحف ២០១១ ٢٠١١ 박물관",
    "only marks": "… — ・ ー 々",
    "BOM": "\ufeffmuseum",
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_whatever_is_asked_is_answered(client, some, name):
    answers = {
        asked: client.get(f"/{language}/{name}/", {"q": HOSTILE[asked]}).status_code
        for asked, language in zip(HOSTILE, cycle(LANGUAGES))
    }
    assert answers == dict.fromkeys(HOSTILE, 200)


@pytest.mark.parametrize("name", DIFFERENT)
def test_broken_encodings_are_words_like_others(client, some, name):
    for asked in ("%ED%A0%80", "museum%ED%A0%80", "%C3%28%FF", "%", "%F0%9F"):
        assert client.get(f"/en/{name}/?q={asked}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_a_null_character_is_refused_in_the_language_of_the_page(client, some, name, language):
    response = client.get(f"/{language}/{name}/?q=museum%00")
    page = Page(response)
    assert (response.status_code, page.lang) == (400, language)
    with override(language):
        assert gettext("Null characters are not allowed.") in page.words


@pytest.mark.parametrize("asked", ["\ue003person\ue005olena", "\ue0042011", "\ue000visit"])
def test_marks_of_the_index_cannot_be_asked_for(client, some, asked):
    plain = " ".join(re.findall("[a-z0-9]+", asked))
    pages = [Page(client.get("/en/search/", {"q": question})) for question in (asked, plain)]
    assert pages[0].answers == pages[1].answers


def test_tracking_and_unknown_parameters_of_the_search(client, some):
    assert client.get("/en/search/?q=museum&utm_source=x").status_code == 200
    assert client.get("/en/search/?utm_source=x").status_code == 200
    for query in ("colour=red", "q=museum&colour=red", "q=a&q=b", "q=museum&rank=official"):
        response = client.get(f"/en/search/?{query}")
        assert response.status_code == 400, query
        assert words(Page(response).main)


def test_a_topic_that_is_a_draft_is_not_offered_to_start_from(read, tmp_path):
    load(tmp_path, topic("open"), topic("closed", status="draft"))
    assert "Closed" not in read("/en/search/").words
