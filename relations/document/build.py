"""From the database to a document."""

from django.db.models import Prefetch

from relations.document.shape import is_silent, is_translated, plain


def build(obj) -> dict:
    """The document of a saved root: fields in declared order, parts in curated order."""
    document = {obj.KEY: obj.slug}
    if obj.former_slugs:
        document["former_slugs"] = obj.former_slugs
    return document | contents(obj)


def contents(obj) -> dict:
    written = {}
    for name in obj.document_fields:
        value = plain(obj, name)
        if not is_silent(obj, name, value):
            written[name] = value
    for name in obj.parts:
        if rows := [contents(part) for part in parts_of(obj, name)]:
            written[name] = rows
    return written


def parts_of(obj, name: str) -> list:
    """The rows of a part in order, with what they refer to already fetched."""
    fetched = getattr(obj, "_prefetched_objects_cache", {})
    if name in fetched:
        return list(fetched[name])
    return list(with_references(getattr(obj, name).all()))


def with_references(rows):
    """The rows of a queryset with what the fields of their documents refer to, in one query."""
    fields = (field for field in rows.model._meta.fields if field.is_relation)
    references = [field.name for field in fields if field.name in rows.model.document_fields]
    return rows.select_related(*references) if references else rows


def for_documents(rows):
    """The roots of a queryset with all that `build` asks for: a query a part, not one a root."""
    model = rows.model
    own = [name for name in model.document_fields if not is_translated(model, name)]
    lists = [name for name in own if model._meta.get_field(name).many_to_many]
    parts = [
        Prefetch(name, with_references(model._meta.get_field(name).related_model.objects.all()))
        for name in model.parts
    ]
    return with_references(rows).prefetch_related(*lists, *parts)
