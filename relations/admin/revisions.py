"""The history of everything: read here, written nowhere but through the one door."""

from django.contrib import admin

from relations.duties import Duty, duty_of
from relations.models import Revision


class ReadingAdmin(admin.ModelAdmin):
    """Rows that the desk shows and nobody writes there."""

    show_full_result_count = False

    def has_view_permission(self, request, obj=None):
        return duty_of(request.user) >= Duty.VIEWER

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Revision)
class RevisionAdmin(ReadingAdmin):
    list_display = ("__str__", "state", "at", "signature", "note")
    list_filter = ("model", "state", "signature")
    search_fields = ("slug", "digest")
    readonly_fields = ("content",)
