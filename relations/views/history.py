"""The public history of a document: every version that was published, and what it changed."""

import re
from itertools import pairwise
from typing import NamedTuple

from django.shortcuts import render
from django.utils.translation import gettext as _t

from relations.codes import Status
from relations.document import changes, disclosed
from relations.document.changes import Change
from relations.document.names import Names
from relations.filters import AFTER
from relations.languages import Text, reading_order
from relations.models import Revision
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


class HistoryPage:
    """The public history of a document, or the differences between two of its versions."""

    #: Whether each version has a page of its own.
    has_versions = True

    def address(self, obj) -> str:
        return history_address(obj)

    def show(self, request, live):
        compares = is_comparison(request)
        refuse_parameters(request, known=(FROM, TO) if compares else (FROM, TO, AFTER))
        history = Revision.objects.of(live).public()
        around = {"object": live, "has_versions": self.has_versions} | addresses(live)
        try:
            if compares:
                context = self.comparison(request, history) | unlisted(around["history"])
            else:
                context = self.turns(request, history)
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
            "newest": rows[0] if rows and not after else None,
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


class VocabularyHistory(HistoryPage, PublicVocabulary):
    """What became of a person, an organisation, a place or a source.

    Their pages gather records, which have versions; they have none themselves.
    """

    has_versions = False


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
