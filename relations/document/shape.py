"""What a document looks like: which models make one, and how each field is written down.

The shape is read from the models' own declarations (`KEY`, `document_fields`, `parts`), so a new
kind brings its own.
"""

import functools
import json
from decimal import Decimal, InvalidOperation

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t

from relations.languages import LANGUAGES
from relations.models.documented import Documented, Problem
from relations.models.fields import SLUG, Codes


class Refused(Exception):
    """A document that cannot be taken as it is, with every reason found."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("; ".join(f"{path}: {message}" for path, message in problems))


@functools.cache
def roots() -> dict[str, type[Documented]]:
    """The models that make documents, by the word that opens one."""
    found = (m for m in apps.get_models() if issubclass(m, Documented) and m.KEY)
    return {model.KEY: model for model in found}


def identity(document) -> tuple[type[Documented], str]:
    """The model and the slug that open a document; Refused when they do not."""
    if not isinstance(document, dict) or not document:
        raise Refused([("", _t("A document is a mapping that opens with its kind and slug."))])
    key, slug = next(iter(document.items()))
    if key not in roots():
        known = ", ".join(sorted(roots()))
        raise Refused([(str(key), _t("No document opens with this word; known: %s.") % known)])
    if not isinstance(slug, str) or not SLUG.match(slug) or len(slug) > 100:
        raise Refused([(key, _t("“%s” is not a slug: a to z, digits and hyphens.") % slug)])
    return roots()[key], slug


def check_keys(model, document: dict, *, opening: str = "") -> list[Problem]:
    """A problem for each key that the model does not know."""
    known = {opening, *model.document_fields, *model.parts} - {""}
    if issubclass(model, Documented):
        known.add("former_slugs")
    return [
        (str(key), _t("Unknown field; known here: %s.") % ", ".join(sorted(known - {opening})))
        for key in document
        if key not in known
    ]


def is_translated(model, name: str) -> bool:
    return name in getattr(model, "translated", ())


def plain(obj, name: str):
    """The value of a field as a document writes it."""
    if is_translated(type(obj), name):
        texts = {code: getattr(obj, f"{name}_{code}") for code in LANGUAGES}
        return {code: text for code, text in texts.items() if text}
    field = obj._meta.get_field(name)
    if field.many_to_many:
        return sorted(related.slug for related in getattr(obj, name).all())
    value = getattr(obj, name)
    if isinstance(field, models.ForeignKey):
        return value.slug if value else None
    if isinstance(field, models.JSONField):
        return json.loads(json.dumps(value, sort_keys=True))  # PostgreSQL keeps no order of keys
    if isinstance(field, models.DecimalField) and value is not None:
        return number(value)
    if isinstance(field, models.DateTimeField) and value is not None:
        return value.isoformat()
    return value


def number(value: Decimal) -> int | str:
    """A number without loss: as one where it is whole, else its figures as a text."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"


def is_silent(obj, name: str, value) -> bool:
    """Whether a document leaves the field out: empty, or what it would be anyway."""
    if value is None or value is False or value in ("", [], {}):
        return True
    return not is_translated(type(obj), name) and value == obj._meta.get_field(name).get_default()


def assign(obj, name: str, value) -> None:
    """Set a plain field (not a reference) from a document; ValidationError with the reason."""
    model = type(obj)
    check_characters(value)
    if is_translated(model, name):
        return _assign_texts(obj, name, value)
    field = model._meta.get_field(name)
    if value is None:
        value = field.get_default()
    elif isinstance(field, models.JSONField):
        expect(value, type(field.get_default()))
    elif isinstance(field, Codes):
        expect(value, list)
    elif isinstance(field, models.BooleanField):
        expect(value, bool)
    elif isinstance(field, models.IntegerField):
        expect(value, int)
    elif isinstance(field, models.DecimalField):
        value = _decimal(value)
    elif isinstance(field, models.DateTimeField):
        expect(value, str)
        value = field.to_python(value)
    else:
        expect(value, str)
        _expect_choice(field, value)
    setattr(obj, name, value)


def _assign_texts(obj, name: str, value) -> None:
    texts = value or {}
    expect(texts, dict)
    for code, text in texts.items():
        if code not in LANGUAGES:
            raise ValidationError(
                _t("“%(code)s” is not a language of this site: %(known)s.")
                % {"code": code, "known": ", ".join(LANGUAGES)}
            )
        expect(text, str)
    for code in LANGUAGES:
        setattr(obj, f"{name}_{code}", texts.get(code, "").strip())


#: What a document should hold, said to its author.
EXPECTED = {
    str: lambda: _t("a text; put it in quotes"),
    int: lambda: _t("a whole number"),
    bool: lambda: _t("true or false"),
    list: lambda: _t("a list"),
    dict: lambda: _t("a mapping, for example {en: ..., ja: ..., uk: ...}"),
}


def expect(value, wanted: type) -> None:
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise ValidationError(
            _t("“%(value)s” is not what is expected: %(wanted)s.")
            % {"value": value, "wanted": EXPECTED[wanted]()}
        )


def _expect_choice(field, value: str) -> None:
    known = [code for code, _label in field.flatchoices]
    if known and value and value not in known:
        raise ValidationError(
            _t("“%(code)s” is not in the list: %(known)s.")
            % {"code": value, "known": ", ".join(known)}
        )


def _decimal(value) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValidationError(_t("“%s” is not a number.") % value) from None


def check_characters(value) -> None:
    """Refuse what a database or a page cannot carry: NUL and lone surrogates, at any depth."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for part in value:
            check_characters(part)
    elif isinstance(value, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
        raise ValidationError(_t("The text holds a character that cannot be stored."))
