"""What documents name, looked up once per model, and which of it readers can open."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from relations.document import shape
from relations.document.shape import identity
from relations.models.documented import WithStatus

#: The named objects by model and slug.
Names = dict[tuple[type[models.Model], str], models.Model]


def names_in(*documents: dict, check_pages: bool = False) -> Names:
    """Everything that the documents name; a name that is gone stands for itself.

    One query for each model; with `check_pages` another, which tells what has no public page.
    """
    wanted = defaultdict(set)
    for document in documents:
        for model, slugs in references(identity(document)[0], document).items():
            wanted[model] |= slugs
    names = {}
    for model, slugs in wanted.items():
        names |= look_up(model, slugs)
        if check_pages:
            close_pages(model, [names[model, slug] for slug in slugs])
    return names


def references(model, document: dict) -> dict[type, set[str]]:
    """The slugs that a document names, by model."""
    found = defaultdict(set)
    for name in model.document_fields:
        field = reference(model, name)
        if field is not None and document.get(name):
            value = document[name]
            found[field.related_model] |= set(value if field.many_to_many else [value])
    for name in model.parts:
        part = model._meta.get_field(name).related_model
        for row in document.get(name, ()):
            for target, slugs in references(part, row).items():
                found[target] |= slugs
    return found


def reference(model, name: str):
    """The field of this name if it names other documents, else None."""
    if model is None or name not in model.document_fields or shape.is_translated(model, name):
        return None
    field = model._meta.get_field(name)
    return field if field.is_relation else None


def look_up(model, slugs: set[str]) -> Names:
    """The objects under their slugs; one that was renamed is found under the slug it had."""
    rows = _as_shown(model)
    found = {(model, obj.slug): obj for obj in rows.filter(slug__in=slugs)}
    missing = {slug for slug in slugs if (model, slug) not in found}
    if missing:
        had = reduce(or_, (Q(former_slugs__contains=f",{slug},") for slug in sorted(missing)))
        for obj in rows.filter(had):
            found |= {(model, slug): obj for slug in missing & set(obj.former_slugs)}
    gone = {(model, slug): _gone(model, slug) for slug in missing}
    return gone | found


def _gone(model, slug: str):
    obj = model(slug=slug, id=0)
    obj.has_page = False
    return obj


def _as_shown(model):
    """People come with their offices, from which a missing capacity is told; sources with the
    last check of their address."""
    if hasattr(model, "tenures"):
        return model._base_manager.prefetch_related("tenures__citations")
    if hasattr(model, "link_check"):
        return model._base_manager.select_related("link_check")
    return model._base_manager.all()


def close_pages(model, found: list) -> None:
    """Let what no reader can open be shown without a link."""
    slugs = [obj.slug for obj in found]
    public = set(model.objects.published().filter(slug__in=slugs).values_list("slug", flat=True))
    for obj in found:
        obj.has_page = obj.slug in public


def without_hidden(document: dict, names: Names) -> dict:
    """The document without the records and topics that it names and no reader may see."""
    return _without(hidden(names), identity(document)[0], document)


def hidden(names: Names) -> set[tuple[type, str]]:
    """The names of documents that are not published."""
    return {
        key for key, obj in names.items() if isinstance(obj, WithStatus) and not obj.is_published
    }


def _without(hidden, model, document: dict) -> dict:
    seen = dict(document)
    for name, value in document.items():
        field = reference(model, name)
        if name in model.parts:
            part = model._meta.get_field(name).related_model
            rows = [_without(hidden, part, row) for row in value]
            seen[name] = [row for row in rows if None not in row.values()]
        elif field is not None and field.many_to_many:
            seen[name] = [slug for slug in value if (field.related_model, slug) not in hidden]
        elif field is not None and (field.related_model, value) in hidden:
            seen[name] = None
        elif name == "claim" and any(slug in value.split("/") for _model, slug in hidden):
            seen[name] = value.split("/")[0]
    return {name: value for name, value in seen.items() if value != []}
