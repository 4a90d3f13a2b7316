"""From a document to an object that templates can show, without touching the rows it stands for.

The live page, a preview and an old version are all rendered from what this returns. Everything a
document names is looked up once per model; a name that is gone is shown by its slug.
"""

from contextlib import suppress

from django.core.exceptions import ValidationError

from relations.document import shape
from relations.document.names import names_in
from relations.document.shape import identity


def hydrate(document: dict, *, pk: int = 0, check_pages: bool = False):
    """An unsaved object of the document's model with its parts attached as if prefetched.

    `pk` is the primary key of the live row, 0 when there is none. No row is written. An older
    document may name what readers cannot open any more: `check_pages` finds out.
    """
    model, slug = identity(document)
    obj = model(slug=slug, former_slugs=document.get("former_slugs", []), id=pk, pk=pk)
    names = names_in(document, check_pages=check_pages)
    _fill(obj, document, names)
    obj.derive()
    return obj


def _fill(obj, document: dict, names) -> None:
    model = type(obj)
    for name in model.document_fields:
        value = document.get(name)
        field = None if shape.is_translated(model, name) else model._meta.get_field(name)
        if field is None or not field.is_relation:
            # An old version may hold what the field would not take today, such as a former code.
            with suppress(ValidationError):
                shape.assign(obj, name, value)
        elif field.many_to_many:
            attach(
                obj, name, field.related_model, [names[field.related_model, s] for s in value or ()]
            )
        else:
            setattr(obj, name, names[field.related_model, value] if value else None)
    for name in model.parts:
        _attach_parts(obj, name, document.get(name, ()), names)


def _attach_parts(obj, name: str, rows, names) -> None:
    relation = obj._meta.get_field(name)
    parts = []
    for order, row in enumerate(rows):
        # Django asks a row for its key before it looks at what is attached: none has such a one.
        part = relation.related_model(order=order, pk=-1 - order)
        part._state.fields_cache[relation.field.name] = obj
        _fill(part, row, names)
        parts.append(part)
    attach(obj, name, relation.related_model, parts)


def attach(obj, name: str, model, found: list) -> None:
    """Put objects where `obj.<name>.all()` finds them, as prefetch_related does."""
    rows = model._base_manager.none()
    rows._result_cache, rows._prefetch_done = found, True
    if not hasattr(obj, "_prefetched_objects_cache"):
        obj._prefetched_objects_cache = {}
    obj._prefetched_objects_cache[name] = rows
