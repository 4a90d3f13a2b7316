"""The curators' desk: every document in a form, its steps from draft to page, its history."""

from relations.admin import (
    accounts,
    corrections,
    inquiries,
    merging,
    records,
    revisions,
    sources,
    vocabulary,
)

__all__ = [
    "accounts", "corrections", "inquiries", "merging", "records", "revisions", "sources",
    "vocabulary",
]  # fmt: skip
