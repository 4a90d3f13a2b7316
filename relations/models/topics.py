"""Topics, which gather records, and pages, which explain the site."""

from collections.abc import Iterator

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.codes import Status
from relations.models.documented import Documented, Problem, WithStatus
from relations.models.fields import translated_line, translated_text


class ProseQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)


class Prose(Documented, WithStatus):
    """A titled text in Markdown."""

    title = translated_line()
    body = translated_text()
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProseQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return str(self.title) or self.slug

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.is_published and not self.title:
            yield "title", _t("A published text needs a title.")


class Topic(Prose):
    KEY = "topic"
    document_fields = ("title", "summary", "body", "order", "status")

    summary = translated_text()

    class Meta(Prose.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return f"{reverse('chronology')}?topic={self.slug}"


class Page(Prose):
    KEY = "page"
    document_fields = ("title", "body", "order", "status")

    class Meta(Prose.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_absolute_url(self) -> str:
        if self.slug == "about":
            return reverse("about")
        return reverse("page_detail", args=[self.slug])
