"""What changed from one version of a document to another, field by field.

Rows of a part are known by their own names, so that a row that comes in between shifts no other;
texts are compared word by word. Nothing here asks the database.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from django.db import models

from relations.document import shape
from relations.document.check import NAMES_OF_A_ROW
from relations.document.compare import canonical
from relations.document.shape import identity
from relations.languages import LANGUAGES

KEPT, REMOVED, ADDED, CHANGED = "kept", "removed", "added", "changed"

KANA_OR_KANJI = "\u3005\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
#: Japanese has no spaces: a run of one script stands for a word.
TOKEN = re.compile(
    "[\u3041-\u309f]+|[\u30a0-\u30ff]+|[\u3005\u3400-\u9fff\uf900-\ufaff]+"
    rf"|(?:(?![{KANA_OR_KANJI}])\w)+(?:['’ʼ-](?:(?![{KANA_OR_KANJI}])\w)+)*|\s+|.",
    re.DOTALL,
)
#: Two passages of more than so many pairs of words are told as replaced: to compare takes too long.
MOST_PAIRS = 1_000_000
#: What stays between two changes and is no longer than this is told as changed with them.
SHORT = 2


class Piece(NamedTuple):
    """A stretch of a text that was kept, removed or added."""

    how: str
    text: str


class Change(NamedTuple):
    """One place in which two versions differ.

    A plain value has `before` and `after`; a text has `pieces` as well, and its language where it
    is one of several; a list of names has `members`, a change for each that came or went; a row
    of a part (`row`, as it is now or was) and a mapping have `inner`. `moved` says that a row or
    member now stands elsewhere among those that stayed. `model` is None inside a mapping.
    """

    model: type[models.Model] | None
    name: str
    before: object = None
    after: object = None
    language: str = ""
    pieces: tuple[Piece, ...] = ()
    members: tuple["Change", ...] = ()
    inner: tuple["Change", ...] = ()
    row: dict | None = None
    moved: bool = False

    @property
    def how(self) -> str:
        if self.before is None:
            return ADDED
        return REMOVED if self.after is None else CHANGED


def changes(before: dict, after: dict) -> tuple[Change, ...]:
    """How one version of a document became another, in document order; either may be empty."""
    model, _slug = identity(after or before)
    return tuple(_of_contents(model, before, after))


def _of_contents(model, before: dict, after: dict) -> Iterator[Change]:
    for name in _in_document_order(model, {**before, **after}):
        if before.get(name) != after.get(name):
            yield from _of_field(model, name, before.get(name), after.get(name))


def _in_document_order(model, names: Iterable[str]) -> list[str]:
    declared = () if model is None else (*model.document_fields, *model.parts)
    order = {name: place for place, name in enumerate(declared)}
    opening = {getattr(model, "KEY", ""): -2, "former_slugs": -1}
    place = opening | order
    return sorted(names, key=lambda name: (place.get(name, len(order)), name))


def _of_field(model, name: str, old, new) -> Iterator[Change]:
    found = {type(value) for value in (old, new) if value is not None}
    if found == {list}:
        if any(isinstance(row, dict) for row in (*(old or ()), *(new or ()))):
            yield from _of_rows(_part_of(model, name), name, old or [], new or [])
        elif members := tuple(_of_members(model, name, old or [], new or [])):
            yield Change(model, name, members=members)
    elif found == {dict} and shape.is_translated(model, name):
        yield from _of_languages(model, name, old or {}, new or {})
    elif found == {dict}:
        if inner := tuple(_of_contents(None, old or {}, new or {})):
            yield Change(model, name, inner=inner)
    elif found == {str} and _is_text(model, name):
        yield Change(model, name, old, new, pieces=pieces(old or "", new or ""))
    else:
        yield Change(model, name, old, new)


def _part_of(model, name: str):
    """The model of a part's rows; None for a list inside of a mapping."""
    return model._meta.get_field(name).related_model if model and name in model.parts else None


def _is_text(model, name: str) -> bool:
    """Whether a field holds words, not a code, a name, a date or the path of a claim."""
    if model is None or name not in model.document_fields or name == "claim":
        return False
    field = model._meta.get_field(name)
    is_line = type(field) is models.CharField and not field.choices
    return is_line or isinstance(field, models.TextField)


