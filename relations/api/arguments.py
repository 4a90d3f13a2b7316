"""The parameters of an address, as OpenAPI describes them: our own and the filters of the pages."""

from django.conf import settings
from django.utils.translation import gettext as _t

from relations import dates
from relations.api import schemas
from relations.api.parameters import FIELDS, LANG, LIMIT, MOST, USUAL, fields_of
from relations.filters import AFTER, AllNamed, AnyNamed, AnyOf, chronology_filters, filters_of
from relations.filters.fields import WindowFilter, WordsFilter, YesFilter
from relations.languages import LANGUAGES
from relations.models import Record
from relations.views.data import kinds_of

WINDOW = {"type": "string", "pattern": f"^{dates.WINDOW.pattern}$"}
#: What is asked in the examples, beside what a view adds.
EXAMPLES = {"since": "1992", LANG: "uk", LIMIT: 2}


def described(view) -> list[dict]:
    """All parameters of an answer, its filters first; together the examples make a request."""
    filters, examples = view.filters(), EXAMPLES | view.examples
    every = [of_filter(name, alike, "kind" in filters) for name, alike in filters.items()]
    every += [of_our_own(name, view) for name in view.own]
    return [
        one | ({"example": examples[one["name"]]} if one["name"] in examples else {})
        for one in every
    ]


def slug_in_path(model) -> dict:
    """The slug of a document; the example is the first one that there is."""
    first = model.objects.published().in_order().values_list("slug", flat=True).first()
    found = {"name": "slug", "in": "path", "required": True, "schema": schemas.SLUG}
    return found | {"description": _t("A slug.")} | ({"example": first} if first else {})


def in_query(name: str, schema: dict, said: str, **more) -> dict:
    return {"name": name, "in": "query", "description": said, "schema": schema} | more


def of_filter(name: str, alike: list, is_among_kinds: bool) -> dict:
    """A filter of the pages; those of several kinds that are called so are one parameter."""
    kinds = [kind.KEY for kind in Record.kinds() if name in filters_of(kind).base_filters]
    is_common = not is_among_kinds or name in chronology_filters(None).base_filters
    only = "" if is_common else _t("Only with kind=%s.") % "|".join(kinds)
    said = (f"{alike[0].label}.", hint(alike[0]), only)
    return in_query(name, schema_of(alike), " ".join(filter(None, said)))


def schema_of(alike: list) -> dict:
    first = alike[0]
    if isinstance(first, AnyNamed):
        return schemas.of_list(schemas.SLUG)
    if isinstance(first, AnyOf):
        return schemas.of_list(choices_of(alike))
    if isinstance(first, WindowFilter):
        return WINDOW
    return {"type": "string", "enum": ["1"]} if isinstance(first, YesFilter) else schemas.STRING


def choices_of(alike: list) -> dict:
    """The codes of a fixed list; what is taken from the record itself is not foreseen."""
    listed = [filter_.extra["choices"] for filter_ in alike]
    if any(map(callable, listed)):
        return schemas.STRING
    return schemas.codes(list(dict.fromkeys((code, "") for codes in listed for code, _l in codes)))


def hint(filter_) -> str:
    if isinstance(filter_, AllNamed):
        return _t("Slugs; several mean all of them together.")
    if isinstance(filter_, AnyNamed):
        return _t("Slugs; several mean any of them.")
    if isinstance(filter_, AnyOf) and callable(filter_.extra["choices"]):
        return _t("Codes that occur in the record; several mean any of them.")
    if isinstance(filter_, AnyOf):
        return _t("Codes; several mean any of them.")
    if isinstance(filter_, WordsFilter):
        return _t("As in the search of the site.")
    if isinstance(filter_, WindowFilter):
        return _t("A year, a month or a day: 2011, 2011-06, 2011-06-30.")
    return _t("Leave it out, or write 1.")


def of_our_own(name: str, view) -> dict:
    """One of the parameters that no page has."""
    if name == FIELDS:
        return of_fields(kinds_of(view.model))
    schema, said = {
        LANG: (
            {"type": "string", "enum": [*LANGUAGES], "default": settings.LANGUAGE_CODE},
            _t("The language of labels, of addresses of pages, and of what went wrong."),
        ),
        LIMIT: (
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            _t("How many entries an answer has at most."),
        ),
        AFTER: (
            schemas.SLUG,
            _t("The entry behind which the list goes on. Follow “next” instead of making it."),
        ),
        **view.peculiar(),
    }[name]
    return in_query(name, schema, said)


def of_fields(models: tuple[type, ...]) -> dict:
    """The names of the fields and parts that documents of these models may have."""
    names = {"type": "string", "enum": fields_of(models)}
    said = _t("The fields of a document that are wanted, with commas between them.")
    example = [*models[0].document_fields[:2]]
    return in_query(FIELDS, schemas.of_list(names), said, explode=False, example=example)
