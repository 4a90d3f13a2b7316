"""What waits at the desk, for whom: drafts, reviews, proposals, translations left behind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _t

from relations import dates
from relations.codes import PUBLIC, WAITING, Status
from relations.document import differences, roots
from relations.document.compare import texts_in
from relations.duties import Duty, duty_of
from relations.languages import LANGUAGES
from relations.models import Record, Revision, Topic

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


class Waiting(NamedTuple):
    heading: str
    rows: list[Row]
    more: int


def waiting_for(user) -> list[Waiting]:
    """The lists of the front page that have something in them, the most urgent first."""
    found = list(newest_waiting(user))
    published = published_slugs(found)
    reviews = duty_of(user) >= Duty.EDITOR

    def chosen(state: str, *, mine: bool | None = None) -> list[Revision]:
        return [r for r in found if r.state == state and mine in (None, r.is_mine)]

    beside = [r for r in found if r.slug in published[r.model]]
    lists = (
        (_t("Awaiting my review"), chosen(Status.SUBMITTED, mine=False) if reviews else []),
        (_t("Came back to me"), chosen(Status.REJECTED, mine=True)),
        (_t("My drafts"), chosen(Status.DRAFT, mine=True)),
        (_t("Submitted by me"), chosen(Status.SUBMITTED, mine=True)),
        (_t("Scheduled"), chosen(Status.SCHEDULED)),
        (_t("Proposals beside published documents"), beside),
        (_t("Drafts of others"), chosen(Status.DRAFT, mine=False) if reviews else []),
    )
    return [
        Waiting(heading, list(rows_of(revisions[:SHOWN])), max(len(revisions) - SHOWN, 0))
        for heading, revisions in lists
        if revisions
    ]


def newest_waiting(user):
    """The newest revision of each document that waits, and whether the user wrote in it."""
    same = Revision.objects.filter(model=OuterRef("model"), slug=OuterRef("slug"))
    newest = Revision.objects.filter(~Exists(same.filter(pk__gt=OuterRef("pk"))))
    wrote = same.filter(by=user, state__in=WAITING)
    return newest.filter(state__in=WAITING).annotate(is_mine=Exists(wrote)).order_by("-at", "-pk")


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
    )


def desk_url(obj) -> str:
    """The page of the desk where a document is written."""
    return reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_change", args=[obj.pk])


class Stale(NamedTuple):
    """A translation that stayed behind, and what changed in English since it was written."""

    title: str
    url: str
    language: str
    changes: list[tuple[str, str, str]]


def stale_translations() -> Iterator[Stale]:
    """Published documents whose English changed after their Japanese or Ukrainian did."""
    source, *translations = LANGUAGES
    for (key, slug), versions in versions_of_changed().items():
        texts = [{code: texts_in(v, code) for code in LANGUAGES} for v in versions]
        changed = {code: last_change([t[code] for t in texts]) for code in LANGUAGES}
        behind = [code for code in translations if changed[code] < changed[source]]
        obj = roots()[key].objects.filter(slug=slug).first() if behind else None
        for code in behind if obj else ():
            since = differences(texts[changed[code]][source], texts[-1][source])
            yield Stale(str(obj), desk_url(obj), code, list(since))


def versions_of_changed() -> dict[tuple[str, str], list[dict]]:
    """The versions that readers got, the oldest first, of documents that had more than one."""
    public = Revision.objects.filter(state=Status.PUBLISHED).order_by("pk")
    found = defaultdict(list)
    for revision in public.iterator():
        found[revision.model, revision.slug].append(revision.document)
    return {name: versions for name, versions in found.items() if len(versions) > 1}


def last_change(versions: list) -> int:
    """The number of the last version that differs from the one before it."""
    changes = (n for n in range(len(versions) - 1, 0, -1) if versions[n] != versions[n - 1])
    return next(changes, 0)


def overdue_topics(today: date) -> list[Topic]:
    """Published topics that nobody compared with what is known for half a year, or ever."""
    return [
        topic
        for topic in Topic.objects.published()
        if not topic.checked_on or dates.parse(topic.checked_on).latest < today - TOPIC_CHECK
    ]


class Board(NamedTuple):
    """How many published records of a kind lack a language, or an editor who read it."""

    kind: str
    total: int
    languages: list[tuple[str, int, int]]


def board() -> list[Board]:
    """(language, without a title in it, with one that no editor read) for each kind."""
    rows = Record.objects.published().order_by()
    titles = rows.values_list("kind", "checked", *(f"title_{code}" for code in LANGUAGES))
    found = defaultdict(list)
    for kind, checked, *in_languages in titles:
        found[kind].append((checked, dict(zip(LANGUAGES, in_languages, strict=True))))
    return [
        Board(
            str(kind._meta.verbose_name_plural),
            len(found[kind.KEY]),
            [
                (
                    code,
                    sum(not title[code] for _checked, title in found[kind.KEY]),
                    sum(bool(t[code]) and code not in checked for checked, t in found[kind.KEY]),
                )
                for code in LANGUAGES
            ],
        )
        for kind in Record.kinds()
    ]
