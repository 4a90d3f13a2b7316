from django.urls import path

from aid.models import AidPackage
from relations.views.records import RecordDetail, RecordList

urlpatterns = [
    path("", RecordList.as_view(model=AidPackage), name="aid_list"),
    path("<slug:slug>/", RecordDetail.as_view(model=AidPackage), name="aid_detail"),
]
