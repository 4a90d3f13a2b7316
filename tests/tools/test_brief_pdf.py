"""The brief as a PDF, as a program reads it: its text, its tags, its fonts, its outline."""

import io
import socket

import pytest
from pypdf import PdfReader

from relations.export.pdf import made
from tests.making import event, load, source, visit

pytestmark = pytest.mark.django_db

TITLES = {
    "en": "An agreement on “energy”",
    "ja": "日本とウクライナの協定",
    "uk": "Угода про ґрунти, її зміст і «єдність»",
}
HOSTILE = '<img src="http://127.0.0.1:9/x.png"><link rel="stylesheet" href="file:///etc/passwd">'


@pytest.fixture
def pdf(client, tmp_path):
    load(
        tmp_path,
        source("named", title="Джерело", language="uk", publisher="外務省", url="https://example.org/report"),
        event("agreed", title=TITLES, summary={"en": HOSTILE}, date="2011-02", citations=[{"source": "named"}]),
        event("elsewhere", title={"en": "Elsewhere"}, date="2012"),
        {"person": "a-visitor", "name": {"en": "A Visitor"}, "country": "UA"},
        visit("went", date="2011-01-18/2011-01-21"),
    )  # fmt: skip

    def read(language: str = "en", query: str = "since=2011") -> PdfReader:
        response = client.get(f"/{language}/brief.pdf?{query}")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Language"] == language
        return PdfReader(io.BytesIO(response.content))

    return read


def text_of(reader: PdfReader) -> str:
    """Its words with single spaces, those of a line that was broken in one."""
    pages = (page.extract_text() for page in reader.pages)
    return " ".join("\n".join(pages).replace("\u2010\n", "").split())


def fonts_of(reader: PdfReader) -> list[dict]:
    pages = (page["/Resources"]["/Font"] for page in reader.pages)
    fonts = [font.get_object() for page in pages for font in page.values()]
    return [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]


def outline_of(entries) -> list[str]:
    """The titles of an outline, parents before children."""
    found = []
    for entry in entries:
        found += outline_of(entry) if isinstance(entry, list) else [entry.title]
    return found


@pytest.mark.parametrize("language", TITLES)
def test_its_text_can_be_read_in_each_language(pdf, language):
    said = text_of(pdf(language))
    assert TITLES[language] in said
    assert f"/{language}/events/agreed/" in said
    assert "Джерело" in said
    assert "外務省" in said
    assert "https://example.org/report" in said


@pytest.mark.parametrize("language", TITLES)
def test_it_is_tagged_and_names_its_language_and_title(pdf, language):
    reader = pdf(language, "kind=event")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    assert reader.metadata.title.endswith({"en": "The Record", "ja": "記録", "uk": "Літопис"}[language])  # fmt: skip
    kinds = {str(node.get("/S")) for node in walk(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/H3", "/H4", "/Table", "/TH", "/L", "/Link"} <= kinds


def walk(node):
    """The elements of a tree of tags."""
    node = node.get_object()
    if isinstance(node, list):
        for kid in node:
            yield from walk(kid)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from walk(node["/K"])


@pytest.mark.parametrize("language", TITLES)
def test_its_fonts_come_with_it(pdf, language):
    fonts = fonts_of(pdf(language))
    assert fonts
    for font in fonts:
        assert {"/FontFile2", "/FontFile3"} & set(font), font["/FontName"]


def test_its_outline_leads_to_the_sections_and_years(pdf):
    reader = pdf()
    assert outline_of(reader.outline) == ["Since 2011", "In figures", "Chronology", "2012", "2011", "People", "Sources"]  # fmt: skip


def test_every_number_leads_to_its_source(pdf, tmp_path):
    load(tmp_path, event("newest", date="2013", citations=[{"source": "named"}]))
    reader = pdf()
    targets = {
        str(link.get_object()["/Dest"])
        for page in reader.pages
        for link in page.get("/Annots", ())
        if "/Dest" in link.get_object()
    }
    assert targets == {"source-1", "source-2"}
    assert targets <= set(reader.named_destinations)


def test_pages_are_numbered_and_name_the_record_from_the_second_on(pdf, tmp_path):
    load(tmp_path, *(event(f"more-{n}", date=f"2013-01-{n + 1:02}", summary={"en": "It is told at length. " * 20}) for n in range(20)))  # fmt: skip
    reader = pdf("en", "since=2013&kind=event")
    last = len(reader.pages)
    said = [page.extract_text() for page in reader.pages]
    assert last > 2
    assert all(f"{number} / {last}" in text for number, text in enumerate(said, 1))
    assert all("Events · since 2013" in text for text in said)


def test_nothing_is_fetched_for_it(pdf, monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    said = text_of(pdf())
    assert "/etc/passwd" in said
    assert "root:" not in said


def test_the_same_brief_is_the_same_file(client, pdf):
    pdf()
    first = client.get("/uk/brief.pdf?since=2011").content
    made.cache_clear()
    assert client.get("/uk/brief.pdf?since=2011").content == first


def test_a_brief_is_laid_out_once_until_it_says_something_else(pdf, tmp_path):
    pdf()
    before = made.cache_info()
    pdf()
    assert made.cache_info().misses == before.misses
    load(tmp_path, event("told-since", title={"en": "Told since"}, date="2011-05"))
    assert "Told since" in text_of(pdf())
