"""The head of a page, as Zotero reads it with its translators "Embedded Metadata" and "RDF".

`Zotero` says anew the field rules of those two that concern us; each names the function that has
it. What they read as a person's name, or as a journal's article, would cite the record wrongly.
"""

import re
from datetime import UTC, datetime

import pytest

from relations.languages import LANGUAGES
from relations.models import Revision
from tests.making import aid, event, load, organisation, person, place, source, topic, visit
from tests.reading import Page

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 3, 4, 12, tzinfo=UTC)
SITE = {"en": "The Record", "ja": "記録", "uk": "Літопис"}
DC, TERMS, OG = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "http://ogp.me/ns#"
#: HIGHWIRE_MAPPINGS, later lines win: whatever they name replaces what was read before.
HIGHWIRE = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_publisher": "publisher",
    "citation_public_url": "url",
    "citation_language": "language",
}


class Zotero:
    """What Zotero makes of a page: `kind` of item and `fields`."""

    def __init__(self, page: Page):
        self.metas = [meta.attrib for meta in page.root.iter("meta")]
        self.page = page
        self.statements = self._statements()
        self.kind = self._kind()
        self.fields = self._fields()

    def _statements(self) -> dict[str, str]:
        """init(): a `name` hides the `property` beside it; the first of `.`, `:` and `_` parts the
        prefix from the word; a prefix is known by itself or by a link rel="schema.…"."""
        prefixes = {"dc": DC, "dcterms": TERMS, "og": OG}
        for link in self.page.root.iter("link"):
            if found := re.match(r"schema\.([a-zA-Z]+)", link.get("rel", "")):
                prefixes[found[1].lower()] = link.get("href")
        told = {}
        for meta in self.metas:
            for tag in (meta.get("name") or meta.get("property") or "").split():
                prefix, _mark, word = (*re.split(r"([.:_])", tag, maxsplit=1), "", "")[:3]
                if prefix.lower() in prefixes and meta.get("content"):
                    uri = prefixes[prefix.lower()] + word[:1].lower() + word[1:]
                    told.setdefault(uri, meta["content"])
        return told

    def named(self, name: str) -> str:
        """getContentText(): of the metas whose name ends so, the words of all, with commas."""
        return ", ".join(m["content"] for m in self.metas if m.get("name", "").endswith(name))

    def _first(self, *uris: str) -> str:
        """getFirstResults(): what the first of the properties says that says anything."""
        return next((self.statements[uri] for uri in uris if uri in self.statements), "")

    def _kind(self) -> str:
        """detectType() of RDF: og:type website is a web page; a dc:type that is no item type of
        Zotero only a guess; init(): without either, citation_title makes a journal's article."""
        if self.named("citation_journal_title"):
            return "journalArticle"
        if self.statements.get(f"{OG}type") == "website":
            return "webpage"
        return "journalArticle" if self.named("citation_title") else "webpage"

    def _fields(self) -> dict[str, str]:
        """importItem() of RDF, then addHighwireMetadata() and addLowQualityMetadata()."""
        first = self._first
        fields = {
            "title": first(f"{DC}title", f"{TERMS}title", f"{OG}title"),
            "publicationTitle": first(f"{DC}source", f"{TERMS}source", f"{OG}site_name"),
            "publisher": first(f"{DC}publisher", f"{TERMS}publisher"),
            "date": first(f"{OG}published_time", f"{TERMS}issued", f"{DC}date", f"{TERMS}date"),
            "url": first(f"{OG}url"),
            "rights": first(f"{DC}rights", f"{TERMS}rights"),
            "language": first(f"{DC}language", f"{TERMS}language"),
            "abstractNote": first(f"{OG}description"),
            "websiteType": first(f"{DC}type", f"{TERMS}type"),
            "creators": first(f"{DC}creator", f"{DC}contributor") or self.named("citation_author"),
        }
        for name, field in HIGHWIRE.items():
            fields[field] = self.named(name) or fields[field]
        fields["abstractNote"] = fields["abstractNote"] or self.named("description")
        end = re.escape(fields["publicationTitle"])
        if end:
            fields["title"] = re.sub(rf"\s*\W\s*{end}\s*$", "", fields["title"], flags=re.I)
        return {name: value for name, value in fields.items() if value}