def _of_languages(model, name: str, old: dict, new: dict) -> Iterator[Change]:
    for code in dict.fromkeys((*LANGUAGES, *old, *new)):
        before, after = old.get(code), new.get(code)
        if before != after:
            compared = pieces(before or "", after or "")
            yield Change(model, name, before, after, language=code, pieces=compared)


def _of_members(model, name: str, old: list, new: list) -> Iterator[Change]:
    for before, after, moved in _matched(old, new):
        if moved or before is None or after is None:
            yield Change(model, name, before, after, moved=moved)


def _of_rows(model, name: str, old: list, new: list) -> Iterator[Change]:
    for before, after, moved in _matched(old, new):
        as_mappings = [row if isinstance(row, dict) else {} for row in (before, after)]
        inner = tuple(_of_contents(model, *as_mappings))
        if inner or moved:
            yield Change(model, name, before, after, inner=inner, row=after or before, moved=moved)


def _matched(old: list, new: list) -> Iterator[tuple[object, object, bool]]:
    """(before, after, whether it moved) of each row: in the new order, then what is gone."""
    found = _pairs(old, new)
    order = [found[place] for place in sorted(found)]
    blocks = SequenceMatcher(None, sorted(order), order, autojunk=False).get_matching_blocks()
    in_place = {place for block in blocks for place in order[block.b : block.b + block.size]}
    for place, row in enumerate(new):
        if place in found:
            yield old[found[place]], row, found[place] not in in_place
        else:
            yield None, row, False
    for place, row in enumerate(old):
        if place not in order:
            yield row, None, False


def _pairs(old: list, new: list) -> dict[int, int]:
    """The place of each row of `new` in `old`: first those that say the same, then the likest."""
    waiting = defaultdict(list)
    for place, row in enumerate(old):
        waiting[_known_by(row)].append(place)
    found = {}
    for likeness in (_equality, _likeness):
        for place, row in enumerate(new):
            candidates = waiting[_known_by(row)]
            if place in found or not candidates:
                continue
            likest = max(candidates, key=lambda there: likeness(old[there], row))
            if likeness(old[likest], row):
                found[place] = likest
                candidates.remove(likest)
    return found


def _equality(old, new) -> int:
    return old == new


def _likeness(old, new) -> int:
    """How many fields two rows of one name share; a row that has a name is always like itself."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return 0
    has_name = any(name in new for name in NAMES_OF_A_ROW)
    return has_name + sum(old.get(name) == value for name, value in new.items())


def _known_by(row) -> str:
    """What a row is called: its own name, a citation with its claim, a plain value by itself."""
    if not isinstance(row, dict):
        return canonical(row)
    field = next((name for name in NAMES_OF_A_ROW if name in row), "")
    return canonical([field, row.get(field), row.get("claim") if field == "source" else None])


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one: kept and removed make the old text, kept and added the new one."""
    found = []
    for same, old, new in _joined(_absorbed(list(_joined(_compared(before, after))))):
        if same:
            found.append(Piece(KEPT, old))
        else:
            found += [Piece(how, text) for how, text in ((REMOVED, old), (ADDED, new)) if text]
    return tuple(found)


#: (whether it stayed the same, the old words, the new ones)
Step = tuple[bool, str, str]


def _compared(before: str, after: str) -> Iterator[Step]:
    """Line by line, and word by word where lines differ."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for same, old_lines, new_lines in _steps(old, new):
        old_words, new_words = TOKEN.findall(old_lines), TOKEN.findall(new_lines)
        if same or len(old_words) * len(new_words) > MOST_PAIRS:
            yield same, old_lines, new_lines
        else:
            yield from _steps(old_words, new_words)


def _steps(old: list[str], new: list[str]) -> Iterator[Step]:
    matcher = SequenceMatcher(str.isspace, old, new)
    for tag, i, j, m, n in matcher.get_opcodes():
        yield tag == "equal", "".join(old[i:j]), "".join(new[m:n])


def _absorbed(steps: list[Step]) -> Iterator[Step]:
    for place, (same, old, new) in enumerate(steps):
        is_between = 0 < place < len(steps) - 1
        is_short = len(old.strip()) <= SHORT and "\n" not in old
        yield same and not (is_between and is_short), old, new


def _joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Neighbours of one kind as one."""
    last = None
    for same, old, new in steps:
        if last and last[0] == same:
            last = (same, last[1] + old, last[2] + new)
            continue
        if last:
            yield last
        last = (same, old, new)
    if last:
        yield last
