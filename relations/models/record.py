"""The record: one row for everything that is chronicled, whatever its kind.

Events, visits and aid packages are its children by multi-table inheritance, so citations, links
and revisions are plain foreign keys and the chronology is one indexed table.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.codes import LinkRole, Status
from relations.models.documented import DocumentQuerySet, Part, Problem, WithStatus
from relations.models.fields import MARKDOWN, DateAsKnown, translated_line, translated_text

#: The order of every list: what is continuing or undated last, then newest first.
NATURAL_ORDER = ("continuing", "-earliest", "order_in_day", "slug")


class Lane(StrEnum):
    """Where a mark stands in the picture of the whole relationship, seen from the years."""

    LINE = "line"
    ABOVE = "above"
    BELOW = "below"
    SUMS = "sums"


class Mark(NamedTuple):
    """How pictures and rows draw a record; never by colour alone."""

    name: str
    glyph: str
    lane: Lane = Lane.LINE


@dataclass(frozen=True)
class Column:
    """One fact about a record of a kind: its name in data, its label, how to read it.

    `of(record, relation)` gives a string, a Text or a list of them; nothing when not known.
    `in_row` facts also stand in lists.
    """

    name: str
    label: str
    of: Callable
    in_row: bool = False


class RecordQuerySet(DocumentQuerySet):
    def published(self):
        """The gate to the public; on a kind it also names the kind, so that the index serves."""
        kind = self.model.KEY
        published = self.filter(status=Status.PUBLISHED)
        return published.filter(kind=kind) if kind else published

    def on_day(self, day):
        """Records of which it is known that they began on this day of some year."""
        return self.filter(
            earliest__month=day.month, earliest__day=day.day, date__regex=r"^\d{4}-\d\d-\d\d"
        )

    def in_order(self):
        return self.order_by(*NATURAL_ORDER)

    def behind(self, record: "Record"):
        same_day = Q(earliest=record.earliest, continuing=record.continuing)
        later_in_day = Q(order_in_day__gt=record.order_in_day) | Q(
            order_in_day=record.order_in_day, slug__gt=record.slug
        )
        earlier = Q(continuing=record.continuing, earliest__lt=record.earliest)
        # The plain bound repeats what the alternatives say, so that the index is entered at it.
        if record.continuing:
            return self.filter(continuing=True, earliest__lte=record.earliest).filter(
                earlier | same_day & later_in_day
            )
        return self.filter(Q(continuing=True) | earlier | same_day & later_in_day)

    def between(self, first, last, *, continuing: bool = False):
        """Records that may have happened between two days; open ones only when asked for."""
        inside = self.filter(earliest__lte=last, latest__gte=first)
        return inside if continuing else inside.filter(continuing=False)

    def at_any(self, places: list):
        """Records at one of the places, in whichever way their kind names a place."""
        found = Q()
        for rows, place in Record.naming_places():
            found |= Exists(rows.filter(record=OuterRef("pk"), **{f"{place}__in": places}))
        return self.filter(found)


class Record(WithStatus):
    """What all kinds have in common.

    A kind declares KEY, `document_fields`, `parts`, `columns`, `row_prefetch` (what the columns
    of a row need), `mark_fields` and `mark_prefetch` (what its mark in a picture needs),
    `place_paths` (look-ups that lead to places, beside the field `places`), `evidenced` (the
    fields and parts whose every value needs a citation), `meeting` (in which of its records people
    met, as a condition on their participations; None for none), `filters` (the dotted name of its
    FilterSet), `pages` (route names of further public pages), `brief` (the dotted name of the Share
    that it adds to a brief) and `mark()`, and brings the templates `<app>/<kind>_row.html`,
    `<app>/<model>_list.html` and `<app>/<model>_detail.html`.
    """

    document_fields = (
        "title", "summary", "body", "date", "order_in_day", "milestone", "status", "publish_at",
        "public_reason", "merged_into", "topics", "places", "checked",
    )  # fmt: skip
    parts = ("participants", "citations", "links")
    labels = {
        "title": _("Title"),
        "summary": _("Summary"),
        "body": _("Text"),
        "date": _("Date"),
        "order_in_day": _("Place among the entries of the day"),
        "milestone": _("Milestone"),
        "merged_into": _("Merged into"),
        "topics": _("Topics"),
        "places": _("Places"),
    }
    hints = {
        "title": _(
            "What happened, in one line: “Prime Minister Kishida’s visit to Kyiv and Bucha”."
        ),
        "summary": _(
            "One or two sentences for lists and search results: who did what, where, and with what "
            "result."
        ),
        "body": MARKDOWN,
        "date": _("Also 2009? (uncertain), 1992-01-26/.. (continuing), ../.. (undated)."),
        "order_in_day": _(
            "Of several entries of one day the smaller number stands first: 0, 1, 2."
        ),
        "milestone": _(
            "A turning point, as the recognition of 1991 was: its anniversary comes up every five "
            "years."
        ),
        "topics": _("What it belongs to, for example high-level-visits."),
        "places": _("Where it happened, for example kyiv."),
    }
    columns: tuple[Column, ...] = ()
    row_prefetch: tuple[str, ...] = ()
    mark_fields: tuple[str, ...] = ()
    mark_prefetch: tuple[str, ...] = ()
    place_paths: tuple[str, ...] = ()
    evidenced: tuple[str, ...] = ("date", "participants", "places")
    meeting: Q | None = None
    pages: tuple[str, ...] = ()
    linked = "relations.export.linked.event"
    brief = ""

    kind = models.CharField(max_length=20, editable=False)
    title = translated_line()
    summary = translated_text()
    body = translated_text()
    date = DateAsKnown(
        help_text=_("As known, in EDTF: 1995-03-22, 1995-03, 2011, 1995-03-22/1995-03-25, 2014~.")
    )
    earliest = models.DateField(null=True, editable=False)
    latest = models.DateField(null=True, editable=False)
    continuing = models.BooleanField(default=False, editable=False)
    order_in_day = models.PositiveSmallIntegerField(default=0)
    milestone = models.BooleanField(default=False)
    topics = models.ManyToManyField("relations.Topic", related_name="records", blank=True)
    places = models.ManyToManyField("relations.Place", related_name="records", blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = NATURAL_ORDER
        indexes = [
            models.Index(
                "continuing",
                models.F("earliest").desc(),
                "order_in_day",
                "slug",
                name="chronology",
                condition=Q(status="published"),
            ),
            models.Index(
                "kind",
                "continuing",
                models.F("earliest").desc(),
                "order_in_day",
                "slug",
                name="chronology_of_kind",
                condition=Q(status="published"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__gte=models.F("earliest")),
                name="record_ends_after_start",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | ~Q(date=""),
                name="published_record_has_date",
                violation_error_message=_("A published record needs a date."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED) | Q(merged_into__isnull=False),
                name="merged_record_has_target",
                violation_error_message=_("A merged record names the record it went into."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or self.slug

    def get_absolute_url(self) -> str:
        return reverse(f"{self.kind}_detail", args=[self.slug])

    @classmethod
    @functools.cache
    def kinds(cls) -> tuple[type["Record"], ...]:
        """The installed kinds, in the order of INSTALLED_APPS."""
        return tuple(m for m in apps.get_models() if issubclass(m, Record) and m is not Record)

    @classmethod
    def naming_places(cls) -> Iterator[tuple[models.QuerySet, str]]:
        """The rows that tie a place to their `record`, with the look-up that leads to the place."""
        yield Record.places.through.objects.all(), "place"
        for kind in Record.kinds():
            for path in kind.place_paths:
                yield kind.objects.all(), path

    @property
    def row_template(self) -> str:
        return f"{self._meta.app_label}/{self.KEY}_row.html"

    @property
    def date_as_known(self) -> dates.Date | None:
        return dates.parse(self.date) if self.date else None

    def is_unread_in(self, language: str) -> bool:
        """Whether a translation is shown that no editor has read yet."""
        translated = language != settings.LANGUAGE_CODE and self.title.lang == language
        return translated and language not in self.checked

    def derive(self) -> None:
        self.kind = self.KEY or self.kind
        known = self.date_as_known
        self.earliest = known and known.earliest
        self.latest = known and known.latest
        self.continuing = bool(known and known.is_open)

    def mark(self, relation) -> Mark:
        return Mark(self.kind, "○")

    def largest_sum(self) -> tuple[Decimal, str] | None:
        """How large a picture draws it: an amount and its currency."""
        return None

    def facts(self, relation, *, in_row: bool = False) -> list[tuple[str, str, object]]:
        """(name, label, value) of each column that has a value."""
        columns = (c for c in self.columns if c.in_row or not in_row)
        found = ((c.name, c.label, c.of(self, relation)) for c in columns)
        return [fact for fact in found if fact[2]]

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.is_published:
            yield from self.gaps()
        if self.merged_into_id and self.merged_into_id == self.pk:
            yield "merged_into", _t("A record cannot be merged into itself.")

    def gaps(self) -> Iterator[Problem]:
        """What keeps the record from being published."""
        if not self.title:
            yield "title", _t("A published record needs a title.")
        if not self.date:
            yield "date", _t("A published record needs a date.")
        if not self.citations.all():
            yield (
                "citations",
                _t("Published without a citation: name at least one source a reader can check."),
            )


class Link(Part):
    """A relation between two records, written in the *from* document, shown from both."""

    PARENTS = ("from_record",)
    document_fields = ("to", "role")
    needed = (("to",), ("role",))
    labels = {"to": _("Linked entry"), "role": _("Kind of link")}
    hints = {
        "to": _("The other entry, for example kishida-2023."),
        "role": _("Read from this entry: this one implements, amends or follows the other."),
    }

    from_record = models.ForeignKey(Record, models.CASCADE, related_name="links")
    to = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="links_here")
    role = models.CharField(max_length=20, choices=LinkRole, blank=True)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["from_record", "to", "role"],
                condition=~Q(role=""),
                name="link_once",
                violation_error_message=_("The same link stands twice."),
            ),
            models.CheckConstraint(
                condition=~Q(from_record=models.F("to")),
                name="link_leads_elsewhere",
                violation_error_message=_("A record cannot link to itself."),
            ),
        ]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return f"{self.role}: {self.to.slug if self.to else ''}"

    def path_key(self) -> str:
        return self.to.slug if self.to else super().path_key()
