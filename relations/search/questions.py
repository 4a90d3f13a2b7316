"""What a question asks for: words, phrases in quotes, dates, and what is excluded.

A question becomes units. A document answers it when it answers every unit that is wanted and none
that is excluded; it answers a unit in any one of its ways, each a list of tokens it has to hold.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import get_month_names

from relations.languages import LANGUAGES
from relations.search.tokens import DATE, folded, is_japanese, phrase, runs, stem, words_of

#: So many runs of a question are looked for; a longer one only gets rarer answers.
MOST_WORDS = 32
LONGEST_RUN = 40
#: So many years a range asks for.
MOST_YEARS = 60

Way = tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """One thing that is asked for, as it was said, and the ways in which a document may hold it."""

    said: str
    ways: tuple[Way, ...]
    excluded: bool = False


@dataclass(frozen=True)
class Asked:
    """A question taken apart: its words in their order, and the units that are ready."""

    words: tuple[str, ...]
    without: tuple[str, ...]
    units: tuple[Unit, ...]


QUOTES = re.compile(
    r"""(?P<minus>(?<!\S)-)?
    (?: "([^"]+)" | “([^”]+)” | „([^“”]+)[“”] | «([^»]+)» | 「([^」]+)」 | 『([^』]+)』 )""",
    re.VERBOSE,
)
EXCLUDED = re.compile(r"(?<!\S)-(\w\S*)")
#: Words that say nothing of what is looked for.
SILENT = frozenset(
    [
        *("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"),
        *("в", "у", "й", "та", "і", "з", "зі", "із", "на", "до", "про", "від", "для", "за", "під"),
    ]
)
#: A stretch of hiragana so short is a particle.
PARTICLE = re.compile("[\u3041-\u309f]{1,2}")
SCRIPTS = re.compile("[\u30a0-\u30ff]+|[\u3041-\u309f]+|[^\u3041-\u30ff]+")


def taken_apart(question: str) -> Asked:
    """The parts of a question; ones that cannot be understood are words like others."""
    units: list[Unit] = []

    def quoted(found: re.Match) -> str:
        words = next(filter(None, found.groups()[1:]))
        if way := tuple(phrase(words)[:MOST_WORDS]):
            units.append(Unit(words, (way,), bool(found["minus"])))
        return " "

    def dated(found: re.Match) -> str:
        if not (ways := ways_of_date(found)):
            return found[0]
        units.append(Unit(found[0].strip(), ways))
        return " "

    without: list[str] = []

    def excluded(found: re.Match) -> str:
        day = dates_in().fullmatch(folded(found[1]))
        if day and (ways := ways_of_date(day)):
            units.append(Unit(found[1], ways, excluded=True))
            return " "
        without.extend(run[:LONGEST_RUN] for run in runs(found[1]))
        return " "

    rest = EXCLUDED.sub(excluded, QUOTES.sub(quoted, question))
    rest = dates_in().sub(dated, folded(rest))
    words = tuple(run[:LONGEST_RUN] for run in runs(rest))
    return Asked(words[:MOST_WORDS], tuple(without[:MOST_WORDS]), tuple(units[:MOST_WORDS]))


def wanted_of(question: str) -> str:
    """The question without what it excludes."""
    return EXCLUDED.sub(
        " ", QUOTES.sub(lambda found: " " if found["minus"] else found[0], question)
    )


def plain_units(words: tuple[str, ...], *, alone: bool) -> Iterator[Unit]:
    """Words that are no name; Japanese ones are cut where kana and kanji meet.

    What says nothing is asked for only when nothing else is, which is when the words are `alone`.
    """
    parts = [part for word in words for part in parts_of(word)]
    telling = [part for part in parts if not (part in SILENT or PARTICLE.fullmatch(part))]
    for part in telling or (parts if alone else ()):
        yield Unit(part, (tuple(words_of(part)),))


def parts_of(run: str) -> list[str]:
    return SCRIPTS.findall(run) if is_japanese(run) else [run]


# Dates

MONTH_FORMS = (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated"))


@functools.cache
def months() -> dict[str, int]:
    """The names of the months in every language and case, folded, with their numbers."""
    found = {"sept": 9}
    for language in LANGUAGES:
        for context, width in MONTH_FORMS:
            for number, name in get_month_names(width, context, language).items():
                word = folded(name).rstrip(".")
                if not word[0].isdigit():
                    found |= dict.fromkeys((word, locative(word)), number)
    return found


def locative(genitive: str) -> str:
    """«у березні», «у лютому» of «березня», «лютого»; any other word as it is."""
    for ending, other in (("ого", "ому"), ("я", "і"), ("а", "і")):
        if genitive.endswith(ending):
            return genitive.removesuffix(ending) + other
    return genitive


@functools.cache
def dates_in() -> re.Pattern:
    """Dates as readers write them: 2011, 1995-03, 24 march 1995, 24.03.1995, 2011年3月."""
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    year = "(?:19|20)\\d\\d"
    return re.compile(
        rf"""(?<![\d\w])(?:
            (?P<since>{year})\s?[-–—]\s?(?P<until>{year})(?!\d|-)
          | (?P<iso>{year})-(?P<iso_month>\d\d)(?:-(?P<iso_day>\d\d))?(?!\d)
          | (?P<dotted_day>\d\d?)\.(?P<dotted_month>\d\d?)\.(?P<dotted>{year})(?!\d)
          | (?P<ja>{year})年(?:(?P<ja_month>\d\d?)月(?:(?P<ja_day>\d\d?)日)?)?
          | (?:(?P<day>\d\d?)\s+)?(?P<name>{names})\.?\s+
            (?:(?P<late_day>\d\d?),?\s+)?(?P<named>{year})(?!\d)
          | (?P<year>{year})(?!\d)
        )(?:\s*(?:р\.|року|рік|році)(?!\w))?""",
        re.VERBOSE,
    )


def ways_of_date(found: re.Match) -> tuple[Way, ...]:
    """How a document may hold a date: by its own, or, a year, in words; () if there is none."""
    if found["since"]:
        first, last = int(found["since"]), int(found["until"])
        return tuple((f"{DATE}{year}",) for year in range(first, last + 1)[:MOST_YEARS])
    year = found["iso"] or found["dotted"] or found["ja"] or found["named"] or found["year"]
    month = found["iso_month"] or found["dotted_month"] or found["ja_month"]
    month = month or months().get(found["name"] or "")
    day = found["iso_day"] or found["dotted_day"] or found["ja_day"]
    day = day or found["day"] or found["late_day"]
    if not month:
        return (f"{DATE}{year}",), (stem(year),)
    try:
        known = date(int(year), int(month), int(day or 1))
    except ValueError:
        return ()
    return ((DATE + known.strftime("%Y%m%d" if day else "%Y%m"),),)
