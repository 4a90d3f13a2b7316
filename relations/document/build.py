"""From the database to a document."""

from relations.document.shape import is_silent, plain


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
    rows = getattr(obj, name)
    if name in getattr(obj, "_prefetched_objects_cache", {}):
        return list(rows.all())
    references = [
        field.name
        for field in rows.model._meta.fields
        if field.is_relation and field.name in rows.model.document_fields
    ]
    return list(rows.select_related(*references) if references else rows.all())
