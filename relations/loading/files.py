"""Which file a document stands in: one per vocabulary model, records by kind and decade."""

import re
from collections import defaultdict
from collections.abc import Iterable

from relations import dates
from relations.document import build, roots
from relations.models import Record


def all_documents() -> Iterable[dict]:
    """Every document of the database, by kind and slug."""
    for _key, model in sorted(roots().items()):
        for obj in model.objects.order_by("slug"):
            yield build(obj)


def file_of(document: dict) -> str:
    """The name of the file for a document: a function of the document alone."""
    model = roots()[next(iter(document))]
    name = model.FILE
    if not issubclass(model, Record):
        return f"{name}.yaml"
    known = dates.parse(document["date"]) if document.get("date") else None
    if not known or known.earliest == dates.date.min:
        return f"{name}-undated.yaml"
    return f"{name}-{known.earliest.year // 10}0s.yaml"


def is_ours(name: str) -> bool:
    """Whether a file of this name is one that an export writes."""
    ours = "|".join(model.FILE for model in roots().values())
    return bool(re.fullmatch(rf"({ours})(-\d+0s|-undated)?\.yaml", name))


def by_file(documents: Iterable[dict]) -> dict[str, list[dict]]:
    files = defaultdict(list)
    for document in documents:
        files[file_of(document)].append(document)
    return dict(sorted(files.items()))
