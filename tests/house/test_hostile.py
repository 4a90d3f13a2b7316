"""Whatever is written into an address or a header, the answer is a page, a redirect or a refusal."""

import re
from http import HTTPStatus
from itertools import product
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from relations.document import roots
from relations.filters import AFTER, chronology_filters, filters_of
from relations.models import Record
from tests.addresses import routes
from tests.counts import THIRDS, some

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

#: Values as they stand in an address, percent-encoded where they have to be.
VALUES = {
    "nothing": "",
    "NUL": "%00",
    "NUL inside": "tokyo%00",
    "lone surrogate": "%ED%A0%80",
    "broken UTF-8": "%C3%28%FF",
    "broken escape": "%",
    "control characters": "%01%08%1B%7F%C2%85",
    "line breaks": "a%0D%0ASet-Cookie:%20x=y",
    "spaces": "%20%E3%80%80%C2%A0%E2%80%8B",
    "no such day": "9999-99-99",
    "the year nought": "0000",
    "the last year": "9999-12-31",
    "an open interval": "1992-01-26/..",
    "10^40": str(10**40),
    "a 64-bit integer and one": str(2**63),
    "minus one": "-1",
    "not a number": "NaN",
    "figures of another script": quote("２０１１"),
    "right to left": quote("\u202eמלך\u202c"),
    "emoji": quote("🇯🇵👩‍👩‍👧‍👦"),
    "a capital that grows": quote("ŉǰİßﬃ"),
    "8 KB": "a" * 8192,
    "8 KB of a slug": "-".join(["a"] * 4096),
    "SQL": quote("'; DROP TABLE relations_record; --"),
    "LIKE": quote("%_\\"),
    "JSON": quote('{"$gt": ""}'),
    "HTML": quote('"><script>alert(1)</script>'),
    "template": quote("{{ settings.SECRET_KEY }}{% debug %}"),
    "format": quote("%s%n%(x)s{0.__class__}"),
    "a path": quote("../../etc/passwd", safe=""),
    "another site": quote("//evil.example/"),
    "many": "&".join(["x"] * 50),
}
#: Those that broke other sites most often, where asking with each value would take long.
WORST = ("nothing", "NUL", "lone surrogate", "10^40", "a 64-bit integer and one", "8 KB", "SQL", "no such day", "emoji")  # fmt: skip
#: Of the values that each parameter is asked with: five and their number have no common divisor,
#: so that every value has its turn.
A_FIFTH = slice(None, None, 5)
#: What else a program may try to call a parameter.
ENDINGS = ("[]", "[0]", "__in", "__year", "%00", "%ED%A0%80")
UNKNOWN = ("_connector", "_negated", "page", "p", "lang", "next", "", "%00", "%ED%A0%80")
ALLOWED = {
    HTTPStatus.OK,
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
}
ROUTES = {route.name: route for route in routes()}
FILTERS = {
    "chronology": chronology_filters(None),
    "search": chronology_filters(None),
    **{f"{model.KEY}_list": filters_of(model) for model in roots().values() if model.filters},
}
#: The same lists for programs, who have more parameters.
FILTERS |= {f"{name}_api": made for name, made in FILTERS.items() if name != "chronology"}
FILTERS |= dict.fromkeys(("record_list_api", "facets_api"), FILTERS["chronology"])
OWN = ("lang", "fields", "limit")
KINDS = {kind.KEY: kind for kind in Record.kinds()}
NAMED = [name for name, route in ROUTES.items() if route.names]


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


def address_of(name: str) -> str:
    return ROUTES[name].address()


def surprises(client, addresses, **headers) -> list[str]:
    """The addresses whose answer is not one of the few that are allowed, each with its answer."""
    answers = ((address, client.get(address, **headers)) for address in addresses)
    return [
        f"{response.status_code} {address[:200]}"
        for address, response in answers
        if response.status_code not in ALLOWED or not stays_here(response)
    ]


def stays_here(response) -> bool:
    """Whether a redirect leads to a page of this site, and nothing was written into a header."""
    there = response.get("Location", "/")
    return there.startswith("/") and not there.startswith(("//", "/\\")) and not response.cookies


def parameters(name: str) -> list[str]:
    own = FILTERS[name].base_filters if name in FILTERS else ()
    return [*own, AFTER, *(OWN if name.endswith("_api") else ())]


