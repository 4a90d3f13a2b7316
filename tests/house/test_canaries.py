"""Canaries: a word of its own in every text that readers must not see, and none in what they get."""

import re
from itertools import count
from urllib.parse import SplitResult, urljoin, urlsplit

import pytest
from django.test import Client

from relations import workflow
from relations.export import FORMS
from relations.languages import LANGUAGES
from tests.addresses import routes
from tests.counts import THIRDS, TIMES, some
from tests.downloads import text_of
from tests.hidden import (
    KNOWN,
    PROPOSED,
    UNSEEN,
    Colleagues,
    beside,
    filled,
    known,
    only_proposed,
    propose,
    unseen,
    with_states,
)
from tests.house.test_silence import NOBODY, SITE, lists, read
from tests.making import load
from tests.reading import Page

pytestmark = pytest.mark.django_db

#: At least so many words are hidden, and so many pages searched.
WORDS, PAGES = (1_500 if TIMES == 1 else 5_000), 300
#: About so many of the words are searched for.
ASKED = 50 * TIMES
#: How often each kind of document waits in each state.
COPIES = 1 if TIMES == 1 else 6
CANARY = re.compile(r"canary\d+")
HREF = re.compile(r'(?:href|action|src)="([^"#]+)|<loc>([^<]+)')
#: What readers are told of a record that was withdrawn.
TOLD = ("title", "public_reason")


class Aviary:
    """Hands out canaries, and keeps them."""

    def __init__(self):
        self.numbers, self.words = count(1), set()

    def __call__(self) -> str:
        word = f"canary{next(self.numbers)}"
        self.words.add(word)
        return word


def withdrawn(word, colleagues) -> list[str]:
    """Records that readers knew; what they said is taken back, but for what readers are told."""
    found = []
    for model in with_states():
        obj = model.objects.get(slug=f"{model.KEY}-withdrawn-later")
        reason = dict.fromkeys(LANGUAGES, "It was a mistake.")
        workflow.take(
            obj, workflow.WITHDRAW, by=colleagues.publisher, note=word(), public_reason=reason
        )
        found.append(obj.slug)
    return found


def to_be_withdrawn(word) -> list[dict]:
    return [
        document | {name: dict.fromkeys(LANGUAGES, "known") for name in TOLD if name in document}
        for model in with_states()
        for document in [
            filled(model, f"{model.KEY}-withdrawn-later", word, KNOWN, status="published")
        ]
    ]


@pytest.fixture
def words(tmp_path) -> set[str]:
    """Every canary there is, after it was hidden."""
    word = Aviary()
    load(tmp_path, *known(lambda: "known"), *to_be_withdrawn(word))
    colleagues = Colleagues(author=word())
    withdrawn(word, colleagues)
    for state in UNSEEN:
        for number in range(COPIES):
            load(tmp_path, *unseen(state, word, f"-{number}"))
    load(tmp_path, *only_proposed(word))
    for state in PROPOSED:
        propose(state, word, colleagues)
    return word.words


def crawl() -> dict[str, str]:
    """What every public address says, and every address found on the way."""
    waiting, said = dict.fromkeys(starts()), {}
    known = {in_any_language(address) for address in waiting}
    while waiting:
        address = next(iter(waiting))
        del waiting[address]
        status, headers, body = read(address)
        said[address] = f"{status} {headers} {text_of(body)}"
        new = {in_any_language(found): found for found in named_in(address, said[address])}
        waiting |= {found: None for key, found in new.items() if key not in known}
        known |= set(new)
    return said


def in_any_language(address: str) -> str:
    """What makes an address one that was read: on a usual day a page is read in one language."""
    return re.sub(r"^/(?:en|ja|uk)/", "/", address) if TIMES == 1 else address


def starts() -> list[str]:
    """Pages, lists with each value of each filter, and what is withdrawn, refused or not there."""
    found = [*SITE, "/nowhere/"]
    routed = {route.name: route for route in routes() if route.has_language or route.is_api}
    for number, route in enumerate(routed.values()):
        for code in some(LANGUAGES, THIRDS[number % 3]):
            key, before = route.names or ("", "")
            gone = [f"{key}-withdrawn-later", beside("draft").get(key, ""), KNOWN.get(key, "")]
            slugs = [before + slug for slug in (*gone, *NOBODY)] if key else [""]
            found += [route.address(code, slug) for slug in slugs]
            found.append(f"{route.address(code, slugs[0])}?nothing=1")
    for name, fields in lists().items():
        for field, values in fields.items():
            found += [f"{routed[name].address('uk')}?{field}={value}" for value in values]
    return found


def named_in(address: str, said: str) -> list[str]:
    links = (urljoin(address, first or second) for first, second in HREF.findall(said))
    parts = (urlsplit(link.replace("&amp;", "&")) for link in links)
    here = (
        p
        for p in parts
        if p.netloc in ("", "testserver") and not (is_elsewhere(p.path) or is_repeated(p))
    )
    return [f"{p.path}?{p.query}" if p.query else p.path for p in here if p.query.count("=") < 2]


def is_elsewhere(path: str) -> bool:
    return path.startswith(("/admin/", "/static/"))


def is_repeated(parts: SplitResult) -> bool:
    """Data that only repeats rows: each whole list is read in every form, each document in one."""
    ending = parts.path.rpartition(".")[2]
    is_document = parts.path.count("/") > 2
    return ending in (*FORMS, "pdf") and (bool(parts.query) or (is_document and ending != "json"))


def asked_for(words: set[str]) -> dict[str, list]:
    """What the search and its suggestions find by some of the words themselves."""
    found = {}
    for word in sorted(words)[:: max(len(words) // ASKED, 1)]:
        answers = Page(Client().get("/uk/search/", {"q": word})).answers
        suggested = Client().get("/uk/search/suggestions.json", {"q": word}).json()
        if answers or suggested:
            found[word] = [*answers, *suggested]
    return found


def test_no_word_of_the_hidden_reaches_a_reader_or_the_log(words, caplog):
    caplog.set_level(0)
    caplog.clear()
    said = crawl()
    assert len(said) >= PAGES
    assert len(words) >= WORDS
    assert {
        address: found for address, text in said.items() if (found := CANARY.findall(text))
    } == {}
    assert CANARY.findall(caplog.text) == []
    assert asked_for(words) == {}
