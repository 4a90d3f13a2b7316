from django.urls import path

from aid import views
from aid.models import AidPackage
from relations.views import data
from relations.views.history import History
from relations.views.pictures import addresses
from relations.views.records import RecordList

urlpatterns = [
    path("aid/", RecordList.as_view(model=AidPackage), name="aid_list"),
    path("aid/<slug:slug>/", views.PackageDetail.as_view(), name="aid_detail"),
    path("aid/<slug:slug>/history/", History.as_view(model=AidPackage), name="aid_history"),
    path("aid/<slug:slug>/life.svg", views.PackageLife.as_view(form="svg"), name="aid_life_svg"),
    path("aid/<slug:slug>/life.png", views.PackageLife.as_view(form="png"), name="aid_life_png"),
    *data.addresses("aid", RecordList, AidPackage),
    path("ledger/", views.Totals.as_view(), name="ledger"),
    *addresses("at-a-glance/ledger", views.TotalsFile, "ledger_picture"),
    path("ledger/sums/", views.Sums.as_view(), name="ledger_sums"),
    path("ledger/not-counted/", views.NotCounted.as_view(), name="ledger_not_counted"),
    path("ledger/in-kind/", views.InKind.as_view(), name="ledger_in_kind"),
]
