"""Places, with the spellings that came and went."""

from collections import Counter

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relations.codes import PlaceKind, Scheme, Status
from relations.languages import language_of
from relations.models.documented import DocumentQuerySet, Multilingual
from relations.models.fields import (
    Coordinates,
    Country,
    Point,
    point_of,
    translated_line,
    validate_mapping,
)
from relations.models.record import Record

#: The labels of whatever has a name.
NAMED = {
    "name": _("Name"),
    "country": _("Country"),
    "kind": _("Kind"),
    "identifiers": _("Identifiers"),
}
ELSEWHERE = _("What others call the same: its number at Wikidata, for example, is Q130852.")


class PlaceQuerySet(DocumentQuerySet):
    def published(self):
        """Places that a published record names, in whichever way its kind names a place."""
        named = Q()
        for rows, place in Record.naming_places():
            here = rows.filter(record__status=Status.PUBLISHED, **{place: OuterRef("pk")})
            named |= Exists(here)
        return self.filter(named)

    def numbers_in(self, records) -> Counter:
        """How many of the records name each place that they name, by its slug.

        A record that names a place in several ways counts in the first of them.
        """
        keys = records.order_by().values("pk")
        found, counted = [], []
        for rows, place in Record.naming_places():
            # Annotated, so that every condition speaks of one and the same of several places.
            named = rows.annotate(here=F(place), called=F(f"{place}__slug"))
            named = named.filter(record__in=keys, here__isnull=False)
            for others, other in counted:
                same = {"record": OuterRef("record"), other: OuterRef("here")}
                named = named.exclude(Exists(others.filter(**same)))
            slugs = named.order_by().values_list("called")
            found.append(slugs.annotate(Count("record", distinct=True)))
            counted.append((rows, place))
        numbers = Counter()
        for slug, number in found[0].union(*found[1:], all=True):
            numbers[slug] += number
        return numbers


class Place(Multilingual):
    KEY = "place"
    FILE = "places"
    filters = "relations.filters.names.PlaceFilter"
    linked = "relations.export.linked.place"
    document_fields = ("name", "country", "kind", "coordinates", "identifiers", "checked")
    parts = ("variants",)
    schemes = (Scheme.WIKIDATA, Scheme.GEONAMES)
    labels = NAMED | {"coordinates": _("Coordinates")}
    hints = {
        "name": _("The name of today in each language, for example “Kyiv”."),
        "country": _("The country in which it lies."),
        "identifiers": ELSEWHERE,
        "kind": _("“Site” is a spot within or outside a city, such as a power station."),
    }

    name = translated_line()
    country = Country()
    kind = models.CharField(max_length=10, choices=PlaceKind, default=PlaceKind.CITY)
    coordinates = Coordinates(
        help_text=_(
            "Latitude and longitude in decimal degrees (WGS 84), for example 50.4547, 30.5238. "
            "A region or a country has none."
        )
    )
    identifiers = models.JSONField(default=dict, blank=True, validators=[validate_mapping])

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return str(self.name) or self.slug

    def get_absolute_url(self) -> str:
        return reverse("place_detail", args=[self.slug])

    @property
    def point(self) -> Point | None:
        return point_of(self.coordinates)

    @property
    def own_language(self) -> str:
        return language_of(self.country)
