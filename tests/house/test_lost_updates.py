"""Several people save at once: whoever is told that it was saved finds it in the history, once.

Everybody else gets the page back with what she typed. The connections are real ones, to a database
of their own: SQLite in memory would not lock as a file does.
"""

import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import count
from threading import Barrier

import pytest
from django.core.management import CommandError
from django.db import connection, connections
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from aid.models import AidPackage
from relations import workflow
from relations.document import digest
from relations.models import Event, Person, Revision, Topic
from tests.counts import TIMES
from tests.desk import colleague, form_of, url_of
from tests.making import aid, event, load, person, topic, visit
from tests.reading import Page, words
from visits.models import Visit

pytestmark = pytest.mark.django_db

#: How many save at once, the last two in two tabs of one browser.
TOGETHER = 5
ROUNDS = 2 * TIMES
LATER = datetime(2999, 1, 1, tzinfo=UTC)
HANDLER = ClientHandler(enforce_csrf_checks=False)
LISTS = {model: f"admin:{model._meta.label_lower.replace('.', '_')}_changelist" for model in (Event, Visit, AidPackage, Person, Topic)}  # fmt: skip


@pytest.fixture(scope="module")
def copied(django_db_setup, django_db_blocker, tmp_path_factory):
    """The name of a database like the tests' own, for several connections."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            name = str(tmp_path_factory.mktemp("edits") / "record.sqlite3")
            connection.ensure_connection()
            with closing(sqlite3.connect(name)) as target:
                connection.connection.backup(target)
            yield name
        else:
            close_the_others()
            connection.close()
            connection.creation.clone_test_db("edits", verbosity=0, autoclobber=True)
            name = connection.creation.get_test_db_clone_settings("edits")["NAME"]
            yield name
            connection.creation._destroy_test_db(name, verbosity=0)


def close_the_others() -> None:
    """PostgreSQL copies no database that a late thread of another test's server still holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def shared(copied, db):
    """Every connection of the test leads to the copy; what is written there is committed."""
    own = connections["default"]
    name = own.settings_dict["NAME"]
    own.settings_dict["NAME"] = copied
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    own.settings_dict["NAME"] = name
    connections["default"] = own


NUMBERS = count(1)


class Curator:
    """Somebody at the desk, in a browser that several threads may share."""

    def __init__(self, duty: str):
        self.user = colleague(f"{duty}-{next(NUMBERS)}", duty)
        self.client = Client()
        self.client.force_login(self.user)
        session = self.client.cookies["sessionid"].value
        self.requests = RequestFactory(HTTP_COOKIE=f"sessionid={session}")

    def post(self, url: str, sent: dict):
        """What a server answers. Django's own client listens to the templates of all threads."""
        return HANDLER(self.requests.post(url, sent).environ)

    def opens(self, obj, **typed) -> "Attempt":
        """The form as it is now, and what will be typed into it."""
        url = url_of(obj) if obj.pk else f"{reverse(LISTS[type(obj)])}add/"
        return Attempt(self, type(obj), url, form_of(self.client, url) | typed)


class Attempt:
    """One press of a button, and what came of it."""

    def __init__(self, curator: Curator, model, url: str, sent: dict):
        self.note = f"note-{next(NUMBERS)}"
        self.curator, self.model, self.url = curator, model, url
        self.sent = sent | {"note": self.note}

    def by(self, curator: Curator, **typed) -> "Attempt":
        """The same form before somebody else, who types something else."""
        return Attempt(curator, self.model, self.url, self.sent | typed)

    def __call__(self) -> "Attempt":
        self.response = self.curator.post(self.url, self.sent)
        return self

    @property
    def is_saved(self) -> bool:
        there = self.response.get("Location", "")
        return self.response.status_code == HTTPStatus.FOUND and there in (
            reverse(LISTS[self.model]), self.url.removesuffix("step/") + "change/",
        )  # fmt: skip

    def keeps(self, *typed: str) -> bool:
        """Whether the page that came back holds what was typed."""
        page = self.response.content.decode()
        return self.response.status_code == HTTPStatus.OK and all(
            text in page for text in (self.note, *typed)
        )


def at_once(*attempts) -> list:
    """What each returns, all begun in the same moment, each with a connection of its own."""
    barrier = Barrier(len(attempts))

    def run(attempt):
        try:
            barrier.wait()
            return attempt()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def noted(attempt: Attempt) -> int:
    """How often the history tells of the attempt."""
    return Revision.objects.filter(note=attempt.note).count()


