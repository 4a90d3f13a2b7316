from django.urls import path

from relations.views.records import RecordDetail, RecordList
from visits.models import Visit

urlpatterns = [
    path("", RecordList.as_view(model=Visit), name="visit_list"),
    path("<slug:slug>/", RecordDetail.as_view(model=Visit), name="visit_detail"),
]
