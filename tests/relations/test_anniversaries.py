"""Round anniversaries: which come next, and how a page, a feed and a calendar tell of them."""

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

import icalendar
import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from relations.anniversaries import coming, next_round
from relations.languages import LANGUAGES
from relations.models import Event, Revision
from relations.recording import recording
from tests.making import event, load, person, visit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED, CALENDAR = "/{}/anniversaries.atom", "/{}/anniversaries.ics"
EVERYWHERE = ("/en/", "/en/anniversaries/", FEED.format("en"), CALENDAR.format("en"))
TITLE = {"en": "Relations begin", "ja": "国交樹立", "uk": "Встановлення відносин"}
SUMMARY = {"en": "They <agreed> & signed.", "ja": "両国が署名した。", "uk": "Сторони підписали."}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day is TODAY, or whichever day is given to it."""

    def set_to(day: date) -> None:
        now = datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    set_to(TODAY)
    return set_to


def milestone(slug: str, day: str, **fields) -> dict:
    return event(slug, date=day, milestone=True, **fields)


def told(slug: str = "relations", day: str = "1992-01-26") -> dict:
    return milestone(slug, day, title=TITLE, summary=SUMMARY)


def found(on: date = TODAY, most: int = 9) -> list[tuple[str, int, date]]:
    return [(one.record.slug, one.years, one.date) for one in coming(on, most)]


def entries(client, language: str = "en") -> list:
    return feed(client, language).findall("a:entry", ATOM)


def feed(client, language: str = "en"):
    response = client.get(FEED.format(language))
    assert response.status_code == HTTPStatus.OK
    return ElementTree.fromstring(response.content)


def text(element, name: str) -> str:
    return element.find(f"a:{name}", ATOM).text


def calendar(client, language: str = "en") -> icalendar.Calendar:
    response = client.get(CALENDAR.format(language))
    assert response.status_code == HTTPStatus.OK
    return icalendar.Calendar.from_ical(response.content)


# Which come next


@pytest.mark.parametrize(
    ("first", "on", "expected"),
    [
        ("1992-01-26", "2026-11-28", ("2027-01-26", 35)),
        ("1992-01-26", "2027-01-26", ("2027-01-26", 35)),
        ("1992-01-26", "2027-01-27", ("2032-01-26", 40)),
        ("1992-11-28", "1992-11-28", ("1997-11-28", 5)),
        ("1992-11-28", "1995-01-01", ("1997-11-28", 5)),
        ("2000-02-29", "2026-01-01", ("2030-03-01", 30)),
        ("2000-02-29", "2030-03-01", ("2030-03-01", 30)),
        ("2000-02-29", "2030-03-02", ("2035-03-01", 35)),
        ("2000-02-29", "2036-01-01", ("2040-02-29", 40)),
    ],
)
def test_the_next_one_is_the_next_multiple_of_five_years(first, on, expected):
    day, years = next_round(date.fromisoformat(first), date.fromisoformat(on))
    assert (day.isoformat(), years) == expected


def test_the_soonest_come_first_and_the_oldest_of_a_day(tmp_path):
    load(
        tmp_path,
        milestone("later", "1992-01-26"),
        milestone("older", "1986-11-28"),
        milestone("younger", "2021-11-28"),
        milestone("younger-too", "2021-11-28"),
        milestone("yesterday", "1986-11-27"),
    )
    assert found() == [
        ("older", 40, TODAY),
        ("younger", 5, TODAY),
        ("younger-too", 5, TODAY),
        ("later", 35, date(2027, 1, 26)),
        ("yesterday", 45, date(2031, 11, 27)),
    ]
    assert [slug for slug, *_when in found(most=2)] == ["older", "younger"]


def test_an_interval_counts_from_its_first_day(tmp_path):
    load(tmp_path, person(), visit(date="1995-03-22/1995-03-25", milestone=True))
    assert found() == [("a-visit", 35, date(2030, 3, 22))]


@pytest.mark.parametrize(
    "day",
    ["1992", "1992-01", "199X", "1992-01-26~", "1992-01-26?", "1992-01-26%", "1992-01-26~/1992-01-28",
     "1992-01/1992-01-28", "1992-01-26/..", "../1992-01-26", "../..", "[1992-01-26,1992-01-27]",
     "2026-11-29"],
)  # fmt: skip
def test_what_did_not_begin_on_a_known_day_has_none(tmp_path, day):
    load(tmp_path, milestone("vague", day))
    assert found() == []


def test_only_what_is_published_and_a_milestone_has_one(client, tmp_path):
    load(
        tmp_path,
        event("no-milestone", date="1992-01-26", title={"en": "Hush"}, milestone=False),
        *(
            milestone(f"a-{status}", "1992-01-26", title={"en": "Hush"}, status=status)
            for status in ("draft", "submitted", "rejected")
        ),
        milestone("withdrawn", "1992-01-26", title={"en": "Hush"}),
    )
    gone = Event.objects.get(slug="withdrawn")
    with recording(gone, signature="olena"):
        gone.status, gone.public_reason_en = "withdrawn", "A mistake."
    assert found() == []
    for address in EVERYWHERE[1:]:
        assert b"Hush" not in client.get(address).content


def test_however_many_there_are_two_queries_find_them(tmp_path):
    load(tmp_path, *(milestone(f"event-{n}", f"19{n}-05-05") for n in range(50, 90)))
    with CaptureQueriesContext(connection) as captured:
        assert len(coming(TODAY, 3)) == 3
    assert len(captured) == 2


# In three languages


@pytest.mark.parametrize(
    ("language", "age", "title", "story"),
    [
        ("en", "35 years", "35 years: Relations begin", "26 January 1992: They <agreed> & signed."),
        ("ja", "35周年", "35周年：国交樹立", "1992年1月26日：両国が署名した。"),
        ("uk", "35 років", "35 років: Встановлення відносин", "26 січня 1992 р.: Сторони підписали."),
    ],
)  # fmt: skip
def test_an_anniversary_is_put_into_words(tmp_path, language, age, title, story):
    load(tmp_path, told())
    with translation.override(language):
        [one] = coming(TODAY, 1)
        assert (one.age, one.title, one.story.replace("\xa0", " ")) == (age, title, story)


@pytest.mark.parametrize(("years", "age"), [(1, "1 рік"), (3, "3 роки"), (5, "5 років"), (31, "31 рік"), (112, "112 років")])  # fmt: skip
def test_ukrainian_counts_in_three_forms(tmp_path, years, age):
    load(tmp_path, told())
    with translation.override("uk"):
        assert coming(TODAY, 1)[0]._replace(years=years).age == age


def test_without_a_summary_the_title_tells_what_it_was(tmp_path):
    load(tmp_path, milestone("short", "1992-01-26"))
    assert coming(TODAY, 1)[0].story == "26 January 1992: Short"


# On pages


@pytest.mark.parametrize(
    ("language", "block", "day"),
    [
        ("en", "Coming anniversaries", "26 January 2027 · 35 years Relations begin"),
        ("ja", "これから迎える周年", "2027年1月26日 · 35周年 国交樹立"),
        ("uk", "Найближчі річниці", "26 січня 2027 р. · 35 років Встановлення відносин"),
    ],
)
def test_the_front_page_and_the_list_tell_when_the_next_ones_are(read, tmp_path, language, block, day):  # fmt: skip
    load(tmp_path, told())
    for address in (f"/{language}/", f"/{language}/anniversaries/"):
        page = read(address)
        assert f"{block} " in page.words
        assert day in page.words
        feeds = [at for at in page.links("alternate") if at.get("type") == "application/atom+xml"]
        assert [at.get("href") for at in feeds] == [FEED.format(language)]
    links = [a.get("href") for a in page.main.iter("a")]
    assert links == [
        f"/{language}/events/relations/",
        FEED.format(language),
        CALENDAR.format(language),
    ]


def test_the_front_page_tells_of_three_and_leads_to_the_others(read, tmp_path):
    days = [f"199{n}-11-30" for n in range(2, 7)]
    load(tmp_path, *(milestone(f"event-{n}", day) for n, day in enumerate(days)))
    front = read("/en/")
    assert len([line for line in front.main.iter("li") if " · " in "".join(line.itertext())]) == 3
    assert "/en/anniversaries/" in {a.get("href") for a in front.main.iter("a")}
    assert read("/en/anniversaries/").records == [f"event-{n}" for n in (4, 0, 1, 2, 3)]


def test_where_nothing_comes_the_front_page_is_silent_and_the_list_says_so(read):
    assert "anniversaries" not in read("/en/").words
    assert "There are no entries yet." in read("/en/anniversaries/").words


# As a feed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_speaks_the_language_of_its_address(client, tmp_path, language):
    load(tmp_path, told())
    root, [entry] = feed(client, language), entries(client, language)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert TITLE[language] in text(entry, "title")
    address = f"http://testserver/{language}/events/relations/"
    assert entry.find("a:link", ATOM).get("href") == address
    assert text(entry, "id") == f"{address}#35"
    assert {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)} == {
        "self": f"http://testserver/{language}/anniversaries.atom",
        "alternate": f"http://testserver/{language}/anniversaries/",
    }


def test_a_summary_is_text_whatever_it_holds(client, tmp_path):
    load(tmp_path, told())
    summary = entries(client)[0].find("a:summary", ATOM)
    assert summary.get("type") == "html"
    assert summary.text == "26 January 1992: They &lt;agreed&gt; &amp; signed."


def test_an_entry_comes_ninety_days_ahead_and_goes_after_the_day(client, tmp_path, today):
    load(tmp_path, told())
    day = date(2027, 1, 26)
    seen = {}
    for ahead in (91, 90, 1, 0, -1):
        today(day - timedelta(days=ahead))
        seen[ahead] = [(text(entry, "id"), text(entry, "updated")) for entry in entries(client)]
    entry = [("http://testserver/en/events/relations/#35", "2026-10-28T00:00:00+00:00")]
    assert seen == {91: [], 90: entry, 1: entry, 0: entry, -1: []}


def test_the_feed_says_when_it_changed_and_not_when_it_was_asked(client, tmp_path, today):
    assert text(feed(client), "updated") == "2026-11-28T00:00:00+00:00"
    load(tmp_path, told("first", "1992-01-26"), told("second", "1997-02-10"))
    assert text(feed(client), "updated") == "2026-11-12T00:00:00+00:00"
    today(TODAY + timedelta(days=1))
    assert text(feed(client), "updated") == "2026-11-12T00:00:00+00:00"


# As a calendar


def test_the_calendar_holds_whole_days_in_the_language_of_its_address(client, tmp_path):
    load(tmp_path, told())
    for language in LANGUAGES:
        found = calendar(client, language)
        [day] = found.walk("VEVENT")
        address = f"http://testserver/{language}/events/relations/"
        assert day.decoded("DTSTART") == date(2027, 1, 26)
        assert (day["UID"], day["URL"]) == (f"{address}#35", address)
        assert TITLE[language] in day["SUMMARY"]
        assert SUMMARY[language] in day["DESCRIPTION"]
        assert day["TRANSP"] == "TRANSPARENT"
        assert found["VERSION"] == "2.0"
        assert not found.errors


def test_a_calendar_day_is_stamped_with_the_last_published_version(client, tmp_path):
    load(tmp_path, told())
    changed = datetime(2026, 5, 5, 12, 30, 15, 999, tzinfo=UTC)
    Revision.objects.filter(slug="relations").update(at=changed)
    [day] = calendar(client).walk("VEVENT")
    assert day.decoded("DTSTAMP") == changed.replace(microsecond=0)
    proposal = Revision.objects.get(slug="relations")
    proposal.pk, proposal.state, proposal.at = None, "submitted", changed + timedelta(days=1)
    proposal.save()
    [day] = calendar(client).walk("VEVENT")
    assert day.decoded("DTSTAMP") == changed.replace(microsecond=0)


def test_a_calendar_without_days_can_be_read(client):
    assert calendar(client).walk("VEVENT") == []


# As answers


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (FEED, "application/atom+xml; charset=utf-8"),
        (CALENDAR, "text/calendar; charset=utf-8"),
        ("/{}/anniversaries/", "text/html; charset=utf-8"),
    ],
)
def test_an_answer_may_be_kept_and_asked_for_again(client, tmp_path, address, kind):
    load(tmp_path, told())
    address = address.format("uk")
    response = client.get(address)
    assert (response["Content-Type"], response["Content-Language"]) == (kind, "uk")
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    head = client.head(address)
    assert (head.status_code, head.content) == (HTTPStatus.OK, b"")
    assert head["Content-Type"] == kind
    assert client.get(f"{address}?utm_source=x").status_code == HTTPStatus.OK
    assert client.get(f"{address}?year=2027").status_code == HTTPStatus.BAD_REQUEST


def test_the_calendar_is_saved_under_its_name(client):
    disposition = client.get(CALENDAR.format("en"))["Content-Disposition"]
    assert disposition == 'attachment; filename="anniversaries.ics"'


def test_what_no_file_can_hold_is_left_out(client, tmp_path):
    load(tmp_path, milestone("form-feed", "1992-01-26", title={"en": "A\x0cB\ufffeC"}))
    assert text(entries(client)[0], "title") == "35 years: ABC"
    assert calendar(client).walk("VEVENT")[0]["SUMMARY"] == "35 years: ABC"
