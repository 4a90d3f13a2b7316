"""Every page and each part of it names its language, and says its dates and numbers in it."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from relations.languages import LANGUAGES
from tests.addresses import routes
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

PAGES = [route for route in routes() if route.is_page]
#: The letters of a language, and of those that are written alike.
LETTERS = {
    "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "uk": re.compile(r"[\u0400-\u04ff]"),
    "en": re.compile(r"[a-z]"),
}
ALIKE = {"ja": {"ja", "zh"}, "uk": {"uk", "ru", "bg"}, "en": {"en", "de", "fr", "pl"}}
#: Fewer letters than these, or less than most of a text, are a name or a word that is talked about.
MENTION = {"ja": 2, "uk": 3, "en": 25}
ADDRESS = re.compile(r"https?://\S+|\b[\w.-]+\.[a-z]{2,}\b(/\S*)?")
#: What is no language: addresses, codes, names of files.
OUTSIDE = {"code", "script", "style", "pre"}
MONTHS = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b"
)
YEARS = re.compile(r"(\d{4})–(\d{4})\b")
#: Numbers and dates in the manner of another language.
FOREIGN = {
    "en": re.compile(r"\d[\u00a0\u202f]\d{3}\b|\d年"),
    "ja": re.compile(rf"{MONTHS.pattern}|\d[\u00a0\u202f]\d{{3}}\b"),
    "uk": re.compile(rf"{MONTHS.pattern}|\d,\d{{3}},\d|\d年"),
}


def texts(element: Element, lang: str) -> Iterator[tuple[str, str]]:
    """The pieces of text in an element, and what is said of it, each with its language."""
    if element.tag in OUTSIDE:
        return
    lang = element.get("lang") or lang
    yield lang, element.text or ""
    for attribute in ("aria-label", "title", "alt", "placeholder"):
        yield lang, element.get(attribute, "")
    for child in element:
        yield from texts(child, lang)
        yield lang, child.tail or ""


def language_of(text: str) -> str:
    """The language whose letters a text is mostly written in, "" of a mere mention."""
    text = ADDRESS.sub("", text)
    number = {code: len(letters.findall(text)) for code, letters in LETTERS.items()}
    most = max(number, key=number.get)
    is_mention = number[most] < MENTION[most] or 2 * number[most] < sum(number.values())
    return "" if is_mention else most


@pytest.fixture(scope="module")
def read_all(the_record) -> dict:
    """Every page in every language."""
    client = Client()
    return {
        (route.name, language): Page(client.get(route.address(language)))
        for route in PAGES
        for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [route.name for route in PAGES])
def test_every_part_says_which_language_it_speaks(read_all, name, language):
    page = read_all[name, language]
    assert page.lang == language
    pieces = list(texts(page.root.find(".//body"), language))
    unsaid = {
        (lang, text.strip()[:80])
        for lang, text in pieces
        if (spoken := language_of(text)) and lang not in ALIKE[spoken]
    }
    assert unsaid == set()
    strange = [t.strip()[:80] for lang, t in pieces if lang in FOREIGN and FOREIGN[lang].search(t)]
    assert strange == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [route.name for route in PAGES])
def test_the_pages_of_other_languages_lead_back(read_all, name, language):
    here = read_all[name, language].alternates
    assert all(read_all[name, other].alternates == here for other in LANGUAGES)
    switch = read_all[name, language].switch
    assert set(switch) == set(LANGUAGES)
    assert all(f"/{code}/" in address for code, address in switch.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_is_also_a_table_of_the_same(read_all, language):
    drawn = 0
    for route in PAGES:
        page = read_all[route.name, language]
        marks = [a for svg in page.main.iter("svg") for a in svg.iter("a")]
        if route.name == "home" or not marks:  # there the way leads to the same with its table
            continue
        rows = [row for table in page.main.iter("table") for row in table.iter("tr")]
        linked = {part.get("href") or f"#{part.get('id')}" for row in rows for part in row.iter()}
        lines = [line for table in page.main.iter("table") for line in lines_of(table)]
        untold = [
            words(mark)
            for mark in marks
            if mark.get("href") not in linked and not any(is_told(mark, line) for line in lines)
        ]
        assert untold == [], route.name
        drawn += len(marks)
    assert drawn > 300


def lines_of(table: Element) -> Iterator[str]:
    """Each row with the headings of its columns; one for several years is one for each of them."""
    headings, *rows = map(words, table.iter("tr"))
    for row in rows:
        first, last = map(int, years.groups()) if (years := YEARS.match(row)) else (0, 0)
        yield from (f"{headings} {row} {year}" for year in range(first, last + 1))


def is_told(mark: Element, line: str) -> bool:
    """Whether a line of a table has everything that is said of a mark."""
    title = mark.find("title")
    return all(piece in line for piece in words(mark if title is None else title).split(" · "))
