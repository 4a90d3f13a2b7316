"""The one format: every root model as a document, and a document as a root model.

A document is a dict of plain values, `{"visit": "kuchma-1995", "title": {...}, ...}`: the fixture,
the revision, the download, and what a page is rendered from.
"""

from relations.document.apply import apply, keeping_targets
from relations.document.build import build, for_documents
from relations.document.changes import changes
from relations.document.compare import differences, digest
from relations.document.disclosed import disclosed
from relations.document.hydrate import attach, hydrate
from relations.document.names import names_in
from relations.document.shape import Refused, identity, roots

__all__ = [
    "Refused", "apply", "attach", "build", "changes", "differences", "digest", "disclosed",
    "for_documents", "hydrate", "identity", "keeping_targets", "names_in", "roots",
]  # fmt: skip
