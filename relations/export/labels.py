"""What the codes, dates and names of a document read as, in the language of the page."""

from relations import dates
from relations.document.names import Names, reference
from relations.document.shape import is_translated
from relations.languages import active_language
from relations.models.fields import Codes, Country, DateAsKnown, country_name
from relations.templatetags.record import language_name, name_of


def labels(model, document: dict, names: Names) -> dict:
    """A document of the same shape with a reading for each value that does not read by itself."""
    found = {}
    for name, value in document.items():
        if name in model.parts:
            part = model._meta.get_field(name).related_model
            rows = [labels(part, row, names) for row in value]
            reading = rows if any(rows) else None
        else:
            reading = label(model, name, value, names)
        if reading:
            found[name] = reading
    return found


def label(model, name: str, value, names: Names) -> str | list[str]:
    """How one value reads; '' where it needs no reading."""
    if name not in model.document_fields or is_translated(model, name):
        return ""
    field = model._meta.get_field(name)
    if isinstance(value, list):
        readings = [_label(model, field, one, names) for one in value]
        return readings if any(readings) else ""
    return _label(model, field, value, names)


def _label(model, field, value, names: Names) -> str:
    if value in (None, "") or isinstance(value, dict):
        return ""
    if (target := reference(model, field.name)) is not None:
        return str(name_of(names[target.related_model, value]))
    if isinstance(field, DateAsKnown):
        return dates.parse(value).show(active_language())
    if isinstance(field, Country):
        return country_name(value)
    if field.name == "language":
        return str(language_name(value))
    listed = field.allowed if isinstance(field, Codes) else field.flatchoices
    return str(dict(listed or ()).get(value, ""))
