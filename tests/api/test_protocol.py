"""How programs are spoken to: copies they keep, other sites they read from, what goes wrong."""

import re

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from relations.api.problems import sentences
from relations.languages import LANGUAGES
from tests.making import event, load
from tests.reading import Page

pytestmark = pytest.mark.django_db

LIST = "/api/v1/events"


@pytest.fixture
def told(tmp_path):
    load(tmp_path, event("told"))


def test_a_copy_that_still_holds_is_not_sent_again(client, told, tmp_path):
    first = client.get(LIST)
    assert re.fullmatch(r'"[0-9a-f]+"', first["ETag"])
    again = client.get(LIST, headers={"if-none-match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Access-Control-Allow-Origin"] == "*"
    load(tmp_path, event("told", title={"en": "Told anew"}))
    changed = client.get(LIST, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_an_answer_may_be_kept_for_a_minute_by_anybody(client, told):
    response = client.get(LIST)
    assert {"public", "max-age=60"} <= set(response["Cache-Control"].split(", "))
    assert "Vary" not in response


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/events/nobody", "/api/nowhere", "/api/v1/events?x=1"])  # fmt: skip
def test_pages_of_other_sites_may_read_every_answer(client, path):
    response = client.get(path, headers={"origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Expose-Headers"] == "ETag, Link"
    assert "Access-Control-Allow-Credentials" not in response


def test_a_browser_that_asks_first_is_told_what_is_allowed(client):
    asked = {"origin": "https://example.org", "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}  # fmt: skip
    response = client.options(LIST, headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert response["Access-Control-Allow-Headers"] == "If-Match, If-None-Match"


def test_pages_are_not_opened_to_other_sites(client):
    assert "Access-Control-Allow-Origin" not in client.get("/en/api/")


def test_head_tells_the_headers_alone(client, told):
    response, whole = client.head(LIST), client.get(LIST)
    assert (response.status_code, response.content) == (200, b"")
    assert int(response["Content-Length"]) == len(whole.content)
    assert response["ETag"] == whole["ETag"]
    held = client.head(LIST, headers={"if-none-match": whole["ETag"]})
    assert (held.status_code, held["ETag"]) == (304, whole["ETag"])


@pytest.mark.parametrize("ask", ["get", "head"])
@pytest.mark.parametrize(("header", "value", "status"), [
    ("if-none-match", "*", 304),
    ("if-none-match", "W/{tag}", 304),
    ("if-none-match", 'W/"other"', 200),
    ("if-none-match", "no tag", 200),
    ("if-match", "*", 200),
    ("if-match", '"other", {tag}', 200),
    ("if-match", "W/{tag}", 412),
    ("if-match", '"other"', 412),
])  # fmt: skip
def test_what_the_asker_holds_is_compared_as_rfc_9110_has_it(client, told, ask, header, value, status):  # fmt: skip
    tag = client.get(LIST)["ETag"]
    response = getattr(client, ask)(LIST, headers={header: value.format(tag=tag)})
    assert response.status_code == status


def test_who_named_something_else_gets_a_problem_that_nobody_keeps(client, told):
    response = client.get(LIST, headers={"if-match": '"other"'})
    assert response["Cache-Control"] == "no-store"
    assert response.json()["type"].endswith("#precondition-failed")
    page = client.get("/en/events/", headers={"if-match": '"other"'})
    assert (page.status_code, page["Cache-Control"]) == (412, "no-store")


def test_what_is_not_there_is_not_there_whatever_is_held(client):
    for header in ("if-match", "if-none-match"):
        assert client.get(f"{LIST}/nobody", headers={header: "*"}).status_code == 404


def broken(execute, sql, params, many, context):
    raise OperationalError("the database is away")


def without_database(client, language):
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        return client.get(f"{LIST}?lang={language}")


PROBLEMS = {
    "unknown parameter": (400, lambda c, code: c.get(f"{LIST}?x=1&lang={code}")),
    "unknown document": (404, lambda c, code: c.get(f"{LIST}/nobody?lang={code}")),
    "unknown address": (404, lambda c, code: c.get(f"/api/v2/events?lang={code}")),
    "a slash too many": (404, lambda c, code: c.get(f"{LIST}/?lang={code}")),
    "something sent": (405, lambda c, code: c.post(f"{LIST}?lang={code}", {"title": "x"})),
    "something else was named": (412, lambda c, code: c.get(f"{LIST}?lang={code}", headers={"if-match": '"other"'})),
    "another site's host": (400, lambda c, code: c.get(f"{LIST}?lang={code}", HTTP_HOST="evil.example")),
    "no database": (500, without_database),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", PROBLEMS)
def test_a_problem_has_one_shape_in_each_language(client, case, language):
    status, answer = PROBLEMS[case]
    response = answer(client, language)
    told = response.json()
    with translation.override(language):
        title, detail = sentences(status)
    assert response.status_code == told["status"] == status
    assert (told["title"], told["detail"]) == (title, detail)
    assert response["Content-Type"] == "application/problem+json"
    assert response["Content-Language"] == language
    assert response["Access-Control-Allow-Origin"] == "*"
    page, _mark, heading = told["type"].partition("#")
    assert Page(client.get(page)).root.find(f".//*[@id='{heading}']") is not None


def test_a_refusal_speaks_the_language_to_its_last_word(client):
    [error] = client.get(f"{LIST}?since=never&lang=uk").json()["errors"]
    with translation.override("uk"):
        wanted = gettext("Write a year, a month or a day from 1900 to 2100: 1995, 1995-03 or 1995-03-22.")  # fmt: skip
    assert error["message"] == wanted
    assert re.search("[а-я]", wanted)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method):
    response = getattr(Client(enforce_csrf_checks=True), method)(LIST)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Cache-Control"] == "no-store"


def test_the_index_leads_everywhere(client, told):
    index = client.get("/api/v1/").json()
    assert client.get("/api/v1").headers["Location"] == "/api/v1/"
    for name in ("guide", "promises", "description"):
        assert client.get(index[name]).status_code == 200
    open_ones = [address for address in index["addresses"] if "{" not in address]
    assert len(open_ones) > 12
    assert {client.get(address).status_code for address in open_ones} == {200}


def test_pages_that_are_also_data_lead_to_the_description(client, told):
    for address in ("/uk/events/", "/uk/events/told/"):
        page = Page(client.get(address))
        [description], [guide] = page.links("service-desc"), page.links("service-doc")
        assert client.get(description.get("href")).json()["openapi"].startswith("3.1")
        assert Page(client.get(guide.get("href"))).lang == "uk"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_tells_every_address_with_an_example_that_works(client, told, language):
    page = Page(client.get(f"/{language}/api/"))
    told_of = [code.text for code in page.main.iter("code")]
    paths = [
        path.removeprefix("http://testserver")
        for path in client.get("/api/v1/").json()["addresses"]
    ]
    assert set(paths) <= set(told_of)
    asked = [said.split('"')[1] for said in told_of if said.startswith("curl") and "{" not in said]
    assert len(asked) > len(paths) / 2
    assert {client.get(address).status_code for address in asked} == {200}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_promises_name_what_programs_may_hold_us_to(client, language):
    said = Page(client.get(f"/{language}/api/promises/")).words
    for promised in ("/api/v1/", "24", "Deprecation", "Sunset", "RFC 9457", "CC0 1.0"):
        assert promised in said
