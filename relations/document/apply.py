"""From a document to the database, inside the transaction of whoever calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _t

from relations.document import shape
from relations.document.build import contents, parts_of
from relations.document.shape import Refused
from relations.models.documented import Problem

#: What was found by its slug, while `keeping_targets` is open.
FOUND: ContextVar[dict | None] = ContextVar("targets found by slug", default=None)


@contextmanager
def keeping_targets() -> Iterator[None]:
    """Look up each slug once for all documents that are applied inside.

    For many documents in one transaction, in which nothing gets another slug.
    """
    token = FOUND.set({})
    try:
        yield
    finally:
        FOUND.reset(token)


def apply(obj, document: dict) -> None:
    """Make a root say exactly what the document says; fields left out become empty.

    What it wrote into other tables the root has at hand then, as if prefetched. Raises Refused with
    every problem found. The caller holds the transaction and the row lock.
    """
    problems = shape.check_keys(type(obj), document, opening=obj.KEY)
    obj.former_slugs = document.get("former_slugs", [])
    if not isinstance(obj.former_slugs, list):
        raise Refused([("former_slugs", _t("“%s” is not a list.") % obj.former_slugs)])
    later, found = _fill(obj, document)
    is_new = obj._state.adding  # then there is nothing to take away
    problems += found or _validation_problems(obj)
    if problems := problems or _saved(obj):
        if is_new:
            obj.pk = obj.id = None
        raise Refused(problems)
    for name, targets in later.items():
        if targets or not is_new:
            getattr(obj, name).set(targets)
        _keep(obj, name, targets)
    for name in obj.parts:
        problems += _replace(obj, name, document.get(name) or [], is_new=is_new)
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
                found = (_target(field, slug) for slug in value or [])
                later[name] = list(dict.fromkeys(found))
            elif isinstance(field, models.ForeignKey):
                setattr(obj, name, _target(field, value) if value else None)
            else:
                shape.assign(obj, name, value)
        except ValidationError as error:
            problems += [(name, message) for message in error.messages]
    return later, problems


def _target(field, slug):
    """The object that a reference names by its slug, or by one that it had."""
    found = isinstance(slug, str) and _called(field.related_model, slug)
    if not found:
        raise ValidationError(
            _t("No %(model)s has the slug “%(slug)s”.")
            % {"model": field.related_model._meta.verbose_name, "slug": slug}
        )
    return found


def _called(model, slug: str):
    known = FOUND.get()
    if known is None:
        return model.objects.called(slug)
    if (model, slug) not in known and (found := model.objects.called(slug)):
        known[model, slug] = found
    return known.get((model, slug))


def _validation_problems(obj) -> list[Problem]:
    """What full_clean() would object to before it asks the database."""
    relations = (field for field in obj._meta.fields if field.is_relation)
    there = {field.name for field in relations if field.is_cached(obj) and _has(obj, field)}
    return _problems_of(lambda: obj.clean_fields(exclude=there), obj.clean)


def _problems_of(*checks) -> list[Problem]:
    try:
        for check in checks:
            check()
    except ValidationError as error:
        return _said(error)
    return []


def _saved(obj, **options) -> list[Problem]:
    """Save it, or say which constraint of the database it breaks.

    To ask each constraint before takes a query apiece; only where one is broken they are asked.
    """
    try:
        with transaction.atomic():
            obj.save(**options)
    except IntegrityError:
        if found := _problems_of(obj.validate_unique, obj.validate_constraints):
            return found
        raise
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


def _replace(owner, name: str, rows, *, is_new: bool) -> list[Problem]:
    """Put the rows in the place of the owner's present parts, unless they say the same.

    The owner has them at hand then, as if prefetched.
    """
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [(name, _t("“%(name)s” is a list of mappings.") % {"name": name})]
    manager = getattr(owner, name)
    parts = [] if is_new else parts_of(owner, name)
    problems = []
    if [contents(part) for part in parts] != rows:
        if parts:
            manager.all().delete()
        parts = [manager.model(order=n, **{manager.field.name: owner}) for n in range(len(rows))]
        for part, row in zip(parts, rows, strict=True):
            problems += _add(part, row, f"{name}/{row.get('key') or part.order + 1}")
    _keep(owner, name, parts)
    return problems


def _keep(obj, name: str, found: list) -> None:
    """Let `obj.<name>.all()` give what was just written, as prefetch_related would."""
    rows = getattr(obj, name).all()
    rows._result_cache, rows._prefetch_done = found, True
    obj.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def _add(part, row: dict, path: str) -> list[Problem]:
    problems = shape.check_keys(type(part), row)
    _none, found = _fill(part, row)
    problems += found or _validation_problems(part) or _saved(part, force_insert=True)
    if not problems:
        for name in part.parts:
            problems += _replace(part, name, row.get(name) or [], is_new=True)
    return [(f"{path}/{inner}".rstrip("/"), message) for inner, message in problems]
