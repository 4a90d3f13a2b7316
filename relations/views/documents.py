"""Pages about one published document: as it stands, as it stood, and where it went."""

import re
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.codes import Status
from relations.document import build, digest, hydrate
from relations.filters import Objection
from relations.models import Record, Revision
from relations.standing import has_states, was_told
from relations.views import citing
from relations.views.reading import AS_OF, VERSION, BadFilter, ReaderView, refuse_parameters

DIGEST = re.compile(r"[0-9a-f]{8,64}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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


class Merged(NamedTuple):
    """What a record went into, on which day (in EDTF, '' where no history knows it), and why."""

    into: Record
    day: str = ""
    why: str = ""


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

    def asks_for_the_past(self, request) -> bool:
        """Whether it is asked what was said once, which a merge takes from nobody."""
        given = (*request.GET.getlist(VERSION), *request.GET.getlist(AS_OF))
        return any(value.strip() for value in given)

    def elsewhere(self, request, slug: str, live):
        """A page that moved, merged or was withdrawn says so; a draft is as good as unknown."""
        target = live and live.status == Status.MERGED and stays(live)
        if target and is_known(target):
            if target.is_published and self.asks_for_the_past(request) and is_known(live):
                return self.show(request, live)
            return led_on(request, self.address(target))
        if live and live.status == Status.WITHDRAWN and is_known(live):
            return self.withdrawn(request, live)
        moved = self.model.objects.filter(former_slugs__contains=f",{slug},")
        known = sorted(filter(is_known, moved), key=lambda obj: not obj.is_published)
        if known:
            return led_on(request, self.address(known[0]))
        raise Http404

    def withdrawn(self, request, live):
        return render(request, "relations/withdrawn.html", {"record": live}, status=HTTPStatus.GONE)


class PublicVocabulary(ReaderView):
    """A page about a person, an organisation, a place or a source that readers may know."""

    model = None

    def get(self, request, slug: str):
        published = self.published()
        if found := published.filter(slug=slug).first():
            return self.show(request, found)
        if moved := published.filter(former_slugs__contains=f",{slug},").first():
            return led_on(request, self.address(moved))
        raise Http404

    def published(self):
        return self.model.objects.published()

    def show(self, request, found):
        raise NotImplementedError

    def address(self, obj) -> str:
        """Where this page of another document is."""
        return obj.get_absolute_url()


def led_on(request, address: str):
    """To another address for good, with what was asked."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponsePermanentRedirect(address + query)


def stays(live):
    """What stands in the place of a document: itself, or what it was merged into in the end.

    None where that leads in a circle.
    """
    passed = set()
    while getattr(live, "status", "") == Status.MERGED:
        if live.pk in passed:
            return None
        passed.add(live.pk)
        live = getattr(live, "merged_into", None)
    return live


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
        return self.rendered(request, version._replace(document=document), live.pk, around)

    def rendered(self, request, version: Version, pk: int, around: dict):
        """The page as a version has it; the same for the live page, an old one and a draft."""
        shown = hydrate(version.document, pk=pk, check_pages=version.is_asked)
        context = around | self.context(request, shown, version)
        if "is_preview" not in around:
            context["citation"] = citing.of_document(request, shown, version, context["evidence"])
        return render(request, self.template_of(shown), context)

    def template_of(self, shown) -> str:
        return self.template_name

    def context(self, request, shown, version: Version) -> dict:
        return {}


def addresses(live) -> dict:
    """Where readers find today what a document tells, its own address, and its history."""
    merged = merged_of(live)
    present = merged.into if merged else live
    return {
        "present": present.get_absolute_url(),
        "own": live.get_absolute_url(),
        "history": history_address(live),
        "merged": merged,
    }


def merged_of(live) -> Merged | None:
    """What became of a merged record; None for any other document."""
    if getattr(live, "status", "") != Status.MERGED:
        return None
    turns = Revision.objects.of(live).public()
    last = turns.published().first()
    turn = turns.filter(pk__gt=last.pk, state=Status.MERGED).last() if last else None
    return Merged(stays(live), turn.day, turn.note) if turn else Merged(stays(live))


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
        revision = called(versions_of(live), VERSION, asked)
        history = revision.history().public()
    elif day:
        revision = history.standing_on(day_asked(day))
        if revision is None or not revision.is_published:
            raise NotThen(_t("At the end of that day (UTC) it was not published: %s.") % day)
    else:
        return None
    following = history.filter(pk__gt=revision.pk).order_by("pk").first()
    until = following.day if following else ""
    return Version(revision.document, revision.digest, revision.day, until, is_asked=True)


def versions_of(live):
    """The versions of a document that readers can ask for; of a name or a source also those of
    the duplicates that went into it, whose addresses lead to it."""
    slugs = [live.slug] if has_states(live) else [live.slug, *taken_in_by(live)]
    return Revision.objects.filter(model=live.KEY, slug__in=slugs).order_by("-pk").published()


def taken_in_by(live) -> list[str]:
    """The slugs of the duplicates that went into a name or a source, as far as readers knew them.

    A slug that another has, or had, may tell of that one.
    """
    ended = dict(
        Revision.objects.filter(model=live.KEY, slug__in=live.former_slugs)
        .order_by("pk")
        .values_list("slug", "state")
    )
    merged = [slug for slug, state in ended.items() if state == Status.MERGED]
    others = type(live).objects.exclude(pk=live.pk)
    return [
        slug
        for slug in merged
        if others.called(slug) is None and was_told(type(live)(slug=slug, former_slugs=[]))
    ]


def once(request, parameter: str) -> str:
    """The value of a parameter, '' when it is blank or not given."""
    values = [value for value in request.GET.getlist(parameter) if value.strip()]
    if len(values) > 1:
        raise refusal(parameter, _t("This can be given only once."))
    return values[0] if values else ""


def refusal(parameter: str, message: str, *accepted: str) -> BadFilter:
    return BadFilter([Objection(parameter, message, list(accepted))])


NEVER_PUBLISHED = _("No version that was published has the digest “%s”.")


def called(history, parameter: str, asked: str, missing=NEVER_PUBLISHED) -> Revision:
    """The newest revision of a history whose digest begins so; NotThen without any."""
    if not DIGEST.fullmatch(asked):
        message = _t("A version is called by at least eight hexadecimal digits of its digest.")
        raise refusal(parameter, message, "3f9a2c17")
    found = history.filter(digest__startswith=asked)
    if found.order_by().values("digest").distinct().count() > 1:
        raise refusal(parameter, _t("More than one version is called so: write more digits."))
    if (revision := found.first()) is None:
        raise NotThen(missing % asked)
    return revision


def day_asked(asked: str) -> date:
    try:
        day = date.fromisoformat(asked if DAY.fullmatch(asked) else "")
    except ValueError:
        raise refusal(AS_OF, _t("Write a day of the calendar."), "2026-11-28") from None
    if day > datetime.now(UTC).date():
        raise refusal(AS_OF, _t("That day is still to come."))
    return day
