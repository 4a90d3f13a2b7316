"""People and organisations, the offices people held, and who took part in what."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.codes import PRESENT, OrganisationKind, Role, Scheme, Stance, Status, Tier
from relations.languages import language_of
from relations.models.documented import (
    DocumentQuerySet,
    Multilingual,
    Part,
    Problem,
    exactly_one,
    key_once,
)
from relations.models.fields import (
    Country,
    DateAsKnown,
    Slug,
    WebAddress,
    translated_line,
    validate_mapping,
    validate_period,
)
from relations.models.places import ELSEWHERE, NAMED, Place
from relations.models.record import Record


class ActorQuerySet(DocumentQuerySet):
    def published(self):
        """Actors that a published record names."""
        return self.filter(self.named())

    def named(self) -> Exists:
        return Exists(
            Participation.objects.filter(
                record__status=Status.PUBLISHED, **{self.model.KEY: OuterRef("pk")}
            )
        )


class PersonQuerySet(ActorQuerySet):
    def published(self):
        """People whom a published record names, or who held a cited office at a public body."""
        body = Participation.objects.filter(
            record__status=Status.PUBLISHED, organisation=OuterRef("organisation")
        )
        offices = Tenure.objects.cited().filter(Exists(body), person=OuterRef("pk"))
        return self.filter(self.named() | Exists(offices))


class Actor(Multilingual):
    """Whoever can take part in a record."""

    labels = NAMED | {"website": _("Website")}
    hints = {"identifiers": ELSEWHERE}
    schemes = (Scheme.WIKIDATA, Scheme.ISNI, Scheme.VIAF)

    name = translated_line()
    country = Country()
    identifiers = models.JSONField(default=dict, blank=True, validators=[validate_mapping])

    objects = ActorQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.name) or self.slug

    def get_absolute_url(self) -> str:
        return reverse(f"{self.KEY}_detail", args=[self.slug])

    @property
    def own_language(self) -> str:
        return language_of(self.country)


class Organisation(Actor):
    schemes = (*Actor.schemes, Scheme.IATI)
    KEY = "organisation"
    FILE = "organisations"
    filters = "relations.filters.names.OrganisationFilter"
    linked = "relations.export.linked.organisation"
    document_fields = ("name", "country", "kind", "website", "identifiers", "checked")
    parts = ("variants",)
    hints = {
        "name": _("The official name in each language, for example “Council of Europe”."),
        "country": _("The country to which it belongs; none for an international organisation."),
        "kind": _("What sort of body it is, for example “Ministry”."),
        "website": _("Its first page, for example https://www.jica.go.jp/."),
    }

    kind = models.CharField(max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER)
    website = WebAddress()

    class Meta(Actor.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


class Person(Actor):
    KEY = "person"
    FILE = "people"
    filters = "relations.filters.names.PersonFilter"
    linked = "relations.export.linked.person"
    document_fields = ("name", "country", "identifiers", "checked")
    parts = ("variants", "tenures")
    hints = {
        "name": _("The usual name in each language, for example “Fumio Kishida”."),
        "country": _("The country for which the person acts."),
    }

    objects = PersonQuerySet.as_manager()

    class Meta(Actor.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        for tenure in self.tenures.all():
            for other in tenure.overlapping():
                yield (
                    f"tenures/{tenure.key}",
                    _t("%(person)s held the same office (%(office)s) at that time: %(dates)s.")
                    % {
                        "person": other.person,
                        "office": other.office,
                        "dates": f"{other.start or '..'}/{other.end or '..'}",
                    },
                )


class Variant(Part):
    """Another spelling of a name, and when it was in use."""

    PARENTS = ("person", "organisation", "place")
    document_fields = ("language", "spelling", "since", "until", "unsure", "note")
    labels = {
        "language": _("Language"),
        "spelling": _("Spelling"),
        "since": _("From"),
        "until": _("To"),
        "unsure": _("Unsure"),
        "note": _("Note"),
    }
    hints = {
        "spelling": _("Another way to write the name, for example “KOIZUMI Junichiro”."),
        "since": _("Since when it is used, as キーウ is since 2022-03-31; often empty."),
        "until": _("Until when it was used, as キエフ was until 2022-03-31; often empty."),
        "unsure": _("Ticked until a source confirms it; readers see the holder’s own spelling."),
        "note": _("Where the spelling comes from, for readers: “old spelling”."),
    }

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="variants"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="variants"
    )
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="variants")
    language = models.CharField(max_length=20, help_text=_("A BCP 47 tag: uk, ja, ru, uk-Latn."))
    spelling = models.CharField(max_length=300)
    since = DateAsKnown()
    until = DateAsKnown()
    unsure = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints = [exactly_one("variant_of_one", "person", "organisation", "place")]
        verbose_name = _("name variant")
        verbose_name_plural = _("name variants")

    def __str__(self) -> str:
        return self.spelling

    def clean(self) -> None:
        validate_period(self.since, self.until)


class TenureQuerySet(models.QuerySet):
    def cited(self):
        """Offices that a source confirms; the others are not used in public."""
        citations = apps.get_model("relations", "Citation").objects
        support = citations.filter(tenure=OuterRef("pk"), stance=Stance.SUPPORTS)
        return self.filter(Exists(support))


class Tenure(Part):
    """An office held; without a citation it is not used in public."""

    PARENTS = ("person",)
    document_fields = ("key", "office", "organisation", "tier", "start", "end")
    parts = ("citations",)
    labels = {
        "key": _("Key"),
        "office": _("Office"),
        "tier": _("Level"),
        "start": _("From"),
        "end": _("To"),
    }
    hints = {
        "key": _("A short name of this row, another one in each: foreign-minister-2024."),
        "office": _("The office in words, for example “Minister for Foreign Affairs”."),
        "organisation": _("The body of the office, for example council-of-europe."),
        "tier": _("The level of the office, for example “Foreign minister”."),
        "start": _("The first day in office; empty where it is not recorded."),
        "end": _(
            "The last day in office; empty while the office is held or where none is recorded."
        ),
    }

    person = models.ForeignKey(Person, models.CASCADE, related_name="tenures")
    key = Slug()
    office = translated_line()
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="tenures"
    )
    tier = models.CharField(max_length=20, choices=Tier, default=Tier.OTHER)
    start = DateAsKnown()
    end = DateAsKnown()

    objects = TenureQuerySet.as_manager()

    class Meta(Part.Meta):
        constraints = [key_once("tenure_key_once", "person")]
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")

    def __str__(self) -> str:
        return f"{self.office} ({self.start or '..'}/{self.end or '..'})"

    def clean(self) -> None:
        validate_period(self.start, self.end)

    @property
    def is_cited(self) -> bool:
        """Whether a source confirms it, told from the citations as fetched."""
        return any(citation.stance == Stance.SUPPORTS for citation in self.citations.all())

    def certain_days(self):
        """The first and the last day on which the office was surely held."""
        start = dates.parse(self.start).latest if self.start else dates.date.min
        end = dates.parse(self.end).earliest if self.end else dates.date.max
        return start, end

    def overlapping(self) -> Iterator["Tenure"]:
        """Tenures of the same office that surely overlap; the day of a hand-over is shared."""
        same_office = Tenure.objects.filter(
            office_en=self.office_en, person__country=self.person.country
        ).exclude(pk=self.pk)
        start, end = self.certain_days()
        for other in same_office.exclude(office_en="").select_related("person"):
            other_start, other_end = other.certain_days()
            if max(start, other_start) < min(end, other_end):
                yield other

    def may_be_held_in(self, first, last) -> bool:
        """Whether the office may have been held on some day from `first` to `last`."""
        start = dates.parse(self.start).earliest if self.start else dates.date.min
        end = dates.parse(self.end).latest if self.end else dates.date.max
        return start <= last and first <= end

    def held_on(self, day) -> bool:
        """Whether the office was surely held; an end that is not recorded is not sure."""
        start, end = self.certain_days()
        return bool(self.start and self.end) and start <= day <= end


class ParticipationQuerySet(models.QuerySet):
    def meeting(self):
        """Of people who were there, in records of which their kind says that people met."""
        met = Q()
        for kind in Record.kinds():
            if kind.meeting is not None:
                met |= Q(kind.meeting, record__kind=kind.KEY)
        return self.filter(met, role__in=PRESENT, person__isnull=False)


class Participation(Part):
    """A person or an organisation, in a role, with the capacity the source gives."""

    PARENTS = ("record",)
    document_fields = ("person", "organisation", "role", "tier", "capacity", "out_of_office")
    needed = (("person", "organisation"), ("role",))
    labels = {
        "role": _("Role"),
        "tier": _("Level"),
        "capacity": _("Capacity"),
        "out_of_office": _("Why it counts without an office"),
    }
    hints = {
        "person": _(
            "Who took part, for example fumio-kishida; a row has a person or an organisation."
        ),
        "organisation": _("What body took part, for example jica; then the row has no person."),
        "role": _("What was done here, for example “Visitor” or “Signatory”."),
        "tier": _("For example “Head of government”."),
        "capacity": _(
            "As the source gives it, for example “Prime Minister”; empty: the cited "
            "office of that day."
        ),
        "out_of_office": _(
            "Of a visitor who held none of the cited offices that day: why the visit counts, for "
            "example “Came as special envoy”."
        ),
    }

    record = models.ForeignKey(Record, models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="participations"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="participations"
    )
    role = models.CharField(max_length=20, choices=Role, blank=True)
    tier = models.CharField(
        max_length=20,
        choices=Tier,
        blank=True,
        help_text=_("The level at which a person takes part; a visitor needs one."),
    )
    capacity = translated_line()
    out_of_office = translated_line()

    objects = ParticipationQuerySet.as_manager()

    class Meta(Part.Meta):
        constraints = [
            exactly_one("participation_of_one", "person", "organisation", or_none=True),
            *(
                models.UniqueConstraint(
                    fields=["record", actor, "role"],
                    condition=~Q(role=""),
                    name=f"{actor}_once_in_a_role",
                    violation_error_message=_("The same participant stands twice in one role."),
                )
                for actor in ("person", "organisation")
            ),
        ]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self) -> str:
        return f"{self.actor or ''} ({self.get_role_display()})"

    @property
    def actor(self) -> Actor | None:
        return self.person or self.organisation

    def path_key(self) -> str:
        return self.actor.slug if self.actor else super().path_key()

    @property
    def capacity_shown(self):
        """The capacity as the source gives it, else the cited office held on that day."""
        if self.capacity or not self.person:
            return self.capacity
        first, last = self.record.earliest, self.record.latest
        cited = (t for t in self.person.tenures.all() if t.is_cited)
        held = (t.office for t in cited if first and t.held_on(first) and t.held_on(last))
        return next(held, self.capacity)
