"""Lists and documents as data, in forms that programs read: what they tell and what they keep."""

import io
import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import icalendar
import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from relations.document import build, digest
from relations.export import FORMS
from relations.export.listing import CHUNK
from relations.languages import LANGUAGES
from relations.models import Event, Revision
from tests.downloads import ATOM, rows_of, slugs_in, text_of
from tests.making import aid, event, load, person, source, topic, visit
from tests.reading import Page, body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(tmp_path):
    load(
        tmp_path,
        person(),
        person("olena", name={"en": "Olena", "ja": "オレナ", "uk": "Олена"}, country="UA", tenures=[
            {"key": "secret", "office": {"en": "Secret office"}, "start": "1999"}]),
        topic("told"), topic("secret-topic", status="draft"),
        event("secret-event", status="draft"),
        event("agreed", title={"en": "=1+1", "uk": "Угода"}, date="1995-03", type="agreement", topics=["secret-topic", "told"],
              links=[{"to": "secret-event", "role": "follows"}], participants=[{"person": "olena", "role": "host"}]),
        aid("paid", transactions=[{"key": "one", "stage": "disbursement", "amount": "1500000.50", "currency": "JPY", "date": "2011"}]),
        visit("went", date="2011-01-18/2011-01-19"),
    )  # fmt: skip


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "xlsx"])
@pytest.mark.parametrize("address", ["/en/chronology", "/en/events", "/en/events/agreed", "/en/people", "/en/people/olena"])  # fmt: skip
def test_what_no_reader_may_see_is_in_no_download(client, some, address, form):
    response = client.get(f"{address}.{form}")
    body = body_of(response)
    assert response.status_code == 200
    assert "secret" not in text_of(body).lower()
    assert "olena" in text_of(body).lower()


@pytest.mark.parametrize(
    ("language", "readings"),
    [
        ("en", {"date": "March 1995", "type": "Agreement", "host": "Olena"}),
        ("ja", {"date": "1995年3月", "host": "オレナ"}),
        ("uk", {"date": "березень 1995\xa0р.", "host": "Олена"}),
    ],
)
def test_codes_dates_and_names_are_read_in_the_language_of_the_page(client, some, language, readings):  # fmt: skip
    told = json.loads(body_of(client.get(f"/{language}/events/agreed.json")))
    assert told["document"]["date"] == "1995-03"
    read = told["labels"] | {"host": told["labels"]["participants"][0]["person"]}
    assert {name: read[name] for name in readings} == readings
    [row] = [row for row in rows_of(body_of(client.get(f"/{language}/events.csv"))) if row["slug"] == "agreed"]  # fmt: skip
    assert (row["type"], row["type_shown"]) == ("agreement", read["type"])


def test_a_date_stays_as_exact_as_it_is_known(client, some):
    [row] = [r for r in rows_of(body_of(client.get("/en/events.csv"))) if r["slug"] == "agreed"]
    assert (row["date"], row["earliest"], row["latest"]) == ("1995-03", "1995-03-01", "1995-03-31")
    book = openpyxl.load_workbook(io.BytesIO(body_of(client.get("/en/events.xlsx"))))
    names, cells = list(book["events"].iter_rows(values_only=True))[:2]
    told = dict(zip(names, cells, strict=True))
    assert told["date"] == "1995-03"
    assert told["earliest"].date() == date(1995, 3, 1)


def test_sums_are_numbers_and_texts_never_run(client, some):
    book = openpyxl.load_workbook(io.BytesIO(body_of(client.get("/en/chronology.xlsx"))))
    assert [sheet.title for sheet in book] == ["records", "participants", "citations", "links", "stops", "transactions", "items", "columns"]  # fmt: skip
    names, cells = book["transactions"].iter_rows(values_only=True)
    assert dict(zip(names, cells, strict=True))["amount"] == 1500000.5
    kinds = {c.data_type for row in book["records"].iter_rows() for c in row}
    assert "f" not in kinds
    titles = [row["title_en"] for row in rows_of(body_of(client.get("/en/chronology.csv")))]
    assert "'=1+1" in titles


def test_every_column_is_explained(client, some):
    book = openpyxl.load_workbook(io.BytesIO(body_of(client.get("/en/aid.xlsx"))))
    rows = list(book["columns"].iter_rows(min_row=2, values_only=True))
    told = {(sheet, column) for sheet, column, _holds in rows}
    assert all(holds for _sheet, _column, holds in rows)
    for sheet in book.worksheets[:-1]:
        [names] = sheet.iter_rows(max_row=1, values_only=True)
        assert {(sheet.title, name) for name in names} <= told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_bad_filter_is_refused_as_on_the_page(client, some, language, form):
    response = client.get(f"/{language}/visits.{form}?rank=grand")
    assert response.status_code == 400
    with override(language):
        assert gettext("“%s” is not accepted.") % "grand" in Page(response).words


def test_what_is_not_there_or_moved_is_so_as_data_too(client, tmp_path, some):
    load(tmp_path, event("agreed-anew", former_slugs=["agreed-once"]))
    moved = client.get("/ja/events/agreed-once.json")
    assert (moved.status_code, moved["Location"]) == (301, "/ja/events/agreed-anew.json")
    for address in ("/en/events/secret-event.json", "/en/events/nothing.csv", "/en/events.exe"):
        assert client.get(address).status_code == 404


