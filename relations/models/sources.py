"""Sources, and the citations that tie a claim to one."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from relations.codes import SourceKind, Stance, Status, Weakness
from relations.languages import Text, active_language, primary, spelt
from relations.models.actors import Person, Tenure
from relations.models.documented import Documented, DocumentQuerySet, Part, Problem, exactly_one
from relations.models.fields import Country, DateAsKnown, Lines, WebAddress, translated_text
from relations.models.links import LinkCheck
from relations.models.record import Record
from relations.models.topics import Page, Topic

#: How much may be quoted: 25 words, or 80 characters of a text written without spaces.
MOST_WORDS, MOST_CHARACTERS = 25, 80
WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


class SourceQuerySet(DocumentQuerySet):
    def published(self):
        """Sources that a published record, topic, page or the office of a public person cites."""
        on_record = Citation.objects.filter(source=OuterRef("pk"), record__status=Status.PUBLISHED)
        people = Person.objects.published()
        on_tenure = Citation.objects.filter(tenure__person__in=people).values("source")
        in_prose = (
            Q(Exists(text.objects.published().citing(OuterRef("slug")))) for text in (Topic, Page)
        )
        return self.filter(Q(Exists(on_record)) | Q(pk__in=on_tenure) | reduce(or_, in_prose))

    def as_shown(self):
        """With the last check of each address, which the imprint of a source tells of."""
        return self.select_related("link_check")

    def with_dead_links(self):
        """Sources whose address no longer answers, see LinkCheck."""
        return self.filter(link_check__in=LinkCheck.objects.dead())

    def never_asked(self):
        """Sources with an address that nobody has asked since it was written."""
        asked = LinkCheck.objects.current().filter(source=OuterRef("pk"))
        return self.exclude(url="").exclude(Exists(asked))

    def to_ask(self, before: datetime):
        """Sources whose address was not asked since `before`.

        Those that readers see come first, then those that were asked longest ago or never.
        """
        asked_at = Case(When(link_check__url=F("url"), then="link_check__asked_at"))
        is_hidden = Case(When(pk__in=Source.objects.published().values("pk"), then=0), default=1)
        on_the_web = self.filter(url__iregex="^https?://").annotate(last_asked=asked_at)
        due = on_the_web.filter(Q(last_asked=None) | Q(last_asked__lt=before))
        return due.order_by(is_hidden, F("last_asked").asc(nulls_first=True), "slug")


class Source(Documented):
    """Something a reader can look up. What is not recorded stays empty and is shown as such."""

    KEY = "source"
    FILE = "sources"
    filters = "relations.filters.names.SourceFilter"
    linked = "relations.export.linked.source"
    document_fields = (
        "title", "publisher", "url", "language", "kind", "weakness", "country", "published",
        "accessed", "archived_url", "licence",
    )  # fmt: skip
    labels = {
        "title": _("Title"),
        "publisher": _("Publisher"),
        "url": _("Address"),
        "language": _("Language"),
        "kind": _("Kind"),
        "weakness": _("Weak source"),
        "country": _("Country"),
        "published": pgettext_lazy("a document", "Published"),
        "accessed": _("Read on"),
        "archived_url": _("Archived copy"),
        "licence": _("Licence"),
    }
    hints = {
        "title": _(
            "As its publisher gives it; our own description stands in brackets: "
            "“[岸田外相、チェルノブイリ原発を視察]”."
        ),
        "publisher": _("Who published it, for example “NHK World”."),
        "url": _("Its address, for example https://www.mofa.go.jp/erp/c_see/page1e_000589.html."),
        "language": _("Of its text, a BCP 47 tag: ja, uk, en."),
        "kind": _("Who speaks: “Official, of a party” for a ministry, “Press” for a newspaper."),
        "weakness": _("A copy of an agency’s report is “a reprint, not the original”."),
        "published": _("As the source dates itself; empty where it does not."),
        "accessed": _("When somebody of ours last read it."),
        "archived_url": _("A copy that stays, for example at https://web.archive.org/."),
        "licence": _("For example CC-BY-SA-4.0."),
    }

    title = models.CharField(
        max_length=500,
        blank=True,
        help_text=_("In the original language; [in brackets] when it is our description."),
    )
    publisher = models.CharField(max_length=300, blank=True)
    url = WebAddress()
    language = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, choices=SourceKind, default=SourceKind.PRESS)
    weakness = models.CharField(
        max_length=20,
        choices=Weakness,
        blank=True,
        help_text=_("Why a reader should trust it less; replace it when a better one is at hand."),
    )
    country = Country(help_text=_("For an official source: of which party."))
    published = DateAsKnown()
    accessed = DateAsKnown()
    archived_url = WebAddress()
    licence = models.CharField(max_length=50, blank=True, help_text=_("An SPDX identifier."))

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("source_detail", args=[self.slug])

    @property
    def is_described(self) -> bool:
        """The title is our description, because no heading was seen."""
        return self.title.startswith("[") and self.title.endswith("]")

    @property
    def weakness_shown(self) -> str:
        """Why the source is weak, in the reader's words; '' for one that is not."""
        tertiary = self.kind == SourceKind.TERTIARY
        return self.get_weakness_display() or (tertiary and self.get_kind_display()) or ""

    @property
    def shown_title(self) -> Text:
        return Text(self.title.strip("[]") if self.is_described else self.title, self.language)

    @property
    def shown_publisher(self) -> Text:
        return spelt(self.publisher, self.language)

    @property
    def silent_since(self) -> str:
        """Since when the address no longer answers, in EDTF (`2027-03/..`); '' while it is alive.

        Reads the last check, which comes along with `Source.objects.as_shown()`.
        """
        check = getattr(self, "link_check", None) if self.url else None
        if check and check.url == self.url and check.is_dead:
            return f"{check.failing_since:%Y-%m}/.."
        return ""


