"""What of a document is searched: its texts in every language, its spellings, and its slug."""

from collections.abc import Iterator

from relations.languages import LANGUAGES
from relations.search.tokens import tokens

#: Fields of one text in one language.
PLAIN = {"spelling", "title", "publisher", "url", "quotation"}


def tokens_of(document: dict) -> str:
    """The tokens of a document, each once, with a space between them."""
    slug = next(iter(document.values()))
    found = (token for text in (slug, *texts_in(document)) for token in tokens(text))
    return " ".join(dict.fromkeys(found))


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
