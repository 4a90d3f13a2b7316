"""What programs are told, and what they are refused."""

from decimal import Decimal

import pytest

from aid import ledger
from relations import workflow
from relations.languages import LANGUAGES
from relations.models import Event
from tests.api.asking import refusal, slug_of, walked
from tests.desk import colleague
from tests.making import aid, event, load, organisation, person, topic, visit
from tests.reading import figures, sums

pytestmark = pytest.mark.django_db


def test_labels_read_in_the_language(client, tmp_path):
    load(tmp_path, person(), visit("came", date="2011-01"))
    labels = client.get("/api/v1/visits/came?lang=uk").json()["labels"]
    assert labels["date"] == "січень 2011\N{NO-BREAK SPACE}р."
    assert labels["host"] == "Японія"


def test_fields_leave_out_all_others_but_what_opens_the_document(client, tmp_path):
    load(tmp_path, event("told", summary={"en": "More."}), visit("came"), person())
    [entry, other] = client.get("/api/v1/records?fields=title,%20date,rank").json()["entries"]
    assert set(entry) == set(other) == {"url", "api", "version", "document", "labels"}
    assert [set(entry["document"]), set(other["document"])] == [
        {"visit", "title", "date", "rank"},
        {"event", "title", "date"},
    ]
    assert set(other["labels"]) == {"date"}
    assert set(client.get("/api/v1/events/told?fields=summary").json()["document"]) == {
        "event",
        "summary",
    }


