"""What may be done at the desk and around it, and what is said and typed then."""

from pathlib import Path

from django.core.exceptions import PermissionDenied
from hypothesis import strategies as st

from relations import workflow
from relations.document import Refused, digest, identity
from relations.exchange.admin import Csv
from relations.exchange.resources import DocumentResource
from relations.models import Event, Revision, Topic
from tests.following import STEPS, Colleague, Followed
from tests.making import event, topic, write

MOST_DOCUMENTS = 6
COLLEAGUES = (
    Colleague("viktor", "viewer"),
    Colleague("oksana", "author"),
    Colleague("taras", "author"),
    Colleague("kenji", "editor"),
    Colleague("mariia", "publisher"),
    Colleague("yurii", "publisher"),
    Colleague("olena", "publisher", is_superuser=True),
)
PUBLISHERS = sorted(COLLEAGUES[4:], key=lambda who: not who.is_superuser)
PLAIN = ("A statement", "Інша назва", "別の題")
HOSTILE = (
    "</title></main><script>alert(1)</script>",
    "\u202emirrored\u202c\u200f 🇯🇵👩‍👩‍👧‍👦 &amp;&lt;'\"`",
    "[[ [[recognised]] [@a-source] [@nothing]",
    "{{ 7|add:7 }}{% debug %} %s %(x)s {0.__class__}",
)
WORST, LONG = " ".join(HOSTILE), "x" * 1_000
FILES = {
    "recognised": event("recognised", milestone=True, topics=["gathered"]),
    "prepared": event("prepared", status="draft"),
    "gathered": topic("gathered"),
}
places = st.integers(0, MOST_DOCUMENTS - 1)
numbers = st.integers(0, len(COLLEAGUES) - 1)
kinds = st.sampled_from([Event, Topic])
slugs = st.sampled_from(["first", "second", "third"])
titles = st.sampled_from((*PLAIN, *HOSTILE, LONG))
CITED = FILES["recognised"]["citations"]
forms = st.fixed_dictionaries(
    {"title": titles},
    optional={
        "slug": slugs,
        "milestone": st.just(True),
        "topics": st.sampled_from([[], ["gathered"]]),
        "citations": st.sampled_from([CITED, CITED, CITED, []]),
        "summary": titles,
    },
)
versions = st.sampled_from([*["the first", "scheduled"] * 2, *range(3)])
common = {
    "which": places,
    "who": st.sampled_from(COLLEAGUES),
    "nth": numbers,
    "note": st.sampled_from(["", "Compared with the ministry’s page."]),
    "step": st.sampled_from(sorted(STEPS)),
    "form": forms,
}
#: What may be done, how often beside the rest, and what else is to be said of it.
DEEDS = {
    "begins": (3, {"model": kinds, "slug": slugs}),
    "writes": (6, {}),
    "restores": (5, {"version": versions, "is_approved": st.sampled_from([True, True, False])}),
    "imports": (2, {"title": titles}),
    "reads": (2, {"language": st.sampled_from(["en", "ja"])}),
    "deletes": (2, {}),
    "begins_what_another_gave_up": (2, {"model": kinds, "slug": slugs}),
    "tries": (3, {}),
    "goes_on": (12, {}),
    "approves_herself": (3, {}),
    "judges_another_version": (1, {}),
    "time_passes": (3, {"days": st.integers(0, 4), "is_read": st.booleans()}),
    "loads_again": (3, {"file": st.sampled_from(sorted(FILES)), "is_changed": st.booleans()}),
    "changes_what_stands_everywhere": (2, {"title": st.sampled_from((WORST, LONG))}),
}


#: The names of the deeds, each as often as it is to be drawn.
OFTEN = [name for name, (often, _said) in DEEDS.items() for _n in range(often)]
#: What must have been done before a step can be taken.
BEFORE = {"publish": "submit", "schedule": "submit", "reject": "submit", "withdraw": "publish"}
#: Documents of which a version is most worth restoring: one that was renamed or scheduled since.
LIKED = {
    "the first": lambda document: document.earlier,
    "scheduled": lambda document: document.approval and not document.waits,
}
#: What has to come about in a run, so that it says something.
EXPECTED = {
    "began", "wrote", "deleted", "read", "loaded", "load refused", "judged another version",
    "approved", "approved her own", "delete: PermissionDenied", "wrote: PermissionDenied",
    "publish: PermissionDenied", "everywhere: Revision", *(STEPS.keys() - {"publish"}),
}  # fmt: skip


def rotated(found, nth: int) -> list:
    """All of them, another one first."""
    start = nth % max(len(found), 1)
    return [*found[start:], *found[:start]]


def attempt(act):
    """What comes of it: a revision, nothing, or why it was refused."""
    try:
        return act()
    except (PermissionDenied, Refused) as refusal:
        return refusal


def take(document: Followed, step: str, *, by, seen: str = "", **about) -> Revision:
    obj = document.row()
    seen = seen or digest(workflow.current(obj))
    return workflow.take(obj, workflow.STEPS[step], by=by, seen=seen, **about)


def typed_into(document: dict, form: dict) -> dict:
    """What a form sends of a document in which the fields of `form` are typed."""
    model, slug = identity(document)
    asked = {model.KEY: form.get("slug", slug)}
    for name, value in form.items():
        if name in ("title", "summary"):
            asked[name] = {"en": value}
        elif name in (*model.document_fields, *model.parts):
            asked[name] = value
    return document | asked


def changed(document: dict, is_changed: bool) -> dict:
    return document | {"title": {"en": "From a newer file"}} if is_changed else document


def imported(text: str, *, by):
    """What comes of a spreadsheet of events with one row."""
    rows = Csv(Event).create_dataset(text.encode())
    before = Revision.objects.last()
    resource = DocumentResource(Event)
    resource.import_data(rows, user=by, file_name="rows.csv", rollback_on_validation_errors=True)
    after = Revision.objects.last()
    return after if after != before else Refused([])


def files_in(folder: Path) -> dict:
    """A file of each document, as it was loaded first and with another title."""
    return {
        (name, is_changed): write(
            folder, changed(document, is_changed), name=f"{name}-{is_changed}.yaml"
        )
        for name, document in FILES.items()
        for is_changed in (False, True)
    }


def restored(document: Followed, version: str | int) -> Revision:
    """One of its versions: the first, one that was scheduled if there is one, or any."""
    versions = list(document.history())
    scheduled = [revision for revision in versions if revision.state == "scheduled"]
    named = {"the first": versions[:1], "scheduled": scheduled or versions}
    return named[version][-1] if version in named else versions[version % len(versions)]
