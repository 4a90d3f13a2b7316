"""What a page is about in the words of schema.org, for programs that read JSON-LD.

Each model names its function here or in its app. Only what the page shows is told, and a date only
as exactly as it is known; what schema.org has no honest word for is left out.
"""

import json
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from relations import dates
from relations.codes import Form, OrganisationKind, PlaceKind, Role
from relations.export.plain import LICENCES
from relations.languages import active_language
from relations.models import Organisation, Place, Source
from relations.models.fields import Point, country_name
from relations.templatetags.record import name_of

CONTEXT = "https://schema.org"
#: Those who take part in an event, by what they do there.
PARTS = {
    Role.VISITOR: "attendee",
    Role.HOST: "attendee",
    Role.PARTICIPANT: "contributor",
    Role.SPEAKER: "performer",
    Role.SIGNATORY: "contributor",
    Role.FUNDER: "funder",
}
MODES = {Form.IN_PERSON: "Offline", Form.ONLINE: "Online"}
PUBLIC_BODIES = frozenset(
    {OrganisationKind.GOVERNMENT, OrganisationKind.MINISTRY, OrganisationKind.EMBASSY,
     OrganisationKind.AGENCY}
)  # fmt: skip
#: What a place is, where it is more than a place.
PLACES = {
    PlaceKind.CITY: "City",
    PlaceKind.REGION: "AdministrativeArea",
    PlaceKind.COUNTRY: "Country",
}


#: Where others tell of the same thing, by the name of their identifiers.
ELSEWHERE = {
    "wikidata": "https://www.wikidata.org/entity/",
    "geonames": "https://sws.geonames.org/",
}
#: What could end a script or a line of it, as JSON writes it otherwise.
ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def script(thing: dict) -> SafeString:
    """A thing as JSON that nothing in it can break out of."""
    whole = {"@context": CONTEXT} | told_of(thing)
    told = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(told.translate(ESCAPED))


def told_of(thing):
    """The thing without what is not known."""
    if isinstance(thing, dict):
        return {name: told_of(value) for name, value in thing.items() if value}
    return [told_of(one) for one in thing] if isinstance(thing, list) else thing


# Pages


def document(obj, site: str, *, version: str, day: str, evidence: Iterable[Source]) -> dict:
    """What the page of a document is about, and the page: which version of it, by whom."""
    thing = import_string(obj.linked)(obj)
    whole = {
        "url": settings.SITE_URL + obj.get_absolute_url(),
        "inLanguage": active_language(),
        "version": version[:8],
        "dateModified": day,
        "publisher": publisher(site),
        "license": LICENCES["texts"],
        "citation": [cited(found) for found in evidence],
    }
    if thing["@type"] in TEXTS:
        return thing | whole
    return thing | {"mainEntityOfPage": {"@type": "WebPage"} | whole}


def dataset(name: str, site: str, *, url: str, about: str, day: str, forms: Iterable) -> dict:
    """A list as data; `forms` are (media type, address) of each form in which it is handed out."""
    return {
        "@type": "Dataset",
        "name": name,
        "description": about,
        "url": url,
        "inLanguage": active_language(),
        "dateModified": day,
        "publisher": publisher(site),
        "license": list(LICENCES.values()),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": address}
            for media_type, address in forms
        ],
    }


def publisher(site: str) -> dict:
    return {"@type": "Organization", "name": site, "url": settings.SITE_URL + reverse("home")}


def cited(obj: Source) -> dict:
    return {"@type": "CreativeWork", "name": str(name_of(obj)), "url": obj.url}


# Things


def event(record) -> dict:
    """A record as an event: when, where and who."""
    mode = MODES.get(getattr(record, "form", ""))
    signed_at = getattr(record, "signed_at", None)
    return {
        "@type": "Event",
        "name": str(name_of(record)),
        "description": str(record.summary),
        **period(record.date_as_known),
        "eventAttendanceMode": mode and f"{CONTEXT}/{mode}EventAttendanceMode",
        "location": each(filter(None, (*record.places.all(), signed_at))),
        **participants(record, PARTS),
    }


def participants(record, parts: dict[str, str]) -> dict[str, list]:
    """Who took part, under the property of her role; of a role without one nobody."""
    found = {}
    for taken in record.participants.all():
        if taken.role in parts:
            found.setdefault(parts[taken.role], []).append(taken.actor)
    return {name: each(actors) for name, actors in found.items()}


def person(obj) -> dict:
    """A person with the offices that a source confirms."""
    offices = [
        {
            "@type": "Role",
            **period(dates.parse(f"{tenure.start or '..'}/{tenure.end or '..'}")),
            "hasOccupation": {"@type": "Occupation", "name": str(tenure.office)},
        }
        for tenure in obj.tenures.all()
        if tenure.is_cited and tenure.office
    ]
    return called(obj) | {"hasOccupation": offices}


def organisation(obj) -> dict:
    return called(obj) | {"url": obj.website}


def place(obj) -> dict:
    around = country_name(obj.country) if obj.kind != PlaceKind.COUNTRY else ""
    return called(obj) | {
        "containedInPlace": around and {"@type": "Country", "name": around},
        "geo": obj.point and geo(obj.point),
    }


def geo(point: Point) -> dict:
    """A point; its numbers as texts, which schema.org allows, so that none of zero is left out."""
    numbers = {name: str(number) for name, number in point._asdict().items()}
    return {"@type": "GeoCoordinates"} | numbers


def source(obj) -> dict:
    return cited(obj) | {
        "publisher": obj.publisher and {"@type": "Organization", "name": obj.publisher},
        "datePublished": obj.published and period(dates.parse(obj.published)).get("startDate"),
        "inLanguage": obj.language,
    }


def topic(obj) -> dict:
    name = str(name_of(obj))
    return {"@type": "Article", "name": name, "headline": name, "description": str(obj.summary)}


def page(obj) -> dict:
    return {"@type": "WebPage", "name": str(name_of(obj))}


#: Things that are a page themselves.
TEXTS = ("Article", "WebPage")


def called(obj) -> dict:
    """What it is, its name, the other spellings that are sure, and who else knows it."""
    spellings = [variant.spelling for variant in obj.variants.all() if not variant.unsure]
    return {
        "@type": type_of(obj),
        "name": str(name_of(obj)),
        "alternateName": list(dict.fromkeys(spellings)),
        "sameAs": same_as(obj.identifiers),
    }


def same_as(identifiers: dict) -> str | list[str]:
    """The address of the same thing elsewhere, or a list of several."""
    known = [
        f"{start}{identifiers[name]}" for name, start in ELSEWHERE.items() if name in identifiers
    ]
    return known[0] if len(known) == 1 else known


def type_of(obj) -> str:
    if isinstance(obj, Place):
        return PLACES.get(obj.kind, "Place")
    if isinstance(obj, Organisation):
        return "GovernmentOrganization" if obj.kind in PUBLIC_BODIES else "Organization"
    return "Person"


def each(objects: Iterable) -> list[dict]:
    """Names in short, each once: what it is, and its page if readers can open it."""
    return [
        {
            "@type": type_of(obj),
            "name": str(name_of(obj)),
            "url": settings.SITE_URL + obj.get_absolute_url() if obj.has_page else "",
        }
        for obj in {obj.slug: obj for obj in objects}.values()
    ]


def period(known: dates.Date | None) -> dict:
    """The start and the end that are exact; of two dates between which nobody chose, neither."""
    if known is None or known.text.startswith("["):
        return {}
    names = ("startDate", "endDate")
    return {name: point.iso for name, point in zip(names, known.points, strict=False) if point}
