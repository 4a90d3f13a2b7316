"""Text that knows its language: what is shown when a translation is missing says so.

`Text` prints itself with a `lang` attribute whenever it is not in the language of the page, so
that a fallback is never passed off as a translation.
"""

import re
from collections.abc import Iterator

from babel.core import Locale, UnknownLocaleError, parse_locale
from babel.languages import get_official_languages
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

LANGUAGES: tuple[str, ...] = tuple(code for code, _ in settings.LANGUAGES)
#: The language in which texts are written first; what stands in the others is its translation.
ORIGINAL: str = settings.LANGUAGE_CODE
TRANSLATIONS: tuple[str, ...] = tuple(code for code in LANGUAGES if code != ORIGINAL)


def active_language() -> str:
    """The language of the page in hand, one of LANGUAGES."""
    code = get_language()
    return code if code in LANGUAGES else settings.LANGUAGE_CODE


def language_of(country: str) -> str:
    """The first official language of an ISO 3166-1 country that this site speaks, else ''."""
    try:
        official = get_official_languages(country)
    except (UnknownLocaleError, KeyError):
        official = ()
    return next((code for code in official if code in LANGUAGES), "")


def language_name(tag: str) -> str:
    """A BCP 47 language, with its script if named, in the language of the page.

    The tag itself where CLDR has no name for it.
    """
    try:
        language, _territory, script, *_rest = parse_locale(tag, sep="-")
    except ValueError:
        return tag
    names = Locale(active_language())
    name = names.languages.get(language, tag)
    return f"{name} ({names.scripts[script]})" if script in names.scripts else name


def reading_order(own: str = "") -> Iterator[str]:
    """Languages in the order a reader should be offered them: hers, the holder's own, the rest."""
    return iter(dict.fromkeys(code for code in (active_language(), own, *LANGUAGES) if code))


class Text(str):
    """A string and the BCP 47 code of the language it is written in.

    It is a string, because a template asks only strings for their HTML.
    """

    lang: str

    def __new__(cls, text: str, lang: str) -> "Text":
        self = super().__new__(cls, text)
        self.lang = lang
        return self

    @property
    def text(self) -> str:
        """The bare words, for attributes and titles."""
        return str.__str__(self)

    def __html__(self) -> SafeString:
        if not self or self.lang == active_language():
            return format_html("{}", self.text)
        return format_html('<span lang="{}">{}</span>', self.lang, self.text)


#: The letters of a language, and which languages are written in them.
LETTERS = {
    "ja": (re.compile("[\u3040-\u30ff\u4e00-\u9fff]"), {"ja", "zh"}),
    "uk": (re.compile("[\u0400-\u04ff]"), {"uk", "ru", "be", "bg"}),
}


def spelt(text: str, beside: str) -> Text:
    """A name whose language nobody noted: that of what it stands beside, if its letters agree."""
    for code, (letters, alike) in LETTERS.items():
        if letters.search(text):
            return Text(text, beside if primary(beside) in alike else code)
    is_latin = beside and not any(primary(beside) in alike for _letters, alike in LETTERS.values())
    return Text(text, beside if is_latin else "en")


def primary(tag: str) -> str:
    """The language of a BCP 47 tag without script and region: `en` of `en-GB`."""
    return tag.partition("-")[0]