class Citation(Part):
    """What a source says about a claim of a record, or about a tenure."""

    PARENTS = ("record", "tenure")
    document_fields = (
        "source", "claim", "stance", "says", "quotation", "translation", "locator",
    )  # fmt: skip
    needed = (("source",),)
    labels = {
        "claim": _("Claim"),
        "stance": _("Supports or contradicts"),
        "says": _("What the source says"),
        "quotation": _("Quotation"),
        "translation": _("Our translation"),
        "locator": _("Where in the source"),
    }
    hints = {
        "source": _("What says so, for example aa-kishida-kyiv-pledges-2023."),
        "stance": _("“Contradicts” where it says otherwise; then tell below what it says."),
        "says": _("In our words, for example “state visit”; needed where the source contradicts."),
        "quotation": _("Word for word: at most 25 words, or 80 characters of Japanese."),
        "translation": _("The quotation in the other languages of the site; none in its own."),
    }

    record = models.ForeignKey(
        Record, models.CASCADE, null=True, blank=True, related_name="citations"
    )
    tenure = models.ForeignKey(
        Tenure, models.CASCADE, null=True, blank=True, related_name="citations"
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="citations"
    )
    claim = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("Empty for the whole record, else for example “date” or “stops/kyiv”."),
    )
    stance = models.CharField(max_length=12, choices=Stance, default=Stance.SUPPORTS)
    says = translated_text()
    quotation = Lines(blank=True)
    translation = translated_text()
    locator = models.CharField(max_length=100, blank=True, help_text=_("For example “p. 3”."))

    class Meta(Part.Meta):
        constraints = [exactly_one("citation_of_one", "record", "tenure")]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")

    def __str__(self) -> str:
        return f"{self.source.slug if self.source else ''}: {self.claim or '*'}"

    def clean(self) -> None:
        problems = dict(self._problems())
        if problems:
            raise ValidationError(problems)

    def _problems(self) -> Iterator[Problem]:
        if self.stance == Stance.CONTRADICTS and not self.says:
            yield "says", _t("Say in our words what a contradicting source says.")
        spaceless = WITHOUT_SPACES.search(self.quotation)
        if spaceless and len(self.quotation) > MOST_CHARACTERS:
            yield "quotation", _t("Quote at most %d characters.") % MOST_CHARACTERS
        if not spaceless and len(self.quotation.split()) > MOST_WORDS:
            yield "quotation", _t("Quote at most %d words.") % MOST_WORDS

    @property
    def quoted(self) -> Text:
        return Text(self.quotation, self.source.language)

    @property
    def shown_locator(self) -> Text:
        return spelt(self.locator, self.source.language)

    @property
    def translated_quotation(self) -> Text | None:
        """Our translation, for a reader whose language is not the quotation's."""
        translation = self.translation
        is_read = primary(self.source.language) == active_language()
        return None if is_read else translation or None
