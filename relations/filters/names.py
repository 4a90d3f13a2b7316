"""The filters of the lists of people, organisations, places and sources."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from relations.codes import OrganisationKind, PlaceKind, Role, SourceKind, Status
from relations.filters.address import AddressFilter, ListFilter
from relations.filters.fields import AnyOf, WordsFilter, codes_in
from relations.models import Organisation, Participation, Person, Place, Source
from relations.models.fields import country_name
from relations.templatetags.record import language_name


def present(model, field: str, called) -> list[tuple[str, str]]:
    """The codes that published rows have in a field."""
    return codes_in(model.objects.published(), field, called)


def of_country(model) -> AnyOf:
    return AnyOf(choices=partial(present, model, "country", country_name), label=_("Country"))


def in_role(to: str) -> AnyOf:
    """The roles in which published records name somebody."""
    return AnyOf(choices=Role.choices, label=_("Role"), ties=taken, end="role", to=to)


def taken():
    return Participation.objects.filter(record__status=Status.PUBLISHED)


class TopicFilter(AddressFilter):
    """Topics are few enough for one list: nothing narrows it."""


class NameFilter(ListFilter):
    """Names, by nothing but what they are called: what else a document holds is for editors."""

    q = WordsFilter(label=_("Words"), in_title=True)


class PersonFilter(NameFilter):
    country = of_country(Person)
    role = in_role("person")


class OrganisationFilter(NameFilter):
    kind = AnyOf(choices=OrganisationKind.choices, label=_("Kind"))
    country = of_country(Organisation)
    role = in_role("organisation")


class PlaceFilter(NameFilter):
    kind = AnyOf(choices=PlaceKind.choices, label=_("Kind"))
    country = of_country(Place)


class SourceFilter(ListFilter):
    kind = AnyOf(choices=SourceKind.choices, label=_("Kind"))
    language = AnyOf(
        choices=partial(present, Source, "language", language_name), label=_("Language")
    )
