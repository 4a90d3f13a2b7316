"""Corrections: what readers report as wrong, and what the editors answer in public.

They are no documents and never stand in fixtures. A reader's own words are for the editors alone.
"""

import functools

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.codes import PUBLIC, CorrectionState, Status
from relations.dates import day_of
from relations.languages import LANGUAGES
from relations.models.documented import Documented, WithStatus
from relations.models.fields import Lines, Slug, WebAddress, translated_text
from relations.models.history import Revision
from relations.models.merges import Merge
from relations.models.naming import document_called
from relations.models.record import Record

MOST_CHARACTERS = 2_000
MOST_OF_A_PATH = 200


@functools.cache
def with_pages() -> dict[str, type[Documented]]:
    """The models whose documents have a page of their own, by the word that opens one."""
    found = (m for m in apps.get_models() if issubclass(m, Documented) and m.KEY)
    return {model.KEY: model for model in found if hasattr(model, "get_absolute_url")}


def known(model: type[Documented]) -> models.QuerySet:
    """The documents of a model that readers can see, or whose page says what became of them.

    What was withdrawn or merged keeps the words that readers had; what is written since waits
    beside it. See `relations.views.documents`.
    """
    published = model.objects.published()
    if not issubclass(model, WithStatus):
        return published
    turns = Revision.objects.filter(model=model.KEY, slug=OuterRef("slug")).published()
    ended = Q(status=Status.WITHDRAWN)
    if issubclass(model, Record):
        ended |= Q(status=Status.MERGED, merged_into__status__in=PUBLIC)
    return published | model.objects.filter(ended & Exists(turns))


class CorrectionQuerySet(models.QuerySet):
    def about(self, obj: Documented):
        return self.filter(model=obj.KEY, slug=obj.slug)

    def published(self):
        """What readers were once told was corrected, in documents that they know of now."""
        public = Q(model="")
        for key, model in with_pages().items():
            public |= Q(model=key) & Exists(known(model).filter(slug=OuterRef("slug")))
        return self.filter(public, told_at__isnull=False)

    def open(self):
        return self.filter(state=CorrectionState.OPEN)

    def latest_told_first(self):
        return self.order_by("-told_at", "-pk")

    def behind(self, correction: "Correction"):
        """What follows `correction` in that order."""
        day = correction.told_at
        # The plain bound repeats what the alternatives say, so that an index is entered at it.
        return self.filter(told_at__lte=day).filter(
            Q(told_at__lt=day) | Q(told_at=day, pk__lt=correction.pk)
        )


class Correction(models.Model):
    """One reader's report on one document: `model` is its KEY, `digest` the version she saw.

    A report on a page of no document has its `path` behind the language instead, '' on the front
    page.

    What was told as corrected stays told: `told_at` is when the public list last came to say
    something else of it, and what it said before are its earlier answers.
    """

    labels = {
        "model": _("Kind"),
        "slug": _("Slug"),
        "path": _("Page"),
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
        "told_at": _("Told in public"),
        "moved_by": _("Merge of duplicates"),
    }
    hints = {
        "state": _(
            "“Corrected” needs a public answer; closing the case erases the reader’s e-mail."
        ),
        "answer": _("For all readers: what was wrong and stands there now, at least in English."),
    }

    model = models.CharField(max_length=20, editable=False)
    slug = Slug(editable=False)
    path = models.CharField(max_length=MOST_OF_A_PATH, editable=False)
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
    told_at = models.DateTimeField(null=True, editable=False, db_index=True)
    #: The merges that left it to another document: undone, they give it back.
    moved_by = models.ManyToManyField(Merge, editable=False, related_name="cases")

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
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.CORRECTED) | Q(told_at__isnull=False),
                name="corrected_is_told",
            ),
        ]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        if self.model:
            return document_called(self.model, self.slug)
        return f"/{self.language}/{self.path}"

    def clean(self) -> None:
        if self.state == CorrectionState.CORRECTED and not self.answer_en:
            raise ValidationError(
                {"answer_en": _("Say in public, at least in English, what was corrected and why.")}
            )
        if self.state == CorrectionState.DECLINED and self.told_at and self.says_what_it_said():
            message = _(
                "Readers were told that this was corrected: say in public, at least in English, "
                "why it is not so after all."
            )
            raise ValidationError({"answer_en": message})

    def says_what_it_said(self) -> bool:
        """Whether the answer in English is none, or one that told readers of a correction."""
        saved = [Correction.objects.get(pk=self.pk), *self.earlier.all()]
        told = (said.answer_en for said in saved if said.state == CorrectionState.CORRECTED)
        return self.answer_en in ("", *told)

    @property
    def number(self) -> str:
        """How a note or an editor calls it, in the language in use."""
        return _t("Correction No. %s") % self.pk

    @property
    def decided(self) -> dict[str, str]:
        """What an editor decides, by the names of the columns."""
        answers = {f"answer_{code}": getattr(self, f"answer_{code}") for code in LANGUAGES}
        return {"state": str(self.state)} | answers

    @property
    def told(self) -> dict[str, str]:
        """What readers learn once they were told of it: of an open case only that it is open."""
        is_open = self.state == CorrectionState.OPEN
        return {"state": str(self.state)} if is_open else self.decided

    def settle(self, before: "Correction", by) -> None:
        """Set what follows from what is decided now; `before` is the case as it is saved.

        Closing erases the e-mail. What readers were told is kept beside what they are told now.
        """
        now, is_open = timezone.now(), self.state == CorrectionState.OPEN
        if self.state != before.state:
            self.closed_at = None if is_open else now
            self.closed_by = None if is_open else by
            self.email = self.email if is_open else ""
        is_public = before.told_at or self.state == CorrectionState.CORRECTED
        if is_public and self.told != before.told:
            self.told_at = now
            if before.told_at and before.state != CorrectionState.OPEN:
                EarlierAnswer.objects.create(correction=self, at=before.told_at, **before.decided)

    @cached_property
    def about(self) -> Documented | None:
        """The document as it is now, public or not; None when it is gone."""
        model = with_pages().get(self.model)
        return model and model.objects.called(self.slug)

    @property
    def address(self) -> str:
        """The page that it is about, in the language in use; '' when the document is gone."""
        if not self.model:
            return reverse("home") + self.path
        return self.about.get_absolute_url() if self.about else ""

    @property
    def told_on(self) -> str:
        """The day since which readers are told so, in UTC and EDTF."""
        return day_of(self.told_at)


class EarlierAnswer(models.Model):
    """What the public list said of a correction before, and since when it had said so."""

    labels = {"state": _("State"), "answer": _("Public answer"), "at": _("Told in public")}

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="earlier")
    state = models.CharField(max_length=10, choices=CorrectionState)
    answer = translated_text()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("earlier answer")
        verbose_name_plural = _("earlier answers")

    def __str__(self) -> str:
        return f"{self.correction} {self.on}"

    @property
    def on(self) -> str:
        """The day since which readers were told so, in UTC and EDTF."""
        return day_of(self.at)
