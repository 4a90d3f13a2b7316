"""How a page asks to be cited: in words, and to programs that read its head."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from babel import Locale
from babel.core import get_global
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t

from relations import dates
from relations.export import Form, forms, linked, references, styles
from relations.export.plain import LICENCES
from relations.export.references import Reference
from relations.filters import AddressFilter
from relations.languages import LANGUAGES, active_language
from relations.models import Record, Revision, Source
from relations.views.alternates import as_data
from relations.views.reading import relation_of


@dataclass(frozen=True)
class Citation:
    """A page's reference, and what the page is about in the words of schema.org.

    The page is handed out as data in `forms`; of a view each entry by itself. A page `is_own`
    unless it stands for something that others published.
    """

    reference: Reference
    linked: dict
    site: str
    as_data: list[tuple[Form, str]]
    is_view: bool = False
    is_own: bool = True

    licence = LICENCES["texts"]

    @cached_property
    def texts(self) -> list[tuple[str, SafeString]]:
        return styles.texts(self.reference)

    @property
    def forms(self) -> list[tuple[Form, str]]:
        """The forms for bibliographies, with the address of each."""
        return [(form, url) for form, url in self.as_data if form.cites]

    @property
    def publisher(self) -> str:
        return self.site if self.is_own else self.reference.within

    @property
    def day(self) -> str:
        """The day, month or year of the publication, where it is exact."""
        known = self.reference.published
        return known.points[0].iso if known and len(known.points) == 1 else ""

    @property
    def day_in_slashes(self) -> str:
        """As Highwire Press writes it."""
        return self.day.replace("-", "/")

    @property
    def script(self) -> SafeString:
        return linked.script(self.linked)

    @property
    def locale(self) -> str:
        return locale_of(active_language())

    @property
    def other_locales(self) -> list[str]:
        return [locale_of(code) for code in LANGUAGES if code != active_language()]


def locale_of(language: str) -> str:
    """A language with its most likely country, as Open Graph asks for. Source: CLDR."""
    likely = Locale.parse(get_global("likely_subtags")[language])
    return f"{likely.language}_{likely.territory}"


def of_document(request, shown, version, evidence: Iterable[dict]) -> Citation:
    """The page of a document in a version of it; `evidence` names the sources it cites."""
    site = relation_of(request).name.text
    reference = references.of_version(shown, version.digest, version.since, site)
    sources = [entry["source"] for entry in evidence]
    about = {"version": version.digest, "day": version.since, "evidence": sources}
    thing = linked.document(shown, site, **about)
    return Citation(reference, thing, site, as_data(request))


def of_name(request, shown, asked=None) -> Citation:
    """The page of a person, an organisation or a place in the version that is `asked` for, else in
    the newest, which stands."""
    site = relation_of(request).name.text
    digest, day = ("", "")
    if asked:
        digest, day = asked.digest, asked.since
    elif newest := Revision.objects.of(shown).published().first():
        digest, day = newest.digest, newest.day
    thing = linked.document(shown, site, version=digest, day=day, evidence=())
    reference = references.of_version(shown, digest, day, site)
    return Citation(reference, thing, site, as_data(request))


def of_source(request, found: Source) -> Citation:
    """A source is cited as itself."""
    site = relation_of(request).name.text
    thing = linked.document(found, site, version="", day="", evidence=())
    return Citation(references.of_source(found), thing, site, as_data(request), is_own=False)


def of_view(request, title: str, filterset: AddressFilter | None = None) -> Citation:
    """A list as its address narrows it."""
    query = filterset.query.urlencode() if filterset else ""
    address = request.path + (f"?{query}" if query else "")
    name = with_filters(title, filterset) if filterset else title
    return of_data(request, name, relation_of(request).name.text, address, as_data(request))


def of_whole(request) -> Citation:
    """All of the record: its name is its title."""
    of_chronology = [
        (form, reverse("chronology_data", kwargs={"form": form}))
        for form in forms().values()
        if form.is_listed and form.serves(Record)
    ]
    return of_data(request, relation_of(request).name.text, "", request.path, of_chronology)


def of_data(
    request, name: str, within: str, path: str, handed_out: list[tuple[Form, str]]
) -> Citation:
    """What is as new as the newest version of any document, and handed out in some forms."""
    relation, day = relation_of(request), newest_day()
    site = relation.name.text
    url, published = settings.SITE_URL + path, dates.parse(day) if day else None
    about = {
        "url": url,
        "about": relation.intro.text,
        "day": day,
        "forms": [(form.media_type, settings.SITE_URL + there) for form, there in handed_out],
    }
    reference = Reference("", name, within, published, url, active_language())
    return Citation(reference, linked.dataset(name, site, **about), site, handed_out, is_view=True)


def with_filters(title: str, filterset: AddressFilter) -> str:
    """The title of a list, and what it was narrowed to in the reader's words."""
    chosen = "; ".join(f"{chip.label}: {chip.value}" for chip in filterset.chips())
    return _t("%(list)s (%(filters)s)") % {"list": title, "filters": chosen} if chosen else title


def newest_day() -> str:
    """When readers were last given another version of a record or a text, as a day; '' if never."""
    newest = Revision.objects.told().only("at").first()
    return newest.day if newest else ""
