"""Every page of the desk for everybody: who opens it, who sends something there, who does not."""

import random
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import reverse

from relations.admin.merging import MergingPages
from relations.document import digest, roots
from relations.duties import Duty
from relations.exchange.admin import ExchangeAdmin
from relations.models import Event, Revision
from relations.workflow import VOCABULARY, current
from tests.counts import TIMES
from tests.desk import session_of
from tests.situations import ACTORS, ANOTHER, Row, accounts, room_of, rows_in

pytestmark = pytest.mark.django_db

TABLE = yaml.safe_load((Path(__file__).parent / "desk.yaml").read_text(encoding="utf-8"))
MODELS = {room_of(model): model for model in admin.site._registry}
DOCUMENTS = {room_of(model) for model in roots().values()}
WITH_PREVIEWS = {"aid_aidpackage", "relations_event", "relations_page", "relations_topic", "visits_visit"}  # fmt: skip
SHOWN = {
    "relations_record",
    "relations_revision",
    "relations_correction",
    "relations_merge",
}
METHODS = ("get", "head", "post")
#: Who never comes to the desk.
STRANGERS = {"anonymous", "inactive", "no role"}
#: The ways in and out.
DOORS = {"login", "logout", "shared_preview", "set_language"}
ABOUT_A_ROW = {
    *("change", "history", "delete", "step", "read", "restore", "share"),
    *("merge", "undo", "password_change"),
}
#: Of the cells of an actor that differ by their room and row alone, how many are asked every day.
EVERY_DAY = 1


class Rule(NamedTuple):
    opens: str
    answer: int
    sends: str
    answer_to_sent: int


class Cell(NamedTuple):
    room: str
    action: str
    method: str
    row: Row


def rules(room: str) -> dict[str, Rule]:
    """What the table says of a room's pages, by action."""
    parts = ["desk"] if not room else ["accounts"] if room.startswith("auth_") else []
    if room in DOCUMENTS:
        parts += ["documents", *([] if room in WITH_PREVIEWS else ["without previews"])]
    there = admin.site._registry.get(MODELS.get(room))
    if issubclass(MODELS.get(room, object), VOCABULARY):
        parts += ["vocabulary"]
    if isinstance(there, ExchangeAdmin):
        parts += ["spreadsheets"]
    if isinstance(there, MergingPages):
        parts += ["mergeable"]
    if room in SHOWN:
        parts += ["shown"]
    found = dict(TABLE["rooms"]) if room else {}
    for part in (*parts, room):
        found |= TABLE.get(part, {})
    return {action: Rule(*rule) for action, rule in found.items()}


def pages() -> dict[str, list[str]]:
    """The actions of every room as the resolver knows them, those of the desk itself under ""."""
    found = {
        "": [p.name or "anything" for p in admin.site.urls[0] if not hasattr(p, "url_patterns")]
    }
    for room in MODELS:
        names = (p.name for p in leaves(reverse(f"admin:{room}_changelist")))
        found[room] = [name.removeprefix(f"{room}_") if name else "moved" for name in names]
    return found


def leaves(changelist: str) -> Iterator:
    """The patterns of a room."""
    start = changelist.removeprefix("/admin/")
    for pattern in admin.site.urls[0]:
        if hasattr(pattern, "url_patterns") and str(pattern.pattern) == start:
            yield from pattern.url_patterns


def address(cell: Cell) -> str:
    if not cell.room:
        return address_at_the_desk(cell.action)
    if cell.action == "moved":
        return reverse(f"admin:{cell.room}_changelist") + f"{cell.row.obj.pk}/"
    name = f"admin:{cell.room}_{cell.action}"
    asked = {"preview": [cell.row.obj.pk, "en"], "preview_new": ["en"]}
    if cell.action in ABOUT_A_ROW:
        return reverse(name, args=[cell.row.obj.pk])
    return reverse(name, args=asked.get(cell.action, []))


def address_at_the_desk(action: str) -> str:
    shown = [ContentType.objects.get_for_model(Event).pk, Event.objects.first().pk]
    asked = {"app_list": ["relations"], "view_on_site": shown}
    if action == "anything":
        return "/admin/nothing/"
    return reverse(f"admin:{action}", args=asked.get(action, []))


def sent(cell: Cell) -> dict:
    """What a browser sends there; a form is sent empty."""
    document = getattr(cell.row.obj, "person", cell.row.obj)
    if cell.action not in ("step", "read", "restore"):
        return {"post": "yes"} if cell.action == "delete" else {}
    pressed = {"step": {"step": "submit"}, "read": {"language": "en"}}
    version = {"version": Revision.objects.of(document).first().digest}
    return pressed.get(cell.action, version) | {"seen": digest(current(document))}


