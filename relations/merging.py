"""Merging duplicates: whatever named the one names the other, its address leads there, and all of
it can be undone.

A person, an organisation, a place or a source goes, and leaves its spellings and offices to the
one that stays. A record that readers knew stays where it is, with the status `merged`; a draft
goes. The documents that named the duplicate are written anew, proposals and drafts included; each
such revision knows its Merge, from which the merge is undone.
"""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _t

from relations.codes import Status
from relations.document import Refused, apply, build, digest, roots
from relations.document.renaming import naming, renamed, turned_back
from relations.duties import Duty, duty_of
from relations.models import (
    Correction,
    Merge,
    Organisation,
    Person,
    Place,
    Record,
    Revision,
    Source,
)
from relations.recording import recording, write_down
from relations.repointing import named, rewrite
from relations.standing import DROPPED, has_states, is_known, pending, substance
from relations.workflow import Conflict, lock

#: What can be a duplicate; texts about a topic or the site are each one of a kind.
MERGEABLE = (Record, Person, Organisation, Place, Source)
#: A record in one of these states is no duplicate of anything.
ENDED = (Status.WITHDRAWN, Status.MERGED)


def may_merge(user, obj) -> bool:
    if duty_of(user) < Duty.PUBLISHER or not isinstance(obj, MERGEABLE):
        return False
    return getattr(obj, "status", "") not in ENDED


def may_undo(user) -> bool:
    return duty_of(user) >= Duty.PUBLISHER


def seen(gone, kept) -> str:
    """The digest of what somebody has before her who is about to merge two documents."""
    return digest({"gone": build(gone), "kept": build(kept)})


def merge(gone, kept, *, by, rationale: str, opened_on: str | None = None) -> Merge:
    """Let `kept` take the place of its duplicate `gone` everywhere.

    `opened_on` is what `seen` said of the two when the user looked at them. Raises Conflict when
    it says something else by now, Refused naming every document that cannot be written so, and
    PermissionDenied. Then nothing was changed.
    """
    try:
        with transaction.atomic():
            for obj in sorted((gone, kept), key=lambda obj: (obj.KEY, obj.pk)):
                lock(obj)
            if not (may_merge(by, gone) and may_merge(by, kept)):
                raise PermissionDenied
            if opened_on is not None and seen(gone, kept) != opened_on:
                raise Conflict(gone, build(gone), opened_on)
            refuse_what_is_no_duplicate(gone, kept, rationale)
            merged = Merge.objects.create(
                model=gone.KEY, slug=gone.slug, into=kept.slug, rationale=rationale, by=by, at=now()
            )
            for obj in naming(gone, gone.slug):
                rename(obj, gone, kept, merged)
            put_away(gone, kept, merged)
            hand_over_cases(gone, kept, merged)
    except (IntegrityError, ProtectedError):
        message = _t("Somebody else named the duplicate just now. Please try once more.")
        raise Refused([("", message)]) from None
    return merged


def trial(gone, kept, *, by, rationale: str) -> list[tuple[Revision, dict]]:
    """Each revision that the merge would write in other documents, and the document it replaces.

    Nothing is changed. Raises what `merge` would.
    """
    gone, kept = (type(obj).objects.get(pk=obj.pk) for obj in (gone, kept))
    with transaction.atomic():
        merged = merge(gone, kept, by=by, rationale=rationale)
        others = merged.revisions.exclude(model=gone.KEY, slug=gone.slug).order_by("pk")
        turned = [(revision, revision.replaced().document) for revision in others]
        transaction.set_rollback(True)
    return turned


def refuse_what_is_no_duplicate(gone, kept, rationale: str) -> None:
    kind = Record if isinstance(gone, Record) else type(gone)
    problems = []
    if not isinstance(kept, kind) or gone.pk == kept.pk:
        problems.append(("into", _t("Choose another entry of the same kind.")))
    elif has_states(gone) and gone.is_published and not kept.is_published:
        problems.append(
            ("into", _t("Readers know the duplicate: it can only go into a published entry."))
        )
    if pending(gone):
        problems.append(("", _t("A proposal waits beside the duplicate: decide on it first.")))
    if not rationale.strip():
        problems.append(("rationale", _t("Say why.")))
    if problems:
        raise Refused(problems)


def now():
    return timezone.now().replace(microsecond=0)


def rename(obj, gone, kept, merged: Merge) -> None:
    """Write a document that names `gone` so that it names `kept`, and what waits beside it."""

    def change(document: dict, _state: str) -> dict:
        return renamed(document, type(gone), gone.slug, kept.slug)

    rewrite(obj, change, **by_the_merger(merged), merge=merged)


def by_the_merger(merged: Merge) -> dict:
    by = merged.undone_by if merged.undone_at else merged.by
    text = _t("Undone: %s") if merged.undone_at else "%s"
    return {"by": by, "approved_by": by, "note": (text % merged.rationale)[:500]}


def put_away(gone, kept, merged: Merge) -> None:
    """The duplicate itself: a record that readers knew says where it went, anything else goes."""
    document, signed = build(gone), by_the_merger(merged)
    if has_states(gone) and is_known(gone):
        ended = {"status": Status.MERGED.value, "merged_into": kept.slug}
        with named(gone), recording(gone, **signed, merge=merged):
            apply(gone, substance(document) | ended)
        return
    state = DROPPED if has_states(gone) else Status.MERGED
    write_down(gone, document, **signed, merge=merged, state=state)
    type(gone).objects.get(pk=gone.pk).delete()
    if not has_states(gone):
        with named(kept), recording(kept, **signed, merge=merged):
            apply(kept, with_what_it_leaves(build(kept), document))


