"""What the desk holds and readers must not learn: every kind of document in every waiting state.

The documents are made from what the models declare (`document_fields` and `parts`), so that a new
field, part or kind joins by itself.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models

from relations import workflow
from relations.codes import WAITING, Status
from relations.document import digest, roots
from relations.document.check import uncited
from relations.document.shape import is_translated
from relations.languages import LANGUAGES
from relations.models import Record, Relation
from relations.models.documented import Documented, Part, WithStatus
from relations.models.fields import (
    Codes,
    Coordinates,
    Country,
    Currency,
    DateAsKnown,
    Slug,
    WebAddress,
)
from relations.standing import OF_THE_DESK
from tests.desk import colleague

#: A word for a text field, each time another one.
Word = Callable[[], str]

DAY = "2024-05-05"
LATER = datetime(2999, 1, 1, tzinfo=ZoneInfo("UTC"))
#: How a document waits that readers never saw. The last can only come from a file.
UNSEEN = {
    "draft": {"status": "draft"},
    "submitted": {"status": "submitted"},
    "rejected": {"status": "rejected"},
    "scheduled": {"status": "scheduled", "publish_at": LATER.isoformat()},
    "withdrawn": {"status": "withdrawn", "public_reason": {"en": "It was never published."}},
}
#: How a proposal waits beside a document that readers know, and one that was given up.
PROPOSED = (*sorted(WAITING), workflow.DROPPED)
#: What is no free text though its field would take any: it must fit the rest of the document.
FITTING = {"kind": "event", "claim": "", "restates": "", "replaces": "", "merged_into": None}
COUNTRIES = {"host": "JP", "donor": "JP"}


def with_states() -> list[type[WithStatus]]:
    return [model for model in roots().values() if issubclass(model, WithStatus)]


def vocabulary() -> list[type[Documented]]:
    """What has no states of its own: it is public while something published names it."""
    return [m for m in roots().values() if m is not Relation and not issubclass(m, WithStatus)]


def filled(model: type[Documented], slug: str, word: Word, names: dict, **fields) -> dict:
    """A document with a word in every text field, in every language, and a row of every part.

    `names` are the slugs it refers to, by the key of their model; what it claims is cited.
    """
    document = {model.KEY: slug} | contents(model, word, names) | fields
    if issubclass(model, Record):
        document["links"] = [link for link in document["links"] if link["to"] != slug]
        source = {"source": names["source"]}
        document["citations"] += [source | {"claim": claim} for claim in uncited(document)]
    return document


def contents(model, word: Word, names: dict) -> dict:
    written = {}
    for name in model.document_fields:
        if name in OF_THE_DESK and issubclass(model, WithStatus):
            continue
        if value := written_in(model, name, word, names):
            written[name] = value
    for name in model.parts:
        part = model._meta.get_field(name).related_model
        written[name] = list(rows(part, word, names))
    return written


def rows(part: type[Part], word: Word, names: dict) -> Iterator[dict]:
    """One row, or one for each of the things of which a row names exactly one."""
    choice = [
        field.name
        for field in part._meta.fields
        if field.name in part.document_fields
        and isinstance(field, models.ForeignKey)
        and field.null
    ]
    for chosen in choice if len(choice) > 1 else [None]:
        left_out = set(choice) - {chosen} if chosen else ()
        row = contents(part, word, names)
        yield {name: value for name, value in row.items() if name not in left_out}


def written_in(model, name: str, word: Word, names: dict):
    """A value for a field: a word where it takes a text, else something that fits."""
    if is_translated(model, name):
        return {code: word() for code in LANGUAGES}
    field = model._meta.get_field(name)
    if field.is_relation and name not in FITTING:
        slug = names.get(getattr(field.related_model, "KEY", "")) or names["event"]
        return [slug] if field.many_to_many else slug
    if field.choices:
        return field.choices[0][0]
    if name in FITTING:
        return FITTING[name]
    return of_type(field, word)


def of_type(field, word: Word):
    kinds = (
        (Codes, lambda: [field.allowed[0][0]] if field.allowed else []),
        (DateAsKnown, lambda: DAY),
        (Coordinates, lambda: "35.6895, 139.6917"),
        (Country, lambda: COUNTRIES.get(field.name, "UA")),
        (Currency, lambda: "JPY"),
        (WebAddress, lambda: f"https://{word()}.example/{word()}"),
        (Slug, word),
        (models.JSONField, lambda: {word(): word()}),
        (models.BooleanField, lambda: True),
        (models.DecimalField, lambda: 7),
        (models.IntegerField, lambda: 2001),
    )
    return next((value for kind, value in kinds if isinstance(field, kind)), word)()


def named(slug: str) -> dict[str, str]:
    """What documents that belong together call each other, by key: `person-draft`."""
    return {key: f"{key}-{slug}" for key in roots()}


def unseen(state: str, word: Word, number: str = "") -> list[dict]:
    """One document of every kind in a state, and the vocabulary that only they name."""
    names = named(f"{state}{number}")
    return [
        *(filled(model, names[model.KEY], word, names) for model in vocabulary()),
        *(filled(m, names[m.KEY], word, names, **UNSEEN[state]) for m in with_states()),
    ]


def only_proposed(word: Word) -> list[dict]:
    """The vocabulary that nothing but proposals names."""
    names = named("proposed")
    return [filled(model, names[model.KEY], word, names) for model in vocabulary()]


def beside(state: str) -> dict[str, str]:
    """The published documents beside which a proposal is to wait in a state, by key."""
    return named(f"beside-{state}")


#: What published documents name.
KNOWN = named("known")


def known(word: Word) -> list[dict]:
    """Published documents of every kind: some that stay alone, one beside which each state waits."""
    kinds = [
        (model, slugs[model.KEY])
        for slugs in (KNOWN, *map(beside, PROPOSED))
        for model in with_states()
    ]
    return [
        *(filled(model, KNOWN[model.KEY], word, KNOWN) for model in vocabulary()),
        *(filled(model, slug, word, KNOWN, status="published") for model, slug in kinds),
    ]


class Colleagues:
    """Who writes the proposals, and who judges them."""

    def __init__(self, author: str = "oksana"):
        self.author, self.publisher = colleague(author, "editor"), colleague("mariia", "publisher")


def propose(state: str, word: Word, colleagues: Colleagues) -> list:
    """Write something else beside each document that is meant, and bring it into the state.

    Returns the documents, whose rows say what they said before.
    """
    names = named("proposed") | {key: KNOWN[key] for key in ("topic", "event")}
    found = []
    for model in with_states():
        obj = model.objects.get(slug=beside(state)[model.KEY])
        document = filled(model, f"{obj.slug}-renamed", word, names)
        workflow.save(obj, document, by=colleagues.author, note=word())
        bring(obj, state, word, colleagues)
        found.append(obj)
    return found


def bring(obj, state: str, word: Word, colleagues: Colleagues) -> None:
    """Take the steps from a draft to the state, with a remark at each."""
    author, publisher = colleagues.author, colleagues.publisher
    steps = {
        Status.DRAFT: (),
        Status.SUBMITTED: ((workflow.SUBMIT, author, {}),),
        Status.REJECTED: ((workflow.SUBMIT, author, {}), (workflow.REJECT, publisher, {})),
        Status.SCHEDULED: (
            (workflow.SUBMIT, author, {}),
            (workflow.SCHEDULE, publisher, {"publish_at": LATER}),
        ),
        workflow.DROPPED: ((workflow.DROP, author, {}),),
    }
    for step, by, options in steps[state]:
        seen = digest(workflow.current(obj))
        workflow.take(obj, step, by=by, note=word(), seen=seen, **options)