def lost(attempts: list[Attempt], *typed: str) -> list[str]:
    """What was neither saved once and said so, nor given back with all that was typed."""
    return [
        f"{attempt.url}: {attempt.response.status_code}, {noted(attempt)} times in the history"
        for attempt in attempts
        if noted(attempt) != attempt.is_saved
        or not (attempt.is_saved or attempt.keeps(*(attempt.sent[name] for name in typed)))
    ]


def forms_of_everything() -> list[tuple[type, dict, dict[str, str]]]:
    """Documents of several kinds and states, and what is typed in each, parts included."""
    text, capacity = (
        {"title_en": "Title {}", "summary_uk": "Слова {}"},
        "participants-0-capacity_en",
    )
    return [
        (Event, event("published-at-once"), text),
        (Event, event("draft-at-once", status="draft"), text),
        (Visit, visit("visit-at-once"), text | {capacity: "Capacity {}", "citations-0-locator": "p. {}"}),
        (AidPackage, aid("aid-at-once", status="submitted"), text | {"transactions-0-note_ja": "注{}"}),
        (Person, person("person-at-once"), {"name_en": "Name {}"}),
        (Topic, topic("topic-at-once"), {"title_en": "Title {}", "body_uk": "Слова {}"}),
    ]  # fmt: skip


@pytest.mark.usefixtures("shared")
def test_of_those_who_save_at_once_one_is_saved_and_the_others_keep_their_text(tmp_path):
    forms = forms_of_everything()
    load(tmp_path, person(), *(document for _model, document, _typed in forms))
    curators = [Curator("editor") for _n in range(TOGETHER - 1)]
    tried = []
    for _round in range(ROUNDS):
        for model, document, typed in forms:
            obj = model.objects.get(slug=document[model.KEY])
            opened = curators[0].opens(obj)
            attempts = [
                opened.by(
                    curator, **{name: text.format(next(NUMBERS)) for name, text in typed.items()}
                )
                for curator in [*curators, curators[-1]]
            ]
            answers = at_once(*attempts)
            assert lost(answers, *typed) == []
            assert Counter(a.is_saved for a in answers) == {True: 1, False: TOGETHER - 1}
            tried += answers
    assert len(tried) == ROUNDS * len(forms) * TOGETHER


@pytest.mark.usefixtures("shared")
def test_a_step_is_taken_with_the_version_that_was_seen_or_not_at_all(tmp_path):
    load(tmp_path, event("judged", status="submitted"))
    author, publisher = Curator("editor"), Curator("publisher")
    obj = Event.objects.get(slug="judged")
    for _round in range(2 * ROUNDS):
        edit = author.opens(obj, title_en=f"Title {next(NUMBERS)}")
        seen = digest(workflow.current(obj))
        step = Attempt(publisher, Event, url_of(obj, "step"), {"step": "reject", "seen": seen})
        answers = at_once(edit, step)
        assert lost([edit], "title_en") == lost([step]) == []
        assert sum(attempt.is_saved for attempt in answers) == 1
        if step.is_saved:
            again = author.opens(obj, _submit="1", title_en=f"Title {next(NUMBERS)}")
            assert again().is_saved


@pytest.mark.usefixtures("shared")
def test_what_is_typed_outlives_the_document_it_was_typed_in(tmp_path):
    author, editor = Curator("editor"), Curator("editor")
    for number in range(2 * ROUNDS):
        load(tmp_path, event(f"deleted-{number}", status="draft"))
        obj = Event.objects.get(slug=f"deleted-{number}")
        edit = author.opens(obj, title_en=f"Title {next(NUMBERS)}")
        url = url_of(obj, "delete")
        sent = {"post": "yes", "seen": editor.client.get(url).context["seen"]}
        edited, _deleted = at_once(edit, lambda url=url, sent=sent: editor.post(url, sent))
        assert lost([edit], "title_en") == []
        assert Event.objects.filter(pk=obj.pk).exists() == edited.is_saved


@pytest.mark.usefixtures("shared")
def test_a_load_and_an_edit_never_replace_each_other(tmp_path):
    author, folders = Curator("editor"), iter(range(2 * ROUNDS))
    for number in folders:
        slug = f"loaded-{number}"
        load(tmp_path, event(slug))
        edit = author.opens(Event.objects.get(slug=slug), title_en=f"Title {next(NUMBERS)}")

        def load_again(slug=slug) -> bool:
            try:
                load(tmp_path, event(slug, title={"en": "From a file"}))
            except CommandError as refused:
                assert "changed by" in str(refused)  # noqa: PT017
                return False
            return True

        _edited, is_loaded = at_once(edit, load_again)
        assert lost([edit], "title_en") == []
        assert is_loaded != edit.is_saved
        assert Event.objects.filter(slug=slug, title_en="From a file").exists() == is_loaded