def hand_over_cases(gone, kept, merged: Merge) -> None:
    """What readers reported of the duplicate is asked of the document that stays."""
    merged.cases.set(Correction.objects.about(gone))
    Correction.objects.about(gone).update(model=kept.KEY, slug=kept.slug)


def give_back_cases(merged: Merge, gone) -> None:
    """To the duplicate, whatever later merge they went on with."""
    cases = list(merged.cases.values_list("pk", flat=True))
    Correction.objects.filter(pk__in=cases).update(model=gone.KEY, slug=gone.slug)
    moves = Correction.moved_by.through.objects
    moves.filter(correction__in=cases, merge__gte=merged.pk).delete()


def with_what_it_leaves(kept: dict, gone: dict) -> dict:
    """The document that stays, with the addresses, the spellings and the offices of the other."""
    slug = next(iter(gone.values()))
    document = dict(kept)
    addresses = [*kept.get("former_slugs", []), *gone.get("former_slugs", []), slug]
    document["former_slugs"] = list(dict.fromkeys(addresses))
    if "name" in gone:
        document["variants"] = list(spellings(kept, gone))
    if "tenures" in gone:
        document["tenures"] = list(offices(kept, gone, slug))
    return document


def spellings(kept: dict, gone: dict) -> Iterator[dict]:
    names = [{"language": code, "spelling": name} for code, name in gone["name"].items()]
    rows = [*kept.get("variants", ()), *gone.get("variants", ()), *names]
    known = [{"language": code, "spelling": name} for code, name in kept.get("name", {}).items()]
    for row in rows:
        said = {name: row[name] for name in ("language", "spelling")}
        if said not in known:
            known.append(said)
            yield row


def offices(kept: dict, gone: dict, slug: str) -> Iterator[dict]:
    there = kept.get("tenures", [])
    keys = {row["key"] for row in there}
    yield from there
    for row in gone["tenures"]:
        key = left_by(slug, row["key"]) if row["key"] in keys else row["key"]
        if row not in there:
            yield row | {"key": key}


def left_by(slug: str, key: str) -> str:
    """The key of an office that came from a duplicate, where the person had one of the same key."""
    return f"{slug}-{key}"[:100]


def undo(merged: Merge, *, by) -> list[str]:
    """Bring the duplicate back, and whatever named it, as far as nobody wrote there since.

    Returns the documents in which something written since keeps the other name. Raises Refused and
    PermissionDenied; then nothing was changed.
    """
    try:
        with transaction.atomic():
            merged = Merge.objects.select_for_update().get(pk=merged.pk)
            if not may_undo(by):
                raise PermissionDenied
            if merged.undone_at:
                raise Refused([("", _t("This merge is undone already."))])
            turned = list(merged.revisions.order_by("pk"))
            merged.undone_by, merged.undone_at = by, now()
            merged.save()
            return list(_undone(merged, turned))
    except IntegrityError:
        message = _t("Somebody else changed one of the documents just now. Please try once more.")
        raise Refused([("", message)]) from None


def _undone(merged: Merge, turned: list[Revision]) -> Iterator[str]:
    """In the order in which it is possible: what was left to the other, the duplicate, the rest."""
    by_document = {}
    for revision in turned:
        by_document.setdefault((revision.model, revision.slug), []).append(revision)
    [own] = by_document.pop((merged.model, merged.slug), [None])
    if own is None:
        raise Refused([("", _t("The address “%s” has another use by now.") % merged.slug)])
    model = roots()[own.model]
    if not issubclass(model, Record):
        kept = kept_of(merged)
        yield from turn_back(kept, by_document.pop((kept.KEY, kept.slug)), merged)
    gone = found(own) or model(slug=own.slug)
    with named(gone), recording(gone, **by_the_merger(merged), merge=merged):
        if not gone.pk:
            gone.save()
        apply(gone, as_before(own))
    give_back_cases(merged, gone)
    for revisions in by_document.values():
        if obj := found(revisions[0]):
            yield from turn_back(obj, revisions, merged)


def kept_of(merged: Merge):
    """The document that took the addresses of a duplicate. Raises Refused where another merge took
    it away in turn, or where the address of the duplicate is somebody else's by now."""
    model = roots()[merged.model]
    kept = model.objects.filter(former_slugs__contains=f",{merged.slug},").first()
    into = Revision.objects.filter(merge=merged, model=merged.model).exclude(slug=merged.slug)
    if kept is None or model.objects.filter(slug=merged.slug).exists():
        raise Refused([("", _t("The address “%s” has another use by now.") % merged.slug)])
    if kept.slug not in into.values_list("slug", flat=True):
        raise Refused([("", _t("Undo the later merge first: %s.") % kept)])
    return kept


def as_before(own: Revision) -> dict:
    """The duplicate's document with the status that it had before it was merged."""
    document = substance(own.document)
    if "status" not in own.document:
        return document
    last = own.older().public().first() or own.older().waiting().first()
    return document | {"status": last.state}


def turn_back(obj, revisions: list[Revision], merged: Merge) -> Iterator[str]:
    """Undo in a document what the revisions of a merge changed in it; yield what was left."""
    pairs = [(r.state, r.replaced().document, r.document) for r in revisions]
    left = []

    def back(document: dict, state: str) -> dict:
        for then, before, after in pairs:
            document, missed = turned_back(document, before, after)
            left.extend(missed if then == state else ())
        return document

    rewrite(obj, back, **by_the_merger(merged), merge=merged)
    yield from (f"{obj.KEY} {obj.slug}: {path}" for path in left)


def found(revision: Revision):
    return roots()[revision.model].objects.filter(slug=revision.slug).first()
