"""Requests that no browser sends by itself, made from what the desk holds: none may have an effect."""

import random
from typing import NamedTuple

from django.test import Client
from django.urls import reverse

from relations.document import digest, roots
from relations.models import Inquiry, Revision
from relations.workflow import current
from tests.desk import form_of, url_of
from tests.situations import ACTORS, Row, room_of

LIST = "admin:{}_changelist"
#: What no form asks, or what only the desk sets.
FIELDS = {
    "status": ["published", "withdrawn", "scheduled", "nothing"],
    "publish_at": ["2020-01-01T00:00", "2999-01-01"],
    "public_reason_en": ["forged"],
    "merged_into": ["1"],
    "checked": ['{"ja": {"by": "forger", "on": "2026-01-01"}}'],
    "kind": ["visit", "event"],
    "earliest": ["1900-01-01"],
    "cites": ["a-source"],
    "tokens": ["forged"],
    "id": ["1", "999999"],
    "pk": ["1"],
    "record": ["1"],
    "record_ptr": ["1"],
    "in_fixtures": ["on"],
    "by": ["1"],
    "approved_by": ["1"],
    "signature": ["fixtures"],
    "state": ["published"],
    "_to_field": ["title_en", "id", "by__password"],
    "_popup": ["1"],
    "initial-status": ["published"],
    "step": ["publish"],
}
#: The same for the rows of a part, which name none of the database.
PARTS = {
    "INITIAL_FORMS": ["5", "1"],
    "MIN_NUM_FORMS": ["9"],
    "MAX_NUM_FORMS": ["0"],
    "0-id": ["1", "2", "x"],
    "0-record": ["1", "999999"],
    "0-order": ["99"],
    "0-tenure": ["1"],
    "__prefix__-source": ["1"],
}
LOOKUPS = (
    "by__password__startswith=p", "approved_by__email__contains=a", "_to_field=by__password",
    "_popup=1&_to_field=id", "citations__source__url__contains=a", "status__exact=%00",
    "topics__id__exact=9" + "9" * 30, "o=1.2.3.99", "p=-1", "all=", "e=1",
    "_changelist_filters=status__exact%3Ddraft", "participants__person__tenures__office_en=x",
)  # fmt: skip


#: Numbers and tokens that a browser was never given.
UPLOADS = ["../../../../etc/passwd", "record-import-1", "", "WyJ4IiwieSJd:1:x"]


#: Steps that no row of these can take, and words that name none.
UNTAKEABLE = ["publish", "schedule", "reject", "nothing", "", "\0"]


class Forgery(NamedTuple):
    """A request; `sent` is None where the address is only asked for."""

    actor: str
    url: str
    sent: dict | None = None


