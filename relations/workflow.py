"""From the first draft to the public page and its end: who may take which step, and what it does.

Whoever writes at the desk writes a document. One that readers never saw is its own draft: the row
says what the draft says. One that readers know stays as it is: what is written becomes a
*proposal*, a later revision in a waiting state, until somebody else approves it. Every step leaves
a revision with a note. Vocabulary (people, organisations, places, sources, the relation) has no
states; what is written there holds at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from relations import notices
from relations.codes import WAITING, Status
from relations.document import Refused, apply, build, digest, hydrate, identity, roots
from relations.document.compare import texts_in
from relations.document.renaming import named_as_now
from relations.duties import Duty, duty_of
from relations.languages import ORIGINAL
from relations.models import Organisation, Person, Place, PreviewLink, Revision, Source
from relations.models.documented import Multilingual, Problem
from relations.models.history import due_in
from relations.recording import (
    begin,
    check,
    recording,
    set_apart,
    settle,
    write_down,
    write_if_new,
)
from relations.repointing import repoint, wait_again, write_again
from relations.standing import (
    DROPPED,
    current,
    has_states,
    is_given_up,
    is_known,
    last_written,
    needing,
    pending,
    state_of,
    substance,
    words,
    writers,
)


class Conflict(Refused):
    """Somebody else saved in between.

    Holds the document as it is now, as it was when the user opened it (None if no such version is
    known), and what was saved since, the newest first.
    """

    message = _(
        "Somebody else saved this while you were editing. Nothing was saved; what you typed is "
        "still here. Saving again replaces their version, which stays in the history."
    )

    def __init__(self, obj, now: dict, opened_on: str):
        versions = Revision.objects.of(obj)
        # What no form sends may hold what a database takes for no text.
        opened = versions.filter(digest=opened_on).first() if opened_on.isalnum() else None
        self.now, self.before = now, opened and opened.document
        self.since = list(versions.filter(pk__gt=opened.pk) if opened else versions[:1])
        super().__init__([("", str(self.message))])


class Overtaken(Conflict):
    """The same, for whoever was about to do something with the version that she had looked at."""

    message = _(
        "Somebody else saved this after you had opened it. Nothing was done. What they changed "
        "stands below; if you go on, it is with the version that is there now."
    )


class Gone(Refused):
    """Somebody else deleted the document in between."""

    def __init__(self):
        message = _t(
            "Somebody else deleted this while you were editing. What you typed is still here. "
            "Saving again begins it anew."
        )
        super().__init__([("", message)])


@dataclass(frozen=True)
class Step:
    """Something that can be done with a document in some states.

    `duty` is the least that a user needs; an author also takes AUTHOR steps only with her own.
    The label reads otherwise in each language, the step is the same.
    """

    name: str
    label: str = field(compare=False)
    within: frozenset
    duty: Duty
    needs_note: bool = False


WRITTEN = frozenset({Status.DRAFT, Status.REJECTED})
JUDGED = frozenset({Status.SUBMITTED, Status.SCHEDULED})
SUBMIT = Step("submit", _("Submit for review"), WRITTEN, Duty.AUTHOR)
DROP = Step("drop", _("Give up the proposal"), WAITING, Duty.AUTHOR)
REJECT = Step("reject", _("Reject"), JUDGED, Duty.EDITOR, needs_note=True)
PUBLISH = Step("publish", pgettext_lazy("a step", "Publish now"), JUDGED, Duty.PUBLISHER)
SCHEDULE = Step("schedule", _("Schedule"), JUDGED, Duty.PUBLISHER)
WITHDRAW = Step("withdraw", _("Withdraw"), frozenset({Status.PUBLISHED}), Duty.PUBLISHER)
STEPS = {step.name: step for step in (SUBMIT, PUBLISH, SCHEDULE, REJECT, DROP, WITHDRAW)}
#: Steps of which colleagues hear.
TOLD = {SUBMIT: notices.submitted, REJECT: notices.rejected}
#: What documents name and what has no states; the relation is the site itself.
VOCABULARY = (Person, Organisation, Place, Source)
#: Steps by which a document reaches its readers: never by the hand that wrote it.
APPROVALS = (PUBLISH, SCHEDULE)


def may_change(user, obj) -> bool:
    """Whether the user may write in the document: an author in her own and in what nobody began."""
    duty = duty_of(user)
    if duty >= Duty.EDITOR:
        return True
    if duty < Duty.AUTHOR:
        return False
    if not has_states(obj):
        return not type(obj).objects.published().filter(pk=obj.pk).exists()
    if obj.is_public and not pending(obj):
        return obj.status != Status.MERGED
    found = writers(obj)
    return not found or user.pk in found


def may_delete(user, obj) -> bool:
    """What readers never saw can be deleted, the rest is withdrawn; a name or a source while
    nothing needs it, which `delete` asks."""
    is_free = not is_known(obj) if has_states(obj) else isinstance(obj, VOCABULARY)
    return is_free and may_change(user, obj)


def is_own(user, obj) -> bool:
    return user.pk in writers(obj)


def steps(user, obj) -> list[Step]:
    """What the user may do with the document now, besides writing in it."""
    return [step for step in STEPS.values() if may_take(user, step, obj)]


def may_take(user, step: Step, obj) -> bool:
    if not has_states(obj):
        return False
    # What readers see can be withdrawn whatever waits beside it.
    state = obj.status if step is WITHDRAW else state_of(obj)
    if state not in step.within:
        return False
    duty = duty_of(user)
    if duty < step.duty:
        return False
    if step.duty == Duty.AUTHOR and not may_change(user, obj):
        return False
    if step is DROP:
        return pending(obj) is not None
    return step not in APPROVALS or user.is_superuser or not is_own(user, obj)


def lock(obj) -> None:
    """Bring a saved row up to date and keep it so for the transaction. Raises Gone."""
    begin(obj)
    try:
        obj.refresh_from_db()
    except type(obj).DoesNotExist:
        raise Gone from None


def as_seen(obj, seen: str | None) -> dict:
    """The document that editors work on. Raises Overtaken when `seen` is the digest of another."""
    now = current(obj)
    if seen is not None and digest(now) != seen:
        raise Overtaken(obj, now, seen)
    return now


def delete(obj, *, by, seen: str | None = None) -> None:
    """Delete what readers never saw. `seen` is the digest of the version that the user looked at.

    Raises Overtaken when it is another by now, Refused where something needs it, and
    PermissionDenied, also where readers know it. The history tells who gave it up: whoever begins
    the address anew begins with nobody's words, and readers never get them.
    """
    with transaction.atomic():
        lock(obj)
        if not may_delete(by, obj):
            raise PermissionDenied
        as_seen(obj, seen)
        if not has_states(obj):
            if needs := list(islice(needing(obj), 1)):
                raise Refused([("", _t("It is still needed: %s.") % needs[0])])
            Revision.objects.of(obj).update(state=DROPPED)
        write_down(obj, {obj.KEY: obj.slug}, by=by, state=DROPPED)
        try:
            obj.delete()
        except ProtectedError:
            message = _t("Somebody else named it just now. Please try once more.")
            raise Refused([("", message)]) from None


def save(obj, document: dict, *, by, note: str = "", opened_on: str | None = None):
    """Write `document` as the user's draft, proposal or, for vocabulary, at once.

    `obj` is the live row, unsaved for a new document; it is brought up to date. `opened_on` is the
    digest of the version that the user had before her. Returns the revision, None if nothing
    changed. Raises Conflict when that is not the current one any more, Gone when there is none,
    Refused with every problem, and PermissionDenied.
    """
    with transaction.atomic():
        if obj.pk:
            lock(obj)
        if not (may_change(by, obj) if obj.pk else duty_of(by) >= Duty.AUTHOR):
            raise PermissionDenied
        now = current(obj) if obj.pk else {}
        if opened_on is not None and obj.pk and digest(now) != opened_on:
            raise Conflict(obj, now, opened_on)
        if now and words(document) == words(now):
            return None
        return _write(obj, waiting(now, document), by=by, note=note)


def waiting(now: dict, document: dict) -> dict:
    """The document as writing leaves it: submitted stays so, the rest is draft."""
    rest = substance(unread_where_changed(now, document))
    is_submitted = now.get("status") == Status.SUBMITTED
    return rest | {"status": Status.SUBMITTED.value} if is_submitted else rest


def unread_where_changed(before: dict, after: dict) -> dict:
    """Take away the mark that an editor read a language where the words in it are others now."""
    marks = after.get("checked", {})
    if not before or not marks:
        return after
    kept = {
        code: mark
        for code, mark in marks.items()
        if mark != before.get("checked", {}).get(code)
        or texts_in(before, code) == texts_in(after, code)
    }
    rest = {name: value for name, value in after.items() if name != "checked"}
    return rest | {"checked": kept} if kept else rest


def _write(obj, document: dict, **authorship) -> Revision | None:
    """The document in its row, or, while readers know that row, beside it.

    Returns the revision, None if it says nothing new. The caller holds the transaction.
    """
    stays = has_states(obj) and obj.pk and obj.is_public
    if stays and document.get("status", Status.DRAFT) in WAITING:
        return write_if_new(obj, tried(obj, document), **authorship)
    former_slug = begin(obj)
    obj.slug = identity(document)[1]
    if not obj.pk and (left := Revision.objects.of(obj).first()) and not is_given_up(left):
        set_apart(obj)  # it was merged away
    apply(obj, document)
    revision = settle(obj, former_slug, **authorship)
    if former_slug not in ("", obj.slug):
        repoint(obj, former_slug, **authorship)
    return revision


def tried(obj, document: dict) -> dict:
    """The document as its row would say it. Raises Refused as a save would; nothing is written."""
    trial = type(obj)._base_manager.get(pk=obj.pk)
    with transaction.atomic():
        with recording(trial):
            trial.slug = identity(document)[1]
            apply(trial, document)
        said = build(trial)
        transaction.set_rollback(True)
    return said


def hindrances(obj) -> list[Problem]:
    """What keeps the version that editors work on from being published; nothing is written."""
    trial = type(obj)._base_manager.get(pk=obj.pk)
    try:
        with transaction.atomic():
            lock(trial)
            publish(trial, current(trial), approved_by=None)
            transaction.set_rollback(True)
    except Refused as refused:
        return refused.problems
    return []


def take(
    obj,
    step: Step,
    *,
    by,
    note: str = "",
    seen: str | None = None,
    publish_at: datetime | None = None,
    public_reason: dict | None = None,
) -> Revision:
    """Take a step with the document. `seen` is the digest of the version that the user judged.

    Raises Overtaken when it is another by now, Refused with what keeps it from being published or
    what the step lacks, and PermissionDenied.
    """
    with transaction.atomic():
        lock(obj)
        now = as_seen(obj, seen)
        if not may_take(by, step, obj):
            raise PermissionDenied
        own = step in APPROVALS and is_own(by, obj)
        if (step.needs_note or own) and not note.strip():
            raise Refused([("note", _t("Say why."))])
        revision = _taken(obj, step, now, by, note, publish_at, public_reason)
        if tell := TOLD.get(step):
            transaction.on_commit(lambda: tell(obj, revision), robust=True)
        return revision


def _taken(obj, step: Step, now: dict, by, note: str, publish_at, public_reason) -> Revision:
    rest = substance(now)
    if step is DROP:
        return write_down(obj, now, by=by, note=note, state=DROPPED)
    if step is SUBMIT:
        return _write(obj, rest | {"status": Status.SUBMITTED.value}, by=by, note=note)
    if step is REJECT:
        return _write(obj, rest | {"status": Status.REJECTED.value}, by=by, note=note)
    if step is SCHEDULE:
        if publish_at is None or publish_at <= timezone.now():
            raise Refused([("publish_at", _t("Name a time that is still to come."))])
        if problems := hindrances(obj):
            raise Refused(problems)
        when = {"status": Status.SCHEDULED.value, "publish_at": publish_at.isoformat()}
        if rest | when == now:
            raise Refused([("publish_at", _t("It is scheduled for this time already."))])
        return _write(obj, rest | when, by=by, note=note, approved_by=by)
    if step is WITHDRAW:
        return withdraw(obj, public_reason or {}, by=by, note=note)
    return publish(obj, rest, approved_by=by, note=note)


def withdraw(obj, public_reason: dict, *, by, note: str) -> Revision:
    """End a page, and the links to what waits beside it.

    That goes on waiting; what was scheduled waits for a new approval, the old one knew nothing of
    the end.
    """
    proposal = pending(obj)
    author = last_written(obj) if proposal else None
    ended = {"status": Status.WITHDRAWN.value, "public_reason": public_reason}
    revision = _write(obj, substance(build(obj)) | ended, by=by, note=note, approved_by=by)
    if proposal and proposal.state == Status.SCHEDULED:
        write_again(obj, author, proposal, proposal.document)
        submitted = substance(proposal.document) | {"status": Status.SUBMITTED.value}
        write_down(obj, submitted, by=by, note=note)
    elif proposal:
        wait_again(obj, author, proposal, proposal.document)
    PreviewLink.objects.filter(model=obj.KEY, slug=obj.slug).delete()
    return revision


def publish(obj, document: dict, *, approved_by, note: str = "") -> Revision:
    """Put a waiting document before its readers, signed by whoever wrote it last.

    Readers are told the approver's note, else the writer's.
    """
    standing = substance(document) | {"status": Status.PUBLISHED.value}
    check(hydrate(standing, pk=obj.pk), standing)  # all at once: the database names the first
    last = last_written(obj)
    author = {"by": last.by, "signature": last.signature}
    return _write(obj, standing, note=note or last.note, approved_by=approved_by, **author)


def may_mark_read(user, obj) -> bool:
    return duty_of(user) >= Duty.EDITOR and isinstance(obj, Multilingual)


def mark_read(obj, language: str, *, by, seen: str | None = None) -> None:
    """Note that an editor has read the words of a language in the version whose digest is `seen`.

    What is scheduled stays so, with the approval and the note that readers will get. Raises
    Overtaken when the version is another by now, and PermissionDenied.
    """
    if not may_mark_read(by, obj):
        raise PermissionDenied
    with transaction.atomic():
        lock(obj)
        now = as_seen(obj, seen)
        mark = {"by": by.get_username(), "on": timezone.now().date().isoformat()}
        if language != ORIGINAL:
            mark["beside"] = digest(texts_in(now, ORIGINAL))[:8]
        document = now | {"checked": now.get("checked", {}) | {language: mark}}
        authorship = {"by": by, "note": _t("Read: %s") % language}
        if state_of(obj) == Status.SCHEDULED:
            approval = Revision.objects.of(obj).first()
            authorship |= {"note": approval.note, "approved_by": approval.approved_by}
        _write(obj, document, **authorship)


def restore(obj, revision: Revision, *, by, note: str, seen: str | None = None) -> Revision | None:
    """Write an earlier version again: a new draft or proposal, as if somebody had typed it.

    A withdrawn page comes back so, also with the words that it had. Its addresses stay as they are
    now: readers know them. What it names is called as it is today. `seen` is the digest of the
    version that stood above it. Returns the revision, None if it says nothing else than what
    stands. Raises Overtaken when that is another by now, Refused, and PermissionDenied.
    """
    with transaction.atomic():
        lock(obj)
        if not may_change(by, obj):
            raise PermissionDenied
        now, addresses = as_seen(obj, seen), (obj.KEY, "former_slugs")
        kept = {name: now[name] for name in addresses if name in now}
        said = named_as_now(revision.document)
        rest = {name: value for name, value in said.items() if name not in addresses}
        document = kept | rest
        if state_of(obj) != Status.WITHDRAWN and words(document) == words(now):
            return None
        return _write(obj, waiting(now, document), by=by, note=note)


def publish_due(now: datetime) -> Iterator[tuple[Revision, list[Problem]]]:
    """Publish whatever is scheduled and due, each at most once and in a transaction of its own.

    Yields the revision that was scheduled and the problems that kept it from being published, none
    where it now is. What is published first may rename what the next one names.
    """
    scheduled = Revision.objects.filter(state=Status.SCHEDULED).order_by("pk")
    for model, slug in dict.fromkeys(scheduled.values_list("model", "slug")):
        obj = roots()[model].objects.filter(slug=slug).first()
        if obj and (done := _published_if_due(obj, now)):
            yield done


def _published_if_due(obj, now: datetime) -> tuple[Revision, list[Problem]] | None:
    try:
        with transaction.atomic():
            lock(obj)
            latest = Revision.objects.of(obj).first()
            due = due_in(latest.document)
            if latest.state != Status.SCHEDULED or due is None or due > now:
                return None
            publish(obj, latest.document, approved_by=latest.approved_by, note=latest.note)
    except Gone:
        return None
    except Refused as refused:
        return latest, refused.problems
    return latest, []
