"""The curators' desk: every document in a form, its steps from draft to page, its history."""

from relations.admin import corrections, inquiries, records, revisions, sources, vocabulary

__all__ = ["corrections", "inquiries", "records", "revisions", "sources", "vocabulary"]
