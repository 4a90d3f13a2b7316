"""Inquiries: what was looked for, so that “none found” differs from “not researched”."""

from collections.abc import Iterator

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.codes import Status
from relations.models.documented import DocumentQuerySet, Problem, WithStatus
from relations.models.fields import DateAsKnown, translated_text
from relations.models.record import Record


def year(help_text) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        default=0,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
        help_text=help_text,
    )


class InquiryQuerySet(DocumentQuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)


class Inquiry(WithStatus):
    """A search for the records of one kind in a span of years: where, when and by what words."""

    KEY = "inquiry"
    FILE = "inquiries"
    document_fields = (
        "kind", "first_year", "last_year", "made_on", "scope", "status", "publish_at",
        "public_reason", "checked",
    )  # fmt: skip
    labels = {
        "kind": _("Kind"),
        "first_year": _("From"),
        "last_year": _("To"),
        "made_on": _("Day"),
        "scope": _("What was looked for"),
    }
    hints = {
        "last_year": _("For example 2003."),
        "scope": _(
            "Where you looked and with which words: a ministry’s pages by year, with 無償資金協力."
        ),
    }

    kind = models.CharField(max_length=20, help_text=_("The kind looked for: event, visit, aid."))
    first_year = year(_("The first year looked at, for example 1992."))
    last_year = year(_("The last year looked at."))
    made_on = DateAsKnown(help_text=_("The day of the search: 2026-11-22."))
    scope = translated_text()

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "first_year", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="inquiry_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            )
        ]
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")

    def __str__(self) -> str:
        return f"{capfirst(self.kind_shown)} {self.first_year}–{self.last_year}"

    @property
    def kind_shown(self) -> str:
        kind = next((kind for kind in Record.kinds() if self.kind == kind.KEY), None)
        return str(kind._meta.verbose_name_plural) if kind else self.kind

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        known = [kind.KEY for kind in Record.kinds()]
        if self.kind not in known:
            yield (
                "kind",
                _t("“%(code)s” is not in the list: %(known)s.")
                % {"code": self.kind, "known": ", ".join(known)},
            )
        if self.is_published and not (self.scope and self.made_on):
            yield "scope", _t("Say when and where you looked.")
