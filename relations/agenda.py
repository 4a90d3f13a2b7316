"""What waits at the desk, for whom: drafts, reviews, proposals, topics to compare again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from relations import dates
from relations.codes import PUBLIC, WAITING, Status
from relations.document import roots
from relations.duties import Duty, duty_of
from relations.models import Revision, Topic
from relations.models.history import due_in
from relations.standing import belongs_to, waited, wrote_in

#: A topic that nobody compared with what is known for so long is overdue.
TOPIC_CHECK = timedelta(days=180)
#: How many rows a list on the front page shows.
SHOWN = 30


def beyond(rows) -> int:
    """How many of the rows such a list leaves out."""
    return max(rows.count() - SHOWN, 0)


class Row(NamedTuple):
    """A document that waits, and the page of the desk where it is dealt with."""

    title: str
    kind: str
    url: str
    state: str
    who: str
    when: object
    note: str
    due: datetime | None


class Waiting(NamedTuple):
    heading: str
    rows: list[Row]
    more: int


def waiting_for(user) -> list[Waiting]:
    """The lists of the front page that have something in them, the most urgent first.

    What somebody wrote is hers, and nobody else's to approve; see `relations.standing`.
    """
    found = list(newest_waiting(user))
    published = published_slugs(found)
    wrote, owns = theirs_among(found, user)
    reviews = duty_of(user) >= Duty.EDITOR

    def mine(state: str) -> list[Revision]:
        return [r for r in found if r.state == state and r.pk in owns]

    def of_others(state: str) -> list[Revision]:
        return [r for r in found if r.state == state and r.pk not in wrote] if reviews else []

    overdue, to_come = scheduled_among(found)
    lists = (
        (_t("Due, but not published: the form tells why"), overdue),
        (_t("Awaiting my review"), of_others(Status.SUBMITTED)),
        (_t("Came back to me"), mine(Status.REJECTED)),
        (_t("My drafts"), mine(Status.DRAFT)),
        (_t("Submitted by me"), mine(Status.SUBMITTED)),
        (_t("Scheduled"), to_come),
        (
            _t("Proposals beside published or withdrawn documents"),
            [r for r in found if r.slug in published[r.model]],
        ),
        (_t("Drafts of others"), of_others(Status.DRAFT)),
    )
    return [
        Waiting(heading, list(rows_of(revisions[:SHOWN])), max(len(revisions) - SHOWN, 0))
        for heading, revisions in lists
        if revisions
    ]


def scheduled_among(newest: list[Revision]) -> tuple[list[Revision], list[Revision]]:
    """What should have been published by now, and what is to come, each in the order of time."""
    due = {r: due_in(r.document) for r in newest if r.state == Status.SCHEDULED}
    never = datetime.max.replace(tzinfo=UTC)
    in_order = sorted(due, key=lambda revision: due[revision] or never)
    overdue = [r for r in in_order if due[r] and due[r] <= timezone.now()]
    return overdue, [r for r in in_order if r not in overdue]


def newest_waiting(user):
    """The newest revision of each document that waits, and whether the user has any part in it."""
    same = Revision.objects.filter(model=OuterRef("model"), slug=OuterRef("slug"))
    newest = Revision.objects.filter(~Exists(same.filter(pk__gt=OuterRef("pk"))))
    touched = same.filter(by=user, state__in=WAITING)
    found = newest.filter(state__in=WAITING).annotate(is_touched=Exists(touched))
    return found.order_by("-at", "-pk")


def theirs_among(newest: list[Revision], user) -> tuple[set[int], set[int]]:
    """Of the newest revisions of documents, those whose words the user wrote, and those that come
    back to her. One query, for the histories in which she has a part."""
    touched = [revision for revision in newest if revision.is_touched]
    models, slugs = {r.model for r in touched}, {r.slug for r in touched}
    histories = defaultdict(list)
    for revision in Revision.objects.filter(model__in=models, slug__in=slugs).order_by("pk"):
        histories[revision.model, revision.slug].append(revision)
    turns = {r.pk: waited(histories[r.model, r.slug]) for r in touched}
    wrote = {pk for pk, found in turns.items() if user.pk in wrote_in(found)}
    owns = {pk for pk, found in turns.items() if user.pk in belongs_to(found)}
    return wrote, owns


def published_slugs(revisions: Iterable[Revision]) -> dict[str, set[str]]:
    """Of the documents that the revisions are of, those that readers know, by kind."""
    found = defaultdict(set)
    for key, slugs in slugs_of(revisions).items():
        known = roots()[key].objects.filter(slug__in=slugs, status__in=PUBLIC)
        found[key] = set(known.values_list("slug", flat=True))
    return found


def slugs_of(revisions: Iterable[Revision]) -> dict[str, set[str]]:
    """The slugs of the documents that the revisions are of, by kind."""
    found = defaultdict(set)
    for revision in revisions:
        found[revision.model].add(revision.slug)
    return found


def rows_of(revisions: list[Revision]) -> Iterator[Row]:
    """One query for each kind among the revisions; a document that was deleted has no row."""
    live = {
        (key, obj.slug): obj
        for key, slugs in slugs_of(revisions).items()
        for obj in roots()[key].objects.filter(slug__in=slugs)
    }
    for revision in revisions:
        if obj := live.get((revision.model, revision.slug)):
            yield row(obj, revision)


def row(obj, revision: Revision) -> Row:
    return Row(
        title=str(obj),
        kind=str(obj._meta.verbose_name),
        url=desk_url(obj),
        state=revision.state,
        who=revision.signature,
        when=revision.at,
        note=revision.note,
        due=due_in(revision.document),
    )


def desk_url(obj) -> str:
    """The page of the desk where a document is written."""
    model = type(obj) if obj.KEY else roots()[obj.kind]
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_change", args=[obj.pk])


def overdue_topics(today: date) -> list[Topic]:
    """Published topics that nobody compared with what is known for half a year, or ever."""
    return [
        topic
        for topic in Topic.objects.published()
        if not topic.checked_on or dates.parse(topic.checked_on).latest < today - TOPIC_CHECK
    ]
