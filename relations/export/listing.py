"""The documents of a list as its readers may see them, in the order of its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max

from relations import chronology
from relations.document import build, digest, disclosed, for_documents
from relations.document.names import Names
from relations.models import Record, Relation, Revision

#: So many documents are in memory at once.
CHUNK = 100


@dataclass(frozen=True)
class Entry:
    """A row of a list: the object, its document, and all that the documents around it name.

    `version` names the document as it stands, by its digest; readers were given it `at` a time that
    the history may not know. `facts` are what a page shows beside its texts, as (name, label,
    value).
    """

    obj: object
    document: dict
    version: str
    names: Names
    facts: list[tuple]
    at: datetime | None

    @property
    def url(self) -> str:
        """Where readers open it, '' for what has no page of its own."""
        has_page = hasattr(self.obj, "get_absolute_url")
        return settings.SITE_URL + self.obj.get_absolute_url() if has_page else ""


@dataclass(frozen=True)
class Listing:
    """A list to hand out: `rows` of a root model or of all records, behind the row `after`.

    `title` and `url` are those of the page, `here` is the address of the data, `models` are the
    kinds of document that may stand in it, `bands` part records as in `chronology.page`. A page of
    one document is a list that `is_one`, of an earlier version of it the list of that `entry`.
    """

    rows: object
    title: str
    url: str
    here: str
    models: tuple[type, ...]
    after: object = None
    bands: list | None = None
    is_one: bool = False
    entry: Entry | None = None

    def entries(self) -> Iterator[Entry]:
        """In the order of the page, a chunk at a time: memory does not grow with the list."""
        if self.entry:
            yield self.entry
            return
        after = self.after
        while chunk := objects_behind(self.rows, after, size=CHUNK, bands=self.bands):
            yield from entries_of(chunk)
            after = chunk[-1]


def objects_behind(rows, after, *, size: int, bands: list | None = None) -> list:
    """The first objects behind `after`, each of its kind and ready to become a document."""
    if issubclass(rows.model, Record):
        return documented(chronology.keys(rows, after, size=size, bands=bands))
    rest = rows.behind(after) if after else rows
    return list(for_documents(rest.in_order())[:size])


def documented(keys: list[tuple[int, str]]) -> list[Record]:
    """(pk, kind) pairs as objects of their kinds, ready to become documents."""
    found = {}
    for kind in Record.kinds():
        of_kind = [pk for pk, name in keys if name == kind.KEY]
        if of_kind:
            found |= {obj.pk: obj for obj in for_documents(kind.objects.filter(pk__in=of_kind))}
    return [found[pk] for pk, _kind in keys]


def entries_of(objects: list) -> Iterator[Entry]:
    relation = Relation.objects.current()
    whole = [build(obj) for obj in objects]
    told, names = disclosed(*whole)
    changed = last_changes(objects)
    for obj, document, seen in zip(objects, whole, told, strict=True):
        facts = obj.facts(relation) if isinstance(obj, Record) else []
        yield Entry(obj, seen, digest(document), names, facts, changed.get(key_of(obj)))


def key_of(obj) -> tuple[str, str]:
    """The kind and the slug of a document."""
    return obj.KEY or obj.kind, obj.slug


def last_changes(objects: Iterable) -> dict[tuple[str, str], datetime]:
    """By kind and slug, when readers were last given another version of a document."""
    slugs = [obj.slug for obj in objects]
    published = Revision.objects.published().filter(slug__in=slugs).order_by()
    rows = published.values_list("model", "slug").annotate(Max("at"))
    return {(model, slug): at.replace(microsecond=0) for model, slug, at in rows}
