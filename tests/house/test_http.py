"""What every answer promises: who may keep it, which language it speaks, what it may load."""

import functools
import re
from http import HTTPStatus
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from relations.languages import LANGUAGES
from relations.models import Organisation, Page, Person, Place, Record, Source, Topic
from relations.views import errors
from tests import reading
from tests.addresses import routes
from tests.making import event, load, person, place, source, visit
from tests.reading import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

SITE = settings.SITE_URL
PAGES = [route for route in routes() if route.is_page]
FILES = [route for route in routes() if not route.is_page and route.name != "front_door"]
ADDRESSES = [(route.name, code) for route in PAGES for code in LANGUAGES]
BY_NAME = {route.name: route for route in routes()}
FILES_AT = [route.address() for route in FILES]
EVERYTHING = [BY_NAME[name].address(code) for name, code in ADDRESSES] + FILES_AT
#: Every page once, in one language or another.
IN_TURN = [route.address(LANGUAGES[number % 3]) for number, route in enumerate(PAGES)]
IN_TURN += FILES_AT
LETTERS = {"en": "[A-Za-z]", "ja": "[ぁ-んァ-ン一-龯]", "uk": "[А-Яа-яЇїІіЄє]"}
ALTERNATES = {*LANGUAGES, "x-default"}
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\ssrc=| type=\"application/ld\+json\">)|<[^>]*\s(?:style|on[a-z]+)\s*=",
    re.IGNORECASE,
)
STRANGE_HEADERS = {
    "HTTP_HOST": "localhost",
    "HTTP_ACCEPT_LANGUAGE": "uk,ja;q=0.9",
    "HTTP_AUTHORIZATION": "Basic b2xlbmE6c2VjcmV0",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_FOR": "192.0.2.1",
    "HTTP_FORWARDED": "host=evil.example",
    "HTTP_ORIGIN": "https://evil.example",
}


#: Every page but the answer to a form.
ASKABLE = [route for route in PAGES if route.name != "correct_thanks"]
#: Ways to ask how a page stood, of which there is no such version.
OF_THE_PAST = ("version=00000000", "as_of=1990-01-01")


@pytest.fixture
def curator(client):
    """A client who is signed in and carries every cookie the site knows."""
    user = get_user_model().objects.create_superuser("olena", password="a long password")
    client.force_login(user)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ja"
    return client


@functools.cache
def page_at(address: str) -> reading.Page:
    """The page of an address that says the same in every test here."""
    return reading.Page(Client().get(address))