class Forger:
    """Knows everybody's session and every row, and what she may not do with it."""

    def __init__(self, sessions: dict[str, str], rows: dict[str, list[Row]]):
        self.sessions, self.rooms, self.forms = sessions, rows, {}
        self.dice = random.Random(1992)
        every = [row for found in rows.values() for row in found]
        self.documents = [row for row in every if type(row.obj) in roots().values()]
        self.with_states = [row for row in self.documents if hasattr(row.obj, "status")]

    def client(self, actor: str) -> Client:
        client = Client()
        client.cookies.load({"sessionid": self.sessions[actor]})
        return client

    def form(self, actor: str, row: Row) -> dict:
        """Fetched once: nothing that is forged changes it."""
        key = actor, url_of(row.obj)
        if key not in self.forms:
            self.forms[key] = form_of(self.client(actor), url_of(row.obj))
        return self.forms[key]

    def closed(self, actor: str, rows: list[Row]) -> Row:
        """A row in which she may not write."""
        return self.dice.choice([r for r in rows if not r.is_open_to(ACTORS[actor], actor)])

    def some(self, values: dict[str, list[str]]) -> dict[str, str]:
        names = self.dice.sample(sorted(values), self.dice.randint(1, 6))
        return {name: self.dice.choice(values[name]) for name in names}

    def reader(self) -> str:
        return self.dice.choice(["viewer", "author"])

    def fields_that_no_form_has(self) -> Forgery:
        """In her own document, where everything else stays as it is."""
        actor = self.dice.choice(["author", "editor", "publisher", "superuser"])
        row = self.dice.choice([row for row in self.with_states if row.writer == actor])
        form = self.form(actor, row)
        parts = sorted({name.partition("-")[0] for name in form if name.endswith("_FORMS")})
        forged = self.some(FIELDS)
        for part in parts[:1]:
            forged |= {f"{part}-{name}": value for name, value in self.some(PARTS).items()}
        if isinstance(row.obj, Inquiry):
            forged.pop("kind", None)  # asked there, and nowhere else
        return Forgery(actor, url_of(row.obj), form | forged)

    def words_in_what_is_not_hers(self) -> Forgery:
        actor = self.reader()
        row = self.closed(actor, self.documents)
        kind = self.dice.choice(["_save", "_saveasnew", "_continue", "_addanother", "_submit"])
        forged = {"title_en": "forged", "name_en": "forged", kind: "1"} | self.some(FIELDS)
        return Forgery(actor, url_of(row.obj), self.form("superuser", row) | forged)

    def steps_that_cannot_be_taken(self) -> Forgery:
        """Nothing here was submitted: nobody can judge it, a superuser neither."""
        actor = self.dice.choice(["viewer", "author", "editor", "publisher", "superuser"])
        row, step = self.dice.choice(self.documents), self.dice.choice(UNTAKEABLE)
        return Forgery(actor, url_of(row.obj, "step"), self.judged(row, step))

    def steps_with_what_is_not_hers(self) -> Forgery:
        actor, step = self.reader(), self.dice.choice(["submit", "drop", "withdraw"])
        row = self.closed(actor, self.documents)
        return Forgery(actor, url_of(row.obj, "step"), self.judged(row, step))

    def judged(self, row: Row, step: str) -> dict:
        seen = {"step": step, "seen": digest(current(row.obj)), "note": "forged"}
        return (
            seen
            | {"publish_at": "2999-01-01", "reason_en": "forged"}
            | self.some(FIELDS)
            | {"step": step}
        )

    def deletions(self) -> Forgery:
        actor = self.reader()
        rooms = [
            "relations_revision",
            "relations_record",
            "relations_correction",
            "relations_tenure",
        ]
        others = [self.rooms[room][0] for room in rooms]
        row = self.dice.choice([self.closed(actor, self.documents), *others])
        return Forgery(actor, url_of(row.obj, "delete"), {"post": "yes"})

    def deletions_of_what_readers_know(self) -> Forgery:
        actor = self.dice.choice(["editor", "publisher", "superuser"])
        row = self.dice.choice([row for row in self.documents if row.situation != "draft"])
        return Forgery(actor, url_of(row.obj, "delete"), {"post": "yes"})

    def actions_on_many(self) -> Forgery:
        """With the topic for whoever may add it to some, but not to all of them."""
        actor = self.reader()
        rooms = ("relations_event", "visits_visit", "aid_aidpackage")
        rows = [row for row in self.with_states if room_of(type(row.obj)) in rooms]
        kind = type(self.closed(actor, rows).obj)
        chosen = [row.obj.pk for row in rows if type(row.obj) is kind]
        topic = self.rooms["relations_topic"][0].obj.pk
        action = self.dice.choice(
            ["add_names", "delete_selected", "export_admin_action", "publish"]
        )
        sent = {
            "action": action,
            "_selected_action": chosen,
            "topic": topic,
            "post": "yes",
            "index": "0",
        }
        return Forgery(actor, reverse(LIST.format(room_of(kind))), sent | {"select_across": "1"})

    def versions_of_others(self) -> Forgery:
        row = self.dice.choice(self.with_states)
        same = [other for other in self.with_states if type(other.obj) is type(row.obj)]
        other = self.dice.choice([other for other in same if other is not row])
        revision = Revision.objects.of(other.obj).last()
        version = self.dice.choice([revision.digest, revision.digest[:8], "0" * 64, "", "x\0", "%"])
        return Forgery("superuser", url_of(row.obj, "restore"), {"version": version})

    def versions_of_what_is_not_hers(self) -> Forgery:
        actor = self.reader()
        row = self.closed(actor, self.documents)
        version = Revision.objects.of(row.obj).last().digest
        return Forgery(actor, url_of(row.obj, "restore"), {"version": version})

    def marks_and_links(self) -> Forgery:
        """A reading mark by somebody who does not edit, a link to what is not hers."""
        actor, action = self.reader(), self.dice.choice(["read", "share"])
        row = self.closed(actor, self.with_states)
        return Forgery(actor, url_of(row.obj, action), {"language": "ja"} | self.some(FIELDS))

    def previews(self) -> Forgery:
        row = self.dice.choice(self.documents)
        forged = {"title_en": "forged", "slug": "forged"} | self.some(FIELDS)
        where = url_of(row.obj).replace("change/", f"preview/{self.dice.choice(['en', 'xx'])}/")
        return Forgery(self.reader(), where, self.form("superuser", row) | forged)

    def copies(self) -> Forgery:
        """Of any number, even of another kind; who only reads makes none of it."""
        row, other = self.dice.sample(self.documents, 2)
        where = reverse(f"admin:{room_of(type(row.obj))}_add") + f"?copy={other.obj.pk}"
        if self.dice.random() < 0.5:
            return Forgery("author", where)
        return Forgery("viewer", where, self.form("superuser", row) | {"slug": "forged"})

    def questions(self) -> Forgery:
        room = self.dice.choice(sorted(set(self.rooms) - {"auth_user", "auth_group"}))
        where = reverse(LIST.format(room)) + f"?{self.dice.choice(LOOKUPS)}"
        return Forgery(self.reader(), where, self.dice.choice([None, {"post": "yes"}]))

    def accounts(self) -> Forgery:
        actor, room = self.dice.choice(["viewer", "publisher"]), self.dice.choice(["user", "group"])
        row = self.rooms[f"auth_{room}"][0]
        action = self.dice.choice(["change", "delete", "history"])
        sent = {"post": "yes", "username": "forged", "is_superuser": "on", "name": "forged"}
        return Forgery(actor, url_of(row.obj, action), self.dice.choice([None, sent]))

    def completions(self) -> Forgery:
        field = self.dice.choice(["by", "user", "groups", "password", "source"])
        model = self.dice.choice(["revision", "user", "logentry", "citation", "previewlink"])
        query = {"app_label": "relations", "model_name": model, "field_name": field, "term": "p"}
        return Forgery(self.reader(), reverse("admin:autocomplete", query=query))

    def answers_to_readers(self) -> Forgery:
        """A viewer answers; an editor writes where only the reader did."""
        row = self.rooms["relations_correction"][0]
        forged = {"wrong": "forged", "email": "f@example.org", "closed_by": "1", "slug": "forged"}
        if self.dice.random() < 0.5:
            return Forgery("editor", url_of(row.obj), forged | {"state": "open"})
        return Forgery(
            "author", url_of(row.obj), forged | {"state": "declined", "answer_en": "forged"}
        )

    def uploads(self) -> Forgery:
        where = reverse("admin:relations_event_process_import")
        name = self.dice.choice(UPLOADS)
        sent = {
            "import_file_name": name,
            "original_file_name": "x.csv",
            "format": "1",
            "resource": "0",
        }
        return Forgery(self.reader(), where, sent)

    def offices(self) -> Forgery:
        row = self.closed("author", self.rooms["relations_tenure"])
        sent = {"office_en": "forged", "citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0"}
        return Forgery(self.reader(), url_of(row.obj), sent)


KINDS = sorted(
    name
    for name, found in vars(Forger).items()
    if getattr(found, "__annotations__", {}).get("return") is Forgery
)
