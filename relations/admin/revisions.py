"""The history of everything: read here, written nowhere but through the one door."""

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from relations.admin.filters import in_words
from relations.duties import Duty, duty_of
from relations.models import Revision
from relations.models.naming import kind_called
from relations.templatetags.record import status_label


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
    list_display = ("__str__", "kind", "state_then", "at", "signature", "note")
    list_filter = (("model", in_words(kind_called)), ("state", in_words(status_label)), "signature")
    search_fields = ("slug", "digest")
    fields = (
        *("kind", "slug", "digest", "content", "signature", "by", "approved_by", "note", "at"),
        *("state_then", "in_fixtures"),
    )
    readonly_fields = ("content",)

    @admin.display(description=_("Kind"), ordering="model")
    def kind(self, revision):
        return capfirst(kind_called(revision.model))

    @admin.display(description=_("State"), ordering="state")
    def state_then(self, revision):
        return status_label(revision.state)
