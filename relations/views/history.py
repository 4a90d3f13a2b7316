"""Published documents as they stand and as they stood, and what changed from version to version."""

import re
from datetime import UTC, date, datetime
from http import HTTPStatus
from itertools import pairwise
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t

from relations.codes import Status
from relations.document import build, changes, digest, hydrate, names_in
from relations.document.changes import Change
from relations.document.names import Names, hidden, without_hidden
from relations.filters import AFTER, Objection
from relations.languages import Text, reading_order
from relations.models import Revision
from relations.views.reading import BadFilter, ReaderView, refuse_parameters

VERSION, AS_OF, FROM, TO = "version", "as_of", "from", "to"
#: How many versions a page of a history tells.
PAGE_SIZE = 20
DIGEST = re.compile(r"[0-9a-f]{8,64}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class NotThen(Exception):
    """What was asked for is well said, but no such version was ever published."""


class Version(NamedTuple):
    """What a page says, and its place in the history.

    `since` and `until` are days in EDTF; `since` is empty where the history does not know it,
    `until` while the version stands. `is_asked` when the address names it.
    """

    document: dict
    digest: str
    since: str = ""
    until: str = ""
    is_asked: bool = False

    @property
    def short(self) -> str:
        return self.digest[:8]


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


class PublicDocument(ReaderView):
    """A page about one published document; of any other it says where it went, or nothing."""

    model = None

    def get(self, request, slug: str):
        live = self.find(slug)
        if live is None or not live.is_published:
            return self.elsewhere(request, slug, live)
        return self.show(request, live)

    def find(self, slug: str):
        return self.model.objects.filter(slug=slug).first()

    def show(self, request, live):
        raise NotImplementedError

    def address(self, obj) -> str:
        """Where this page of another document is."""
        return obj.get_absolute_url()

    def elsewhere(self, request, slug: str, live):
        """A page that moved, merged or was withdrawn says so; a draft is as good as unknown."""
        target = getattr(live, "merged_into", None)
        if live and live.status == Status.MERGED and target and is_known(target):
            return HttpResponsePermanentRedirect(self.address(target))
        if live and live.status == Status.WITHDRAWN and is_known(live):
            return render(
                request, "relations/withdrawn.html", {"record": live}, status=HTTPStatus.GONE
            )
        moved = self.model.objects.filter(former_slugs__contains=f",{slug},")
        known = sorted(filter(is_known, moved), key=lambda obj: not obj.is_published)
        if known:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponsePermanentRedirect(self.address(known[0]) + query)
        raise Http404


def is_known(obj) -> bool:
    """Whether readers may learn of it: it is published, or it was before it was taken back."""
    if obj.status in (Status.WITHDRAWN, Status.MERGED):
        history = Revision.objects.filter(model=key_of(obj), slug=obj.slug)
        return history.published().exists()
    return obj.is_published


def key_of(obj) -> str:
    """The word that opens its document; of a record fetched without its kind, that of the kind."""
    return obj.KEY or obj.kind


def history_address(obj) -> str:
    return reverse(f"{key_of(obj)}_history", args=[obj.slug])


class DocumentDetail(PublicDocument):
    """The page of a document, rendered from it: as it stands, or as the address asks.

    A page names its template, the parameters it knows besides, and its `context`.
    """

    template_name = ""
    parameters: tuple[str, ...] = ()

    def show(self, request, live):
        refuse_parameters(request, known=(VERSION, AS_OF, *self.parameters))
        try:
            version = version_asked(request, live) or present_version(live)
        except NotThen as missing:
            return not_then(request, live, str(missing))
        around = {"version": version} | addresses(live)
        if version.is_asked:
            around |= unlisted(around["present"])
        document = version.document | {live.KEY: live.slug}
        shown = hydrate(document, pk=live.pk, check_pages=version.is_asked)
        context = self.context(request, shown, version)
        return render(request, self.template_of(shown), around | context)

    def template_of(self, shown) -> str:
        return self.template_name

    def context(self, request, shown, version: Version) -> dict:
        return {}


def addresses(live) -> dict:
    """Where a document stands today, and where its history is told."""
    return {"present": live.get_absolute_url(), "history": history_address(live)}


def unlisted(path: str) -> dict:
    """For search engines there is only the page at `path`."""
    return {"noindex": True, "canonical": settings.SITE_URL + path}


def not_then(request, live, reason: str):
    context = {"object": live, "reason": reason} | addresses(live)
    context |= unlisted(context["present"])
    return render(request, "relations/not_then.html", context, status=HTTPStatus.NOT_FOUND)


def present_version(live) -> Version:
    """The live row as a version; dated where its history knows it."""
    document = build(live)
    shown = digest(document)
    newest = Revision.objects.of(live).published().first()
    since = newest.day if newest and newest.digest == shown else ""
    return Version(document, shown, since)


def version_asked(request, live) -> Version | None:
    """The version that the address names; None for the present one, NotThen for none."""
    history = Revision.objects.of(live).public()
    asked, day = once(request, VERSION), once(request, AS_OF)
    if asked and day:
        raise refusal(AS_OF, _t("Ask for a version or for a day, not for both."))
    if asked:
        revision = called(history.published(), VERSION, asked)
    elif day:
        revision = history.standing_on(day_asked(day))
        if revision is None or not revision.is_published:
            raise NotThen(_t("At the end of that day (UTC) it was not published: %s.") % day)
    else:
        return None
    following = history.filter(pk__gt=revision.pk).order_by("pk").first()
    until = following.day if following else ""
    return Version(revision.document, revision.digest, revision.day, until, is_asked=True)


def once(request, parameter: str) -> str:
    """The value of a parameter, '' when it is blank or not given."""
    values = [value for value in request.GET.getlist(parameter) if value.strip()]
    if len(values) > 1:
        raise refusal(parameter, _t("This can be given only once."))
    return values[0] if values else ""


def refusal(parameter: str, message: str, *accepted: str) -> BadFilter:
    return BadFilter([Objection(parameter, message, list(accepted))])


def called(history, parameter: str, asked: str) -> Revision:
    """The newest revision of a history whose digest begins so; NotThen without any."""
    if not DIGEST.fullmatch(asked):
        message = _t("A version is called by at least eight hexadecimal digits of its digest.")
        raise refusal(parameter, message, "3f9a2c17")
    found = history.filter(digest__startswith=asked)
    if found.order_by().values("digest").distinct().count() > 1:
        raise refusal(parameter, _t("More than one version is called so: write more digits."))
    if (revision := found.first()) is None:
        raise NotThen(_t("No version that was published has the digest “%s”.") % asked)
    return revision


def day_asked(asked: str) -> date:
    try:
        day = date.fromisoformat(asked if DAY.fullmatch(asked) else "")
    except ValueError:
        raise refusal(AS_OF, _t("Write a day of the calendar."), "2026-11-28") from None
    if day > datetime.now(UTC).date():
        raise refusal(AS_OF, _t("That day is still to come."))
    return day


class History(PublicDocument):
    """The public history of a document, or the differences between two of its versions."""

    def address(self, obj) -> str:
        return history_address(obj)

    def show(self, request, live):
        refuse_parameters(request, known=(FROM, TO, AFTER))
        history = Revision.objects.of(live).public()
        around = {"object": live} | addresses(live)
        try:
            if FROM in request.GET or TO in request.GET:
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
        asked = {parameter: once(request, parameter) for parameter in (FROM, TO)}
        for parameter, given in asked.items():
            if not given:
                raise refusal(parameter, _t("Name two versions: from the one, to the other."))
        old, new = (called(published, *named) for named in asked.items())
        names, told = told_of([old, new])
        compared = {"old": old, "new": new, "changes": changes(told[old.pk], told[new.pk])}
        offered = [*published[:PAGE_SIZE], new, old]
        return {"compared": compared, "names": names, **choices(offered, old, new)}


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
    documents = {row.pk: row.document for row in versions}
    names = names_in(*documents.values())
    told = {pk: without_hidden(document, names) for pk, document in documents.items()}
    unseen = hidden(names)
    return {key: obj for key, obj in names.items() if key not in unseen}, told


def choices(offered: list[Revision], *chosen: Revision) -> dict:
    """The versions to choose two from, each once: at first the last two."""
    by_digest = {row.short: row for row in offered}
    shown = [row.short for row in chosen] or [*by_digest][1::-1]
    return {"offered": list(by_digest.values()), "chosen": shown}
