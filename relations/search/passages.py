"""The words that were asked for, shown where they stand."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from relations.search.questions import Unit
from relations.search.tokens import APOSTROPHES, DATE, NAMED, THEN, folded, is_japanese, stem

#: A word with its apostrophes, or a stretch of Japanese.
WORDS = re.compile(r"\w+(?:['\u2019\u02bc]\w+)*")
#: So many characters of a longer text stand on either side of the first word found in it.
AROUND = 90


class Highlighter:
    """Finds the words of a question in texts, in any of their forms and spellings."""

    def __init__(self, units: list[Unit]):
        ways = [way for unit in units if not unit.excluded for way in unit.ways]
        tokens = {
            part
            for way in ways
            for token in way
            if not token.startswith((NAMED, DATE))
            for part in token.split(THEN)
        }
        self.pairs = {token for token in tokens if is_japanese(token)}
        self.stems = tokens - self.pairs

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand, from the start of the text to its end."""
        for found in WORDS.finditer(text):
            word = found[0]
            if self.stems and stem(APOSTROPHES.sub("", folded(word))) in self.stems:
                yield found.span()
            elif self.pairs:
                yield from self._in_japanese(word, found.start())

    def _in_japanese(self, word: str, at: int) -> Iterator[tuple[int, int]]:
        start = end = None
        for n in range(len(word)):
            size = next((s for s in (2, 1) if word[n : n + s] in self.pairs), 0)
            if size and end is not None and n <= end:
                end = n + size
            elif size:
                if end is not None:
                    yield at + start, at + end
                start, end = n, n + size
        if end is not None:
            yield at + start, at + min(end, len(word))

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
