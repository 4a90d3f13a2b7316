"""The page of the search: what answers a question, in which order, and how it reads."""

import pytest
from django.utils.translation import gettext, override

from relations.chronology import PAGE_SIZE
from relations.languages import LANGUAGES
from relations.models import Person, Place
from relations.recording import recording
from tests.making import aid, event, load, organisation, person, place, source, topic, visit
from tests.reading import Page, every_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client):
    """Asks a question as a reader would."""

    def ask(question: str, language: str = "en", **filters) -> Page:
        response = client.get(f"/{language}/search/", {"q": question} | filters)
        assert response.status_code == 200
        return Page(response)

    return ask


def said(text: str, language: str) -> str:
    with override(language):
        return gettext(text)


# Bands


@pytest.fixture
def banded(tmp_path) -> list[str]:
    """The slugs of what “grain talks” finds, in the order in which it should stand."""
    exact = [
        event(f"exact-{n}", title={"en": "Grain talks"}, date=f"19{n}-05-01") for n in (95, 94)
    ]
    titled = [
        event(f"titled-{n}", title={"en": f"The talks of {n} on grain"}, date=f"20{n}-01-02")
        for n in range(38, 10, -1)
    ]
    elsewhere = [
        event("later", title={"en": "Wheat"}, body={"en": "They had talks about grain."}, date="2039"),
        aid("summed-up", title={"en": "Ships"}, summary={"en": "Grain; talks"}, date="2025"),
        visit("a-visit", title={"en": "A guest", "uk": "Гість"}, body={"en": "Talks on grain"}, date="1993"),
        event("since", title={"en": "A habit"}, body={"en": "Grain talks"}, date="1990/.."),
    ]  # fmt: skip
    others = [event("grain", title={"en": "Grain"}), event("talks", title={"en": "Talks"})]
    load(tmp_path, person(), *others, *elsewhere, *titled, *exact)
    return [next(iter(document.values())) for document in (*exact, *titled, *elsewhere)]


def test_what_is_called_so_stands_first_and_newest_first_within(client, banded):
    assert every_record(client, "/en/search/?q=grain+talks") == banded
    assert len(banded) > PAGE_SIZE


def test_every_page_goes_on_where_the_one_before_ended(search, banded):
    for number, slug in enumerate(banded, 1):
        page = search("grain talks", after=slug)
        assert page.entries == banded[number : number + PAGE_SIZE]
        assert (page.next is not None) == (number + PAGE_SIZE < len(banded))


def test_the_page_counts_what_answers(search, banded):
    assert f"{len(banded)} entries" in search("grain talks").words
    assert "4 entries" in search("grain talks", kind="event", until="2012").words


def test_filters_narrow_an_answer_and_keep_its_order(client, banded):
    found = every_record(client, "/en/search/?q=grain+talks&kind=event&since=2036")
    assert found == ["titled-38", "titled-37", "titled-36", "later"]


def test_a_list_with_words_keeps_to_its_own_order(client, banded):
    newest_first = [*(f"titled-{n}" for n in range(38, 10, -1)), "exact-95", "exact-94", "since"]
    assert every_record(client, "/en/events/?q=grain+talks") == ["later", *newest_first]


def test_names_and_sources_stand_beside_the_entries(search, tmp_path):
    load(
        tmp_path,
        organisation("grain-board", name={"en": "Grain board"}),
        organisation("hidden-grain", name={"en": "Grain of nobody"}),
        topic("grain", title={"en": "Grain"}),
        source("paper", title="On grain"),
        source("unread", title="Unread grain"),
        event(participants=[{"organisation": "grain-board", "role": "host"}]),
        event("of-grain", title={"en": "Of grain"}, date="2001", citations=[{"source": "paper"}]),
        event("on-topic", title={"en": "Wheat"}, topics=["grain"]),
    )
    page = search("grain")
    assert page.answers == [
        "topic/grain", "organisation/grain-board", "event/of-grain", "event/on-topic", "source/paper"
    ]  # fmt: skip
    assert "1 source" in page.words


def test_what_is_called_exactly_so_stands_before_many_that_are_called_alike(search, tmp_path):
    many = [organisation(f"club-{n}", name={"en": f"Salt club {n}"}) for n in range(60)]
    exact = organisation("the-one", name={"en": "Salt"})
    rows = [{"organisation": one["organisation"], "role": "host"} for one in (*many, exact)]
    load(tmp_path, *many, exact, event(title={"en": "A party"}, participants=rows))
    assert search("salt").answers[0] == "organisation/the-one"


