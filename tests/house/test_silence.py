"""The desk is silent: whatever waits on it, readers get the same bytes as if it did not exist."""

import random
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from unittest import mock

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import RequestFactory
from django.test.client import ClientHandler

from aid import ledger
from aid.filters import LedgerFilter
from relations import workflow
from relations.document import roots
from relations.filters import AFTER, chronology_filters, filters_of
from relations.languages import LANGUAGES
from relations.models import Record, Revision
from relations.views.corrections import HourlySigner
from tests.addresses import Route, routes
from tests.counts import THIRDS, TIMES, some
from tests.hidden import (
    KNOWN,
    PROPOSED,
    UNSEEN,
    Colleagues,
    beside,
    known,
    named,
    only_proposed,
    propose,
    unseen,
    with_states,
)
from tests.making import aid, event, load, organisation, person, place, topic, visit
from tests.reading import body_of

pytestmark = pytest.mark.django_db

REQUESTS = 1_000 * TIMES
SITE = ("/", "/robots.txt", "/sitemap.xml", "/favicon.svg", "/colours.css")
#: Slugs that no document has, one as long as each kind of hidden one.
NOBODY = ("nothing", "nothing-at-all", "nothing-renamed")
#: What can be typed into a filter that offers no choice.
TYPED = {"since": ["2011", "2024-05"], "until": ["2024-05-05", "2012"], "continuing": ["1"]}

#: The headers that say when an answer was given.
OF_THE_MOMENT = ("Date", "Expires")
HANDLER = ClientHandler()

Answer = tuple[int, dict[str, str], bytes]


def published() -> list[dict]:
    """A record of some pages in every list, with all that a page can show."""
    dates = [f"{year}-{month:02}" for year in (2011, 2012) for month in range(1, 6)]
    mentions = {
        "body": dict.fromkeys(LANGUAGES, f"[[event-draft]] [[{KNOWN['event']}]] [@source-draft]")
    }
    return [
        person(), place(), organisation(), topic(),
        *known(lambda: "known"),
        *(event(f"event-{n}", date=date, topics=["a-topic"]) for n, date in enumerate(dates)),
        *(visit(f"visit-{n}", date=date, places=["a-place"]) for n, date in enumerate(dates)),
        *(aid(f"aid-{n}", date=date) for n, date in enumerate(dates)),
        event("mentions-a-draft", **mentions),
        event("went", status="merged", merged_into="event-0"),
    ]  # fmt: skip


def waiting() -> list[dict]:
    """Documents that nobody published, alone and among what is published."""
    alone = list(chain.from_iterable(unseen(state, lambda: "hush") for state in UNSEEN))
    among = {
        "date": "2011-05-05",
        "milestone": True,
        "topics": ["a-topic"],
        "places": ["a-place"],
        "links": [{"to": "event-0", "role": "follows"}],
        "participants": [
            {"person": "a-visitor", "role": "visitor", "tier": "head-of-state"},
            {"organisation": "an-agency", "role": "funder"},
        ],
    }
    made = [
        make(f"{make.__name__}-among-{state}", **among | UNSEEN[state])
        for make in (event, visit, aid)
        for state in UNSEEN
    ]
    return [*alone, *made, *only_proposed(lambda: "hush"), event("goes", status="merged", merged_into="event-draft")]  # fmt: skip


def hidden_slugs(key: str) -> list[str]:
    """The slugs of what nobody may know of; on a usual day another third of each kind."""
    names = [named(name)[key] for name in (*UNSEEN, "proposed")]
    renamed = [f"{beside(state)[key]}-renamed" for state in PROPOSED]
    every = [*names, *renamed, f"{key}-among-draft", "goes"]
    return some(every, THIRDS[[*KNOWN].index(key) % 3])


def read(address: str) -> Answer:
    """What a server sends; the test client would also keep a copy of all that a page knew."""
    response = HANDLER(RequestFactory()._base_environ(**asked_for(address)))
    headers = {name: value for name, value in response.items() if name not in OF_THE_MOMENT}
    return response.status_code, headers, body_of(response)


def asked_for(address: str) -> dict[str, str]:
    path, _mark, query = address.partition("?")
    return {"PATH_INFO": path, "QUERY_STRING": query}


def routes_asked() -> Iterator[tuple[Route, str]]:
    """Each route of pages and data: on a usual day in one language, which is not the next one's."""
    found = [route for route in routes() if route.has_language or route.is_api]
    for number, route in enumerate(found):
        turn = number % len(LANGUAGES)
        yield from ((route, code) for code in (LANGUAGES if TIMES > 1 else [[*LANGUAGES][turn]]))


def pages() -> list[str]:
    """Every route: of each document there is, each hidden one, and nobody."""
    found = []
    for route, code in routes_asked():
        key, before = route.names or ("", "")
        slugs = [""]
        if key:
            slugs = [KNOWN[key], *(beside(state)[key] for state in PROPOSED)]
            slugs += [*hidden_slugs(key), *NOBODY, f"{key}-0", "went", "mentions-a-draft"]
        found += [route.address(code, before + slug) for slug in slugs]
    return found


