"""How differences between two versions are told: fields, rows and values in the reader's words."""

from contextlib import suppress
from decimal import Decimal

from django import template
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _t

from relations import dates
from relations.document import roots
from relations.document.changes import Change, Piece
from relations.document.check import NAMES_OF_A_ROW
from relations.document.names import Names, reference
from relations.languages import LANGUAGES, active_language
from relations.models import Record, Source
from relations.models.fields import Codes, Country, DateAsKnown, country_name
from relations.models.naming import word_of
from relations.templatetags.record import label_of_field, language_name, name_of, shown

register = template.Library()

#: How much is told of a stretch that stayed the same, at either end of it.
CONTEXT = 80


@register.simple_tag(takes_context=True)
def label(context, change: Change) -> str:
    """What a change is about: a field, a row by its name, a text with its language."""
    called = label_of_change(change)
    if change.row is not None:
        named = row_name(context.get("names", {}), change)
        return format_html("{}: {}", called, named) if named else called
    if change.language:
        return f"{called} · {language_name(change.language)}"
    return called


def label_of_change(change: Change) -> str:
    model, name = change.model, change.name
    if model is None:
        return language_name(name) if name in LANGUAGES else str(word_of(Record, name) or name)
    if name == getattr(model, "KEY", ""):
        return _t("Address")
    if name == "former_slugs":
        return _t("Earlier addresses")
    if change.row is not None:
        return capfirst(model._meta.verbose_name)
    return capfirst(label_of_field(model, name))


def row_name(names: Names, change: Change):
    """Whom or what a row is about, and for a citation which claim it carries."""
    field = next((name for name in NAMES_OF_A_ROW if name in change.row), None)
    if field is None:
        return ""
    named = value_shown(names, change.model, field, change.row[field])
    if field != "source":
        return named
    return format_html("{} ({})", named, claim_shown(names, change.row.get("claim", "")))


def claim_shown(names: Names, path: str) -> str:
    """The path of a claim in a reader's words, as far as the words are known without its record."""
    if not path:
        return _t("The entry as a whole")
    name, *rest = path.split("/")
    called = next(
        (label_of_field(model, name) for model in roots().values() if has_field(model, name)), name
    )
    known = {slug: obj for (_model, slug), obj in names.items()}
    steps = (str(name_of(known[step])) if step in known else step for step in rest)
    return ": ".join([capfirst(str(called)), *steps])


def has_field(model, name: str) -> bool:
    return name in model.document_fields or name in model.parts


@register.simple_tag(takes_context=True)
def value(context, change: Change, found):
    """A value of the changed field as a reader would meet it on the page; '' for none."""
    if found is None:
        return ""
    return value_shown(context.get("names", {}), change.model, change.name, found)


def value_shown(names: Names, model, name: str, found):
    if name == "claim":
        return claim_shown(names, found)
    if model is None or name not in model.document_fields:
        return str(found)
    field = reference(model, name)
    if field is not None:
        named = names.get((field.related_model, found))
        return name_of(named) if named is not None else found
    return plain_shown(model._meta.get_field(name), found)


def plain_shown(field: models.Field, found):
    choices = dict(field.allowed or () if isinstance(field, Codes) else field.flatchoices)
    if found in choices:
        return str(choices[found])
    if isinstance(field, models.BooleanField):
        return _t("Yes") if found else _t("No")
    if isinstance(field, Country):
        return country_name(found)
    if isinstance(field, models.DecimalField):
        return number_format(Decimal(str(found)), force_grouping=True)
    with suppress(dates.DateError, ValueError):
        if isinstance(field, DateAsKnown):
            return shown(dates.parse(found))
        if isinstance(field, models.DateTimeField):
            return date_format(parse_datetime(found), "DATETIME_FORMAT")
    return str(found)


@register.simple_tag(takes_context=True)
def language_of(context, change: Change, row=None) -> str:
    """The language of a changed text where it is not that of the page; '' where it is."""
    language = change.language
    if change.name == "quotation" and row:
        source = context.get("names", {}).get((Source, row.get("source")))
        language = source.language if source else ""
    return "" if language == active_language() else language


@register.filter
def brief(piece: Piece) -> str:
    """The words of a piece; of a long stretch that stayed the same only what is near a change."""
    text = piece.text
    if piece.how != "kept" or len(text) <= 3 * CONTEXT:
        return text
    return f"{text[:CONTEXT]} … {text[-CONTEXT:]}"