@pytest.mark.usefixtures("shared")
def test_records_that_name_each_other_wait_for_nobody_forever(tmp_path):
    slugs = ("one", "other")
    load(tmp_path, *(event(slug, status="draft") for slug in slugs))
    pair = [Event.objects.get(slug=slug) for slug in slugs]
    curators = [Curator("editor"), Curator("editor")]
    for turn in range(2 * ROUNDS):
        role = ("follows", "amends", "implements")[turn % 3]
        edits = [
            curator.opens(here, title_en=f"Title {next(NUMBERS)}", **link_to(there, role))
            for curator, here, there in zip(curators, pair, reversed(pair), strict=True)
        ]
        assert lost(at_once(*edits), "title_en") == []
        assert all(edit.is_saved for edit in edits)


def link_to(there, role: str) -> dict[str, str]:
    return {"links-TOTAL_FORMS": "1", "links-0-to": str(there.pk), "links-0-role": role}


@pytest.mark.usefixtures("shared")
def test_of_those_who_begin_one_address_at_once_one_gets_it(tmp_path):
    load(tmp_path)
    curators = [Curator("author") for _n in range(TOGETHER)]
    for number in range(ROUNDS):
        opened = curators[0].opens(Event(), slug=f"begun-{number}")
        begun = [opened.by(curator, title_en=f"Title {next(NUMBERS)}") for curator in curators]
        answers = at_once(*begun)
        assert lost(answers, "title_en") == []
        assert sum(attempt.is_saved for attempt in answers) == 1


@pytest.mark.usefixtures("shared")
def test_two_clocks_publish_what_is_due_once(tmp_path):
    due = [f"due-{number}" for number in range(2 * ROUNDS)]
    when = {"status": "scheduled", "publish_at": "2030-01-01T12:00:00+00:00"}
    load(tmp_path, *(event(slug, **when) for slug in due))
    ran = at_once(*[lambda: list(workflow.publish_due(LATER))] * 3)
    published = Counter(
        revision.slug for found in ran for revision, problems in found if not problems
    )
    assert published == dict.fromkeys(due, 1)
    told = Revision.objects.filter(slug__in=due, state="published").values_list("slug", flat=True)
    assert Counter(told) == published


@contextmanager
def somebody_else_writing():
    """Another connection holds the records up, and this one waits for it no longer than a blink."""
    short, lock = {
        "sqlite": ("PRAGMA busy_timeout = 50", "BEGIN IMMEDIATE"),
        "postgresql": (
            "SET lock_timeout = '50ms'",
            "BEGIN; LOCK TABLE relations_record IN EXCLUSIVE MODE",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(short)
    with closing(connections.create_connection("default")) as other:
        other.cursor().execute(lock)
        yield


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "send it again"), ("ja", "もう一度送信"), ("uk", "надішліть ще раз")],
)
def test_whoever_meets_a_busy_database_keeps_what_she_typed(tmp_path, language, told):
    load(tmp_path, event(f"busy-{language}", status="draft"))
    found = Event.objects.get(slug=f"busy-{language}")
    client = Client(headers={"accept-language": language})
    client.force_login(colleague(f"waits-{language}", "editor"))
    typed = form_of(client, url_of(found)) | {"body_en": "First <b>\r\n\r\nsecond\u00a0line "}
    with somebody_else_writing():
        refused = client.post(url_of(found), typed)
    assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert refused["Cache-Control"] == "private, no-store"
    root = Page(refused).root
    assert told in words(root)
    areas = [(area.get("name"), area.text or "") for area in root.iter("textarea")]
    held = {name: text.removeprefix("\n") for name, text in areas}
    assert held.keys() == {name for name, value in typed.items() if value != []}
    assert held["body_en"] == typed["body_en"]
    assert [form.get("action") for form in root.iter("form")] == [url_of(found)]
    assert client.post(url_of(found), held).status_code == HTTPStatus.FOUND
    assert Event.objects.get(pk=found.pk).body_en == "First <b>\n\nsecond\u00a0line"