@pytest.mark.parametrize(("name", "value"), some(product(FILTERS, VALUES), A_FIFTH))
def test_every_filter_bears_any_value(stranger, name, value):
    start = address_of(name)
    asked = [f"{start}?{parameter}={VALUES[value]}" for parameter in parameters(name)]
    assert not surprises(stranger, asked)


@pytest.mark.parametrize(("kind", "value"), some(product(KINDS, VALUES), A_FIFTH))
def test_a_kinds_own_filters_bear_any_value_in_the_chronology(stranger, kind, value):
    own = set(filters_of(KINDS[kind]).base_filters) - set(chronology_filters(None).base_filters)
    start = f"{address_of('chronology')}?kind={kind}"
    assert not surprises(stranger, [f"{start}&{name}={VALUES[value]}" for name in own])


@pytest.mark.parametrize("name", ROUTES)
def test_every_page_bears_any_parameter(stranger, name):
    start = address_of(name)
    asked = [f"{start}?{AFTER}={VALUES[value]}" for value in WORST]
    asked += [f"{start}?{unknown}=1" for unknown in UNKNOWN]
    assert not surprises(stranger, some(asked, THIRDS[[*ROUTES].index(name) % 3]))


@pytest.mark.parametrize("name", FILTERS)
def test_look_ups_of_the_database_are_no_parameters(stranger, name):
    names = [f"{parameter}{end}" for parameter in parameters(name) for end in ENDINGS]
    for asked in some(names, A_FIFTH):
        response = stranger.get(f"{address_of(name)}?{asked}=1")
        assert response.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("name", NAMED)
def test_every_piece_of_a_path_bears_any_value(stranger, name):
    names = re.findall("<slug:([a-z]+)>", ROUTES[name].path)
    example = dict(zip(names, ROUTES[name].example.split("/"), strict=True))
    for changed in names:
        pieces = [*VALUES.values(), f"{example[changed]}%00", example[changed].upper()]
        assert not surprises(stranger, [path_with(name, example | {changed: p}) for p in pieces])


def path_with(name: str, pieces: dict[str, str]) -> str:
    path = ROUTES[name].path.replace("<form:form>", "json")
    return re.sub("<slug:([a-z]+)>", lambda found: pieces[found[1]], path)


@pytest.mark.parametrize("value", VALUES)
def test_the_language_of_an_address_bears_any_value(stranger, value):
    asked = VALUES[value]
    assert not surprises(
        stranger, [f"/{asked}/", f"/{asked}/visits/", f"/en{asked}/", f"/en/{asked}"]
    )


@pytest.mark.parametrize("name", ["front_door", "about"])
@pytest.mark.parametrize(
    "header", ["HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_X_FORWARDED_HOST", "HTTP_REFERER", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING"]
)  # fmt: skip
def test_every_header_bears_any_value(stranger, header, name):
    raw = [bytes.fromhex("00ff"), "ü".encode(), b"en-" + b"x" * 8192, b"uk;q=1e400,ja;q=-1,*;q=nan"]
    for text in [*VALUES.values(), *(text.decode("latin-1") for text in raw)]:
        told = f"sessionid={text}; csrftoken={text}; django_language={text}"
        sent = {header: told if header == "HTTP_COOKIE" else text}
        assert not surprises(stranger, [address_of(name)], **sent), repr(text[:80])


def test_what_is_refused_is_repeated_only_as_text(stranger):
    response = stranger.get("/en/visits/?rank=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert b"<script>" not in response.content
    assert b"&lt;script&gt;" in response.content


# The curators' desk


@pytest.fixture
def curator(stranger) -> Client:
    stranger.force_login(get_user_model().objects.create_superuser("olena"))
    return stranger


LISTS = ("relations/event", "relations/person", "relations/revision")
LOOKUPS = ("q", "o", "p", "e", "status__exact", "id__exact", "pk__in", "topics__id__exact", "nothing__here", "date__gte", "order_in_day")  # fmt: skip


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_list_of_the_desk_bears_any_look_up(curator, model, lookup):
    asked = {value: f"/admin/{model}/?{lookup}={VALUES[value]}" for value in WORST}
    assert not {
        value for value, address in asked.items() if curator.get(address).status_code >= 500
    }


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_a_page_of_the_desk_bears_any_key(curator, model, page):
    asked = {value: f"/admin/{model}/{VALUES[value]}/{page}/" for value in WORST[1:]}
    assert not {
        value for value, address in asked.items() if curator.get(address).status_code >= 500
    }
