"""Links that are dead: when they are, and what readers and editors see of it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from relations.languages import LANGUAGES
from relations.links.asking import Answer
from relations.models import LinkCheck, Source
from tests.making import event, load, source, topic
from tests.rounds import BACK, GONE, MARCH, check_links, dead, noted, sources_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "is_dead"),
    [
        ("1 gone", False),
        ("1 gone, 2 gone", False),
        ("1 gone, 2 gone, 3 gone", True),
        ("1 gone, 2 unreachable, 9 gone", True),
        ("1 gone, 1 gone, 1 gone, 1 gone", False),
        ("1 gone, 2 gone, 2 gone", False),
        ("1 gone, 2 gone, 3 ok, 4 gone", False),
        ("1 gone, 2 gone, 3 refused, 4 gone", False),
        ("1 error, 2 error, 3 gone", False),
        ("1 error, 2 error, 3 error, 4 error", False),
        ("1 refused, 2 refused, 3 refused", False),
        ("1 unsafe, 2 unsafe, 3 unsafe", False),
        ("1 gone, 2 gone, 3 gone, 4 ok", False),
        ("1 gone, 2 gone, 3 gone, 4 moved", False),
        ("1 ok, 2 gone, 3 gone, 4 gone", True),
    ],
)
def test_a_link_is_dead_after_three_absences_in_a_row_on_different_days(days, is_dead):
    sources_at("http://a.example/")
    found = Source.objects.get()
    for day, result in (step.split() for step in days.split(", ")):
        noted(found, Answer(result), MARCH.replace(day=int(day)))
    assert list(Source.objects.with_dead_links()) == [found] * is_dead
    assert bool(Source.objects.get().silent_since) == is_dead


def test_failures_are_counted_from_the_first_of_their_row():
    sources_at("http://a.example/")
    found = Source.objects.get()
    for day, result in enumerate(("error", "error", "gone", "gone"), 1):
        check = noted(found, Answer(result), MARCH.replace(day=day))
    assert (check.failures, check.failing_since.day) == (2, 3)
    check = noted(found, BACK, MARCH)
    assert (check.failures, check.failing_since) == (0, None)


def test_three_rounds_on_three_days_declare_a_link_dead(network, monkeypatch):
    sources_at("http://a.example/404")
    for week in range(3):
        assert not Source.objects.with_dead_links()
        monkeypatch.setattr(
            timezone, "now", lambda week=week: MARCH + timedelta(weeks=week, days=1)
        )
        told = check_links(network, older_than=6)
    assert told.endswith("Dead links: 1.\n")


def test_a_changed_address_voids_what_the_old_one_answered():
    sources_at("http://a.example/")
    found = dead(Source.objects.get())
    found.url = "http://b.example/"
    found.save()
    assert not Source.objects.with_dead_links()
    assert list(Source.objects.never_asked()) == [found]
    check = noted(found, GONE, MARCH + timedelta(days=9))
    assert check.failures == 1


# What readers see

ADDRESS, ARCHIVED = "http://a.example/page", "https://archive.example/copy"
PAGES = ("events/an-event/", "sources/a-source/", "sources/", "topics/a-topic/")


def cited(tmp_path, **fields) -> Source:
    """A source that a record quotes and a topic cites in its text."""
    quoted = {"source": "a-source", "quotation": "Words that stay."}
    load(
        tmp_path,
        source(url=ADDRESS, **fields),
        event(citations=[quoted]),
        topic(body=dict.fromkeys(LANGUAGES, "Told there [@a-source].")),
    )
    return Source.objects.get()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_dead_address_is_marked_and_its_copy_comes_first(read, tmp_path, language, path):
    dead(cited(tmp_path, archived_url=ARCHIVED))
    page = read(f"/{language}/{path}")
    since = {"en": "since March 2027", "ja": "2027年3月以降", "uk": "з березня 2027 р."}[language]
    with translation.override(language):
        sentence = translation.gettext("the address no longer answers (%(since)s)")
        offered = translation.gettext("try it all the same")
    assert sentence % {"since": since} in page.words.replace("\N{NO-BREAK SPACE}", " ")
    links = {a.get("href"): a.text for a in page.main.iter("a")}
    outside = [address for address in links if address in (ADDRESS, ARCHIVED)]
    assert outside == [ARCHIVED, ADDRESS]
    assert links[ADDRESS] == offered
    assert ("a.example" if path != "sources/a-source/" else ADDRESS) in page.words


@pytest.mark.parametrize("path", PAGES[:2])
def test_a_dead_source_keeps_its_quotation(read, tmp_path, path):
    dead(cited(tmp_path))
    words = read(f"/en/{path}").words
    assert "Words that stay." in words
    assert "no longer answers" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_changes_for_a_source_that_lives(client, tmp_path, language):
    found = cited(tmp_path, archived_url=ARCHIVED)

    def pages() -> list[bytes]:
        return [client.get(f"/{language}/{path}").content for path in PAGES]

    never_asked = pages()
    for days, result in enumerate(("ok", "moved", "gone", "unreachable", "refused", "error")):
        noted(found, Answer(result, moved_to="http://b.example/"), MARCH + timedelta(days=days))
        assert pages() == never_asked, result
    dead(found)
    assert all(now != before for now, before in zip(pages(), never_asked, strict=True))
    LinkCheck.objects.update(url="http://an-older.example/")
    assert pages() == never_asked


def test_many_dead_links_cost_no_more_queries_than_one(client, tmp_path):
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/en/{path}")
        return len(captured)

    def counted(slugs: list[str]) -> dict[str, int]:
        """The queries of each page, with that many dead sources on it."""
        cited = [{"source": slug} for slug in slugs]
        load(
            tmp_path,
            *(source(slug=slug, url=f"http://{slug}.example/") for slug in slugs),
            event(citations=[*cited, {"source": "a-source", "claim": "date"}]),
            topic(body={"en": " ".join(f"[@{slug}]" for slug in slugs)}),
        )
        for found in Source.objects.exclude(url=""):
            dead(found)
        paths = ("events/an-event/", "sources/dead-0/", "sources/", "topics/a-topic/")
        return {path: queries(path) for path in paths}

    assert counted(["dead-0"]) == counted([f"dead-{n}" for n in range(5)])


def test_checks_are_no_part_of_what_is_exported(tmp_path):
    dead(cited(tmp_path))
    told = StringIO()
    call_command("dumpdata", "relations", format="jsonl", stdout=told)
    assert ADDRESS in told.getvalue()
    assert "failures" not in told.getvalue()
    assert "2027-03" not in told.getvalue()


# What editors see


def test_the_desk_finds_sources_by_how_their_address_answered(admin_client):
    sources_at(*(f"http://h{n}.example/" for n in range(7)), "")
    found = list(Source.objects.order_by("slug"))
    dead(found[0])
    for number, result in enumerate(("gone", "error", "unsafe", "moved", "ok"), 1):
        noted(found[number], Answer(result), MARCH)
    wanted = {
        "dead": ["s0"],
        "failing": ["s1", "s2", "s3"],
        "moved": ["s4"],
        "ok": ["s5"],
        "never": ["s6"],
        "nonsense": [f"s{n}" for n in range(8)],
    }
    for value, slugs in wanted.items():
        response = admin_client.get(
            reverse("admin:relations_source_changelist"), {"address": value}
        )
        listed = sorted(row.slug for row in response.context["cl"].result_list)
        assert listed == slugs, value


def test_the_form_of_a_source_tells_how_its_address_answered(admin_client, tmp_path):
    found = cited(tmp_path)
    url = reverse("admin:relations_source_change", args=[found.pk])
    assert "Never asked." in admin_client.get(url).content.decode()
    dead(found)
    page = admin_client.get(url).content.decode()
    assert "March 5, 2027: Gone, 404" in page
    assert "Failing since March 3, 2027: 3 failures in a row" in page
    noted(found, Answer("moved", 200, moved_to="http://b.example/?<b>"), MARCH)
    page = admin_client.get(url).content.decode()
    assert "http://b.example/?&lt;b&gt;" in page
    assert "Failing since" not in page