def test_a_long_list_is_read_a_chunk_at_a_time(client, tmp_path):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            body_of(client.get(address))
        return len(asked)

    load(tmp_path, person(), *(event(f"event-{n}", participants=[{"person": "a-visitor", "role": "host"}]) for n in range(CHUNK // 2)))  # fmt: skip
    few = queries("/en/events.jsonl")
    load(tmp_path, *(event(f"more-{n}", participants=[{"person": "a-visitor", "role": "host"}]) for n in range(CHUNK)))  # fmt: skip
    assert queries("/en/events.jsonl") < 2.5 * few
    assert len(slugs_in("jsonl", body_of(client.get("/en/events.jsonl")))) == CHUNK + CHUNK // 2


def test_the_search_is_handed_out_in_its_own_order(client, tmp_path):
    load(tmp_path, event("told", title={"en": "Of something else"}, summary={"en": "It names a bridge."}, date="2020-01-01"),
         event("called-so", title={"en": "The bridge"}, date="1995-01-01"))  # fmt: skip
    slugs = {
        path: slugs_in("json", body_of(client.get(f"/en/{path}.json?q=bridge")))
        for path in ("search", "chronology")
    }
    assert slugs == {"search": ["called-so", "told"], "chronology": ["told", "called-so"]}
    assert slugs_in("jsonl", body_of(client.get("/en/search.jsonl?q=bridge&after=called-so"))) == [
        "told"
    ]
    assert slugs_in("json", body_of(client.get("/en/search.json"))) == []


def test_topics_are_handed_out_in_their_own_order_and_pages_one_by_one(client, tmp_path):
    load(tmp_path, topic("first", order=2), topic("second", order=1), topic("hidden", status="draft"),
         {"page": "about", "title": {"en": "About"}, "body": {"en": "What **this** is."}, "status": "published"})  # fmt: skip
    assert slugs_in("json", body_of(client.get("/en/topics.json"))) == ["second", "first"]
    assert client.get("/en/topics/hidden.json").status_code == 404
    told = json.loads(body_of(client.get("/uk/about.json")))
    assert told["document"]["body"] == {"en": "What **this** is."}
    assert client.get("/en/topics.atom").status_code == 404


# Feeds, calendars and references


def test_a_feed_tells_when_readers_were_given_another_version(client, some, tmp_path):
    def updated() -> dict[str, str]:
        root = ElementTree.fromstring(body_of(client.get("/en/events.atom")))
        return {e.find(f"{ATOM}title").text: e.find(f"{ATOM}updated").text for e in root.iter(f"{ATOM}entry")}  # fmt: skip

    Revision.objects.filter(slug="agreed").update(at=datetime(2020, 1, 2, tzinfo=UTC))
    assert updated()["=1+1"] == "2020-01-02T00:00:00+00:00"


def test_a_feed_as_a_whole_is_as_new_as_its_records_and_texts_and_never_as_a_name(client, some):
    def updated() -> str:
        root = ElementTree.fromstring(body_of(client.get("/en/events.atom")))
        return root.find(f"{ATOM}updated").text[:10]

    Revision.objects.update(at=datetime(2020, 1, 2, tzinfo=UTC))
    Revision.objects.filter(slug="olena").update(at=datetime(2031, 5, 6, tzinfo=UTC))
    assert updated() == "2020-01-02"


def test_a_calendar_has_days_and_leaves_out_what_has_none(client, some):
    calendar = icalendar.Calendar.from_ical(body_of(client.get("/en/chronology.ics")))
    days = {
        e["UID"].rstrip("/").rpartition("/")[2]: (e.start, e.end) for e in calendar.walk("VEVENT")
    }
    assert days["went"] == (date(2011, 1, 18), date(2011, 1, 20))
    assert "agreed" not in days
    assert "left out" in calendar["DESCRIPTION"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reference_names_the_version_that_is_handed_out(client, some, language):
    version = digest(build(Event.objects.get(slug="agreed")))[:8]
    address = f"http://testserver/{language}/events/agreed/?version={version}"
    [cited] = json.loads(body_of(client.get(f"/{language}/events/agreed.csl.json")))
    assert (cited["URL"], cited["version"]) == (address, version)
    ris = body_of(client.get(f"/{language}/events/agreed.ris")).decode()
    bib = body_of(client.get(f"/{language}/events/agreed.bib")).decode()
    assert f"UR  - {address}\r\n" in ris
    assert f"url = {{{address}}}" in bib
    assert Client().get(address).status_code == 200


def test_a_source_is_cited_as_itself(client, tmp_path):
    load(tmp_path, source("a-paper", title="100% of {grain} & more", publisher="A_B", published="2011-06", language="en", url="https://example.org/a#b"),
         event(citations=[{"source": "a-paper"}]))  # fmt: skip
    bib = body_of(client.get("/en/sources/a-paper.bib")).decode()
    assert r"title = {{100\% of \{grain\} \& more}}" in bib
    assert "date = {2011-06}" in bib
    assert "url = {https://example.org/a%23b}" not in bib
    [cited] = json.loads(body_of(client.get("/ja/sources/a-paper.csl.json")))
    assert cited["issued"] == {"date-parts": [[2011, 6]]}
    assert cited["title"] == "100% of {grain} & more"


def test_names_are_in_no_feed(client, some):
    for form in ("atom", "ics"):
        assert client.get(f"/en/people.{form}").status_code == 404
        assert client.get(f"/en/people/olena.{form}").status_code == 404
