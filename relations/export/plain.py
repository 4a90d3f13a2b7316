"""Documents as JSON: each with its address, its version, and how its codes and names read."""

import json
from collections.abc import Iterator

from relations.document.shape import identity
from relations.export.labels import labels
from relations.export.listing import Entry, Listing
from relations.languages import active_language

LICENCES = {
    "texts": "https://creativecommons.org/licenses/by-sa/4.0/",
    "data": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def told(entry: Entry) -> dict:
    """A document for programs, and its labels in the language of the page."""
    model, _slug = identity(entry.document)
    return {
        "url": entry.url,
        "version": entry.version,
        "document": entry.document,
        "labels": labels(model, entry.document, entry.names),
    }


def as_json(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def write_json(listing: Listing) -> Iterator[bytes]:
    """An object: about the list, then its `entries`; of one document alone, what is told of it."""
    if listing.is_one:
        yield from (as_json(told(entry)).encode() + b"\n" for entry in listing.entries())
        return
    about = {"title": listing.title, "url": listing.url, "language": active_language()}
    about |= {"licences": LICENCES}
    yield as_json(about)[:-1].encode() + b', "entries": ['
    for number, entry in enumerate(listing.entries()):
        yield b",\n" * bool(number) + as_json(told(entry)).encode()
    yield b"]}\n"


def write_jsonl(listing: Listing) -> Iterator[bytes]:
    """A line for each entry."""
    for entry in listing.entries():
        yield as_json(told(entry)).encode() + b"\n"
