from django.contrib import admin

from relations.admin.documents import PartInline
from relations.admin.records import RecordAdmin
from visits.models import Stop, Visit


class StopInline(PartInline):
    model = Stop
    autocomplete_fields = ("place",)


@admin.register(Visit)
class VisitAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "host", "rank")
    inlines = (*RecordAdmin.inlines, StopInline)
