"""The names in a question: whoever is called so is meant, by whatever spelling texts use.

The spellings are looked up with every question, in the rows' own index: a variant that a curator
adds counts at once, and no document has to be searched anew for it.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain

from relations.languages import LANGUAGES
from relations.models import Organisation, Person, Place, Topic
from relations.search.matching import any_of, keys_of
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
#: In so many characters of Japanese names are looked for: any part of them may be one.
MOST_JAPANESE = 64
#: So many names of a model one question may mean.
MOST_MEANT = 60


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
    names = names_in((*asked.words, *asked.without), asked.words if near else ())
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
    chosen: list[Span] = []
    for span in sorted(spans(words), key=lambda span: span.first - span.last):
        is_free = all(span.last <= other.first or other.last <= span.first for other in chosen)
        if is_free and span.normal in names.ways:
            chosen.append(span)
    text, done = " ".join(words), 0
    for span in sorted(chosen, key=lambda span: span.first):
        yield from plain_units(text[done : span.first].split(), alone=False)
        telling = [run for run in span.runs if run not in SILENT] or span.runs
        own = tuple(chain.from_iterable(map(words_of, telling)))
        yield Unit(" ".join(span.runs), (own, *names.ways[span.normal]))
        done = span.last
    yield from plain_units(text[done:].split(), alone=alone and not chosen)


@dataclass(frozen=True)
class Span:
    """Some words of a question that follow one another, or a part of a Japanese one.

    `first` and `last` say where it begins and ends in the words with a space between them.
    """

    runs: tuple[str, ...]
    first: int
    last: int

    @functools.cached_property
    def normal(self) -> str:
        return THEN.join(normal(run) for run in self.runs)


def spans(words: tuple[str, ...]) -> Iterator[Span]:
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    room = MOST_JAPANESE
    for number, word in enumerate(words):
        for end in range(number + 1, min(number + LONGEST_NAME, len(words)) + 1):
            yield Span(words[number:end], starts[number], starts[end] - 1)
        if is_japanese(word):
            for first in range(min(len(word), room) - 1):
                for last in range(first + 2, min(first + LONGEST_JAPANESE, len(word)) + 1):
                    here = starts[number]
                    yield Span((word[first:last],), here + first, here + last)
            room = max(room - len(word), 1)


def names_in(words: tuple[str, ...], unsure: tuple[str, ...]) -> Names:
    """What is called by the words, or nearly by one that is `unsure`."""
    names = Names()
    tokens = {name_token([normal(run) for run in span.runs]) for span in spans(words)}
    long = [word for word in unsure if len(word) >= LONG_ENOUGH]
    heard = {NEAR + other for word in long for other in without_one_letter(sound(word))}
    if not tokens:
        return names
    found = []
    for model, keys in keys_of(NAMED, any_of(*sorted(tokens | heard))).items():
        rows = model.objects.published().filter(pk__in=keys)
        if model is not Topic:
            rows = rows.prefetch_related("variants")
        found += rows[:MOST_MEANT]
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
    spelled = [parts for text in spellings(obj) if (parts := list(runs(text)))]
    itself = (reference(obj.KEY, obj.slug),)
    every = [itself, *map(way_of, spelled)]
    for parts in spelled:
        yield parts, every
        if isinstance(obj, Person):
            for place, part in enumerate(parts):
                yield [part], [itself, *(way_of([o]) for o in counterparts(place, parts, spelled))]


def correct(word: str, part: str, ways: list[Way], names: Names) -> None:
    """Take a misspelt word for the part of a name, unless it is one itself."""
    if word != part and len(part) >= LONG_ENOUGH and is_near(sound(word), sound(part)):
        names.corrected.setdefault(word, part)
        names.add([normal(word)], [way_of([part]), *ways])


def spellings(obj) -> Iterator[str]:
    field = "title" if isinstance(obj, Topic) else "name"
    yield from filter(None, (getattr(obj, f"{field}_{code}") for code in LANGUAGES))
    if not isinstance(obj, Topic):
        yield from (variant.spelling for variant in obj.variants.all())


def way_of(parts: list[str]) -> Way:
    return tuple(chain.from_iterable(words_of(run) for run in parts))


def counterparts(place: int, parts: list[str], spelled: list[list[str]]) -> Iterator[str]:
    """What stands at this place of a person's name in her other spellings.

    They are compared where they have as many parts; one part alone is taken for the family name,
    the last of the others.
    """
    for other in spelled:
        if len(other) == len(parts):
            yield other[place]
        elif len(parts) == 1 or (len(other) == 1 and place == len(parts) - 1):
            yield other[-1]
