"""From a document to the database, inside the transaction of whoever calls."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t

from relations.document import shape
from relations.document.build import contents, parts_of
from relations.document.shape import Refused
from relations.models.documented import Problem


def apply(obj, document: dict) -> None:
    """Make a saved root say exactly what the document says; fields left out become empty.

    Raises Refused with every problem found. The caller holds the transaction and the row lock.
    """
    problems = shape.check_keys(type(obj), document, opening=obj.KEY)
    obj.former_slugs = document.get("former_slugs", [])
    if not isinstance(obj.former_slugs, list):
        raise Refused([("former_slugs", _t("“%s” is not a list.") % obj.former_slugs)])
    later, found = _fill(obj, document)
    problems += found or _validation_problems(obj)
    if problems:
        raise Refused(problems)
    is_new = obj._state.adding  # then there is nothing to take away
    obj.save()
    for name, targets in later.items():
        if targets or not is_new:
            getattr(obj, name).set(targets)
    for name in obj.parts:
        if document.get(name) or not is_new:
            problems += _replace(obj, name, document.get(name) or [])
    if problems:
        raise Refused(problems)


def _fill(obj, document: dict) -> tuple[dict, list[Problem]]:
    """Set every field; many-to-many targets are returned, to be set once the row is saved."""
    later, problems = {}, []
    for name in obj.document_fields:
        value = document.get(name)
        try:
            if shape.is_translated(type(obj), name):
                shape.assign(obj, name, value)
                continue
            field = obj._meta.get_field(name)
            if field.many_to_many:
                shape.expect(value or [], list)
                later[name] = [_target(field, slug) for slug in value or []]
            elif isinstance(field, models.ForeignKey):
                setattr(obj, name, _target(field, value) if value else None)
            else:
                shape.assign(obj, name, value)
        except ValidationError as error:
            problems += [(name, message) for message in error.messages]
    return later, problems


def _target(field, slug):
    """The object that a reference names by its slug, or by one that it had."""
    rows = field.related_model.objects
    found = isinstance(slug, str) and (
        rows.filter(slug=slug).first() or rows.filter(former_slugs__contains=f",{slug},").first()
    )
    if not found:
        raise ValidationError(
            _t("No %(model)s has the slug “%(slug)s”.")
            % {"model": field.related_model._meta.verbose_name, "slug": slug}
        )
    return found


def _validation_problems(obj) -> list[Problem]:
    """What full_clean() would object to, step by step: nothing is looked up a second time."""
    relations = (field for field in obj._meta.fields if field.is_relation)
    there = {field.name for field in relations if field.is_cached(obj) and _has(obj, field)}
    steps = (
        lambda: obj.clean_fields(exclude=there),
        obj.clean,
        obj.validate_unique,
        obj.validate_constraints,
    )
    try:
        for check in steps:
            check()
    except ValidationError as error:
        return _said(error)
    return []


def _has(obj, field) -> bool:
    return getattr(obj, field.attname) is not None


def _said(error: ValidationError) -> list[Problem]:
    by_field = getattr(error, "error_dict", None) or {"__all__": [error]}
    return [
        ("" if name == "__all__" else name, message)
        for name, errors in by_field.items()
        for message in ValidationError(errors).messages
    ]


def _replace(owner, name: str, rows) -> list[Problem]:
    """Put the rows in the place of the owner's present parts, unless they say the same."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [(name, _t("“%(name)s” is a list of mappings.") % {"name": name})]
    manager = getattr(owner, name)
    present = parts_of(owner, name)
    if [contents(part) for part in present] == rows:
        return []
    if present:
        manager.all().delete()
    problems = []
    for order, row in enumerate(rows):
        problems += _add(owner, manager, row, order, f"{name}/{row.get('key') or order + 1}")
    return problems


def _add(owner, manager, row: dict, order: int, path: str) -> list[Problem]:
    part = manager.model(order=order, **{manager.field.name: owner})
    problems = shape.check_keys(manager.model, row)
    _none, found = _fill(part, row)
    problems += found or _validation_problems(part)
    if not problems:
        part.save()
        for name in part.parts:
            problems += _replace(part, name, row.get(name) or [])
    return [(f"{path}/{inner}".rstrip("/"), message) for inner, message in problems]