def test_an_unknown_field_is_refused_with_the_known_ones(client, tmp_path):
    error = refusal(client, "/api/v1/visits?fields=title,colour")
    assert (error["parameter"], error["message"]) == ("fields", "“colour” is not accepted.")
    assert {"title", "rank", "stops"} <= set(error["accepted"])
    assert "donor" not in error["accepted"]
    assert refusal(client, "/api/v1/people?fields=rank")["parameter"] == "fields"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("lang=de", "lang"),
        ("lang=en&lang=ja", "lang"),
        ("lang=ja&lang=", "lang"),
        ("fields=title,", "fields"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=５", "limit"),
        ("limit=1e1", "limit"),
        ("limit=1&limit=2", "limit"),
        ("after=nobody", "after"),
        ("after=a&after=b", "after"),
        ("fields=a&fields=b", "fields"),
        ("since=never", "since"),
        ("since=2011&since=2012", "since"),
        ("q=%00", "q"),
        ("topic=nothing", "topic"),
        ("limits=3", "limits"),
        (f"fields={'a' * 9000}", "fields"),
        (f"limit={'9' * 9000}", "limit"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(client, query, parameter):
    assert refusal(client, f"/api/v1/records?{query}")["parameter"] == parameter


def test_an_unknown_parameter_is_told_which_there_are(client):
    assert refusal(client, "/api/v1/people?who=1")["accepted"] == ["q", "country", "role", "lang", "fields", "limit", "after"]  # fmt: skip
    assert refusal(client, "/api/v1/totals?who=1")["accepted"][-3:] == ["topic", "by", "lang"]
    for path in ("totals", "facets", "openapi.json", ""):
        for name in ("after", "limit"):
            assert refusal(client, f"/api/v1/{path}?{name}=1")["parameter"] == name


def test_a_piece_is_as_long_as_is_asked_and_leads_to_the_next(client, tmp_path):
    load(tmp_path, *(event(f"event-{n}", date=f"2011-01-0{n}") for n in range(1, 6)))
    response = client.get("/api/v1/events?limit=2&lang=uk&since=2011")
    answer = response.json()
    assert list(map(slug_of, answer["entries"])) == ["event-5", "event-4"]
    assert (answer["total"], answer["total_is_minimum"]) == (5, False)
    assert answer["next"] == "http://testserver/api/v1/events?limit=2&lang=uk&since=2011&after=event-4"  # fmt: skip
    assert response["Link"] == f'<{answer["next"]}>; rel="next"'
    last = client.get("/api/v1/events?limit=5")
    assert last.json()["next"] is None
    assert "Link" not in last


def test_an_empty_list_is_no_problem(client):
    for name in ("records", "events", "people", "topics", "search"):
        answer = client.get(f"/api/v1/{name}").json()
        assert (answer["entries"], answer["total"], answer["next"]) == ([], 0, None)


def test_totals_are_those_of_the_ledger(client, tmp_path):
    step = {"key": "note", "stage": "commitment", "currency": "JPY"}
    load(
        tmp_path,
        aid("one", transactions=[step | {"amount": 1000}]),
        aid("two", form="loan", transactions=[step | {"amount": "0.25", "qualifier": "about"}]),
        aid("guess", not_counted_reason={"en": "No."}, transactions=[step | {"amount": 7}]),
        aid("draft", status="draft", transactions=[step | {"amount": 9}]),
    )
    [figure] = client.get("/api/v1/totals").json()["totals"]
    assert (figure["stage"], figure["currency"], figure["amount"]) == ("commitment", "JPY", "1000.25")  # fmt: skip
    assert (figure["sums"], figure["inexact"]) == (2, 1)
    page = client.get(figure["url"]).content.decode()
    assert "One" in page
    assert "Draft" not in page
    [figure] = client.get("/api/v1/totals?form=grant").json()["totals"]
    assert figure["amount"] == 1000
    assert client.get("/api/v1/totals?stage=disbursement").json()["totals"] == []


@pytest.fixture
def packages(tmp_path):
    step = {"key": "note", "stage": "commitment", "currency": "JPY", "amount": 1}
    load(
        tmp_path, topic("energy"), topic("health"), topic("secret", status="draft"), organisation("a-bank", country="JP"),
        aid("one", topics=["energy", "health"], transactions=[step | {"date": "2011"}, step | {"key": "paid", "stage": "disbursement"}]),
        aid("two", form="loan", topics=["secret"], participants=[{"organisation": "a-bank", "role": "funder"}],
            transactions=[step | {"amount": "20.50", "date": "2022", "qualifier": "about"}]),
        aid("guess", not_counted_reason={"en": "No."}, topics=["energy"], transactions=[step | {"amount": 7}]),
    )  # fmt: skip


@pytest.mark.parametrize("dimension", [dimension.name for dimension in ledger.DIMENSIONS])
def test_totals_are_broken_down_as_the_tables_of_the_ledger(client, read, packages, dimension):
    told = client.get(f"/api/v1/totals?by={dimension}").json()["totals"]
    shown = {
        address: amount
        for address, amount in figures(read("/en/ledger/")).items()
        if f"&{dimension}=" in address
    }
    found = {
        f"/en/ledger/sums/?stage={one['stage']}&currency={one['currency']}&{dimension}={one['group']['value']}": Decimal(one["amount"])
        for one in told
    }  # fmt: skip
    assert found == shown
    assert {one["group"]["by"] for one in told} == {dimension}
    assert "secret" not in str(told)
    for one in told:
        assert sum(sums(read, one["url"].removeprefix("http://testserver"))) == Decimal(one["amount"])  # fmt: skip


def test_a_breakdown_keeps_to_the_filters(client, packages):
    def values(query: str) -> list[str]:
        told = client.get(f"/api/v1/totals?{query}").json()["totals"]
        return [one["group"]["value"] for one in told]

    assert values("by=year&stage=commitment") == ["2022", "2011"]
    assert values("by=year&stage=disbursement&lang=uk") == ["unknown"]
    assert values("by=topic&topic=health&stage=commitment") == ["health"]
    assert values("by=form&year=2022") == ["loan"]
    assert values("by=body") == ["a-bank", "unknown", "unknown"]
    assert "group" not in client.get("/api/v1/totals?by=").json()["totals"][0]


def test_a_breakdown_that_the_ledger_has_not_is_refused(client):
    error = refusal(client, "/api/v1/totals?by=colour&lang=uk")
    assert (error["parameter"], error["accepted"]) == ("by", ["year", "form", "body", "topic"])
    assert refusal(client, "/api/v1/totals?by=year&by=form")["parameter"] == "by"


# Documents that are not there, or no longer


@pytest.fixture
def changing(tmp_path):
    """A record and a topic that readers know."""
    load(tmp_path, event("told"), topic("heading"), event("heir"))
    return Event.objects.get(slug="told")


def test_drafts_are_as_good_as_unknown(client, tmp_path):
    load(tmp_path, event("hush", status="draft"), event("told"), person("hidden"))
    for address in ("events/hush", "records/hush", "people/hidden", "people/nobody"):
        response = client.get(f"/api/v1/{address}")
        assert (response.status_code, response.json()["title"]) == (404, "There is nothing at this address")  # fmt: skip
    assert walked(client, "/api/v1/records") == walked(client, "/api/v1/events") == ["told"]
    assert b"hush" not in client.get("/api/v1/openapi.json").content


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_document_tells_the_public_reason(client, changing, language):
    reasons = {"en": "It never was.", "ja": "事実ではありません。", "uk": "Цього не було."}
    workflow.take(changing, workflow.WITHDRAW, by=colleague("mariia", "publisher"), public_reason=reasons)  # fmt: skip
    for name in ("events", "records"):
        response = client.get(f"/api/v1/{name}/told?lang={language}")
        assert (response.status_code, response.json()["status"]) == (410, 410)
        assert response.json()["detail"] == reasons[language]
        assert response["Content-Type"] == "application/problem+json"
    assert walked(client, "/api/v1/events") == ["heir"]


def test_what_moved_or_merged_leads_to_the_new_address(client, changing, tmp_path):
    load(
        tmp_path,
        event("told", status="merged", merged_into="heir"),
        event("renamed", former_slugs=["had"]),
        person(former_slugs=["was"]),
        visit("came"),
    )
    for old, new in (("events/had", "events/renamed"), ("records/had", "events/renamed"), ("people/was", "people/a-visitor")):  # fmt: skip
        response = client.get(f"/api/v1/{old}?lang=uk")
        assert response.status_code == 301
        assert response["Location"].partition("?")[0] == f"/api/v1/{new}"
