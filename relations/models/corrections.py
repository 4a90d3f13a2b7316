"""Corrections: what readers report as wrong, and what the editors answer in public.

They are no documents and never stand in fixtures. A reader's own words are for the editors alone.
"""

import functools

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from relations.codes import CorrectionState
from relations.models.documented import Documented
from relations.models.fields import Lines, Slug, WebAddress, translated_text
from relations.models.naming import document_called

MOST_CHARACTERS = 2_000


@functools.cache
def with_pages() -> dict[str, type[Documented]]:
    """The models whose documents have a page of their own, by the word that opens one."""
    found = (m for m in apps.get_models() if issubclass(m, Documented) and m.KEY)
    return {model.KEY: model for model in found if hasattr(model, "get_absolute_url")}


class CorrectionQuerySet(models.QuerySet):
    def published(self):
        """What was corrected in documents that readers can see now."""
        public = Q()
        for key, model in with_pages().items():
            there = model.objects.published().filter(slug=OuterRef("slug"))
            public |= Q(model=key) & Exists(there)
        return self.filter(public, state=CorrectionState.CORRECTED)

    def open(self):
        return self.filter(state=CorrectionState.OPEN)

    def latest_closed_first(self):
        return self.order_by("-closed_at", "-pk")

    def behind(self, correction: "Correction"):
        """What follows `correction` in the order of closing, the latest first."""
        day = correction.closed_at
        # The plain bound repeats what the alternatives say, so that an index is entered at it.
        return self.filter(closed_at__lte=day).filter(
            Q(closed_at__lt=day) | Q(closed_at=day, pk__lt=correction.pk)
        )


class Correction(models.Model):
    """One reader's report on one document: `model` is its KEY, `digest` the version she saw."""

    labels = {
        "model": _("Kind"),
        "slug": _("Slug"),
        "language": _("Language"),
        "digest": _("Version"),
        "wrong": _("What is wrong"),
        "source": _("source"),
        "email": _("E-mail"),
        "received_at": _("Received"),
        "state": _("State"),
        "answer": _("Public answer"),
        "closed_at": _("Closed at"),
        "closed_by": _("Closed by"),
    }
    hints = {
        "state": _(
            "“Corrected” needs a public answer; closing the case erases the reader’s e-mail."
        ),
        "answer": _("For all readers: what was wrong and stands there now, at least in English."),
    }

    model = models.CharField(max_length=20, editable=False)
    slug = Slug(editable=False)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    wrong = Lines(max_length=MOST_CHARACTERS)
    source = WebAddress()
    email = models.EmailField(blank=True)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(
        max_length=10, choices=CorrectionState, default=CorrectionState.OPEN, db_index=True
    )
    answer = translated_text()
    closed_at = models.DateTimeField(null=True, editable=False, db_index=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = [F("closed_at").desc(nulls_first=True), "-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CorrectionState.OPEN, closed_at__isnull=True)
                | ~Q(state=CorrectionState.OPEN) & Q(closed_at__isnull=False),
                name="closed_correction_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.CORRECTED) | ~Q(answer_en=""),
                name="corrected_has_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.OPEN) | Q(email=""),
                name="closed_correction_forgets_email",
            ),
        ]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return document_called(self.model, self.slug)

    def clean(self) -> None:
        if self.state == CorrectionState.CORRECTED and not self.answer_en:
            raise ValidationError(
                {"answer_en": _("Say in public, at least in English, what was corrected and why.")}
            )

    def settle(self, by) -> None:
        """Set what follows from the state: who closed it and when. Closing erases the e-mail."""
        is_open = self.state == CorrectionState.OPEN
        self.closed_at = None if is_open else timezone.now()
        self.closed_by = None if is_open else by
        self.email = self.email if is_open else ""

    @cached_property
    def about(self) -> Documented | None:
        """The document as it is now, public or not; None when it is gone."""
        model = with_pages().get(self.model)
        return model and model.objects.filter(slug=self.slug).first()

    @property
    def closed_on(self) -> str:
        """The day of closing, in UTC and EDTF."""
        return self.closed_at.date().isoformat()
