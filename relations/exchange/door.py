"""A stand-in for `relations.workflow`, with the same two names."""

from relations.document import Refused, apply, build
from relations.models import Revision
from relations.recording import recording


def current(obj) -> dict:
    """The document that editors work on."""
    return build(obj)


def save(obj, document: dict, *, by, note: str = ""):
    """Write `document` as a draft; the revision. Raises Refused for what readers see."""
    if getattr(obj, "is_published", False):
        raise Refused([("", "Published.")])
    if obj.pk:
        obj.refresh_from_db()
    with recording(obj, by=by, note=note):
        apply(obj, document)
    return Revision.objects.of(obj).first()
