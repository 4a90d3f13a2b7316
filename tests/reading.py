"""A page as its readers have it: its words, its links and its languages, whatever the markup."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
INLINE = {
    "a",
    "b",
    "code",
    "em",
    "i",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
}
RECORD = re.compile(r"/(?:en|ja|uk)/(?:events|visits|aid)/([a-z0-9-]+)/(?!history/)")
DOCUMENT = re.compile(r"/(?:en|ja|uk)/([a-z]+)/([a-z0-9-]+)/")
NAMES = ("names-list", "sources-list")
#: What the pages of documents are called in addresses, where it is not just the plural.
KEYS = {"people": "person", "aid": "aid"}


class Page(HTMLParser):
    """The parsed body of a response."""

    def __init__(self, response):
        super().__init__()
        self.html = response.content.decode()
        self.root = Element("page")
        self.open = [self.root]
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag):
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data

    @property
    def lang(self) -> str:
        return self.root.find("html").get("lang")

    @property
    def main(self) -> Element:
        return self.root.find(".//main")

    @property
    def words(self) -> str:
        """What stands in the main part, with single spaces."""
        return words(self.main)

    @property
    def heading(self) -> str:
        return words(self.main.find(".//h1"))

    @property
    def title(self) -> str:
        return words(self.root.find(".//title"))

    def links(self, rel: str) -> list[Element]:
        return [link for link in self.root.iter("link") if link.get("rel") == rel]

    @property
    def canonical(self) -> str:
        return self.links("canonical")[0].get("href")

    @property
    def alternates(self) -> dict[str, str]:
        """The address of the page in each language, as search engines are told."""
        links = (link for link in self.links("alternate") if link.get("hreflang"))
        return {link.get("hreflang"): link.get("href") for link in links}

    @property
    def switch(self) -> dict[str, str]:
        """The address of the page in each language, as readers are offered it."""
        anchors = self.root.iter("a")
        return {a.get("hreflang"): a.get("href") for a in anchors if a.get("hreflang")}

    @property
    def records(self) -> list[str]:
        """The slugs of the records that the main part leads to, in order, each once."""
        addresses = (RECORD.match(a.get("href", "")) for a in self.main.iter("a"))
        return list(dict.fromkeys(found[1] for found in addresses if found))

    @property
    def entries(self) -> list[str]:
        """The slugs of the entries of a list, in order, each once."""
        entries = (row for row in self.main.iter("li") if "entry" in row.get("class", "").split())
        addresses = (RECORD.match(row.find(".//h3/a").get("href", "")) for row in entries)
        return list(dict.fromkeys(found[1] for found in addresses if found))

    @property
    def answers(self) -> list[str]:
        """What a page of the search offers, in order: `model/slug`, by the first link of a row."""
        blocks = ("names", "entries", "sources")
        sections = (s for s in self.main.iter("section") if s.get("aria-labelledby") in blocks)
        links = (row.find(".//a") for section in sections for row in section.iter("li"))
        found = (DOCUMENT.match(link.get("href", "")) for link in links if link is not None)
        return [f"{KEYS.get(m[1], m[1].removesuffix('s'))}/{m[2]}" for m in found if m]

    @property
    def names(self) -> list[str]:
        """The slugs of a list of names, of sources or of topics, in order."""
        lists = [ul for ul in self.main.iter("ul") if ul.get("class") in NAMES]
        lists += [
            section.find("ul")
            for section in self.main.iter("section")
            if section.get("class") == "topics"
        ]
        rows = (row for ul in lists for row in ul)
        return [DOCUMENT.match(row.find(".//a").get("href"))[2] for row in rows]

    @property
    def found(self) -> list[str]:
        """The words that are marked as what was asked for."""
        return [words(mark) for mark in self.main.iter("mark")]

    @property
    def chips(self) -> dict[str, str]:
        """`label: value` of each filter in use, with the address that takes it away."""
        named = ((a.get("aria-label", ""), a.get("href")) for a in self.main.iter("a"))
        return {
            name.removeprefix("Remove "): to for name, to in named if name.startswith("Remove ")
        }

    @property
    def next(self) -> str | None:
        """The query of the next page of a list."""
        return next((a.get("href") for a in self.main.iter("a") if a.get("rel") == "next"), None)

    def marked(self, lang: str) -> list[str]:
        """The words inside the page that are marked as written in a language."""
        return [words(element) for element in self.main.iter() if element.get("lang") == lang]

    def choices(self, name: str) -> set[str]:
        """The values that a filter's boxes offer."""
        boxes = (box for box in self.main.iter("input") if box.get("name") == name)
        return {box.get("value") for box in boxes}


def words(element: Element) -> str:
    """What stands in an element, with single spaces and one between blocks."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    gap = "" if element.tag in INLINE else " "
    yield gap + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield gap


def every_record(client, address: str) -> list[str]:
    """The slugs on all pages of a list, in the order in which a reader meets them."""
    path, found = address.partition("?")[0], []
    while address:
        page = Page(client.get(address))
        found += page.entries or page.names
        address = page.next and path + page.next
    return found


def figures(page) -> dict[str, Decimal]:
    """The address behind each figure of a page, with the figure."""
    links = (link for link in page.main.iter("a") if link.find("data") is not None)
    return {link.get("href"): Decimal(link.find("data").get("value")) for link in links}


def sums(read, address: str) -> list[Decimal]:
    """The sums that a list shows, on all of its pages."""
    found = []
    while address:
        page = read(address)
        found += [Decimal(data.get("value")) for data in page.main.iter("data")]
        further = [a.get("href") for a in page.main.iter("a") if a.get("rel") == "next"]
        address = urlsplit(address).path + further[0] if further else ""
    return found


def body_of(response) -> bytes:
    """What was sent, also of an answer that is sent a piece at a time."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def facet(page: Page, name: str) -> dict[str, int | None]:
    """The values that a facet offers, in their order, with the numbers beside them."""
    found = {}
    for label in page.main.iter("label"):
        box = label.find("input")
        if box is not None and (box.get("type"), box.get("name")) == ("checkbox", name):
            beside = [part for part in label.iter("span") if part.get("class") == "num"]
            found[box.get("value")] = int(words(beside[0])) if beside else None
    return found
