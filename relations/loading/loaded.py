"""What `loaddata` saves: a document, in two steps, so that documents may name each other freely.

First every document gets a row, then every document is applied. A load is one transaction; the
first document that cannot be taken ends it with the file, the document, the field and the reason.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _t

from relations.document import Refused, apply, build, digest, identity
from relations.models import Revision
from relations.recording import recording

SIGNATURE = "fixtures"


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

    def __init__(self, document, file: str):
        self.document, self.file = document, file
        with named(file, document):
            model, slug = identity(document)
        self.object = model.objects.filter(slug=slug).first() or model(slug=slug)

    def save(self, **_options) -> None:
        if not self.object.pk:
            self.object.save()

    def save_deferred_fields(self, **_options) -> None:
        with named(self.file, self.document), recording(self.object, signature=SIGNATURE):
            self.object.refresh_from_db()
            apply(self.object, self.document)
            self._spare_what_editors_wrote()
        latest = Revision.objects.of(self.object).first()
        if not latest.in_fixtures:
            latest.in_fixtures = True
            latest.save(update_fields=["in_fixtures"])

    def _spare_what_editors_wrote(self) -> None:
        """Refuse to replace a version that no fixture has held, unless the operator insists."""
        latest = Revision.objects.of(self.object).first()
        if not latest or latest.in_fixtures or os.environ.get("FIXTURES_OVERWRITE") == "1":
            return
        if latest.digest != digest(build(self.object)):
            message = _t(
                "changed by %(editor)s on %(day)s since it was last loaded. Export, merge and load "
                "again, or set FIXTURES_OVERWRITE=1 to replace it."
            ) % {"editor": latest.signature, "day": latest.at.date()}
            raise Refused([(self.object.slug, message)])


def documents_in(rows: Iterable, stream) -> Iterator[LoadedDocument]:
    """The rows of a fixture as `loaddata` wants them, each knowing its file."""
    file = Path(getattr(stream, "name", "fixture")).name
    for row in rows:
        yield LoadedDocument(row, file)
