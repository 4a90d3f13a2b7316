"""What a drawing says and where it leads, and what is found there."""

import xml.etree.ElementTree as ElementTree

from tests.downloads import slugs_in
from tests.reading import body_of

SVG = "{http://www.w3.org/2000/svg}"


def drawing(client, address: str) -> ElementTree.Element:
    """The root of an SVG file."""
    return ElementTree.fromstring(client.get(address).content)


def marks(client, address: str) -> dict[str, str]:
    """What is said of each mark of a file, by the address that it leads to."""
    told = {
        link.get("href"): link.find(f"{SVG}title")
        for link in drawing(client, address).iter(f"{SVG}a")
    }
    return {href: title.text for href, title in told.items() if title is not None}


def listed_at(client, href: str) -> list[str]:
    """The slugs of the list that a mark leads to, as its data have them."""
    data = href.removeprefix("http://testserver").replace("/?", ".json?")
    return slugs_in("json", body_of(client.get(data)))
