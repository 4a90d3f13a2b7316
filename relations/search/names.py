"""The names in a question: whoever is called so is meant, by whatever spelling texts use.

The spellings are looked up with every question, in the rows' own index: a variant that a curator
adds counts at once, and no document has to be searched anew for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from relations.languages import LANGUAGES
from relations.models import Organisation, Person, Place, Topic
from relations.search.matching import any_of, holding
from relations.search.questions import SILENT, Asked, Unit, Way, plain_units
from relations.search.texts import LONG_ENOUGH, reference
from relations.search.tokens import (
    NEAR,
    THEN,
    is_japanese,
    is_near,
    name_token,
    normal,
    runs,
    sound,
    without_one_letter,
    words_of,
)

NAMED = (Person, Organisation, Place, Topic)
#: So many words a name in a question may have, and so many characters of a Japanese run.
LONGEST_NAME, LONGEST_JAPANESE = 8, 16
#: So many names of a model one question may mean.
MOST_NAMES = 60


@dataclass
class Names:
    """What the words of a question may mean: ways by normal form, and what was misspelt."""

    ways: dict[str, list[Way]] = field(default_factory=dict)
    corrected: dict[str, str] = field(default_factory=dict)

    def add(self, parts: list[str], ways: list[Way]) -> None:
        known = self.ways.setdefault(THEN.join(parts), [])
        known.extend(way for way in ways if way not in known)


def units_of(asked: Asked, *, near: bool = False) -> tuple[list[Unit], dict[str, str]]:
    """The units of a question, names understood; with `near` also names with one wrong letter.

    Beside them what was misspelt, as the names have it.
    """
    every = (*asked.words, *asked.without)
    names = names_in(every, near=near)
    wanted = list(named_and_plain(asked.words, names, alone=not asked.units))
    unwanted = [
        Unit(word, (tuple(words_of(word)), *names.ways.get(normal(word), ())), excluded=True)
        for word in asked.without
    ]
    return [*asked.units, *wanted, *unwanted], names.corrected


def named_and_plain(words: tuple[str, ...], names: Names, *, alone: bool) -> Iterator[Unit]:
    """The words in their order: the longest names first, what lies between them by itself.

    They are `alone` when nothing else is asked for.
    """
    found = [span for span in spans(words) if span.normal in names.ways]
    if not found:
        yield from plain_units(words, alone=alone)
        return
    span = max(found, key=lambda span: span.length)
    before, after = span.around(words)
    telling = [run for run in span.runs if run not in SILENT] or span.runs
    own = tuple(chain.from_iterable(map(words_of, telling)))
    yield from named_and_plain(before, names, alone=False)
    yield Unit(" ".join(span.runs), (own, *names.ways[span.normal]))
    yield from named_and_plain(after, names, alone=False)


@dataclass(frozen=True)
class Span:
    """Some words of a question that follow one another, or a part of a Japanese one."""

    runs: tuple[str, ...]
    first: int
    start: int = 0

    @property
    def normal(self) -> str:
        return THEN.join(normal(run) for run in self.runs)

    @property
    def length(self) -> int:
        return sum(map(len, self.runs))

    def around(self, words) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words before and behind it, without what is empty."""
        word, last = words[self.first], self.first + len(self.runs) - 1
        is_part = len(self.runs) == 1
        head = word[: self.start] if is_part else ""
        tail = word[self.start + len(self.runs[0]) :] if is_part else ""
        before, after = (*words[: self.first], head), (tail, *words[last + 1 :])
        return tuple(filter(None, before)), tuple(filter(None, after))


def spans(words: tuple[str, ...]) -> Iterator[Span]:
    for first, word in enumerate(words):
        for last in range(first + 1, min(first + LONGEST_NAME, len(words)) + 1):
            yield Span(words[first:last], first)
        if is_japanese(word):
            for start in range(len(word) - 1):
                for end in range(start + 2, min(start + LONGEST_JAPANESE, len(word)) + 1):
                    yield Span((word[start:end],), first, start)


def names_in(words: tuple[str, ...], *, near: bool) -> Names:
    """What is called by the words, or by some of them; two queries a model."""
    names = Names()
    tokens = {name_token([normal(run) for run in span.runs]) for span in spans(words)}
    long = [word for word in words if near and len(word) >= LONG_ENOUGH]
    heard = {NEAR + other for word in long for other in without_one_letter(sound(word))}
    if not tokens:
        return names
    found = []
    for model in NAMED:
        rows = holding(model.objects.published(), any_of(*sorted(tokens | heard)))
        if model is not Topic:
            rows = rows.prefetch_related("variants")
        found += rows[:MOST_NAMES]
    for obj in found:
        for parts, ways in meanings(obj):
            names.add([normal(run) for run in parts], ways)
    misspelt = [word for word in long if normal(word) not in names.ways]
    for obj in found:
        for parts, ways in meanings(obj):
            if len(parts) == 1:
                for word in misspelt:
                    correct(word, parts[0], ways, names)
    return names


def meanings(obj) -> Iterator[tuple[list[str], list[Way]]]:
    """Everything by which a document may be called, and the ways in which texts may name it."""
    spelled = [list(runs(text)) for text in called(obj)]
    itself = (reference(obj.KEY, obj.slug),)
    every = [itself, *map(way_of, spelled)]
    for parts in spelled:
        yield parts, every
        if isinstance(obj, Person):
            for place, part in enumerate(parts):
                yield [part], [itself, *(way_of([o]) for o in beside(place, parts, spelled))]


def correct(word: str, part: str, ways: list[Way], names: Names) -> None:
    """Take a misspelt word for the part of a name, unless it is one itself."""
    if word != part and len(part) >= LONG_ENOUGH and is_near(sound(word), sound(part)):
        names.corrected.setdefault(word, part)
        names.add([normal(word)], [way_of([part]), *ways])


def called(obj) -> Iterator[str]:
    field = "title" if isinstance(obj, Topic) else "name"
    yield from filter(None, (getattr(obj, f"{field}_{code}") for code in LANGUAGES))
    if not isinstance(obj, Topic):
        yield from (variant.spelling for variant in obj.variants.all())


def way_of(parts: list[str]) -> Way:
    return tuple(chain.from_iterable(words_of(run) for run in parts))


def beside(place: int, parts: list[str], spelled: list[list[str]]) -> Iterator[str]:
    """What stands at this place of a person's name in her other spellings.

    They are compared where they have as many parts; one part alone is taken for the family name,
    the last of the others.
    """
    for other in spelled:
        if len(other) == len(parts):
            yield other[place]
        elif len(parts) == 1 or (len(other) == 1 and place == len(parts) - 1):
            yield other[-1]
