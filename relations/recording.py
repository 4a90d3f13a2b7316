"""One door for writing: lock, change, derive, check, and write down what changed.

The admin, the loader and every command write through `recording`. Its two halves, `begin` and
`settle`, are used by themselves where the change happens in somebody else's transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from relations.document import Refused, build, digest
from relations.document.check import claim_problems, uncited
from relations.document.compare import canonical
from relations.models import Correction, Record, Revision


@contextmanager
def recording(obj, *, by=None, signature: str = "", note: str = "") -> Iterator[None]:
    """Everything done to `obj` inside is one revision, or nothing.

    `by` is a user; `signature` names another author, such as "fixtures". Raises Refused when the
    result is not fit to be kept; then nothing of it remains.
    """
    with transaction.atomic():
        former_slug = begin(obj)
        yield
        settle(obj, former_slug, by=by, signature=signature, note=note)


def begin(obj) -> str:
    """Lock the document's row for the transaction in hand; the slug it has now, '' if it is new."""
    if not obj.pk:
        return ""
    root = Record if isinstance(obj, Record) else type(obj)
    row = root.objects.select_for_update().filter(pk=obj.pk).values_list("slug", flat=True)
    return row.first() or ""


def settle(
    obj, former_slug: str = "", *, by=None, signature: str = "", note: str = ""
) -> Revision | None:
    """Derive, check, and write a revision when the document differs from the last one."""
    if former_slug and former_slug != obj.slug:
        _rename(obj, former_slug)
    obj.save()
    document = build(obj)
    problems = [*obj.problems(), *claim_problems(document)]
    if isinstance(obj, Record) and obj.is_published:
        problems += [(path, _t("Published without a citation.")) for path in uncited(document)]
    if problems:
        raise Refused(problems)
    new = digest(document)
    last = Revision.objects.of(obj).first()
    if last and last.digest == new:
        return None
    return Revision.objects.create(
        model=obj.KEY,
        slug=obj.slug,
        digest=new,
        content=canonical(document),
        by=by,
        signature=signature or (by.get_username() if by else ""),
        note=note,
        at=timezone.now().replace(microsecond=0),
        state=getattr(obj, "status", ""),
    )


def _rename(obj, former_slug: str) -> None:
    """Keep the old address: readers are redirected; the history and their corrections follow."""
    kept = [slug for slug in obj.former_slugs if slug != obj.slug]
    obj.former_slugs = [*kept, former_slug]
    for model in (Revision, Correction):
        model.objects.filter(model=obj.KEY, slug=former_slug).update(slug=obj.slug)
