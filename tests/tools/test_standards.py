"""What is handed out, as other people's programs read it: feeds, calendars, bibliographies."""

import bibtexparser
import feedparser
import icalendar
import pytest
import rispy

from relations.languages import LANGUAGES
from tests.downloads import slugs_in
from tests.making import event, load, person, source, visit
from tests.reading import body_of

pytestmark = pytest.mark.django_db

#: What a format could take for its own marks, with what no XML holds and a letter of four bytes.
HOSTILE = "{A} \"b\" 100% & <c> \\d; e, f\nER  - g: @h #1_2~3 $x$ ]]> 𠮷 'i'"
ON_ONE_LINE = " ".join(HOSTILE.split())
ADDRESS = "http://testserver/{language}/events/told/"


@pytest.fixture
def told(tmp_path):
    every = dict.fromkeys(LANGUAGES, HOSTILE)
    load(
        tmp_path,
        person(),
        source("a-source", title=HOSTILE, publisher=HOSTILE, published="2014-03", url="https://example.org/a?b={c}&d=%7B"),
        event("told", title=every, summary=every, date="1995-03-22"),
        event("vague", date="1995-03"),
        visit("went", date="2011-01-18/2011-01-21"),
    )  # fmt: skip


@pytest.fixture
def read(client):
    return lambda address: body_of(client.get(address))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_reader_reads_the_feed(told, read, language):
    body = read(f"/{language}/chronology.atom")
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    assert feed.feed.language == language
    [entry] = [e for e in feed.entries if e.link == ADDRESS.format(language=language)]
    assert entry.title_detail.type == "text/plain"
    assert " ".join(entry.title.split()) == ON_ONE_LINE
    assert all(e.id and e.updated_parsed and e.title for e in feed.entries)
    assert len({e.id for e in feed.entries}) == len(feed.entries) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_program_reads_the_calendar(told, read, language):
    body = read(f"/{language}/chronology.ics")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(body)
    events = {str(e["URL"]): e for e in calendar.events}
    assert len(events) == 2
    assert all(not e.errors and e["UID"] and e["DTSTAMP"] for e in events.values())
    entry = events[ADDRESS.format(language=language)]
    assert " ".join(str(entry["SUMMARY"]).split()) == ON_ONE_LINE
    assert str(entry.start) == "1995-03-22"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reference_managers_read_the_bibliographies(told, read, language):
    ris = rispy.loads(read(f"/{language}/chronology.ris").decode())
    bib = bibtexparser.parse_string(read(f"/{language}/chronology.bib").decode())
    assert not bib.failed_blocks
    assert [entry["id"] for entry in ris] == [entry.key for entry in bib.entries]
    [entry] = [entry for entry in ris if entry["id"] == "told"]
    [other] = [entry for entry in bib.entries if entry.key == "told"]
    assert entry["title"] == ON_ONE_LINE
    assert entry["type_of_reference"] == "ELEC"
    assert entry["urls"] == [other["url"]]
    assert entry["urls"][0].startswith(ADDRESS.format(language=language) + "?version=")
    assert other.entry_type == "online"
    assert other["version"] == entry["edition"]


def test_a_source_is_read_with_its_own_address_and_date(told, read):
    [entry] = rispy.loads(read("/en/sources/a-source.ris").decode())
    bib = bibtexparser.parse_string(read("/en/sources/a-source.bib").decode())
    assert not bib.failed_blocks
    [other] = bib.entries
    assert entry["urls"] == ["https://example.org/a?b={c}&d=%7B"]
    assert other["url"] == "https://example.org/a?b=%7Bc%7D&d=%7B"
    assert (entry["date"], other["date"]) == ("2014/03", "2014-03")
    assert entry["publisher"] == ON_ONE_LINE


@pytest.mark.parametrize("name", ["chronology", "sources"])
def test_the_whole_record_is_read_by_all_of_them(the_record, read, name):
    rows = slugs_in("json", read(f"/ja/{name}.json"))
    assert [entry["id"] for entry in rispy.loads(read(f"/ja/{name}.ris").decode())] == rows
    bib = bibtexparser.parse_string(read(f"/ja/{name}.bib").decode())
    assert not bib.failed_blocks
    assert [entry.key for entry in bib.entries] == rows
    if name == "chronology":
        feed = feedparser.parse(read("/ja/chronology.atom"))
        assert not feed.bozo
        assert len(feed.entries) == len(rows)
        assert icalendar.Calendar.from_ical(read("/ja/chronology.ics")).events
