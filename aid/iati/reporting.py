"""Who reports and who took part, in the code lists of the standard."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings

from aid.iati.elements import Texts, add, country, texts_of
from aid.models import AidPackage
from relations.codes import OrganisationKind, Role, Scheme
from relations.models import Organisation, Relation

#: OrganisationType of the reporter, of which nothing more is known: other.
OTHER = "90"
#: OrganisationType, of those kinds for which the list has just one.
TYPES = {
    OrganisationKind.GOVERNMENT: "10",
    OrganisationKind.MINISTRY: "10",
    OrganisationKind.EMBASSY: "10",
    OrganisationKind.INTERNATIONAL: "40",
    OrganisationKind.COMPANY: "70",
}
FUNDING = "1"
#: OrganisationRole; it has none for those who receive.
ROLES = {Role.FUNDER: FUNDING, Role.EXTENDING: "3", Role.IMPLEMENTER: "4"}
#: The key of an organisation's own identifier among its `identifiers`.
IDENTIFIER = Scheme.IATI


@dataclass(frozen=True)
class Reporter:
    """This site: `ref` stands for an identifier, `name` by language."""

    ref: str
    name: Texts

    @classmethod
    def current(cls) -> "Reporter":
        name = texts_of(Relation.objects.current(), "name")
        return cls(urlsplit(settings.SITE_URL).netloc, name or {"": settings.SITE_URL})

    def identifier(self, slug: str) -> str:
        return f"{self.ref}-{slug}"

    def sign(self, activity: Element) -> None:
        add(
            activity, "reporting-org", self.name, ref=self.ref, type=OTHER, secondary_reporter="1"
        )  # fmt: skip


def known_of(organisation: Organisation) -> dict:
    """Its name, its type, and the identifier that was recorded, if any."""
    ref = organisation.identifiers.get(IDENTIFIER)
    return {
        "texts": texts_of(organisation, "name") or {"": organisation.slug},
        "ref": ref if isinstance(ref, str) else "",
        "type": TYPES.get(organisation.kind, ""),
    }


def in_role(package: AidPackage, role: Role) -> list[Organisation]:
    found = (one.organisation for one in package.participants.all() if one.role == role)
    return [organisation for organisation in found if organisation]


def participants(package: AidPackage) -> Iterator[dict]:
    """Those who gave and worked; where no funder is named, the country that gave."""
    if not in_role(package, Role.FUNDER):
        yield {"texts": country(package.donor), "role": FUNDING}
    for role, code in ROLES.items():
        for organisation in in_role(package, role):
            yield known_of(organisation) | {"role": code}


def only_one(package: AidPackage, role: Role, otherwise: str) -> dict:
    """The one organisation in this role, else the country: a sum comes from one and goes to one."""
    found = in_role(package, role)
    return known_of(found[0]) if len(found) == 1 else {"texts": country(otherwise)}
