"""The lists: every page that lists documents, the search, and what a list can be narrowed to."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from relations.api import schemas
from relations.api.parameters import (
    FIELDS,
    LANG,
    LIMIT,
    as_of_a_page,
    fields_asked,
    limit_asked,
)
from relations.api.views import ApiView, address_of, at, entry_told, told_as_json
from relations.chronology import MOST_COUNTED
from relations.export.listing import entries_of, key_of, objects_behind
from relations.filters import AFTER, chronology_filters, filters_of
from relations.models import Record
from relations.templatetags.record import name_of
from relations.views.data import kinds_of
from relations.views.documents import once
from relations.views.records import Chronology
from relations.views.search import Search


class DocumentList(ApiView):
    """A list as the view `of` its page narrows and orders it."""

    of = None
    model = None
    page_route = ""
    own = (LANG, FIELDS, LIMIT, AFTER)
    summary = _("%(documents)s: the list")

    def get(self, request):
        limit, fields = limit_asked(request), fields_asked(request, kinds_of(self.model))
        once(request, AFTER)
        page, asked = self.of(model=self.model), as_of_a_page(request, self.own)
        filterset = page.asked(asked)
        around = self.around(page.look_nearer(filterset))
        rows = self.rows(page, filterset, asked, limit + 1)
        shown = rows[:limit]
        entries = [entry_told(entry, fields) for entry in entries_of(shown)] if shown else []
        following = following_address(request, shown[-1]) if len(rows) > limit else None
        answer = {
            "url": at(self.page_route, query=filterset.query.urlencode()),
            **counted(filterset),
            "next": following,
            **around,
            "entries": entries,
        }
        return linked(told_as_json(answer), following)

    def rows(self, page, filterset, asked, size: int) -> list:
        """The first rows behind the one that is asked for."""
        after, bands = page.place(filterset, asked), page.bands(filterset)
        return objects_behind(filterset.qs, after, size=size, bands=bands)

    def around(self, found) -> dict:
        """What stands beside the rows."""
        return {}

    def filters(self) -> dict:
        if self.model is Record:
            return of_records()
        return {name: [f] for name, f in filters_of(self.model).base_filters.items()}

    def schema(self) -> dict:
        return schemas.page_of(kinds_of(self.model), {})


def of_records() -> dict:
    """The filters of the chronology, and those that it has while one kind is chosen."""
    common = chronology_filters(None).base_filters
    found = {name: [filter_] for name, filter_ in common.items()}
    for kind in Record.kinds():
        for name, filter_ in filters_of(kind).base_filters.items():
            if name not in common:
                found.setdefault(name, []).append(filter_)
    return found


def counted(filterset) -> dict:
    """How many there are; beyond MOST_COUNTED nobody counts."""
    most = min(filterset.total, MOST_COUNTED)
    return {"total": most, "total_is_minimum": filterset.total > most}


def following_address(request, last) -> str:
    """Where the list goes on behind its `last` row."""
    query = request.GET.copy()
    query[AFTER] = last.slug
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def linked(response, following: str | None):
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


class SearchList(DocumentList):
    """The records that answer a question, with the names and sources that do."""

    of, model, page_route = Search, Record, "search"
    summary = _("The search: records in the order of its page, beside them names and sources")
    examples = {"q": "2014"}

    def around(self, found) -> dict:
        found = found or {}
        return {
            "names": [named(name.obj) for name in found.get("names", ())],
            "sources": [named(source) for source in found.get("sources", ())],
        }

    def schema(self) -> dict:
        around = dict.fromkeys(("names", "sources"), schemas.of_list(schemas.ref("Named")))
        return schemas.page_of(kinds_of(self.model), around)


def named(obj) -> dict:
    """A document of which only the name is told."""
    return {
        "document": {key_of(obj)[0]: obj.slug},
        "label": str(name_of(obj)),
        "url": settings.SITE_URL + obj.get_absolute_url(),
        "api": settings.SITE_URL + address_of(obj),
    }


class Facets(ApiView):
    """What the chronology can be narrowed to, with the numbers that its page shows."""

    summary = _("The values of each filter, with the number of records that have them")

    def get(self, request):
        page, asked = Chronology(), as_of_a_page(request, self.own)
        filterset = page.asked(asked)
        page.look_nearer(filterset)
        return told_as_json(
            {
                "url": at("chronology", query=filterset.query.urlencode()),
                **counted(filterset),
                "facets": [facet_told(facet) for facet in filterset.facets()],
                "years": [{"year": bar.year, "count": bar.count} for bar in filterset.years()],
            }
        )

    def filters(self) -> dict:
        return of_records()

    def schema(self) -> dict:
        year = schemas.of_object({"year": schemas.WHOLE, "count": schemas.COUNT})
        own = {"facets": schemas.of_list(schemas.facet()), "years": schemas.of_list(year)}
        return schemas.of_object(schemas.counted() | own)


def facet_told(facet) -> dict:
    options = [
        {"value": o.value, "label": str(o.label), "count": o.count, "chosen": o.is_chosen}
        for o in facet.options
    ]
    return {
        "name": facet.name,
        "label": str(facet.label),
        "options": options,
        "left_out": facet.more,
    }