# Who may


def may(actor: str, right: str, cell: Cell) -> bool:
    if right in ("nobody", "superuser"):
        return actor == right
    if right in RIGHTS:
        return RIGHTS[right](ACTORS[actor], actor, cell.row)
    return ACTORS[actor] >= Duty[right.upper()]


RIGHTS = {
    "writes": lambda duty, actor, row: row.is_open_to(duty, actor),
    "submits": lambda duty, actor, row: row.waits and row.is_open_to(duty, actor),
    "deletes": lambda duty, actor, row: row.situation == "draft" and row.is_open_to(duty, actor),
    "reads": lambda duty, actor, row: hasattr(row.obj, "checked") and duty >= Duty.EDITOR,
    "shares": lambda duty, actor, row: not row.waits or row.is_open_to(duty, actor),
}


def expected(actor: str, cell: Cell) -> int:
    if actor in STRANGERS:
        is_kept = cell.method == "post" and actor != "no role"
        return HTTPStatus.OK if is_kept else HTTPStatus.FOUND
    rule = rules(cell.room)[cell.action]
    right, answer = (rule.sends, rule.answer_to_sent) if cell.method == "post" else rule[:2]
    return answer if may(actor, right, cell) else HTTPStatus.FORBIDDEN


# What comes of it


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker, tmp_path_factory):
    """The accounts with their sessions, and the rows of every room; gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        users = accounts()
        rows = rows_in(tmp_path_factory.mktemp("desk"), users)
        yield {name: session_of(user) for name, user in users.items()}, rows
        transaction.set_rollback(True)


def browser(desk, actor: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies.load({"sessionid": desk[0].get(actor, "")})
    return client


def cells(rows: dict[str, list[Row]], actor: str) -> list[Cell]:
    """Everything that an actor may try; everyday some of each action, method and line."""
    found = {}
    for room, names in pages().items():
        told = rules(room)
        for name, method in product(sorted({*names} - DOORS), METHODS):
            for row in rows.get(room, [Row(None, "")]):
                if row.writer in ("", actor, ANOTHER):
                    cell = Cell(room, name, method, row)
                    found.setdefault((name, method, told[name]), []).append(cell)
    dice = random.Random(actor)
    some = (dice.sample(cells, min(EVERY_DAY, len(cells))) for cells in found.values())
    return list(chain.from_iterable(found.values() if TIMES > 1 else some))


@pytest.mark.parametrize("actor", ACTORS)
def test_every_page_answers_everybody_as_the_table_says(desk, actor):
    wrong = []
    for cell in cells(desk[1], actor):
        client = browser(desk, actor)
        with transaction.atomic():
            answer = getattr(client, cell.method)(
                address(cell), sent(cell) if cell.method == "post" else {}
            )
            transaction.set_rollback(True)
        assert answer["Cache-Control"] == "private, no-store"
        if answer.status_code != expected(actor, cell):
            told = f"{cell.method} {address(cell)} ({cell.row.situation})"
            wrong.append(f"{told}: {answer.status_code}, not {expected(actor, cell)}")
    assert not wrong, "\n".join(wrong)


def test_every_page_of_the_desk_stands_in_the_table_and_nothing_else():
    there = {(room, name) for room, names in pages().items() for name in names}
    told = {(room, name) for room in ("", *MODELS) for name in rules(room)}
    assert told == {(room, name) for room, name in there if name not in DOORS}


@pytest.mark.parametrize("actor", ACTORS)
def test_the_ways_in_and_out_are_open_to_everybody_and_lead_nowhere_else(desk, actor):
    client, is_in = browser(desk, actor), actor not in STRANGERS
    assert client.get(reverse("admin:login")).status_code == (302 if is_in else 200)
    assert client.get(reverse("admin:shared_preview", args=["1:x:y", "en"])).status_code == 404
    query = {"app_label": "relations", "model_name": "citation", "field_name": "source"}
    found = client.get(reverse("admin:autocomplete", query=query | {"term": "a-source"}))
    assert found.status_code == (200 if is_in else 302)
    client.post(reverse("admin:logout"))
    assert client.get(reverse("admin:index")).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("actor", ACTORS)
def test_readers_get_the_same_whoever_they_are(desk, actor):
    client, stranger = browser(desk, actor), Client()
    for page in ("", "events/", "events/event-published/", "events/event-draft-author/"):
        mine, anybodys = client.get(f"/en/{page}"), stranger.get(f"/en/{page}")
        assert (mine.status_code, mine.content) == (anybodys.status_code, anybodys.content)
        assert "public" in mine["Cache-Control"]
