"""Merging: which document was a duplicate of which, who found so, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.models.fields import Slug
from relations.models.naming import document_called


class Merge(models.Model):
    """One duplicate (`model`, `slug`) that went into another document.

    What it changed are its revisions; it is part of no fixture, as nothing of the desk is.
    """

    labels = {
        "model": _("Kind"),
        "slug": _("Duplicate"),
        "into": _("Merged into"),
        "rationale": _("Why they are the same"),
        "by": _("Merged by"),
        "at": _("Merged at"),
        "undone_by": _("Undone by"),
        "undone_at": _("Undone at"),
    }

    model = models.CharField(max_length=20)
    slug = Slug()
    into = Slug(help_text=_("What the document that stayed was called then."))
    rationale = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("merge of duplicates")
        verbose_name_plural = _("merges of duplicates")

    def __str__(self) -> str:
        return f"{document_called(self.model, self.slug)} → {self.into}"
