"""One stream of tokens for three scripts.

Kana and kanji become pairs of neighbours, and each kanji alone; Latin words their English stem,
without accents; Cyrillic words a light Ukrainian stem. Case, width, apostrophes and hyphens do not
matter. Every token is letters and digits only, so that it can be written into any query.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator

import snowballstemmer

JAPANESE = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
KANJI = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
CYRILLIC = "\u0400-\u052f"
RUNS = re.compile(rf"[{JAPANESE}]+|[{CYRILLIC}]+|[^\W_{JAPANESE}{CYRILLIC}]+")
APOSTROPHES = re.compile("(?<=\\w)['\u2019\u02bc`\u00b4\u2018](?=\\w)")
#: A longer word is cut: an index has no use for the rest of it.
LONGEST = 40

ENGLISH = snowballstemmer.stemmer("english")
#: Endings of Ukrainian nouns and adjectives, the longest first; three letters stay before one.
ENDINGS = (
    "овами",
    *("ього", "ьому", "ових", "овим", "овом", "овою", "овам", "овах", "іями"),
    *("ами", "ями", "ові", "еві", "єві", "ими", "іми", "ого", "ому", "ією", "іям", "іях"),
    *("ова", "ови", "ову", "ове", "ння", "нню"),
    *("ам", "ям", "ах", "ях", "ом", "ем", "єм", "ою", "ею", "єю", "ів", "їв", "ей", "ий", "ій"),
    *("им", "ім", "их", "іх", "ої", "ія", "ії", "ію", "іє", "ов"),
    *("а", "я", "о", "е", "є", "и", "і", "ї", "у", "ю", "ь", "й"),
)
#: The vowel of the last syllable changes in many words: Київ, Києва.
LAST_VOWEL = re.compile("[іїєеоё](?=[^аеєиіїоуюя]*$)")
#: And so does the consonant at the end of a stem: рука, руці.
CONSONANTS = str.maketrans("цзс", "кгх")


def folded(text: str) -> str:
    """The text without what makes no difference to a reader: case, width, apostrophes."""
    return APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())


def runs(text: str) -> Iterator[str]:
    """Words, and stretches of Japanese, in the order in which they stand."""
    yield from RUNS.findall(folded(text))


def is_japanese(run: str) -> bool:
    return bool(re.match(f"[{JAPANESE}]", run))


def pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


def tokens(text: str) -> Iterator[str]:
    """What a text is found by."""
    for run in runs(text):
        if is_japanese(run):
            yield from pairs(run)
            yield from KANJI.findall(run)
        else:
            yield stem(run)


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    word = word[:LONGEST]
    if re.match(f"[{CYRILLIC}]", word):
        return ukrainian_stem(word)
    plain = unicodedata.normalize("NFD", word)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return ENGLISH.stemWord(plain) if plain.isascii() else plain


def ukrainian_stem(word: str) -> str:
    """The same for the forms of a word, mostly: візит, візиту, візитів; Київ, Києва."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    word = LAST_VOWEL.sub("о", word)
    return word[:-1] + word[-1:].translate(CONSONANTS)
