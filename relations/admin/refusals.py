"""Why something was refused: each problem with the name that its place has for a reader."""

from relations.document import roots
from relations.templatetags.record import words_of_path


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
    return " · ".join(words_of_path(model, path))
