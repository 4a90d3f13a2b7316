"""References to put into other people's bibliographies: RIS, BibTeX and CSL-JSON.

A record is cited as a page of this site in the version that is handed out; a source as itself.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from relations import dates
from relations.export.listing import Entry, Listing
from relations.export.writable import on_one_line
from relations.languages import active_language
from relations.models import Relation, Source
from relations.templatetags.record import name_of

#: What TeX takes for more than a letter, and how it is written instead.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
        "$": r"\$", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
#: In an address only what would end it is written otherwise.
IN_ADDRESS = re.compile(r"[{}\\]")


@dataclass(frozen=True)
class Reference:
    """What a bibliography says of a page.

    `published` is a date as known or None; `within` the site or the publisher; `version` the
    digest of what was cited, '' for a source and for a view; `accessed` when we read a source.
    """

    key: str
    title: str
    within: str
    published: dates.Date | None
    url: str
    language: str
    version: str = ""
    accessed: dates.Date | None = None

    @property
    def parts(self) -> list[int]:
        """Year, month and day of the publication as far as they are known."""
        known = self.published and self.published.points[0]
        found = (known.year, known.month, known.day) if known else ()
        exact = known and known.precision in ("year", "month", "day")
        return [part for part in found if part] if exact else []


def reference(entry: Entry, site: str) -> Reference:
    """The entry as itself if it is a source, else in the version that is handed out."""
    if isinstance(entry.obj, Source):
        return of_source(entry.obj)
    return of_version(
        entry.obj, entry.version, entry.at.date().isoformat() if entry.at else "", site
    )


def of_source(source: Source) -> Reference:
    address = source.url or settings.SITE_URL + source.get_absolute_url()
    published, accessed = (
        dates.parse(known) if known else None for known in (source.published, source.accessed)
    )
    title = str(name_of(source))
    return Reference(
        source.slug, title, source.publisher, published, address, source.language,
        accessed=accessed,
    )  # fmt: skip


def of_version(obj, version: str, day: str, site: str) -> Reference:
    """A document as a page of the site, in the version that readers were given on a `day`.

    `day` is '' where the history does not know it: then no address leads to the version.
    """
    version = version[:8]
    address = settings.SITE_URL + obj.get_absolute_url()
    if day:
        address += f"?version={version}"
    published = dates.parse(day) if day else None
    name = name_of(obj)
    language = getattr(name, "lang", active_language())
    return Reference(obj.slug, str(name), site, published, address, language, version)


def references(listing: Listing) -> Iterator[Reference]:
    site = Relation.objects.current().name.text
    return (reference(entry, site) for entry in listing.entries())


def write_ris(listing: Listing) -> Iterator[bytes]:
    """RIS, as reference managers import it: `TY  - ELEC`."""
    for cited in references(listing):
        day = "/".join(f"{part:02}" for part in cited.parts)
        fields = [
            ("TY", "ELEC"), ("ID", cited.key), ("TI", cited.title), ("T2", cited.within),
            ("PB", cited.within), ("PY", day[:4]), ("DA", day), ("UR", cited.url),
            ("LA", cited.language), ("ET", cited.version), ("ER", ""),
        ]  # fmt: skip
        said = ((tag, on_one_line(text)) for tag, text in fields if text or tag == "ER")
        lines = (f"{tag}  - {text}\r\n" for tag, text in said)
        yield ("".join(lines) + "\r\n").encode()


def write_bib(listing: Listing) -> Iterator[bytes]:
    """BibTeX for biblatex: `@online`, in UTF-8."""
    for cited in references(listing):
        fields = {
            "title": f"{{{escaped(cited.title)}}}",
            "organization": f"{{{escaped(cited.within)}}}" if cited.within else "",
            "date": "-".join(f"{part:02}" for part in cited.parts),
            "url": IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", cited.url),
            "version": cited.version,
            "langid": LANGID.get(cited.language, ""),
        }
        told = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
        yield f"@online{{{cited.key},\n{told}}}\n\n".encode()


#: biblatex's names of languages.
LANGID = {"en": "english", "ja": "japanese", "uk": "ukrainian"}


def escaped(text: str) -> str:
    return on_one_line(text).translate(TEX)


def write_csl(listing: Listing) -> Iterator[bytes]:
    """CSL-JSON: an array of items of the type `webpage`."""
    yield b"["
    for number, cited in enumerate(references(listing)):
        told = {
            "id": cited.key,
            "type": "webpage",
            "title": cited.title,
            "container-title": cited.within,
            "issued": {"date-parts": [cited.parts]} if cited.parts else None,
            "URL": cited.url,
            "version": cited.version,
            "language": cited.language or active_language(),
        }
        known = {name: value for name, value in told.items() if value}
        item = json.dumps(known, ensure_ascii=False)
        yield b",\n" * bool(number) + item.encode()
    yield b"]\n"
