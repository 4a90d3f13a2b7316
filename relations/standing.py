"""How a document stands at the desk: what waits beside it, who wrote it, what readers have of it.

Nothing here changes anything; the steps are those of `relations.workflow`.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _t

from relations.codes import PUBLIC, WAITING, Status
from relations.document import build
from relations.document.disclosed import confirmed
from relations.document.renaming import names
from relations.models import Correction, Merge, Revision
from relations.models.history import FROM_A_FILE, STATELESS

#: The state of a proposal or a draft that was given up; its words stay in the history of the desk.
DROPPED = "dropped"
#: What the steps of the desk decide, and no form: a document says the same without them.
OF_THE_DESK = ("status", "publish_at", "public_reason", "merged_into")


def has_states(obj) -> bool:
    return hasattr(obj, "status")


def pending(obj) -> Revision | None:
    """The proposal that waits beside a document that readers know, if there is one."""
    if not (has_states(obj) and obj.is_public):
        return None
    latest = Revision.objects.of(obj).first()
    return latest if latest and latest.state in WAITING else None


def current(obj) -> dict:
    """The document that editors work on: the proposal, else what the row says."""
    proposal = pending(obj)
    return proposal.document if proposal else build(obj)


def state_of(obj) -> str:
    """The status of what editors work on; '' for vocabulary."""
    proposal = pending(obj)
    return proposal.state if proposal else getattr(obj, "status", "")


def is_known(obj) -> bool:
    """Whether readers may ever have seen the document."""
    return Revision.objects.of(obj).filter(state__in=PUBLIC).exists()


def substance(document: dict) -> dict:
    """What the document says of its subject."""
    return {name: value for name, value in document.items() if name not in OF_THE_DESK}


def words(document: dict) -> dict:
    """What somebody wrote in it; that an editor read a language is no writing."""
    return {name: value for name, value in substance(document).items() if name != "checked"}


class Turn(NamedTuple):
    """A revision that waited, and whether somebody wrote: whether its words are other ones."""

    revision: Revision
    is_written: bool


def waited(revisions: Iterable[Revision]) -> list[Turn]:
    """Of the revisions of one document, oldest first, those that waited since readers last got one.

    A merge of duplicates, another name of what it names or the end of its page changes nobody's
    words: such a public version was put beside what waits, as was any that says other than that.
    After the end of its page readers have nothing: whoever brings back what it said wrote it.
    """
    found, readers_have, before = [], {}, {}
    for revision in revisions:
        says = words(revision.document)
        is_end = revision.state == Status.WITHDRAWN
        if revision.state in PUBLIC:
            readers_have = {} if is_end else says
        if revision.state in WAITING:
            found.append(Turn(revision, not revision.merge_id and says != before))
        if revision.merge_id or revision.state in WAITING:
            before = readers_have if revision.state in PUBLIC else says
            continue
        is_from_a_file = revision.signature == FROM_A_FILE
        was_put_beside = is_end or (revision.state in PUBLIC and says != before)
        if is_from_a_file or not (wrote_in(found) and was_put_beside):
            found.clear()
            before = readers_have
    return found


def wrote_in(turns: Iterable[Turn]) -> set[int]:
    return {turn.revision.by_id for turn in turns if turn.is_written and turn.revision.by_id}


def belongs_to(turns: list[Turn]) -> set[int]:
    """To whom it comes back: who wrote it, else who submitted what was written elsewhere."""
    submitted = (turn.revision for turn in turns if turn.revision.state == Status.SUBMITTED)
    return wrote_in(turns) or {revision.by_id for revision in submitted if revision.by_id}


def turns_of(obj) -> list[Turn]:
    return waited(Revision.objects.of(obj).reverse())


def writers(obj) -> set[int]:
    """The users who changed what the document says since readers last got a version of it."""
    return wrote_in(turns_of(obj))


def is_given_up(revision: Revision) -> bool:
    """Whether somebody gave its words up; a draft that is merged away can come back."""
    return revision.state == DROPPED and not revision.merge_id


def last_written(obj) -> Revision:
    """The revision that last changed what the document says; steps only change its state.

    Words that were given up are nobody's, and what readers were given is approved: whoever writes
    the same again wrote it.
    """
    newest, *older = Revision.objects.of(obj)
    for revision in older:
        is_other = words(revision.document) != words(newest.document)
        if is_other or is_given_up(revision) or revision.state in PUBLIC:
            break
        newest = revision
    return newest


def versions_naming(obj) -> Iterator[Revision]:
    """The versions that name a word or a source, the newest of each document that does.

    Those that readers were given count for good, a draft or a proposal while it waits.
    """
    slugs, seen = (obj.slug, *obj.former_slugs), set()
    same = Revision.objects.filter(model=OuterRef("model"), slug=OuterRef("slug"))
    newest = Subquery(same.order_by("-pk").values("pk")[:1])
    told = Q(state__in=(*PUBLIC, STATELESS)) | Q(state__in=WAITING, pk=newest)
    holding = reduce(or_, (Q(content__contains=slug) for slug in slugs))
    others = Revision.objects.filter(told, holding).exclude(model=obj.KEY, slug=obj.slug)
    for revision in others.order_by("-pk").iterator():
        about = revision.model, revision.slug
        if about not in seen and names(revision.document, type(obj), slugs):
            seen.add(about)
            yield revision


def was_told(obj) -> bool:
    """Whether something that readers were given ever named a word or a source, be it gone."""
    return any(revision.state in PUBLIC for revision in versions_naming(obj))


def needing(obj) -> Iterator[str]:
    """Whatever needs a word or a source to stay, in the words of the desk."""
    for revision in versions_naming(obj):
        yield f"{revision.called} ({revision.day})"
    merged = Merge.objects.filter(model=obj.KEY, into__in=(obj.slug, *obj.former_slugs))
    yield from map(str, merged.filter(undone_at=None))
    versions = Revision.objects.of(obj).published()
    if any(confirmed(revision.document).get("tenures") for revision in versions):
        yield _t("one of its own offices, for which readers saw it")
    if Correction.objects.about(obj).exists():
        yield _t("what a reader reported of it")
