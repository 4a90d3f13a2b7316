"""What readers report, and what we answer."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from relations.admin.forms import HintedForm, columns_in
from relations.agenda import desk_url
from relations.duties import Duty, duty_of
from relations.models import Correction
from relations.models.naming import kind_called


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):
    """What readers report, the open cases first. Their words stay as they are; we answer beside."""

    form = HintedForm
    list_display = ("__str__", "kind", "state", "language", "received_at", "closed_at")
    list_filter = ("state",)
    search_fields = ("slug",)
    show_full_result_count = False
    fields = (
        *("edit_document", "language", "digest", "received_at", "wrong", "source", "email"),
        *("state", *columns_in("answer"), "closed_at", "closed_by"),
    )
    readonly_fields = (
        *("edit_document", "language", "digest", "received_at", "wrong", "source", "email"),
        *("closed_at", "closed_by"),
    )

    def has_module_permission(self, request):
        return duty_of(request.user) >= Duty.VIEWER

    def has_view_permission(self, request, obj=None):
        return duty_of(request.user) >= Duty.VIEWER

    def has_change_permission(self, request, obj=None):
        return duty_of(request.user) >= Duty.EDITOR

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """Spam, by those who answer for the whole site; everything else is answered."""
        return request.user.is_superuser

    def view_on_site(self, obj):
        return obj.about and obj.about.get_absolute_url()

    @admin.display(description=_("Kind"), ordering="model")
    def kind(self, obj):
        return capfirst(kind_called(obj.model))

    @admin.display(description=_("Document"))
    def edit_document(self, obj):
        """Leads to where the editor can correct it."""
        if not obj.about:
            return str(obj)
        return format_html('<a href="{}">{}</a>', desk_url(obj.about), obj.about)

    def save_model(self, request, obj, form, change):
        if "state" in form.changed_data:
            obj.settle(request.user)
        super().save_model(request, obj, form, change)
