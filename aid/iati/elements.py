"""XML in which every text stands in each language that it is known in."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import override

from relations.export.writable import writable
from relations.languages import LANGUAGES
from relations.models.fields import country_name

#: A text by language.
Texts = dict[str, str]


def add(parent: Element, tag: str, texts: Texts | None = None, **attributes) -> Element:
    """A child with those attributes that have a value, and a narrative for each language.

    `iso_date` is written `iso-date`, and `record__key` with the prefix of our namespace.
    """
    names = {name: name.replace("__", ":").replace("_", "-") for name in attributes}
    known = {names[name]: writable(str(value)) for name, value in attributes.items() if value}
    child = SubElement(parent, tag, known)
    for language, text in (texts or {}).items():
        narrative = SubElement(child, "narrative", {"xml:lang": language} if language else {})
        narrative.text = writable(text)
    return child


def written(element: Element) -> bytes:
    return tostring(element, encoding="unicode").encode() + b"\n"


def texts_of(obj, name: str) -> Texts:
    """A translated field as it was written, without any fallback."""
    found = {language: getattr(obj, f"{name}_{language}") for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def in_each_language(say: Callable[[], str]) -> Texts:
    """What `say` returns while each language is active, where it says something."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(say())
    return {language: text for language, text in found.items() if text}


def country(code: str) -> Texts:
    return in_each_language(lambda: country_name(code))
