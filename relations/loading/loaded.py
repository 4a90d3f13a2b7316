"""What `loaddata` saves: a document, in two steps, so that documents may name each other freely.

First every document gets a row and the slug it has in the file, then every document is applied, and
at last whatever the files do not hold names by its new slug what was renamed. A load is one
transaction; the first document that cannot be taken ends it with the file, the document, the field
and the reason.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _t

from relations.codes import WAITING
from relations.document import Refused, apply, build, digest, identity
from relations.document.renaming import naming
from relations.models import Record, Revision
from relations.models.history import FROM_A_FILE
from relations.recording import recording, rename
from relations.repointing import repoint
from relations.standing import DROPPED, has_states, pending


@contextmanager
def named(file: str, document) -> Iterator[None]:
    """Turn a refusal into what the operator reads: file, document, field, reason."""
    try:
        yield
    except Refused as refused:
        opening = next(iter(document.items())) if isinstance(document, dict) and document else ()
        place = ": ".join([file, " ".join(str(word) for word in opening)]).rstrip(": ")
        lines = (f"{place}: {path}: {message}" for path, message in refused.problems)
        raise CommandError("\n".join(lines)) from refused


class LoadedDocument:
    """One document of a file, in the shape that `loaddata` expects of a deserialized object."""

    #: Every document waits until all have a row.
    deferred_fields = True
    #: The slug that it had until this load, if that was another.
    former_slug = ""

    def __init__(self, document, file: str):
        self.document, self.file = document, file
        with named(file, document):
            model, slug = identity(document)
            self.object = self._find(model, slug)

    def _find(self, model, slug: str):
        """The object of the document, under its slug or one it had; a new one if there is none."""
        renamed = model.objects.filter(former_slugs__contains=f",{slug},").first()
        if renamed:
            message = _t("renamed since: its slug is now “%s”. Export, merge and load again.")
            raise Refused([(slug, message % renamed.slug)])
        former = self.document.get("former_slugs", [])
        known = model.objects.filter(slug=slug)
        if isinstance(former, list) and not known:
            known = model.objects.filter(slug__in=[str(old) for old in former])
        if issubclass(model, Record) and not known:
            self._spare_another_kind(model, slug)
        return known.first() or model(slug=slug)

    def _spare_another_kind(self, model, slug: str) -> None:
        other = Record.objects.filter(slug=slug).exclude(kind=model.KEY).first()
        if other:
            raise Refused(
                [(slug, _t("this slug belongs to a record of another kind: %s.") % other.kind)]
            )

    def save(self, **_options) -> None:
        slug = identity(self.document)[1]
        if self.object.slug != slug:
            self.former_slug, self.object.slug = self.object.slug, slug
            rename(self.object, self.former_slug)
        if self.former_slug or not self.object.pk:
            self.object.save()

    def save_deferred_fields(self, **_options) -> None:
        with named(self.file, self.document), recording(self.object, signature=FROM_A_FILE):
            self.object.refresh_from_db()
            was_public = has_states(self.object) and self.object.is_public
            apply(self.object, self.document)
            self._spare_what_editors_wrote(was_public)
        latest = Revision.objects.of(self.object).first()
        if not latest.in_fixtures:
            latest.in_fixtures = True
            latest.save(update_fields=["in_fixtures"])

    def repoint(self) -> None:
        """Let the documents that the files do not hold follow the new slug."""
        if not self.former_slug:
            return
        with named(self.file, self.document):
            self._spare_what_waits()
            for obj in repoint(self.object, self.former_slug, signature=FROM_A_FILE):
                keep_as_loaded(obj)

    def _spare_what_waits(self) -> None:
        """Refuse to write anew what somebody is working on, unless the operator insists."""
        for obj in naming(self.object, self.former_slug):
            if pending(obj) and not is_insisted():
                message = _t("%s names it, and a proposal waits there: decide on it first.")
                raise Refused([(self.object.slug, message % f"{obj.KEY} {obj.slug}")])

    def _spare_what_editors_wrote(self, was_public: bool) -> None:
        """Refuse to replace what an editor wrote, unless the operator insists.

        An editor's version that was exported may be followed by a newer document, but not by
        one that is older than it. What waits or was given up beside a page that readers have is
        not what they have, even where the file says the same.
        """
        history = Revision.objects.of(self.object)
        latest = history.first()
        if not latest or is_as_loaded(latest) or is_insisted():
            return
        new = digest(build(self.object))
        is_older = history.exclude(pk=latest.pk).filter(digest=new).exists()
        is_beside = was_public and latest.state in (*WAITING, DROPPED)
        if is_beside or (latest.digest != new and (is_older or not latest.in_fixtures)):
            message = _t(
                "changed by %(editor)s on %(day)s since it was last loaded. Export, merge and load "
                "again, or set FIXTURES_OVERWRITE=1 to replace it."
            ) % {"editor": latest.approved_by or latest.signature, "day": latest.at.date()}
            raise Refused([(self.object.slug, message)])


def is_insisted() -> bool:
    return os.environ.get("FIXTURES_OVERWRITE") == "1"


def keep_as_loaded(obj) -> None:
    """What nobody changed since it was loaded stays open to the next load."""
    newest, *older = Revision.objects.of(obj)[:2]
    if newest.signature == FROM_A_FILE and older and is_as_loaded(older[0]):
        newest.in_fixtures = True
        newest.save(update_fields=["in_fixtures"])


def is_as_loaded(revision: Revision) -> bool:
    """Whether it came from a file, and nobody at the desk approved it since."""
    is_in_file = revision.signature == FROM_A_FILE and revision.in_fixtures
    return is_in_file and not revision.approved_by_id


def documents_in(rows: Iterable, stream) -> Iterator[LoadedDocument]:
    """The rows of a fixture as `loaddata` wants them, each knowing its file."""
    file = Path(getattr(stream, "name", "fixture")).name
    seen = set()
    for row in rows:
        document = LoadedDocument(row, file)
        name = identity(row)
        with named(file, row):
            if name in seen:
                raise Refused([(name[1], _t("this document stands twice in the file."))])
        seen.add(name)
        yield document
