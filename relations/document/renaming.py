"""Which documents name another one, and the same documents once they name a third instead."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relations.document import shape
from relations.document.names import look_up, reference, references
from relations.document.shape import identity, roots
from relations.languages import LANGUAGES
from relations.models import Record, Revision, Source
from relations.models.documented import Documented
from relations.prose import mentions

#: The field in which a text may name records and sources, see `relations.prose`.
PROSE = "body"


def mark_in_prose(model) -> str:
    """What stands before a slug of this model in a text; '' for what texts do not name."""
    if issubclass(model, Record):
        return "[["
    return "[@" if issubclass(model, Source) else ""


def paths(model, target) -> Iterator[str]:
    """The look-ups by which rows of `model` and of its parts name a `target`."""
    for name in model.document_fields:
        field = reference(model, name)
        if field is not None and issubclass(target, field.related_model):
            yield name
    for name in model.parts:
        part = model._meta.get_field(name).related_model
        yield from (f"{name}__{inner}" for inner in paths(part, target))


def naming(obj, slug: str) -> Iterator[Documented]:
    """Every document that names this one: in its row, or, as `slug`, in its prose or in what waits
    beside it."""
    for model in roots().values():
        rows = model.objects.all()
        found = set()
        for path in paths(model, type(obj)):
            found |= set(rows.filter(**{path: obj.pk}).values_list("pk", flat=True))
        mark = mark_in_prose(type(obj))
        if mark and shape.is_translated(model, PROSE):
            for code in LANGUAGES:
                there = rows.filter(**{f"{PROSE}_{code}__contains": f"{mark}{slug}"})
                found |= set(there.values_list("pk", flat=True))
        waiting = Revision.objects.waiting().filter(model=model.KEY, content__contains=slug)
        found |= set(rows.filter(slug__in=waiting.values("slug")).values_list("pk", flat=True))
        if isinstance(obj, model):
            found.discard(obj.pk)
        yield from rows.filter(pk__in=found).order_by("pk")


def names(document: dict, target: type[Documented], slugs: Iterable[str]) -> bool:
    """Whether the document names a `target` by one of the slugs, be it in a claim or in prose."""
    return any(renamed(document, target, slug, f"{slug}-x") != document for slug in slugs)


def renamed(document: dict, target: type[Documented], old: str, new: str) -> dict:
    """The document with `new` wherever it names the `target` called `old`: in fields, parts,
    claims and prose.

    Of rows that then say the same one stays; a link that would lead to its own document goes.
    """
    model, slug = identity(document)
    return {model.KEY: slug} | _Renaming(target, old, new, model, slug).within(model, document)


def named_as_now(document: dict) -> dict:
    """The document with all that it names called as it is today. One query for each model."""
    named = references(identity(document)[0], document)
    for text in document.get(PROSE, {}).values():
        records, sources = mentions(text)
        named[Record] |= set(records)
        named[Source] |= set(sources)
    for target, slugs in named.items():
        for (_target, slug), obj in look_up(target, slugs).items():
            if obj.slug != slug:
                document = renamed(document, target, slug, obj.slug)
    return document


@dataclass(frozen=True)
class _Renaming:
    """`root` and `slug` are those of the document at hand."""

    target: type[Documented]
    old: str
    new: str
    root: type[Documented]
    slug: str

    def within(self, model, row: dict) -> dict:
        return {name: self.value(model, name, value) for name, value in row.items()}

    def value(self, model, name: str, value):
        if name in model.parts:
            return self.rows(model._meta.get_field(name).related_model, value)
        if name == "claim":
            return self.claim(value)
        if name == PROSE:
            return {code: self.prose(text) for code, text in value.items()}
        field = reference(model, name)
        if field is None or not issubclass(self.target, field.related_model):
            return value
        if field.many_to_many:
            return sorted({self.name(slug) for slug in value})
        return self.name(value)

    def name(self, slug: str) -> str:
        return self.new if slug == self.old else slug

    def rows(self, part, rows: list[dict]) -> list[dict]:
        found = []
        for number, row in enumerate(rows):
            said = self.within(part, row)
            stood_twice = said == row and row in rows[:number]
            is_repeated = said in found and not stood_twice
            if not (is_repeated or (said != row and self.leads_home(part, said))):
                found.append(said)
        return found

    def leads_home(self, part, row: dict) -> bool:
        """Whether the row names the document that it stands in."""
        ends = (name for name in paths(part, self.root) if name in row)
        return any(row[name] == self.slug for name in ends)

    def claim(self, claim: str) -> str:
        """`participants/old` names what `participants` holds."""
        head, *rest = claim.split("/")
        held = (path.split("__")[0] for path in paths(self.root, self.target))
        if rest and head in held:
            rest[0] = self.name(rest[0])
        return "/".join([head, *rest])

    def prose(self, text: str) -> str:
        mark = mark_in_prose(self.target)
        if not mark:
            return text
        named = re.compile(rf"{re.escape(mark + self.old)}(?=[\],|])")
        return named.sub(mark + self.new, text)


def turned_back(now, before, after, path: str = "") -> tuple[object, list[str]]:
    """`now` with what changed from `before` to `after` undone, and where that could not be.

    What somebody has written over it since stays as it is; its path is in the list.
    """
    if now in (before, after):
        return before, []
    if all(isinstance(value, dict) for value in (now, before, after)):
        return _fields_back(now, before, after, path)
    if all(isinstance(value, list) for value in (now, before or [], after or [])):
        return _rows_back(now, before or [], after or [], path)
    return now, [path]


def _fields_back(now: dict, before: dict, after: dict, path: str) -> tuple[dict, list[str]]:
    back, left = dict(now), []
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            values = (document.get(name) for document in (now, before, after))
            back[name], missed = turned_back(*values, f"{path}/{name}".lstrip("/"))
            left += missed
    return {name: value for name, value in back.items() if value not in (None, [], {})}, left


def _rows_back(now: list, before: list, after: list, path: str) -> tuple[list, list[str]]:
    """Rows that were only renamed turn back in their place; others go, or come back at the end."""
    lost = [row for row in before if row not in after]
    gained = [row for row in after if row not in before]
    if len(lost) == len(gained):
        pairs = list(zip(gained, lost, strict=True))
        back = [next((old for new, old in pairs if new == row), row) for row in now]
    else:
        back = [row for row in now if row not in gained]
        back += [row for row in lost if row not in back]
    are_slugs = all(isinstance(row, str) for row in back)
    left = [path] if any(row not in now for row in gained) else []
    return (sorted(back) if are_slugs else back), left
