"""Revisions: what a document said, who made it say so, and when."""

import json
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.codes import PUBLIC, WAITING, Status
from relations.dates import day_of
from relations.models.fields import Slug
from relations.models.merges import Merge
from relations.models.naming import document_called

#: The state of vocabulary, which holds as soon as it is written.
STATELESS = ""
#: Who signs what a fixture brings.
FROM_A_FILE = "fixtures"


def due_in(document: dict) -> datetime | None:
    """For when a document is scheduled; None where it is not."""
    publish_at = document.get("publish_at")
    return datetime.fromisoformat(publish_at) if publish_at else None


class RevisionQuerySet(models.QuerySet):
    def of(self, obj):
        """The revisions of a document, newest first."""
        return self.filter(model=obj.KEY, slug=obj.slug).order_by("-pk")

    def public(self):
        """The turns of a public history: published, withdrawn, merged."""
        return self.filter(state__in=(*PUBLIC, STATELESS))

    def waiting(self):
        """The drafts and proposals, past ones too."""
        return self.filter(state__in=WAITING)

    def published(self):
        """The versions that readers could read; of vocabulary, every one."""
        return self.filter(state__in=(Status.PUBLISHED, STATELESS))

    def told(self):
        """Those of records and texts that readers were given, the newest first.

        Of names they are told only while a record needs them, so no version of those counts.
        """
        return self.filter(state=Status.PUBLISHED).order_by("-pk")

    def standing_on(self, day: date) -> "Revision | None":
        """The turn that stood at the end of a day (UTC), of the revisions of one document."""
        end = datetime.combine(day + timedelta(days=1), time(), UTC)
        return self.public().filter(at__lt=end).order_by("-pk").first()

    def get_by_natural_key(self, model, slug, digest, at):
        return self.get(model=model, slug=slug, digest=digest, at=at)


class Revision(models.Model):
    """One state of one document, addressed by its digest (SHA-256 of its canonical JSON)."""

    labels = {
        "model": _("Kind"),
        "slug": _("Slug"),
        "digest": _("Version"),
        "content": _("Document"),
        "signature": _("Editor"),
        "by": _("Account"),
        "approved_by": _("Approved by"),
        "note": _("Note"),
        "at": _("Saved at"),
        "state": _("State"),
        "in_fixtures": _("In the fixtures"),
        "merge": _("Merge of duplicates"),
    }

    model = models.CharField(max_length=20)
    slug = Slug()
    digest = models.CharField(max_length=64)
    content = models.TextField(
        editable=False, help_text=_("The document as canonical JSON, the bytes of the digest.")
    )
    signature = models.CharField(
        max_length=150, help_text=_("“fixtures”, or the editor's user name.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    in_fixtures = models.BooleanField(
        default=False, help_text=_("Loaded from the fixtures or written to them.")
    )

    merge = models.ForeignKey(
        Merge,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        help_text=_("The merge of duplicates, or its undoing, that wrote it; else nothing."),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["model", "slug", "-at"], name="history_of_document")]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self) -> str:
        return f"{self.called} {self.short}"

    @property
    def called(self) -> str:
        """Which document it is of."""
        return document_called(self.model, self.slug)

    @property
    def short(self) -> str:
        """How a reader calls the version."""
        return self.digest[:8]

    @property
    def document(self) -> dict:
        """The document, its kind and slug first as everywhere."""
        return {self.model: self.slug} | json.loads(self.content)

    @property
    def is_published(self) -> bool:
        return self.state in (Status.PUBLISHED, STATELESS)

    @property
    def day(self) -> str:
        """The day on which it was written (UTC), in EDTF."""
        return day_of(self.at)

    def history(self) -> RevisionQuerySet:
        """All revisions of the same document, newest first."""
        return Revision.objects.filter(model=self.model, slug=self.slug).order_by("-pk")

    def older(self) -> RevisionQuerySet:
        """Those before this one."""
        return self.history().filter(pk__lt=self.pk)

    def previous(self) -> "Revision | None":
        """The revision before this one, of the same document."""
        return self.older().first()

    def replaced(self) -> "Revision":
        """What it took the place of: the last revision before it in the same state."""
        return self.older().filter(state=self.state).latest("pk")

    def natural_key(self):
        return self.model, self.slug, self.digest, self.at