def has_strict_policy(response) -> bool:
    policy = dict(
        directive.split(maxsplit=1) for directive in response["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    return policy["base-uri"] == policy["frame-ancestors"] == "'none'"


def is_public(response) -> bool:
    """Whether any cache may keep it for anybody."""
    assert not response.cookies
    assert {name.strip() for name in response.get("Vary", "").split(",")} <= {"", "Accept-Encoding"}
    return "public" in response["Cache-Control"] and "private" not in response["Cache-Control"]


@pytest.mark.parametrize("address", EVERYTHING)
def test_a_public_answer_may_be_kept_by_anybody(curator, address):
    response = curator.get(address)
    assert response.status_code == HTTPStatus.OK
    assert is_public(response)
    assert has_strict_policy(response)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", IN_TURN)
def test_nothing_about_the_reader_changes_a_public_answer(curator, address):
    plain = Client().get(address)
    strange = curator.get(address, **STRANGE_HEADERS)
    said = body_of(strange)
    assert said == body_of(plain)
    assert strange.headers == plain.headers
    assert b"evil.example" not in said
    assert b"//localhost" not in said


@pytest.mark.parametrize("key", ["", "expired", "k" * 32])
def test_a_session_that_is_over_is_not_cleared_in_public(client, key):
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert is_public(client.get("/en/"))


@pytest.mark.parametrize("address", IN_TURN)
def test_head_gives_the_headers_without_the_page(client, address):
    full, head = client.get(address), client.head(address)
    assert (head.status_code, body_of(head)) == (HTTPStatus.OK, b"")
    assert dict(full.headers) | dict(head.headers) == dict(full.headers)


@pytest.mark.parametrize("address", EVERYTHING)
def test_nothing_public_can_be_posted_to(address):
    response = Client(enforce_csrf_checks=True).post(address, {"title": "x"})
    assert response.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED)
    assert not response.cookies
    told = response.json()["title"] if "json" in response["Content-Type"] else ""
    assert told or reading.Page(response).heading


@pytest.mark.parametrize(("name", "language"), ADDRESSES)
def test_a_page_needs_no_inline_style_or_script(name, language):
    assert not INLINE.search(page_at(BY_NAME[name].address(language)).html)


@pytest.mark.parametrize(("name", "language"), ADDRESSES)
def test_a_page_speaks_the_language_of_its_address(name, language):
    page = page_at(BY_NAME[name].address(language))
    assert page.lang == language
    assert re.search(LETTERS[language], page.words)
    assert page.heading
    assert page.title


@pytest.mark.parametrize(("name", "language"), ADDRESSES)
def test_a_page_knows_its_address_in_every_language(name, language):
    route = BY_NAME[name]
    page = page_at(route.address(language))
    there = {code: route.address(code) for code in LANGUAGES}
    assert page.switch == there
    assert set(page.alternates) == ALTERNATES
    assert {code: page.alternates[code] for code in LANGUAGES} == {
        code: SITE + address for code, address in there.items()
    }
    assert page.alternates["x-default"] == page.alternates[settings.LANGUAGE_CODE]
    assert page.canonical == page.alternates[language]


def test_the_language_switch_keeps_the_filters_and_the_place_in_the_list(client):
    query = "?rank=official&since=1990&after=yushchenko-2005"
    page = reading.Page(client.get(f"/en/visits/{query}"))
    assert page.switch == {code: f"/{code}/visits/{query}" for code in LANGUAGES}
    assert page.canonical == f"{SITE}/en/visits/{query}"


@pytest.mark.parametrize(
    ("asked", "language"),
    [("uk", "uk"), ("ja-JP,en;q=0.5", "ja"), ("de,uk;q=0.4", "uk"), ("fr", "en"), ("", "en")],
)
def test_the_front_door_leads_to_the_readers_language_and_is_never_kept(client, asked, language):
    response = client.get("/", headers={"accept-language": asked})
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, f"/{language}/")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_forgotten_slash_is_added_in_place(client):
    response = client.get("/uk/visits?rank=official", HTTP_X_FORWARDED_HOST="evil.example")
    assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert response["Location"] == "/uk/visits/?rank=official"


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "a b", "[", "testserver@evil"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_host_that_is_not_ours_is_refused(client, host, language):
    response = client.get(f"/{language}/", HTTP_HOST=host)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "evil" not in response.content.decode()
    assert reading.Page(response).lang == language


def broken(execute, sql, params, many, context):
    raise OperationalError("the database is away")


def fails(client, address):
    """The answer when the database cannot be reached."""
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        return client.get(address)


def wrong_host(client, address):
    return client.get(address, HTTP_HOST="evil.example")


ERRORS = {
    "bad filter": (HTTPStatus.BAD_REQUEST, lambda client, home: client.get(f"{home}chronology/?since=never")),
    "bad host": (HTTPStatus.BAD_REQUEST, wrong_host),
    "no such page": (HTTPStatus.NOT_FOUND, lambda client, home: client.get(f"{home}nowhere/")),
    "no such record": (HTTPStatus.NOT_FOUND, lambda client, home: client.get(f"{home}visits/nobody-1999/")),
    "no database": (HTTPStatus.INTERNAL_SERVER_ERROR, fails),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ERRORS)
def test_an_error_is_told_in_the_language_of_the_address(client, case, language):
    status, answer = ERRORS[case]
    home = BY_NAME["home"].address(language)
    response = answer(client, home)
    page = reading.Page(response)
    with translation.override(language):
        heading, advice = errors.sentences(status)
        assert gettext("Open the chronology") in page.words
    assert response.status_code == status
    assert (page.lang, page.heading) == (language, heading)
    assert advice in page.words
    assert re.search(LETTERS[language], heading)
    assert page.switch == {code: BY_NAME["home"].address(code) for code in LANGUAGES}
    assert not INLINE.search(page.html)
    assert has_strict_policy(response)
    assert not response.cookies
    assert "Vary" not in response
    assert ("no-store" if status >= 500 else "public") in response["Cache-Control"]


def test_an_address_without_a_language_is_answered_in_the_sites_own(client):
    page = reading.Page(client.get("/nowhere/", headers={"accept-language": "uk"}))
    assert (page.lang, page.heading) == ("en", "There is no page at this address")


def test_the_error_pages_differ_between_the_languages():
    headings = set()
    for language in LANGUAGES:
        with translation.override(language):
            headings |= {errors.sentences(status)[0] for status in (400, 403, 404, 500)}
    assert len(headings) == 4 * len(LANGUAGES)


