"""The curators' desk: every document in a form, its steps from draft to page, its history."""

from relations.admin import (
    corrections,
    inquiries,
    merging,
    records,
    revisions,
    sources,
    vocabulary,
)

__all__ = [
    "corrections", "inquiries", "merging", "records", "revisions", "sources", "vocabulary",
]  # fmt: skip
