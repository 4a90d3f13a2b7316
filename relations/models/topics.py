"""Topics, which gather records, and pages, which explain the site."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import prose
from relations.codes import Status
from relations.languages import LANGUAGES
from relations.models.documented import DocumentQuerySet, Problem, WithStatus
from relations.models.fields import (
    MARKDOWN,
    Codes,
    DateAsKnown,
    translated_line,
    translated_text,
)


class ProseQuerySet(DocumentQuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def in_order(self):
        return self.order_by("order", "slug")

    def behind(self, text: "Prose"):
        later = Q(order__gt=text.order) | Q(order=text.order, slug__gt=text.slug)
        return self.filter(later)

    def citing(self, slug):
        """Texts that cite the source of this slug, which may be an expression."""
        return self.filter(cites__contains=Concat(Value(","), slug, Value(",")))


class Prose(WithStatus):
    """A titled text in Markdown.

    `cites` are the sources it names, derived from the text: a source is public while one does.
    """

    labels = {
        "title": _("Title"),
        "summary": _("Summary"),
        "body": _("Text"),
        "order": _("Place in the list"),
        "checked_on": _("Last checked"),
        "checked_until": _("Sources up to"),
    }
    hints = {
        "body": MARKDOWN,
        "order": _("The smaller number stands first in the list: 1, 2, 3."),
    }

    title = translated_line()
    body = translated_text()
    order = models.PositiveSmallIntegerField(default=0)
    cites = Codes(max_length=10_000, editable=False)

    objects = ProseQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return str(self.title) or self.slug

    def derive(self) -> None:
        bodies = (getattr(self, f"body_{code}") for code in LANGUAGES)
        named = (slug for body in bodies for slug in prose.mentions(body)[1])
        self.cites = list(dict.fromkeys(named))

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.is_published and not self.title:
            yield "title", _t("A published text needs a title.")
        for code in LANGUAGES:
            records, sources = prose.mentions(getattr(self, f"body_{code}"))
            for model, slugs in (("Record", records), ("Source", sources)):
                known = apps.get_model("relations", model).objects.filter(slug__in=slugs)
                for slug in sorted(set(slugs) - set(known.values_list("slug", flat=True))):
                    yield f"body/{code}", _t("The text names “%s”, which does not exist.") % slug


class Topic(Prose):
    KEY = "topic"
    FILE = "topics"
    hints = {
        "title": _("The subject in a few words, for example “Culture and education”."),
        "summary": _("What belongs to it, in one or two sentences; lists show them."),
    }
    filters = "relations.filters.names.TopicFilter"
    linked = "relations.export.linked.topic"
    document_fields = (
        "title", "summary", "body", "order", "status", "publish_at", "public_reason", "checked_on",
        "checked_until", "checked",
    )  # fmt: skip

    summary = translated_text()
    checked_on = DateAsKnown(
        help_text=_("When an editor last compared the topic with what is known: 2026-11-22.")
    )
    checked_until = DateAsKnown(
        help_text=_("Up to when the sources that were looked at reach: 2026-05.")
    )

    class Meta(Prose.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return reverse("topic_detail", args=[self.slug])


class Page(Prose):
    KEY = "page"
    FILE = "pages"
    hints = {"title": _("What the page explains, for example “How aid is counted”.")}
    document_fields = ("title", "body", "order", "status", "publish_at", "public_reason", "checked")

    class Meta(Prose.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_absolute_url(self) -> str:
        if self.slug == "about":
            return reverse("about")
        return reverse("page_detail", args=[self.slug])
