from django.urls import path

from relations.views import data
from relations.views.history import History
from relations.views.pictures import addresses
from relations.views.records import RecordDetail
from visits.models import Visit
from visits.views import Levels, Map, VisitList

urlpatterns = [
    path("visits/", VisitList.as_view(), name="visit_list"),
    path("visits/<slug:slug>/", RecordDetail.as_view(model=Visit), name="visit_detail"),
    path("visits/<slug:slug>/history/", History.as_view(model=Visit), name="visit_history"),
    path("at-a-glance/visits/", Levels.as_view(), name="visit_levels"),
    *addresses("at-a-glance/visits", Levels, "visit_levels"),
    path("map/", Map.as_view(), name="map"),
    *addresses("map", Map, "map"),
    *data.addresses("visits", VisitList, Visit),
]
