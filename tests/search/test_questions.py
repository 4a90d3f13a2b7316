"""A question is taken apart as its reader means it: dates, phrases, names, what is left out."""

import pytest

from relations.search.asking import telling
from relations.search.names import Names, named_and_plain, spans
from relations.search.questions import taken_apart
from relations.search.texts import days_of
from relations.search.tokens import DATE, THEN, is_near, phrase, sound, without_one_letter

# Dates


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2011", "2011"), ("1995 рік", "1995"), ("2022年", "2022"), ("２０２２年", "2022"),
        ("march 1995", "199503"), ("Mar. 1995", "199503"), ("sept 2011", "201109"), ("1995-03", "199503"),
        ("березень 1995", "199503"), ("березня 1995", "199503"), ("березні 1995", "199503"),
        ("лютому 2022 року", "202202"), ("травень 2003 р.", "200305"), ("1995年3月", "199503"),
        ("24 march 1995", "19950324"), ("March 24, 1995", "19950324"), ("1995-03-24", "19950324"),
        ("24 березня 1995", "19950324"), ("24.03.1995", "19950324"), ("5.6.2015", "20150605"),
        ("1995年3月22日", "19950322"), ("1995年03月02日", "19950302"), ("29 february 2024", "20240229"),
    ],
)  # fmt: skip
def test_a_date_is_understood_as_readers_write_it(asked, day):
    question = taken_apart(asked)
    assert question.words == ()
    (unit,) = question.units
    assert unit.ways[0] == (DATE + day,)


@pytest.mark.parametrize("asked", ["2011-2014", "2011–2014", "2011 — 2014", "２０１１-２０１４"])
def test_a_range_of_years_asks_for_any_of_them(asked):
    (unit,) = taken_apart(asked).units
    assert unit.ways == tuple((f"{DATE}{year}",) for year in range(2011, 2015))


@pytest.mark.parametrize(
    "asked",
    ["31.02.2011", "31 february 2011", "2011-02-30", "2011-13", "0 march 2011", "2014-2011", "1066",
     "20111", "13.2011", "2011年13月"],
)  # fmt: skip
def test_what_is_no_date_is_words_like_others(asked):
    question = taken_apart(asked)
    assert question.words
    assert not any(unit.ways[0][0][1:].isdigit() and len(unit.ways[0][0]) > 5 for unit in question.units)  # fmt: skip


def wanted(asked: str) -> list[str]:
    """What a question asks for where there are no names."""
    question = taken_apart(asked)
    plain = named_and_plain(question.words, Names(), alone=not question.units)
    return [unit.said for unit in (*question.units, *plain)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("у березні 1995 року", ["березні 1995 року"]),
        ("in 2011", ["2011"]),
        ("2011年の", ["2011年"]),
        ("the convention of the tax", ["convention", "tax"]),
        ("首脳の会談", ["首脳", "会談"]),
        ("to the", ["to", "the"]),
        ("の", ["の"]),
    ],
)
def test_what_says_nothing_is_asked_for_only_alone(asked, said):
    assert wanted(asked) == said


def test_a_date_stands_among_words():
    question = taken_apart("visits to kyiv 2009")
    assert question.words == ("visits", "to", "kyiv")
    assert [unit.said for unit in question.units] == ["2009"]


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("2011", ["2011"]),
        ("2011-03", ["2011", "201103"]),
        ("2011-12-31/2012-01-01", ["2011", "2012", "201112", "201201", "20111231", "20120101"]),
        ("2010/2012", ["2010", "2011", "2012"]),
        ("2009-05/..", ["2009"]),
        ("../..", []),
        ("", []),
        ("1900/1999", ["1900", "1999"]),
    ],
)
def test_a_document_is_found_by_the_days_that_are_known(date, days):
    assert days_of({"date": date}) == [DATE + day for day in days]


# Phrases and what is left out


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "„”", "«»", "「」", "『』"])
def test_quotation_marks_of_every_language_make_a_phrase(marks):
    question = taken_apart(f"kyiv {marks[0]}joint statement{marks[1]}")
    assert question.words == ("kyiv",)
    assert [unit.ways for unit in question.units] == [((f"joint{THEN}statement",),)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("loan", ["loan"]),
        ("the new loan", [f"the{THEN}new", f"new{THEN}loan"]),
        ("安全の保証", ["安全", "全の", "の保", "保証"]),
        ("橋", ["橋"]),
        ("橋 IHI", ["橋", "ihi"]),
        ("phase 5", [f"phase{THEN}5"]),
        ("…", []),
    ],
)
def test_a_phrase_is_made_of_neighbours(text, tokens):
    assert phrase(text) == tokens


@pytest.mark.parametrize("asked", ['"', '""', '"…"', "kyiv “loan", "-", "- -", '-"', "«»", "'''"])
def test_marks_that_hold_nothing_are_no_failure(asked):
    question = taken_apart(asked)
    assert set(question.words) <= {"kyiv", "loan"}
    assert (question.without, question.units) == ((), ())


def test_a_minus_leaves_a_word_or_a_phrase_out_but_a_hyphen_does_not():
    question = taken_apart('aid -loan -"new credit" joint-stock')
    assert question.words == ("aid", "joint", "stock")
    assert question.without == ("loan",)
    assert [(unit.said, unit.excluded) for unit in question.units] == [("new credit", True)]


# Names


def test_a_way_that_only_asks_for_more_than_another_is_not_asked():
    ways = [("volodymyr", "zelenskyy"), ("zelenskyy",), ("ゼレ", "レン"), ("レン", "ゼレ", "キー"), ("zelenskyy",)]  # fmt: skip
    assert telling(ways) == [("zelenskyy",), ("ゼレ", "レン")]


def test_every_stretch_of_words_may_be_a_name():
    found = [" ".join(span.runs) for span in spans(("new", "york", "talks"))]
    assert found == ["new", "new york", "new york talks", "york", "york talks", "talks"]


def test_every_part_of_a_japanese_run_may_be_a_name_and_leaves_the_rest():
    whole = "岸田首相"
    found = {span.runs[0]: (span.first, span.last) for span in spans(("前", whole))}
    assert set(found) == {"前", "岸田首相", "岸田首", "岸田", "田首相", "田首", "首相"}
    assert (found["岸田"], found["田首"]) == ((2, 4), (3, 5))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("yushchenko", "yuschenko"), ("zelenskyy", "zelenskiy"), ("zelenskyy", "zelenski"),
        ("korsunsky", "korsunski"), ("lytvyn", "litvin"),
    ],
)  # fmt: skip
def test_spellings_that_sound_alike_meet(one, other):
    assert is_near(sound(one), sound(other))


@pytest.mark.parametrize(
    ("word", "other", "near"),
    [
        ("kuchma", "kuchma", True), ("kuchma", "kuhma", True), ("kuchma", "kuchmma", True),
        ("kuchma", "kuchna", True), ("kuchma", "kcuhma", True), ("kuchma", "kuchm", True),
        ("kuchma", "uchma", True), ("кучма", "кучна", True), ("ゼレンスキー", "ゼレンシキー", True),
        ("kuchma", "kachna", False), ("kuchma", "kuc", False), ("kuchma", "umchka", False),
        ("abcd", "badc", False), ("ab", "ba", True), ("", "a", True), ("", "", True),
    ],
)  # fmt: skip
def test_one_wrong_letter_is_near_and_two_are_not(word, other, near):
    assert is_near(word, other) is near
    assert is_near(other, word) is near
    if near:  # or it would not even be compared
        assert set(without_one_letter(word)) & set(without_one_letter(other))
