"""Why something was refused: each problem with the name that its place has for a reader."""

from relations.document import roots
from relations.languages import LANGUAGES
from relations.templatetags.record import label_of_field, language_name


def problem_shown(model, place: str, message: str) -> str:
    """A problem of a document of `model`, after its place if it has one."""
    return f"{place_shown(model, place)}: {message}" if place else str(message)


def place_shown(model, place: str) -> str:
    """A place such as `citations/2/claim`; one in another document opens with its kind and slug."""
    document, _colon, path = place.rpartition(": ")
    key, _space, slug = document.partition(" ")
    if other := roots().get(key):
        return f"{other._meta.verbose_name} {slug}: {path_shown(other, path)}"
    return path_shown(model, place)


def path_shown(model, path: str) -> str:
    name, *rest = path.split("/")
    parts = getattr(model, "parts", ())
    if name in parts:
        # The number or the slug of a row is nobody's word: it stays as it is.
        part, row = model._meta.get_field(name).related_model, rest[:1]
        steps = [*row, *(step_shown(part, step) for step in rest[1:])]
    elif name in model.document_fields:
        steps = [step_shown(None, step) for step in rest]
    else:
        return path
    return " · ".join([str(label_of_field(model, name)), *steps])


def step_shown(part, step: str) -> str:
    """A language or a field of a part by its name, anything else as it is."""
    if step in LANGUAGES:
        return language_name(step)
    return str(label_of_field(part, step)) if part and step in part.document_fields else step
