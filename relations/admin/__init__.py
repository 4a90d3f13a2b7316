"""The curators' desk: every document in a form, its steps from draft to page, its history."""

from relations.admin import inquiries, records, revisions, vocabulary

__all__ = ["inquiries", "records", "revisions", "vocabulary"]
