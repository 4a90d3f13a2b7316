"""The parameters that the API has beside the filters of the pages."""

from copy import copy

from django.utils.translation import gettext as _t

from relations.filters import AFTER
from relations.languages import LANGUAGES
from relations.views.documents import once, refusal

LANG, FIELDS, LIMIT = "lang", "fields", "limit"
USUAL, MOST = 20, 100


def check_language(request) -> None:
    """Raise BadFilter unless `lang` is one of ours; the answer speaks it already."""
    asked = request.GET.getlist(LANG)
    if len(asked) > 1:
        raise refusal(LANG, _t("This can be given only once."), *LANGUAGES)
    if any(asked) and asked[0] not in LANGUAGES:
        raise refusal(LANG, _t("“%s” is not accepted.") % asked[0], *LANGUAGES)


def limit_asked(request) -> int:
    """How many entries an answer may have."""
    asked = once(request, LIMIT) or str(USUAL)
    limit = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    if not 1 <= limit <= MOST:
        raise refusal(LIMIT, _t("Write a whole number from 1 to %d.") % MOST)
    return limit


def fields_asked(request, models: tuple[type, ...]) -> list[str]:
    """The names of the fields that are wanted; none for all of them."""
    if not (asked := once(request, FIELDS)):
        return []
    known, names = fields_of(models), [name.strip() for name in asked.split(",")]
    for name in names:
        if name not in known:
            raise refusal(FIELDS, _t("“%s” is not accepted.") % name, *known)
    return names


def fields_of(models: tuple[type, ...]) -> list[str]:
    """The fields and parts that documents of these models may have, each once."""
    every = (("former_slugs", *model.document_fields, *model.parts) for model in models)
    return list(dict.fromkeys(name for names in every for name in names))


def narrowed(entry: dict, fields: list[str]) -> dict:
    """What is told of a document, with no other fields than these and what opens it."""
    if not fields:
        return entry
    kept = {next(iter(entry["document"])), *fields}
    few = {
        half: {name: value for name, value in entry[half].items() if name in kept}
        for half in ("document", "labels")
    }
    return entry | few


def as_of_a_page(request, own: tuple[str, ...]):
    """The request as a page would get it: without what only the API understands."""
    if AFTER in request.GET and AFTER not in own:
        raise refusal(AFTER, _t("There is no such filter here."))
    asked = copy(request)
    asked.GET = request.GET.copy()
    for name in set(own) - {AFTER}:
        asked.GET.pop(name, None)
    return asked
