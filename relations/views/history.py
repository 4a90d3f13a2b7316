"""The public history of a document: every version that was published, and what it changed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.utils.translation import gettext as _t

from relations.codes import Status
from relations.dates import day_of
from relations.document import changes, disclosed
from relations.document.changes import Change
from relations.document.names import Names, look_up
from relations.filters import AFTER
from relations.languages import Text, reading_order
from relations.models import Merge, Record, Revision
from relations.views.documents import (
    NEVER_PUBLISHED,
    NotThen,
    PublicDocument,
    PublicVocabulary,
    addresses,
    called,
    history_address,
    not_then,
    once,
    refusal,
    unlisted,
)
from relations.views.reading import refuse_parameters

FROM, TO = "from", "to"
#: How many versions a page of a history tells.
PAGE_SIZE = 20
NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class Entry(NamedTuple):
    """A turn of a history; `changes` is None where no version stood before it."""

    revision: Revision
    changes: tuple[Change, ...] | None

    @property
    def state(self) -> str:
        return Status(self.revision.state).label

    @property
    def reason(self) -> Text | str:
        """Why it was taken back, in the reader's language if it was said in it."""
        texts = self.revision.document.get("public_reason", {})
        if self.revision.is_published:
            return ""
        return next((Text(texts[code], code) for code in reading_order() if code in texts), "")


class TakenIn(NamedTuple):
    """A record that went into another: where its history is, on which day, and why.

    `undone` is the day on which it was brought back, '' while it is gone. Days are in EDTF.
    """

    record: Record
    history: str
    day: str
    why: str
    undone: str = ""


class HistoryPage:
    """The public history of a document, or the differences between two of its versions."""

    def address(self, obj) -> str:
        return history_address(obj)

    def show(self, request, live):
        compares = is_comparison(request)
        refuse_parameters(request, known=(FROM, TO) if compares else (FROM, TO, AFTER))
        history = Revision.objects.of(live).public()
        around = {"object": live} | addresses(live)
        merged = around["merged"]
        if compares or merged:
            around |= unlisted(history_address(merged.into if merged else live))
        try:
            if compares:
                context = self.comparison(request, history)
            else:
                context = self.turns(request, history)
                context["taken_in"] = () if context["after"] else taken_in(live)
        except NotThen as missing:
            return not_then(request, live, str(missing))
        return render(request, "relations/history.html", around | context)

    def turns(self, request, history) -> dict:
        """The newest turns, or those behind the one of a number; the first ever is number one."""
        total = history.count()
        after = number_asked(request, total)
        skipped = total - after + 1 if after else 0
        rows = list(history[skipped : skipped + PAGE_SIZE])
        before = history.published().filter(pk__lt=rows[-1].pk)[:1] if rows else ()
        versions = [row for row in (*rows, *before) if row.is_published]
        names, told = told_of(versions)
        steps = {new.pk: changes(told[old.pk], told[new.pk]) for new, old in pairwise(versions)}
        left = total - skipped - len(rows)
        return {
            "entries": [Entry(row, steps.get(row.pk)) for row in rows],
            "newest": rows[0] if rows and not after and rows[0].is_published else None,
            "names": names,
            "after": after,
            "next_after": left + 1 if left else 0,
            **choices(versions),
        }

    def comparison(self, request, history) -> dict:
        published = history.published()
        old, new = two_asked(request, published)
        names, told = told_of([old, new])
        compared = {"old": old, "new": new, "changes": changes(told[old.pk], told[new.pk])}
        offered = [*published[:PAGE_SIZE], new, old]
        return {"compared": compared, "names": names, **choices(offered, old, new)}


class History(HistoryPage, PublicDocument):
    """What became of a record, a topic or a page."""

    def asks_for_the_past(self, request) -> bool:
        return True


class VocabularyHistory(HistoryPage, PublicVocabulary):
    """What became of a person, an organisation, a place or a source."""


def taken_in(live) -> list[TakenIn]:
    """What readers knew and was merged into a record, the latest first; brought back or not."""
    if not isinstance(live, Record):
        return []
    found = list(by_merges(live))
    told = {one.record.pk for one in found if not one.undone}
    found += (one for one in by_histories(live) if one.record.pk not in told)
    return sorted(found, key=lambda one: (one.day, one.record.slug), reverse=True)


def by_merges(kept: Record) -> Iterator[TakenIn]:
    kinds = [kind.KEY for kind in Record.kinds()]
    found = Merge.objects.filter(model__in=kinds, into__in=[kept.slug, *kept.former_slugs])
    was_public = Revision.objects.filter(merge=OuterRef("pk"), state=Status.MERGED)
    merges = list(found.filter(Exists(was_public)))
    names = look_up(Record, {merge.slug for merge in merges}) if merges else {}
    for merge in merges:
        record = names[Record, merge.slug]
        if record.pk and record.is_public:
            undone = day_of(merge.undone_at) if merge.undone_at else ""
            day, history = day_of(merge.at), history_address(record)
            yield TakenIn(record, history, day, merge.rationale, undone)


def by_histories(kept: Record) -> Iterator[TakenIn]:
    """From the histories of what is gone: they come along with the fixtures, a Merge does not."""
    gone = {one.slug: one for one in Record.objects.filter(merged_into=kept, status=Status.MERGED)}
    turns = Revision.objects.filter(slug__in=gone, state__in=(Status.PUBLISHED, Status.MERGED))
    turns = turns.filter(model__in=(kind.KEY for kind in Record.kinds())).defer("content")
    by_slug = defaultdict(list)
    for turn in turns.order_by("pk") if gone else ():
        by_slug[turn.slug].append(turn)
    for slug, told in by_slug.items():
        ended = [*takewhile(lambda turn: not turn.is_published, reversed(told))]
        if ended and len(ended) < len(told):
            record = gone[slug]
            yield TakenIn(record, history_address(record), ended[-1].day, ended[-1].note)


def is_comparison(request) -> bool:
    return FROM in request.GET or TO in request.GET


def two_asked(request, history, missing=NEVER_PUBLISHED) -> list[Revision]:
    """The versions of a history that the address compares; BadFilter or NotThen with the reason.

    `missing` says of a digest that the history has no such version.
    """
    asked = {parameter: once(request, parameter) for parameter in (FROM, TO)}
    for parameter, given in asked.items():
        if not given:
            raise refusal(parameter, _t("Name two versions: from the one, to the other."))
    return [called(history, parameter, given, missing) for parameter, given in asked.items()]


def number_asked(request, total: int) -> int:
    """The number of the turn behind which `?after=` goes on; 0 for the newest."""
    asked = once(request, AFTER)
    if not asked:
        return 0
    if not NUMBER.fullmatch(asked) or not 1 < int(asked) <= total:
        raise refusal(AFTER, _t("The list has no entry of this name to go on from."))
    return int(asked)


def told_of(versions: list[Revision]) -> tuple[Names, dict[int, dict]]:
    """What the versions name, and their documents, without what readers may not see."""
    told, names = disclosed(*(row.document for row in versions))
    return names, {row.pk: document for row, document in zip(versions, told, strict=True)}


def choices(offered: list[Revision], *chosen: Revision) -> dict:
    """The versions to choose two from, each once: at first the last two."""
    by_digest = {row.short: row for row in offered}
    shown = [row.short for row in chosen] or [*by_digest][1::-1]
    return {"offered": list(by_digest.values()), "chosen": shown}
