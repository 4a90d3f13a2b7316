"""The words that were asked for, shown where they stand."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from relations.search.questions import SILENT, Unit
from relations.search.tokens import APOSTROPHES, DATE, NAMED, THEN, folded, is_japanese, stem

#: A word with its apostrophes, or a stretch of Japanese.
WORDS = re.compile(r"\w+(?:['\u2019\u02bc]\w+)*")
#: So many characters of a longer text stand on either side of the first word found in it.
AROUND = 90


class Highlighter:
    """Finds the words of a question in texts, in any of their forms and spellings."""

    def __init__(self, units: list[Unit]):
        ways = [way for unit in units if not unit.excluded for way in unit.ways]
        self.stems: set[str] = set()
        stretches: set[str] = set()
        for way in ways:
            words = [
                part for token in way if token[0] not in (NAMED, DATE) for part in token.split(THEN)
            ]
            self.stems |= {word for word in words if not is_japanese(word)} - SILENT
            stretches |= set(put_together(word for word in words if is_japanese(word)))
        longest_first = sorted(map(re.escape, stretches), key=len, reverse=True)
        self.stretches = re.compile("|".join(longest_first)) if stretches else None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand, from the start of the text to its end."""
        for found in WORDS.finditer(text):
            if self.stems and stem(APOSTROPHES.sub("", folded(found[0]))) in self.stems:
                yield found.span()
            elif self.stretches:
                for part in self.stretches.finditer(found[0]):
                    yield found.start() + part.start(), found.start() + part.end()

    def is_in(self, text: str) -> bool:
        return next(self.spans(text), None) is not None

    def marked(self, text: str) -> SafeString:
        """The text, escaped, with the words in <mark>."""
        pieces, done = [], 0
        for start, end in self.spans(text):
            pieces.append(format_html("{}<mark>{}</mark>", text[done:start], text[start:end]))
            done = end
        return format_html("{}{}", format_html_join("", "{}", ((p,) for p in pieces)), text[done:])

    def passage(self, text: str) -> SafeString:
        """The part of a longer text around the first word found, marked; nothing without one."""
        first = next(self.spans(text), None)
        if first is None:
            return SafeString("")
        start, end = max(first[0] - AROUND, 0), min(first[1] + AROUND, len(text))
        if start:
            start = text.find(" ", start, first[0]) + 1 or start
        if end < len(text):
            cut = text.rfind(" ", first[1], end)
            end = cut if cut > 0 else end
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return format_html("{}{}{}", before, self.marked(text[start:end]), after)


def put_together(pairs: Iterator[str]) -> Iterator[str]:
    """The stretches of Japanese whose pairs of neighbours these are."""
    stretch = ""
    for pair in pairs:
        if stretch and stretch[-1] == pair[0]:
            stretch += pair[1:]
        else:
            yield from filter(None, [stretch])
            stretch = pair
    yield from filter(None, [stretch])
