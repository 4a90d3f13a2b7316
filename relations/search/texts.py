"""What of a document is searched: its texts in every language, its names, its date, its kind."""

import functools
from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import override

from relations import dates
from relations.document.shape import identity
from relations.languages import LANGUAGES
from relations.models import Person, Record
from relations.search.tokens import (
    DATE,
    LONGEST,
    NAMED,
    NEAR,
    THEN,
    TITLE,
    WRITTEN,
    is_japanese,
    name_token,
    normal,
    runs,
    sound,
    tokens,
    without_one_letter,
)

#: Fields of one text in one language.
PLAIN = {"spelling", "title", "publisher", "url", "quotation"}
#: Fields that hold what a document is called.
TITLES = ("title", "name")
#: Where documents name others by slug, and what these are.
NAMING = {
    "person": "person", "organisation": "organisation", "place": "place", "places": "place",
    "topics": "topic",
}  # fmt: skip
#: From so many letters on, a name is found although one of them is wrong.
LONG_ENOUGH = 5
#: Of a longer period only the years are searched, of one longer still the first and the last.
MOST_DAYS, MOST_YEARS = 62, 40


def tokens_of(document: dict) -> str:
    """The tokens of a document, each once, with a space between them."""
    return " ".join(dict.fromkeys(found_in(document)))


def found_in(document: dict) -> Iterator[str]:
    model, slug = identity(document)
    called = list(spellings(document))
    titles = [token for text in called for token in tokens(text)]
    titles += days_of(document)
    if issubclass(model, Record):
        titles += kind_words(model)
    for token in titles:
        yield token
        yield TITLE + token
    for text in (slug, *texts_in(document)):
        yield from tokens(text)
    for text in called:
        yield from whole_names(text, in_parts=model is Person)
        yield from (WRITTEN + run[:LONGEST] for run in runs(text) if not is_japanese(run))
        if "name" in document:
            yield from heard(text)
    yield from dict.fromkeys(references(document))


def spellings(document: dict) -> Iterator[str]:
    """The titles or names of a document, in every language and spelling."""
    for field in TITLES:
        value = document.get(field) or {}
        yield from [value] if isinstance(value, str) else value.values()
    for variant in document.get("variants", ()):
        yield variant["spelling"]


def whole_names(text: str, *, in_parts: bool) -> Iterator[str]:
    parts = [normal(run) for run in runs(text)]
    yield name_token(parts)
    if in_parts:
        yield from (name_token([part]) for part in parts)


def heard(text: str) -> Iterator[str]:
    for run in runs(text):
        if len(run) >= LONG_ENOUGH:
            yield from (NEAR + word for word in without_one_letter(sound(run)))


def reference(model: str, slug: str) -> str:
    """The token of a document that names another: `person` and a slug."""
    return f"{NAMED}{model}{THEN}{slug.replace('-', THEN)}"


def references(value) -> Iterator[str]:
    """What is named anywhere in a document."""
    if isinstance(value, list):
        for row in value:
            yield from references(row)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in NAMING and inner:
                slugs = [inner] if isinstance(inner, str) else inner
                yield from (reference(NAMING[name], slug) for slug in slugs)
            else:
                yield from references(inner)


def days_of(document: dict) -> list[str]:
    """The years, months and days of a date as far as they are known."""
    if not isinstance(document.get("date"), str) or not document["date"]:
        return []
    known = dates.parse(document["date"])
    if known.is_open:
        points = [point for point in known.points if point]
        return [f"{DATE}{point.year}" for point in points]
    years = range(known.earliest.year, known.latest.year + 1)
    found = [str(year) for year in (years if len(years) <= MOST_YEARS else (years[0], years[-1]))]
    if known.precision in ("day", "month"):
        length = (known.latest - known.earliest).days + 1
        days = [known.earliest + timedelta(n) for n in range(length)] if length <= MOST_DAYS else []
        found += dict.fromkeys(f"{day:%Y%m}" for day in days)
        if known.precision == "day":
            found += [f"{day:%Y%m%d}" for day in days]
    return [DATE + day for day in found]


@functools.cache
def kind_words(model: type[Record]) -> tuple[str, ...]:
    """What a kind of record is called, in every language."""
    found = []
    for language in LANGUAGES:
        with override(language):
            names = (str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
        found += [token for name in names for token in tokens(name)]
    return tuple(dict.fromkeys(found))


def texts_in(value) -> Iterator[str]:
    if isinstance(value, list):
        for row in value:
            yield from texts_in(row)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and (name in LANGUAGES or name in PLAIN):
                yield inner
            else:
                yield from texts_in(inner)