@pytest.fixture
def some(tmp_path):
    titles = {"en": "Talks & “more”", "ja": "会談", "uk": "Переговори"}
    load(
        tmp_path,
        person(name={"en": "A Visitor", "ja": "訪問者", "uk": "Гість"}), place(), organisation(), topic(),
        source(url="https://example.org/?a=1&b=2", published="2011-05"),
        source("undated", publisher="", language="", title="[A list]"),
        event(title=titles, summary={"en": "What was said."}, citations=[{"source": "a-source"}, {"source": "undated"}]),
        visit(), aid(participants=[{"organisation": "an-agency", "role": "funder"}]),
    )  # fmt: skip
    Revision.objects.update(at=PUBLISHED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_is_read_as_a_web_page_in_its_version(read, some, language):
    version = Revision.objects.get(slug="an-event").short
    page = read(f"/{language}/events/an-event/")
    item = Zotero(page)
    assert item.kind == "webpage"
    assert item.fields == {
        "title": page.heading,
        "publicationTitle": SITE[language],
        "publisher": SITE[language],
        "date": "2026/03/04",
        "url": f"http://testserver/{language}/events/an-event/?version={version}",
        "rights": "https://creativecommons.org/licenses/by-sa/4.0/",
        "language": language,
        "abstractNote": "What was said.",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "chronology/?kind=visit", "visits/", "people/", "sources/", "ledger/", "coverage/", "visits/a-visit/", "aid/an-aid/", "people/a-visitor/", "organisations/an-agency/", "topics/a-topic/"])  # fmt: skip
def test_every_page_is_read_right(read, some, language, path):
    item = Zotero(read(f"/{language}/{path}"))
    assert item.kind == "webpage"
    assert item.fields["title"]
    assert item.fields["publicationTitle"] == item.fields["publisher"] == SITE[language]
    assert item.fields["date"] == "2026/03/04"
    assert item.fields["url"].startswith(f"http://testserver/{language}/{path}")
    assert item.fields["language"] in (language, "en")
    assert not {"creators", "websiteType"} & set(item.fields)


def test_a_source_is_read_as_what_others_published(read, some):
    item = Zotero(read("/ja/sources/a-source/"))
    assert item.kind == "webpage"
    expected = {"title": "A page", "publicationTitle": "A ministry", "publisher": "A ministry",
                "date": "2011/05", "url": "https://example.org/?a=1&b=2", "language": "en"}  # fmt: skip
    assert {name: item.fields.get(name) for name in expected} == expected
    assert "rights" not in item.fields
    other = Zotero(read("/uk/sources/undated/"))
    assert other.fields["title"] == "A list"
    assert not {"publicationTitle", "publisher", "date", "language"} & set(other.fields)


def test_an_earlier_version_is_read_as_itself_at_the_address_that_stays(read, some):
    version = Revision.objects.get(slug="an-event").short
    page = read(f"/en/events/an-event/?version={version}")
    assert Zotero(page).fields["url"].endswith(f"?version={version}")
    graph = {meta.get("property"): meta.get("content") for meta in page.root.iter("meta") if meta.get("property")}  # fmt: skip
    assert graph["og:url"] == page.canonical == "http://testserver/en/events/an-event/"


@pytest.mark.parametrize(("language", "locale", "others"), [("en", "en_US", ["ja_JP", "uk_UA"]), ("ja", "ja_JP", ["en_US", "uk_UA"]), ("uk", "uk_UA", ["en_US", "ja_JP"])])  # fmt: skip
def test_networks_are_told_what_the_page_is(read, some, language, locale, others):
    page = read(f"/{language}/events/an-event/")
    told = [(meta.get("property"), meta.get("content")) for meta in page.root.iter("meta") if meta.get("property")]  # fmt: skip
    graph = dict(told)
    assert graph["og:title"] == page.heading
    assert graph["og:type"] == "website"
    assert graph["og:url"] == page.canonical
    assert graph["og:site_name"] == SITE[language]
    assert graph["og:description"] == "What was said."
    assert graph["og:locale"] == locale
    assert [value for name, value in told if name == "og:locale:alternate"] == others


def test_a_page_that_no_history_dates_has_no_date(read, some):
    Revision.objects.filter(slug="an-event").delete()
    assert "date" not in Zotero(read("/en/events/an-event/")).fields
