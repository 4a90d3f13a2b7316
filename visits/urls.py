from django.urls import path

from relations.views import data
from relations.views.history import History
from relations.views.records import RecordDetail
from visits.models import Visit
from visits.views import Levels, Map, VisitList

urlpatterns = [
    path("visits/", VisitList.as_view(), name="visit_list"),
    path("visits/<slug:slug>/", RecordDetail.as_view(model=Visit), name="visit_detail"),
    path("visits/<slug:slug>/history/", History.as_view(model=Visit), name="visit_history"),
    path("at-a-glance/visits/", Levels.as_view(), name="visit_levels"),
    path("at-a-glance/visits.svg", Levels.as_view(form="svg"), name="visit_levels_svg"),
    path("at-a-glance/visits.png", Levels.as_view(form="png"), name="visit_levels_png"),
    path("map/", Map.as_view(), name="map"),
    path("map.svg", Map.as_view(form="svg"), name="map_svg"),
    path("map.png", Map.as_view(form="png"), name="map_png"),
    *data.addresses("visits", VisitList, Visit),
]