def lists() -> dict[str, dict[str, list[str]]]:
    """The values that each filter of each list takes on the site as it is published."""
    filters = {
        "chronology": (chronology_filters(None), Record.objects.published()),
        "brief": (chronology_filters(None), Record.objects.published()),
        **{
            f"{k.KEY}_list": (filters_of(k), k.objects.published())
            for k in roots().values()
            if k.filters
        },
        "ledger_sums": (LedgerFilter, ledger.counted()),
        "ledger_not_counted": (LedgerFilter, ledger.counted()),
    }
    found = {
        name: {field: values(bound) for field, bound in made(QueryDict(), rows).form.fields.items()}
        for name, (made, rows) in filters.items()
    }
    called = {"chronology": "record_list", "ledger_sums": "totals"}
    found |= {
        f"{called.get(name, name)}_api": fields
        for name, fields in found.items()
        if name not in ("brief", "ledger_not_counted")
    }
    return found | {"facets_api": found["chronology"]}


def values(field) -> list[str]:
    return [str(value) for value, _label in getattr(field, "choices", ())]


def filtered(number: int) -> list[str]:
    """Lists with one value, with a hidden one, then with random ones together, that many."""
    chance = random.Random(6)
    addresses = {route.name: route for route in routes()}
    asked, choices = [], []
    for name, fields in lists().items():
        for field, offered in fields.items():
            secret = hidden_slugs(field) if field in KNOWN else hidden_slugs("organisation")
            queries = [f"{field}={value}" for value in offered or TYPED.get(field, [])]
            choices += [(name, query) for query in queries]
            asked += [
                (name, query) for query in [*queries, *(f"{field}={slug}" for slug in secret)]
            ]
        asked += [
            (name, f"{AFTER}={slug}") for slug in (KNOWN["event"], "event-9", "aid-draft", "goes")
        ]
    chance.shuffle(asked)
    while len(asked) < 2 * number:
        name, query = chance.choice(choices)
        more = chance.choices([other for there, other in choices if there == name], k=2)
        asked.append((name, "&".join(dict.fromkeys([query, *more]))))
    there = (
        f"{addresses[name].address(chance.choice(list(LANGUAGES)))}?{query}"
        for name, query in asked
    )
    return list(dict.fromkeys(there))[:number]


@pytest.fixture(scope="module")
def answers(
    django_db_setup, django_db_blocker, tmp_path_factory
) -> dict[str, tuple[Answer, Answer]]:
    """What each address says while nothing waits, and once everything does.

    Forms bear a token of the hour, which must not turn meanwhile.
    """
    folder = tmp_path_factory.mktemp("silence")
    hour = mock.patch.object(HourlySigner, "timestamp", return_value="1")
    with django_db_blocker.unblock(), transaction.atomic(), hour:
        load(folder, *published())
        colleagues = Colleagues()
        withdraw(beside("draft")["event"], colleagues)
        addresses = dict.fromkeys([*SITE, *pages()])
        addresses |= dict.fromkeys(filtered(REQUESTS - len(addresses)))
        before = {address: read(address) for address in addresses}
        load(folder, *waiting())
        for state in PROPOSED:
            for obj in propose(state, lambda: "hush", colleagues):
                assert (workflow.pending(obj) is None) == (state == workflow.DROPPED)
        assert Record.objects.count() > Record.objects.published().count() + 2 * len(UNSEEN)
        assert Revision.objects.filter(state="scheduled").count() > 2 * len(with_states())
        yield {address: (before[address], read(address)) for address in addresses}
        transaction.set_rollback(True)


def withdraw(slug: str, colleagues: Colleagues) -> None:
    """A record that readers knew, and beside which something will be proposed nevertheless."""
    obj = Record.kinds()[0].objects.get(slug=slug)
    reason = dict.fromkeys(LANGUAGES, "It was a mistake.")
    workflow.take(obj, workflow.WITHDRAW, by=colleagues.publisher, public_reason=reason)


def test_what_waits_changes_no_byte_of_any_answer(answers):
    assert [address for address, (before, after) in answers.items() if before != after] == []


def test_what_waits_is_as_good_as_unknown(answers):
    """A page of the hidden, and the choice of it, are those of what was never written."""
    for route, code in routes_asked():
        if route.names:
            key, before = route.names
            unknown = {answer_at(answers, route, code, before + slug) for slug in NOBODY}
            assert len(unknown) == 1
            hidden = {answer_at(answers, route, code, before + s) for s in hidden_slugs(key)}
            assert hidden == unknown, route


def answer_at(answers, route, code: str, slug: str):
    status, headers, body = answers[route.address(code, slug)][1]
    return status, tuple(sorted(headers.items())), body


def test_the_comparison_is_of_real_pages(answers):
    assert len(answers) >= REQUESTS
    counted = Counter(after[0] for _before, after in answers.values())
    assert set(counted) == {
        HTTPStatus.OK,
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.GONE,
    }
    assert counted[HTTPStatus.OK] > len(answers) / 5
