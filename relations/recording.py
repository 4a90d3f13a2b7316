"""One door for writing: lock, change, derive, check, and write down what changed.

The admin, the loader and every command write through `recording`. Its two halves, `begin` and
`settle`, are used by themselves where the change happens in somebody else's transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from relations.codes import Status
from relations.document import Refused, build, digest
from relations.document.check import claim_problems, uncited
from relations.document.compare import canonical
from relations.models import Correction, Record, Revision
from relations.search import tokens_of
from relations.standing import DROPPED, has_states, is_known


@contextmanager
def recording(obj, **authorship) -> Iterator[None]:
    """Everything done to `obj` inside is one revision, or nothing.

    `authorship` is that of `write_down`. Raises Refused when the result is not fit to be kept; then
    nothing of it remains.
    """
    with transaction.atomic():
        former_slug = begin(obj)
        yield
        settle(obj, former_slug, **authorship)


def begin(obj) -> str:
    """Lock the document's row for the transaction in hand; the slug it has now, '' if it is new."""
    if not obj.pk:
        return ""
    root = Record if isinstance(obj, Record) else type(obj)
    # Rows may go on naming this one meanwhile: two that name each other are saved at once.
    row = (
        root.objects.select_for_update(no_key=True).filter(pk=obj.pk).values_list("slug", flat=True)
    )
    return row.first() or ""


def settle(obj, former_slug: str = "", **authorship) -> Revision | None:
    """Derive, check, and write a revision when the document differs from the last one."""
    if former_slug and former_slug != obj.slug:
        rename(obj, former_slug)
    obj.derive()
    document = build(obj)
    check(obj, document)
    obj.tokens = tokens_of(document)
    obj.save()
    # What the change left at hand may be written over by another.
    obj._prefetched_objects_cache = {}
    return write_if_new(obj, document, **authorship)


def check(obj, document: dict) -> None:
    """Raise Refused with all that is wrong with a document, of which `obj` has the parts."""
    problems = [*obj.problems(), *claim_problems(document)]
    if isinstance(obj, Record) and obj.is_published:
        problems += [(path, _t("Published without a citation.")) for path in uncited(document)]
    if problems:
        raise Refused(problems)


def keep_words(obj, document: dict) -> None:
    """Let the row be found by the words of its document."""
    obj.tokens = tokens_of(document)
    root = Record if isinstance(obj, Record) else type(obj)
    root.objects.filter(pk=obj.pk).exclude(tokens=obj.tokens).update(tokens=obj.tokens)


def write_if_new(obj, document: dict, **authorship) -> Revision | None:
    """A revision, if the document differs from the last one or that one was given up."""
    last = Revision.objects.of(obj).first()
    if last and last.state != DROPPED and last.digest == digest(document):
        return None
    return write_down(obj, document, **authorship)


def write_down(
    obj,
    document: dict,
    *,
    by=None,
    signature: str = "",
    note: str = "",
    approved_by=None,
    merge=None,
    state: str = "",
) -> Revision:
    """The revision that says `document` of `obj`, whether or not its row says the same.

    `by` is the user who wrote it; `signature` names another author, such as "fixtures". The state
    is the document's own status unless another is given.
    """
    return Revision.objects.create(
        model=obj.KEY,
        slug=obj.slug,
        digest=digest(document),
        content=canonical(document),
        by=by,
        signature=signature or (by.get_username() if by else ""),
        approved_by=approved_by,
        merge=merge,
        note=note,
        at=timezone.now().replace(microsecond=0),
        state=state or (document.get("status", Status.DRAFT) if hasattr(obj, "status") else ""),
    )


def rename(obj, former_slug: str) -> None:
    """Keep the old address: readers are redirected; the history and their corrections follow.

    An address that only the desk knew is not kept: readers would learn of it. Whatever was given up
    at the new one keeps its history apart: who wrote what is read from it.
    """
    set_apart(obj)
    for model in (Revision, Correction):
        model.objects.filter(model=obj.KEY, slug=former_slug).update(slug=obj.slug)
    kept = [slug for slug in obj.former_slugs if slug not in (obj.slug, former_slug)]
    obj.former_slugs = [*kept, former_slug] if is_told(obj, former_slug) else kept


def set_apart(obj) -> None:
    """Let what was told at the address of a document before it came there keep its own history."""
    left = Revision.objects.of(obj)
    if newest := left.first():
        left.update(slug=f"{obj.slug[:60]}-given-up-{newest.pk}")


def is_told(obj, slug: str) -> bool:
    """Whether anybody outside the desk may know the document by this slug: a reader, or a file."""
    if not has_states(obj) or is_known(obj):
        return True
    loaded = Revision.objects.of(obj).filter(in_fixtures=True)
    return any(revision.document.get(obj.KEY) == slug for revision in loaded)