# Names in every spelling


@pytest.fixture
def kyiv(tmp_path):
    load(
        tmp_path,
        place("kyiv", name={"en": "Kyiv", "ja": "キーウ", "uk": "Київ"}),
        person("leonid-kuchma", name={"en": "Leonid Kuchma", "ja": "レオニード・クチマ", "uk": "Леонід Кучма"}),
        event("named", title={"en": "A meeting"}, places=["kyiv"]),
        event("told", title={"en": "Dinner in Kyiv", "ja": "キーウで夕食", "uk": "Вечеря в Києві"}),
        event("kuchma", title={"en": "Kuchma reads"}),
        event("host", title={"en": "A speech"}, participants=[{"person": "leonid-kuchma", "role": "host"}]),
        event("other", title={"en": "Dinner in Lviv"}),
    )  # fmt: skip


@pytest.mark.parametrize(
    "asked", ["kyiv", "Kyiv", "Київ", "у Києві", "Киев", "キーウ", "ｷｰｳ", "キーウで"]
)
def test_a_place_is_found_by_every_name_where_it_is_named_or_told_of(search, kyiv, asked):
    page = search(asked)
    assert page.answers[0] == "place/kyiv"
    assert set(page.entries) == {"named", "told"}


@pytest.mark.parametrize(("language", "spelling"), [("en", "Kiev"), ("ja", "キエフ")])
def test_a_spelling_counts_as_soon_as_a_curator_adds_it(search, kyiv, tmp_path, language, spelling):
    load(tmp_path, event("old", title={"en": f"{spelling} then"}))
    assert search(spelling).answers == ["event/old"]
    found = Place.objects.get(slug="kyiv")
    with recording(found):
        found.variants.create(language=language, spelling=spelling)
    for asked in (spelling, "Kyiv", "キーウ", "Києва"):
        page = search(asked)
        assert page.answers[0] == "place/kyiv"
        assert set(page.entries) == {"named", "told", "old"}
    assert search(f"{spelling} dinner").entries == ["told"]


@pytest.mark.parametrize(
    ("asked", "entries"),
    [
        ("kuchma", {"host", "kuchma"}), ("Кучми", {"host", "kuchma"}), ("クチマ", {"host", "kuchma"}),
        ("leonid kuchma", {"host"}), ("Леоніда Кучми", {"host"}), ("レオニード・クチマ", {"host"}),
    ],
)  # fmt: skip
def test_a_person_is_found_by_family_name_and_by_whole_name(search, kyiv, asked, entries):
    page = search(asked)
    assert page.answers[0] == "person/leonid-kuchma"
    assert set(page.entries) == entries


def test_a_name_may_hold_words_that_say_nothing_by_themselves(search, tmp_path):
    load(
        tmp_path,
        organisation("boj", name={"en": "The Bank of Japan", "ja": "日本銀行"}),
        event("rate", title={"en": "A rate"}, participants=[{"organisation": "boj", "role": "host"}]),
        event("loan", title={"en": "A loan of 日本銀行"}),
        event("far", title={"en": "A bank in Kyiv for Japan"}),
    )  # fmt: skip
    assert search("the bank of japan").answers[0] == "organisation/boj"
    assert set(search("the bank of japan").entries) == {"rate", "loan", "far"}
    assert search("bank for japan").entries == ["far"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("asked", "meant"), [("kuchna", "kuchma"), ("кучна", "кучма"), ("kucham speech", "kuchma")]
)
def test_one_wrong_letter_in_a_name_finds_and_the_page_says_so(
    search, kyiv, asked, meant, language
):
    page = search(asked, language)
    assert "host" in page.entries
    text = "Nothing is found with “%(typed)s”; this is what “%(spelled)s” finds."
    remark = said(text, language) % {"typed": asked.split()[0], "spelled": meant}
    assert remark in page.words


def test_what_is_found_as_it_was_written_is_not_corrected(search, kyiv, tmp_path):
    load(tmp_path, event("kuchna", title={"en": "The brook Kuchna"}))
    page = search("kuchna")
    assert page.entries == ["kuchna"]
    assert "Nothing holds" not in page.words


