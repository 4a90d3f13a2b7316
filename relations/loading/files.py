"""Which file a document stands in: one per vocabulary model, records by kind and decade."""

from collections import defaultdict
from collections.abc import Iterable

from relations import dates
from relations.document import build, roots
from relations.models import Record

NAMES = {
    "relation": "relations",
    "topic": "topics",
    "page": "pages",
    "place": "places",
    "organisation": "organisations",
    "person": "people",
    "source": "sources",
    "event": "events",
    "visit": "visits",
    "aid": "aid",
}


def all_documents() -> Iterable[dict]:
    """Every document of the database, by kind and slug."""
    for _key, model in sorted(roots().items()):
        for obj in model.objects.order_by("slug"):
            yield build(obj)


def file_of(document: dict) -> str:
    """The name of the file for a document: a function of the document alone."""
    key = next(iter(document))
    name = NAMES.get(key, key)
    if not issubclass(roots()[key], Record):
        return f"{name}.yaml"
    known = dates.parse(document["date"]) if document.get("date") else None
    if not known or known.earliest == dates.date.min:
        return f"{name}-undated.yaml"
    return f"{name}-{known.earliest.year // 10}0s.yaml"


def by_file(documents: Iterable[dict]) -> dict[str, list[dict]]:
    files = defaultdict(list)
    for document in documents:
        files[file_of(document)].append(document)
    return dict(sorted(files.items()))
