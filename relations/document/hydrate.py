"""From a document to an object that templates can show, without touching the rows it stands for.

The live page, a preview and an old version are all rendered from what this returns. Everything a
document names is looked up once per model; a name that is gone is shown by its slug.
"""

from collections import defaultdict

from django.db import models

from relations.document import shape
from relations.document.shape import identity


def hydrate(document: dict, *, pk: int = 0):
    """An unsaved object of the document's model with its parts attached as if prefetched.

    `pk` is the primary key of the live row, 0 when there is none. No row is written.
    """
    model, slug = identity(document)
    obj = model(slug=slug, id=pk, pk=pk)
    names = _look_up(_references(model, document))
    _fill(obj, document, names)
    obj.derive()
    return obj


def _references(model, document: dict) -> dict[type, set[str]]:
    """The slugs that a document names, by model."""
    found = defaultdict(set)
    for name in model.document_fields:
        field = None if shape.is_translated(model, name) else model._meta.get_field(name)
        if field is not None and field.is_relation and document.get(name):
            value = document[name]
            found[field.related_model] |= set(value if field.many_to_many else [value])
    for name in model.parts:
        part = model._meta.get_field(name).related_model
        for row in document.get(name, ()):
            for target, slugs in _references(part, row).items():
                found[target] |= slugs
    return found


def _look_up(references) -> dict[tuple[type, str], models.Model]:
    """The named objects by model and slug: one query for each model."""
    found = {}
    for model, slugs in references.items():
        for obj in _as_shown(model).filter(slug__in=slugs):
            found[model, obj.slug] = obj
        for slug in slugs:
            found.setdefault((model, slug), model(slug=slug, id=0))
    return found


def _as_shown(model):
    """People come with their offices, from which a missing capacity is told; sources with the
    last check of their address."""
    if hasattr(model, "tenures"):
        return model._base_manager.prefetch_related("tenures__citations")
    if hasattr(model, "link_check"):
        return model._base_manager.select_related("link_check")
    return model._base_manager.all()


def _fill(obj, document: dict, names) -> None:
    model = type(obj)
    for name in model.document_fields:
        value = document.get(name)
        if shape.is_translated(model, name):
            shape.assign(obj, name, value)
            continue
        field = model._meta.get_field(name)
        if field.many_to_many:
            _attach(
                obj, name, field.related_model, [names[field.related_model, s] for s in value or ()]
            )
        elif field.is_relation:
            setattr(obj, name, names[field.related_model, value] if value else None)
        else:
            shape.assign(obj, name, value)
    for name in model.parts:
        _attach_parts(obj, name, document.get(name, ()), names)


def _attach_parts(obj, name: str, rows, names) -> None:
    relation = obj._meta.get_field(name)
    parts = []
    for order, row in enumerate(rows):
        part = relation.related_model(order=order)
        part._state.fields_cache[relation.field.name] = obj
        _fill(part, row, names)
        parts.append(part)
    _attach(obj, name, relation.related_model, parts)


def _attach(obj, name: str, model, found: list) -> None:
    """Put objects where `obj.<name>.all()` finds them, as prefetch_related does."""
    rows = model._base_manager.none()
    rows._result_cache, rows._prefetch_done = found, True
    if not hasattr(obj, "_prefetched_objects_cache"):
        obj._prefetched_objects_cache = {}
    obj._prefetched_objects_cache[name] = rows