def test_a_spelling_without_a_letter_is_the_name_of_nothing(search, kyiv, tmp_path):
    odd = [{"language": "en", "spelling": "—"}]
    load(tmp_path, person("odd", name={"en": "Odd"}, variants=odd), event("oddly", participants=[{"person": "odd", "role": "host"}]))  # fmt: skip
    assert search("—").answers == []
    assert search("dinner — Lviv").entries == ["other"]


# Words, phrases, dates


@pytest.fixture
def several(tmp_path):
    load(
        tmp_path,
        event("statement", title={"en": "A joint statement", "ja": "共同声明", "uk": "Спільна заява"}, date="1995-03-24"),
        event("statement-jointly", title={"en": "A statement, jointly"}, date="1995-03"),
        event("loan", title={"en": "A new loan"}, summary={"en": "A joint statement"}, date="2011"),
        event("years", title={"en": "Years of loans"}, date="2012/2013"),
        event("long", title={"en": "An office"}, date="2014-12-30/2015-01-02"),
        event("going-on", title={"en": "A school"}, date="2016/.."),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "entries"),
    [
        ("joint statement", {"statement", "statement-jointly", "loan"}),
        ('"joint statement"', {"statement", "loan"}),
        ("«спільна заява»", {"statement"}), ("「共同声明」", {"statement"}), ("「声明共同」", set()),
        ("statement -loan", {"statement", "statement-jointly"}),
        ('statement -"new loan"', {"statement", "statement-jointly"}), ("-loan", set()),
        ("1995", {"statement", "statement-jointly"}), ("march 1995", {"statement", "statement-jointly"}),
        ("24 march 1995", {"statement"}), ("у березні 1995 року", {"statement", "statement-jointly"}),
        ("24.03.1995", {"statement"}), ("1995年3月24日", {"statement"}), ("1995年3月", {"statement", "statement-jointly"}),
        ("24 березня 1995", {"statement"}), ("2011-2014", {"loan", "years", "long"}),
        ("loan 2011–2012", {"loan", "years"}), ("2013", {"years"}), ("january 2015", {"long"}),
        ("31 december 2014", {"long"}), ("3 january 2015", set()), ("2016", {"going-on"}),
        ("31 february 1995", set()),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_finds_what_it_asks_for(search, several, asked, entries, language):
    assert set(search(asked, language).entries) == entries


def test_a_word_left_out_leaves_out_even_what_is_called_exactly_so(search, tmp_path):
    load(tmp_path, event("grant", title={"en": "Grant"}, summary={"en": "Aid"}), event("other", title={"en": "Grant"}))  # fmt: skip
    assert search("grant -aid").entries == ["other"]


# Nothing asked, nothing found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", ["", "?q=", "?q=+&topic="])
def test_without_a_question_the_page_says_what_can_be_asked(read, tmp_path, language, query):
    load(tmp_path, topic("grain"), event(topics=["grain"]))
    page = read(f"/{language}/search/{query}")
    assert page.heading == said("Search", language)
    assert said("Every entry is searched in all three languages at once: ask in the one you like. Names are found in every spelling, with one wrong letter too.", language) in page.words  # fmt: skip
    assert any(a.get("href") == f"/{language}/topics/grain/" for a in page.main.iter("a"))
    assert page.entries == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_nothing_is_found_the_parts_that_are_found_are_offered(search, several, language):
    page = search("loan zeppelin 1995", language)
    assert page.answers == []
    assert said("Parts of the question are found:", language) in page.words
    offered = {a.get("href"): a.text for a in page.main.iter("a") if "search/?q=" in a.get("href")}
    assert offered == {
        f"/{language}/search/?q=loan": "loan",
        f"/{language}/search/?q=1995": "1995",
    }
    assert "loan 2" in page.words


def test_the_other_filters_can_be_dropped_when_nothing_is_found(search, read, several):
    page = search("loan", kind="visit", since="1990")
    assert page.entries == []
    (without,) = (a.get("href") for a in page.main.iter("a") if a.get("class") == "btn" and "search/?q=" in a.get("href"))  # fmt: skip
    assert set(read(without).entries) == {"loan", "years"}


def test_a_question_can_be_taken_away_and_the_filters_stay(search, several, read):
    page = search("loan", kind="event", since="2012")
    assert list(page.chips) == ["Kind: events", "Words: loan", "From: 2012"]
    assert page.chips["Words: loan"] == "/en/search/?kind=event&since=2012"
    assert set(read(page.chips["From: 2012"]).entries) == {"loan", "years"}
    listed = read("/en/events/?q=loan&since=2012")
    assert set(read(listed.chips["Words: loan"]).entries) == {"long", "years"}


# What is not public


@pytest.mark.parametrize("asked", ["secret", "secrt", "secret dinner", "mongolian", "1977"])
def test_nothing_unpublished_is_found_counted_or_suggested(search, tmp_path, asked):
    load(
        tmp_path,
        person("a-secret", name={"en": "Secret Secretariat"}),
        organisation("secret-office", name={"en": "Secret"}),
        place("secret-place", name={"en": "Secret"}),
        topic("secret", title={"en": "Secret"}, status="draft"),
        source("secret-note", title="Secret", language="mn"),
        event("secret-draft", title={"en": "Secret dinner"}, date="1977", status="draft",
              places=["secret-place"], topics=["secret"], citations=[{"source": "secret-note"}],
              participants=[{"person": "a-secret", "role": "host"}, {"organisation": "secret-office", "role": "host"}]),
        event("dinner", title={"en": "Dinner"}, date="1978"),
    )  # fmt: skip
    page = search(asked)
    assert page.answers == []
    beside = page.words.lower().replace(asked, "")
    assert "secret" not in beside
    assert [a.text for a in page.main.iter("a") if "?q=" in a.get("href", "") and a.text == "dinner"] == (["dinner"] if "dinner" in asked else [])  # fmt: skip
    assert Person.objects.filter(slug="a-secret").exists()


# Passages


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("en", "visiting loans", ["visits", "loan"]),
        ("uk", "візиту кредит", ["Візити", "кредиту"]),
        ("ja", "訪問 円借款", ["訪問", "円借款"]),
    ],
)
def test_the_words_are_marked_in_title_and_summary(search, tmp_path, language, asked, found):
    load(
        tmp_path,
        event(
            title={"en": "Two visits", "uk": "Візити двох", "ja": "二つの訪問"},
            summary={"en": "Before a loan", "uk": "До кредиту", "ja": "円借款の前"},
            body={"en": "The loan again", "uk": "Знову кредит", "ja": "再び円借款"},
        ),
    )
    page = search(asked, language)
    assert page.found == found
    assert "again" not in page.words


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("en", "sturgeons", "sturgeon"),
        ("uk", "осетри", "осетра"),
        ("ja", "チョウザメ", "チョウザメ"),
    ],
)
def test_a_word_of_the_text_alone_is_shown_with_what_stands_around_it(
    search, tmp_path, language, asked, found
):
    far = {"en": "before " * 60, "uk": "раніше " * 60, "ja": "以前から" * 60}
    told = {"en": "a sturgeon", "uk": "бачили осетра", "ja": "チョウザメを見た"}
    load(tmp_path, event(title=dict.fromkeys(LANGUAGES, "1 2 3"), body={c: far[c] + told[c] + " " + far[c] for c in LANGUAGES}))  # fmt: skip
    page = search(asked, language)
    assert page.found == [found]
    (passage,) = (p for p in page.main.iter("p") if "found" in p.get("class", ""))
    text = "".join(passage.itertext())
    assert told[language] in text
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 250


@pytest.mark.parametrize("where", ["title", "summary", "body"])
def test_what_a_record_says_is_shown_as_text_and_never_as_markup(search, tmp_path, where):
    text = {"title": "Plain", "summary": "Plain"} | {
        where: "<script>alert(1)</script> & <b>grain</b>"
    }
    load(tmp_path, event(**{name: {"en": value} for name, value in text.items()}))
    page = search("grain")
    assert page.found == ["grain"]
    assert not list(page.main.iter("script"))
    assert "<script>alert" not in page.html
    if where != "body":
        assert "<script>alert(1)</script> & <b>grain</b>" in page.words
        assert "&amp; &lt;b&gt;<mark>grain</mark>&lt;/b&gt;" in page.html


def test_a_question_is_shown_as_text_wherever_it_stands(search, tmp_path):
    load(tmp_path, event(title={"en": "Grain"}))
    page = search("grain \"><script>alert(1)</script> '&amp; loan")
    assert "<script>alert" not in page.html
    (box,) = (b for b in page.main.iter("input") if b.get("type") == "search" and b.get("name") == "q" and b.get("aria-label"))  # fmt: skip
    assert box.get("value") == "grain \"><script>alert(1)</script> '&amp; loan"
