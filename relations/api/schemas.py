"""What answers look like: JSON Schema (2020-12), read from what the models declare."""

from collections.abc import Iterator

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _t

from relations.document.shape import is_translated
from relations.languages import LANGUAGES
from relations.models.fields import (
    COORDINATES,
    Codes,
    Coordinates,
    Country,
    Currency,
    DateAsKnown,
    WebAddress,
)
from relations.templatetags.record import label_of_field

STRING, WHOLE, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
COUNT = {"type": "integer", "minimum": 0}
ADDRESS = {"type": "string", "format": "uri"}
SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
#: A number that is not whole is a text, so that nothing is lost on the way.
NUMBER = {"type": ["integer", "string"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
#: What a field holds, by the first class that it belongs to.
OF_FIELDS = (
    (models.ForeignKey, SLUG),
    (DateAsKnown, {"type": "string", "format": "edtf", "maxLength": 64}),
    (Coordinates, {"type": "string", "pattern": f"^{COORDINATES.pattern}$"}),
    (Country, {"type": "string", "pattern": "^[A-Z]{2}$"}),
    (Currency, {"type": "string", "pattern": "^[A-Z]{3}$"}),
    (WebAddress, {"type": "string", "format": "iri"}),
    (models.BooleanField, TRUTH),
    (models.DecimalField, NUMBER),
    (models.IntegerField, WHOLE),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.JSONField, {"type": "object"}),
    (models.Field, STRING),
)


def ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def of_object(properties: dict, optional: dict | None = None) -> dict:
    """An object with these properties, and maybe the optional ones."""
    every = properties | (optional or {})
    return {"type": "object", "properties": every, "required": list(properties)}


def of_list(items: dict) -> dict:
    return {"type": "array", "items": items}


def of_document(model) -> dict:
    """A document of a root model. What is empty, or what it would be anyway, is left out."""
    return of_object({model.KEY: SLUG}, {"former_slugs": of_list(SLUG)} | fields_of(model))


def fields_of(model) -> dict:
    fields = {name: of_field(model, name) for name in model.document_fields}
    parts = {
        name: of_list(ref(model._meta.get_field(name).related_model.__name__))
        for name in model.parts
    }
    return fields | parts


def of_field(model, name: str) -> dict:
    title = {"title": capfirst(str(label_of_field(model, name)))}
    if is_translated(model, name):
        return ref("Text") | title
    field = model._meta.get_field(name)
    if field.many_to_many:
        return of_list(SLUG) | title
    if isinstance(field, Codes):
        return of_list(codes(field.allowed) if field.allowed else SLUG) | title
    if field.flatchoices:
        return codes(field.flatchoices) | title
    return next(schema for kind, schema in OF_FIELDS if isinstance(field, kind)) | title


def codes(choices) -> dict:
    return {"type": "string", "enum": [str(code) for code, _label in choices]}


def parts_of(model) -> Iterator[type]:
    for name in model.parts:
        part = model._meta.get_field(name).related_model
        yield part
        yield from parts_of(part)


def components(roots) -> dict:
    """The schemas that others refer to."""
    parts = {part for model in roots for part in parts_of(model)}
    made = {part.__name__: of_object({}, fields_of(part)) for part in parts}
    made |= {model.__name__: of_document(model) for model in roots}
    texts = dict.fromkeys(LANGUAGES, STRING)
    return dict(sorted(made.items())) | {
        "Text": of_object({}, texts) | {"description": _t("A text in one language or more.")},
        "Labels": of_labels(),
        "Named": named(),
        "Problem": problem(),
    }


def of_labels() -> dict:
    inner = [STRING, of_list({"anyOf": [STRING, ref("Labels")]})]
    said = _t("How codes, dates and names read, in the language asked for: of the same shape.")
    return {"type": "object", "additionalProperties": {"anyOf": inner}, "description": said}


def named() -> dict:
    opening = {"type": "object", "minProperties": 1, "maxProperties": 1}
    key = opening | {"additionalProperties": SLUG}
    return of_object({"document": key, "label": STRING, "url": ADDRESS, "api": ADDRESS})


def problem() -> dict:
    error = {"parameter": STRING, "message": STRING, "accepted": of_list(STRING)}
    required = {"type": ADDRESS, "title": STRING, "status": WHOLE, "detail": STRING}
    return of_object(required, {"errors": of_list(of_object(error))})


def entry(kinds: tuple[type, ...]) -> dict:
    """What is told of one document."""
    shapes = [ref(model.__name__) for model in kinds]
    document = shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
    told = {"url": ADDRESS, "api": ADDRESS, "version": DIGEST}
    return of_object(told | {"document": document, "labels": ref("Labels")})


def counted() -> dict:
    return {"url": ADDRESS, "total": COUNT, "total_is_minimum": TRUTH}


def page_of(kinds: tuple[type, ...], around: dict) -> dict:
    """A piece of a list."""
    following = {"next": {"type": ["string", "null"], "format": "uri"}}
    return of_object(counted() | following | around | {"entries": of_list(entry(kinds))})


def facet() -> dict:
    """A filter with its values; nobody counts where there are too many."""
    count = {"type": ["integer", "null"], "minimum": 0}
    option = {"value": STRING, "label": STRING, "count": count, "chosen": TRUTH}
    options = {"options": of_list(of_object(option)), "left_out": COUNT}
    return of_object({"name": STRING, "label": STRING} | options)
