"""The whole record as one ZIP file: tables, documents, and what is needed to understand them.

The same record makes the same bytes, on every database and at any time: rows stand in the order
of their pages, members carry no clock. Nothing in it depends on the language of a page: codes
stand as codes, and every text in each language that it has.
"""

import json
from typing import BinaryIO

from django.utils.translation import override

from relations.document import roots
from relations.export.bundle import explained, package, words
from relations.export.bundle.archive import Archive
from relations.export.bundle.resources import resources_of
from relations.models import Relation

#: Of the addresses in it, and of words that stand in one language only.
LANGUAGE = "en"


def write_bundle(target: BinaryIO) -> str:
    """Write the bundle into a file; returns its version, a digest."""
    with override(LANGUAGE), Archive(target) as archive:
        found = [one for model in published_models() for one in resources_of(archive, model)]
        found += explained.resources_of(archive, published_models())
        version = package.version_of(found)
        for path, text in words.texts(version, found).items():
            archive.add(path, [text.encode()])
        descriptor = json.dumps(package.descriptor(version, found), ensure_ascii=False, indent=1)
        archive.add("datapackage.json", [descriptor.encode() + b"\n"])
    return version


def published_models() -> list[type]:
    """All that the record tells; how the site presents its pair of countries is no part of it."""
    return [model for model in roots().values() if model is not Relation]
