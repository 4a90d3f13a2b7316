"""One stream of tokens for three scripts.

Kana and kanji become pairs of neighbours, and each kanji alone; Latin words their English stem,
without accents; Cyrillic words a light Ukrainian stem. Case, width, apostrophes and hyphens do not
matter. Every token is letters, digits and the marks below: it can be written into any query.
"""

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterator

import snowballstemmer

# Marks of tokens that say more than "this word stands somewhere". They are of Unicode's private
# use: no text holds them, and both databases take them for letters.
#: A word of a title or of a name.
TITLE = "\ue000"
#: A whole title or name, or a part of a person's name; see `name_token`.
NAME = "\ue001"
#: A word of a name as it sounds, whole or without one of its letters.
NEAR = "\ue002"
#: A person, an organisation, a place or a topic that the document names.
NAMED = "\ue003"
#: A year, a month or a day of the date: 1995, 199503, 19950322.
DATE = "\ue004"
#: A word of a title or a name as it is written, to be found by its beginning.
WRITTEN = "\ue006"
#: Stands between two words that follow one another.
THEN = "\ue005"

# The middle dot 「・」 between the parts of a foreign name is no part of them.
JAPANESE = "\u3005\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
KANJI = re.compile("[\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
CYRILLIC = "\u0400-\u052f"
RUNS = re.compile(rf"[{JAPANESE}]+|[{CYRILLIC}]+|[^\W_{JAPANESE}{CYRILLIC}]+")
APOSTROPHES = re.compile("(?<=\\w)['\u2019\u02bc`\u00b4\u2018](?=\\w)")
#: A longer word is cut: an index has no use for the rest of it.
LONGEST = 40

#: Letters that one Ukrainian or Japanese sound is written with, the longest first.
SOUNDS = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("ts", "ц"),
    ("ya", "я"), ("ia", "я"), ("yu", "ю"), ("iu", "ю"), ("y", "i"), ("w", "v"),
)  # fmt: skip
REPEATED = re.compile(r"(.)\1+")

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


def words_of(run: str) -> list[str]:
    """The tokens of which a text that holds the run has every one."""
    return pairs(run) if is_japanese(run) else [stem(run)]


def tokens(text: str) -> Iterator[str]:
    """What a text is found by: its words, and for phrases each two that follow one another."""
    before = ""
    for run in runs(text):
        if is_japanese(run):
            yield from pairs(run)
            yield from KANJI.findall(run)
            before = ""
        else:
            word = stem(run)
            yield word
            if before:
                yield f"{before}{THEN}{word}"
            before = word


def phrase(text: str) -> list[str]:
    """The tokens of a text that holds these words one after the other."""
    wanted = list(dict.fromkeys(tokens(text)))
    implied = {part for token in wanted if THEN in token for part in token.split(THEN)}
    implied |= {
        kanji for token in wanted if is_japanese(token) and len(token) > 1 for kanji in token
    }
    return [token for token in wanted if token not in implied]


def normal(run: str) -> str:
    """A run of a name in the one form in which names are compared."""
    return run if is_japanese(run) else stem(run)


def name_token(parts: list[str]) -> str:
    """The token of a name, from the normal forms of its runs: short, however long the name is."""
    return NAME + hashlib.blake2b(THEN.join(parts).encode(), digest_size=8).hexdigest()


def sound(word: str) -> str:
    """A word as it is heard, roughly: Yushchenko, Yuschenko; Zelenskyy, Zelenskiy, Zelenski."""
    for letters, one in SOUNDS:
        word = word.replace(letters, one)
    return REPEATED.sub(r"\1", word)


def without_one_letter(word: str) -> list[str]:
    return [word, *dict.fromkeys(word[:n] + word[n + 1 :] for n in range(len(word)))]


def is_near(word: str, other: str) -> bool:
    """Whether one letter is wrong, missing or too much, or two have changed places."""
    if word == other or abs(len(word) - len(other)) > 1:
        return word == other
    start = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, others = word[start:], other[start:]
    changes = {(rest[1:], others[1:]), (rest[1:], others), (rest, others[1:])}
    swapped = rest[:2] == others[1::-1] and rest[2:] == others[2:]
    return swapped or any(a == b for a, b in changes)


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
