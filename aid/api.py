"""The ledger's totals for programs."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aid import ledger
from aid.filters import LedgerFilter
from relations.api import schemas
from relations.api.parameters import as_of_a_page
from relations.api.views import ApiView, at, told_as_json
from relations.codes import Stage
from relations.document.shape import number
from relations.views.reading import BadFilter


class Totals(ApiView):
    """What is counted, added up by stage and currency, never across either."""

    summary = _("The counted sums of aid, added up by stage and currency")

    def get(self, request):
        asked = as_of_a_page(request, self.own)
        filterset = LedgerFilter(asked.GET, ledger.counted(), request=asked)
        if objections := filterset.objections():
            raise BadFilter(objections)
        added = dict(ledger.added_up(filterset.qs))
        order = sorted(added, key=lambda key: ([*Stage].index(key[0]), key[1]))
        return told_as_json(
            {
                "url": at("ledger_sums", query=filterset.query.urlencode()),
                "totals": [told(*key, added[key], filterset) for key in order],
            }
        )

    def filters(self) -> dict:
        return {name: [f] for name, f in LedgerFilter.base_filters.items()}

    def schema(self) -> dict:
        figure = {
            "stage": schemas.codes(Stage.choices),
            "label": schemas.STRING,
            "currency": schemas.STRING,
            "amount": schemas.NUMBER,
            "sums": schemas.COUNT,
            "inexact": schemas.COUNT,
            "url": schemas.ADDRESS,
        }
        totals = schemas.of_list(schemas.of_object(figure))
        return schemas.of_object({"url": schemas.ADDRESS, "totals": totals})


def told(stage: str, currency: str, figure: ledger.Figure, filterset) -> dict:
    query = filterset.query.copy()
    query["stage"], query["currency"] = stage, currency
    return {
        "stage": stage,
        "label": str(Stage(stage).label),
        "currency": currency,
        "amount": number(figure.amount),
        "sums": figure.number,
        "inexact": figure.inexact,
        "url": at("ledger_sums", query=query.urlencode()),
    }


urlpatterns = [path("totals", Totals.as_view(), name="totals_api")]
