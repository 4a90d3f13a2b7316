"""The ledger's totals for programs."""

from collections.abc import Iterator

from django.http import QueryDict
from django.urls import path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from aid import ledger
from aid.filters import LedgerFilter
from relations.api import schemas
from relations.api.parameters import LANG, as_of_a_page
from relations.api.views import ApiView, at, told_as_json
from relations.codes import Stage
from relations.document.shape import number
from relations.views.documents import once, refusal
from relations.views.reading import understood

BY = "by"
DIMENSIONS = {dimension.name: dimension for dimension in ledger.DIMENSIONS}


class Totals(ApiView):
    """What is counted, added up by stage and currency, never across either; `by` breaks it down
    as the tables of the ledger do."""

    own = (BY, LANG)
    examples = {BY: "year"}
    summary = _("The counted sums of aid, added up by stage and currency")

    def get(self, request):
        dimension = dimension_asked(request)
        asked = as_of_a_page(request, self.own)
        filterset = understood(LedgerFilter(asked.GET, ledger.counted(), request=asked))
        totals = by(dimension, filterset) if dimension else whole(filterset)
        url = at("ledger_sums", query=filterset.query.urlencode())
        return told_as_json({"url": url, "totals": list(totals)})

    def filters(self) -> dict:
        return {name: [f] for name, f in LedgerFilter.base_filters.items()}

    def peculiar(self) -> dict:
        said = _t(
            "What the totals are broken down by. A package may stand under several topics or none."
        )
        return {BY: ({"type": "string", "enum": [*DIMENSIONS]}, said)}

    def schema(self) -> dict:
        texts = dict.fromkeys((BY, "value", "label"), schemas.STRING)
        figure = {
            "stage": schemas.codes(Stage.choices),
            "label": schemas.STRING,
            "currency": schemas.STRING,
            "amount": schemas.NUMBER,
            "sums": schemas.COUNT,
            "inexact": schemas.COUNT,
            "url": schemas.ADDRESS,
        }
        group = {"group": schemas.of_object(texts)}
        totals = schemas.of_list(schemas.of_object(figure, group))
        return schemas.of_object({"url": schemas.ADDRESS, "totals": totals})


def dimension_asked(request) -> ledger.Dimension | None:
    name = once(request, BY)
    if name and name not in DIMENSIONS:
        raise refusal(BY, _t("“%s” is not accepted.") % name, *DIMENSIONS)
    return DIMENSIONS.get(name)


def whole(filterset) -> Iterator[dict]:
    added = dict(ledger.added_up(filterset.qs))
    for stage, currency in sorted(added, key=lambda key: ([*Stage].index(key[0]), key[1])):
        yield told(stage, added[stage, currency], filterset.query)


def by(dimension: ledger.Dimension, filterset) -> Iterator[dict]:
    """The figures of each value; of topics that were asked for, not of others beside them."""
    asked = filterset.chosen(dimension.name)
    for value, label, stages in ledger.broken_down(filterset.qs, dimension):
        if asked and value not in asked:
            continue
        query = filterset.query.copy()
        query[dimension.name] = value
        group = {BY: dimension.name, "value": value, "label": str(label)}
        for stage in filter(stages.get, Stage):
            yield from ({"group": group} | told(stage, f, query) for f in stages[stage])


def told(stage: str, figure: ledger.Figure, narrowed: QueryDict) -> dict:
    query = narrowed.copy()
    query["stage"], query["currency"] = stage, figure.currency
    return {
        "stage": stage,
        "label": str(Stage(stage).label),
        "currency": figure.currency,
        "amount": number(figure.amount),
        "sums": figure.number,
        "inexact": figure.inexact,
        "url": at("ledger_sums", query=query.urlencode()),
    }


urlpatterns = [path("totals", Totals.as_view(), name="totals_api")]
