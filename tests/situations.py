"""The rows at which the desk is tried: of every kind, in every situation that makes a difference."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model

from relations import merging, workflow
from relations.document import roots
from relations.duties import Duty
from relations.models import Correction, Place, Record, Relation, Revision, Tenure
from tests.desk import colleague
from tests.making import aid, event, load, organisation, person, place, source, topic, visit

#: Who asks, by what she is called here, and her duty.
ACTORS = {
    "anonymous": Duty.NONE,
    "inactive": Duty.NONE,
    "no role": Duty.NONE,
    "viewer": Duty.VIEWER,
    "author": Duty.AUTHOR,
    "editor": Duty.EDITOR,
    "publisher": Duty.PUBLISHER,
    "superuser": Duty.PUBLISHER,
}
#: Who writes what is not one's own.
ANOTHER = "another"
#: How the name of every account begins, and of nothing else.
NAMED = "Prokopenko"
WRITERS = [*(name for name, duty in ACTORS.items() if duty >= Duty.AUTHOR), ANOTHER]


class Row(NamedTuple):
    """A row, the situation it is in, and who wrote what waits there, "" for nobody."""

    obj: Model
    situation: str
    writer: str = ""

    def is_open_to(self, duty: Duty, actor: str) -> bool:
        """Whether she may write: in her own, beside what readers have, in what nobody reads."""
        is_free = self.writer == actor or self.situation in ("published", "unnamed")
        return duty >= (Duty.AUTHOR if is_free else Duty.EDITOR)

    @property
    def waits(self) -> bool:
        return self.situation in ("draft", "proposal")


def room_of(model) -> str:
    return model._meta.label_lower.replace(".", "_")


def accounts() -> dict:
    """Everybody who has one, by what she is called here, which is no part of her name.

    `inactive` lost hers while she was a publisher.
    """
    duties = {name: duty.group for name, duty in ACTORS.items() if duty}
    duties |= {"no role": "", "inactive": "publisher", "superuser": "", ANOTHER: "editor"}
    options = {"inactive": {"is_active": False}, "superuser": {"is_superuser": True}}
    return {
        name: colleague(f"{NAMED}{number}", duty, **options.get(name, {}))
        for number, (name, duty) in enumerate(duties.items())
    }


def documents(slug: str, **fields) -> list[dict]:
    """One of every kind that has states."""
    return [
        event(f"event-{slug}", **fields),
        visit(f"visit-{slug}", **fields),
        aid(f"aid-{slug}", **fields),
        topic(f"topic-{slug}", **fields),
        {"page": f"page-{slug}", "title": {"en": "A page"}} | fields,
        {"inquiry": f"inquiry-{slug}", "kind": "event", "first_year": 1992, "last_year": 1993, "made_on": "2026-11-22", "scope": {"en": "A search."}} | fields,
    ]  # fmt: skip


def vocabulary(slug: str) -> list[dict]:
    tenures = [{"key": "office", "office": {"en": f"Minister, {slug}"}}]
    return [
        person(f"person-{slug}", tenures=tenures),
        place(f"place-{slug}"),
        organisation(f"organisation-{slug}"),
        source(f"source-{slug}"),
    ]


def naming() -> dict:
    """A published record that names one word of each kind."""
    named = {"person": "person-named"}, {"organisation": "organisation-named"}
    return event(
        "event-published",
        places=["place-named"],
        participants=[who | {"role": "participant"} for who in named],
        citations=[{"source": "source-named"}, {"source": "a-source"}],
    )


def rows_in(folder, users: dict) -> dict[str, list[Row]]:
    """By room. Documents are named after their situation: `event-draft-author`."""
    written = [
        document
        for name in WRITERS
        for what, status in (("draft", "draft"), ("proposal", "published"))
        for document in documents(f"{what}-{name}", status=status)
    ]
    published = [d for d in documents("published", status="published") if "event" not in d]
    words = [*vocabulary("named"), *vocabulary("unnamed"), person()]
    load(folder, *words, place("a-copy"), place(), naming(), *published, *written)
    found = {room_of(model): list(situated(model, users)) for model in roots().values()}
    found["relations_relation"] = [Row(Relation.objects.get(), "there")]
    tenures = Tenure.objects.select_related("person")
    found["relations_tenure"] = [Row(t, t.person.slug.split("-")[1]) for t in tenures]
    return found | {room_of(type(obj)): [Row(obj, "there")] for obj in others(users)}


def situated(model, users: dict) -> Iterator[Row]:
    for obj in model.objects.filter(slug__startswith=f"{model.KEY}-"):
        _key, situation, *writer = obj.slug.split("-")
        if writer:
            workflow.save(obj, said_anew(workflow.current(obj)), by=users[writer[0]])
        yield Row(obj, situation, "".join(writer))


def said_anew(document: dict) -> dict:
    field = "scope" if "inquiry" in document else "title"
    return document | {field: {"en": "Said anew"}}


def others(users: dict) -> list:
    """What is no document."""
    copy, kept = Place.objects.get(slug="a-copy"), Place.objects.get(slug="a-place")
    merged = merging.merge(copy, kept, by=users["superuser"], rationale="Twice the same.")
    user = get_user_model().objects.create_user(f"{NAMED}-reader")
    about = {"model": "event", "slug": "event-published", "language": "en"}
    correction = Correction.objects.create(**about, digest="0" * 64, wrong="The day.")
    record = Record.objects.get(slug="event-published")
    return [user, Group.objects.first(), correction, record, Revision.objects.last(), merged]
