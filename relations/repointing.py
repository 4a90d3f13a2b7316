"""Whatever names a document is written anew once the document has another name."""

from django.utils.translation import gettext as _t

from relations.codes import PUBLIC, WAITING, Status
from relations.document import Refused, apply, build, digest
from relations.document.renaming import naming, renamed
from relations.models import Revision
from relations.models.documented import Documented
from relations.recording import begin, recording, write_down
from relations.standing import has_states, last_written, pending, substance


def repoint(target: Documented, former_slug: str, *, note: str = "", **signed) -> list[Documented]:
    """Let every document that names `target` by its former slug name it by the one it has now.

    `note` says why it was renamed, `signed` who did. Returns the documents that were looked at.
    The caller holds the transaction. Raises Refused naming a document that cannot be written so.
    """
    found = list(naming(target, former_slug))
    told = why(target, former_slug, note)

    def change(document: dict, _state: str) -> dict:
        return renamed(document, type(target), former_slug, target.slug)

    for obj in found:
        rewrite(obj, change, note=told, **signed)
    return found


def why(target: Documented, former_slug: str, note: str) -> str:
    """What the histories of those that name it tell; nothing of what no reader knows."""
    if not is_disclosed(target):
        return _t("Something that it names has another address.")
    names = {"old": former_slug, "new": target.slug}
    return f"{_t('Renamed: %(old)s → %(new)s.') % names} {note}".strip()[:500]


def is_disclosed(obj: Documented) -> bool:
    """Whether readers know of the document."""
    if has_states(obj):
        return obj.is_public
    return type(obj).objects.published().filter(pk=obj.pk).exists()


def rewrite(obj: Documented, change, *, merge=None, **signed) -> None:
    """Write `change(document, state)` in place of the row's document and of its proposal.

    Nobody's words are touched: what waits stays its author's, in the state in which it was, with
    the remark of whoever brought it there.
    """
    if not begin(obj):
        return  # deleted meanwhile
    obj.refresh_from_db()
    proposal, newest = pending(obj), Revision.objects.of(obj).first()
    author = last_written(obj) if newest else None
    status = getattr(obj, "status", "")
    document = change(build(obj), status)
    is_turned = digest(document) != digest_that_stands(obj)
    if is_turned:
        if newest and has_states(obj) and status not in PUBLIC:
            write_again(obj, author, newest, document)
            signed = signature_of(newest)
        with named(obj), recording(obj, **signed, merge=merge):
            apply(obj, document)
    if proposal:
        waits = change(proposal.document, proposal.state)
        if is_turned or waits != proposal.document:
            wait_again(obj, author, proposal, waits, merge=merge)


def wait_again(obj: Documented, author: Revision, newest: Revision, waits: dict, *, merge=None):
    """Put what waits beside a document on top of what was just written there."""
    write_again(obj, author, newest, waits)
    write_down(obj, waits, **signature_of(newest), merge=merge, state=newest.state)


def write_again(obj: Documented, author: Revision, newest: Revision, waits: dict) -> None:
    """The author's own revision under the names of now, where a step or a reader followed it.

    So the words stay hers, and the remark of whoever followed stays theirs.
    """
    if author != newest:
        state = author.state if author.state in WAITING else Status.DRAFT
        document = substance(waits) | {"status": Status(state).value}
        write_down(obj, document, **signature_of(author), state=state)


def signature_of(revision: Revision) -> dict:
    names = ("by", "signature", "note", "approved_by")
    return {name: getattr(revision, name) for name in names}


def digest_that_stands(obj: Documented) -> str:
    """The digest of the last version of the row itself, '' where there is none."""
    versions = Revision.objects.of(obj)
    if not has_states(obj) or obj.is_public:
        versions = versions.public()
    latest = versions.first()
    return latest.digest if latest else ""


class named:
    """Say in a refusal which document it is about."""

    def __init__(self, obj):
        self.place = f"{obj.KEY} {obj.slug}"

    def __enter__(self):
        return self

    def __exit__(self, _type, error, _traceback):
        if isinstance(error, Refused):
            found = [(f"{self.place}: {path}".rstrip(": "), text) for path, text in error.problems]
            raise Refused(found) from None