# Staff pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_in_page_is_nobody_elses(client, language):
    response = client.get("/admin/login/", headers={"accept-language": language})
    assert response.status_code == HTTPStatus.OK
    assert response["Cache-Control"] == "private, no-store"
    assert has_strict_policy(response)
    assert not INLINE.search(response.content.decode())
    assert f'lang="{language}"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["", "relations/event/", "relations/event/add/", "visits/visit/add/", "aid/aidpackage/?q=loan", "nowhere/"],
)  # fmt: skip
def test_staff_pages_are_never_kept_and_need_nothing_inline(curator, address):
    response = curator.get(f"/admin/{address}")
    assert response["Cache-Control"] == "private, no-store"
    assert has_strict_policy(response)
    assert not INLINE.search(response.content.decode())


# The site's own files


#: Pages that are for a reader who wants to report something, not for search engines.
UNLISTED = ("correct_page", "correct_page_thanks")


def published() -> set[str]:
    """The path, in English, of everything that is published."""
    models = (Topic, Person, Organisation, Place, Source, Page)
    found = [obj for model in models for obj in model.objects.published()]
    found += [obj for kind in Record.kinds() for obj in kind.objects.published()]
    with translation.override("en"):
        return {obj.get_absolute_url() for obj in found}


def test_the_sitemap_lists_what_is_published_and_nothing_else(client, tmp_path):
    load(
        tmp_path,
        person("hidden-person"),
        place("hidden-place"),
        source("hidden-source"),
        event("hidden-event", status="draft", places=["hidden-place"], citations=[{"source": "hidden-source"}]),
        visit("hidden-visit", status="submitted", participants=[{"person": "hidden-person", "role": "visitor"}]),
        {"page": "hidden-page", "title": {"en": "Hidden"}, "status": "draft"},
    )  # fmt: skip
    lists = {
        route.address() for route in PAGES if route.name not in UNLISTED and "<" not in route.path
    }
    expected = {
        SITE + re.sub("^/en/", f"/{code}/", path)
        for path in published() | lists
        for code in LANGUAGES
    }
    assert set(located(client.get("/sitemap.xml"))) == expected
    assert not [address for address in expected if "hidden" in address]


def located(sitemap) -> dict[str, dict[str, str]]:
    """The addresses of a sitemap, each with its alternates."""
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    entries = ElementTree.fromstring(sitemap.content).findall("s:url", names)
    return {
        entry.find("s:loc", names).text: {
            link.get("hreflang"): link.get("href") for link in entry.findall("x:link", names)
        }
        for entry in entries
    }


def test_an_address_in_the_sitemap_names_its_counterparts(client):
    alternates = located(client.get("/sitemap.xml"))[f"{SITE}/ja/visits/kuchma-1995/"]
    assert {code: alternates[code] for code in LANGUAGES} == {
        code: f"{SITE}/{code}/visits/kuchma-1995/" for code in LANGUAGES
    }


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {SITE}/sitemap.xml" in response.content.decode().splitlines()
    assert f"Disallow: {reverse('admin:index')}" in response.content.decode().splitlines()


def test_the_icon_is_a_picture_in_the_colours_of_both_parties(client):
    response = client.get("/favicon.svg")
    assert response["Content-Type"].startswith("image/svg+xml")
    fills = {shape.get("fill") for shape in ElementTree.fromstring(response.content).iter()}
    assert {"#bc002d", "#0057b7"} <= fills


def test_the_parties_colours_stand_in_a_sheet_of_their_own(client):
    response = client.get("/colours.css")
    assert response["Content-Type"].startswith("text/css")
    assert {"#b3002a", "#0050a8"} <= set(re.findall("#[0-9a-f]{6}", response.content.decode()))


def status_of(client, address) -> int:
    response = client.get(address)
    response.getvalue()  # to the end: that closes the file
    return response.status_code


def test_every_sheet_and_picture_a_page_asks_for_is_there(client):
    page = page_at("/en/")
    wanted = [link.get("href") for link in page.links("stylesheet") + page.links("icon")]
    assert len(wanted) >= 3
    assert {status_of(client, address) for address in wanted} == {HTTPStatus.OK}


@pytest.mark.parametrize("route", ASKABLE, ids=lambda route: route.name)
def test_no_page_passes_over_a_question_about_its_past(client, route):
    for query in OF_THE_PAST:
        response = client.get(f"{route.address()}?{query}")
        assert response.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
