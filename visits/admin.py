from django.contrib import admin

from relations.admin import RecordAdmin
from visits.models import Stop, Visit


class StopInline(admin.StackedInline):
    model = Stop
    autocomplete_fields = ("place",)
    extra = 0


@admin.register(Visit)
class VisitAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "host", "rank")
    inlines = (*RecordAdmin.inlines, StopInline)
