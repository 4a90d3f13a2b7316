"""Records at the desk: what all kinds share, and events."""

from django.contrib import admin

from relations.admin.documents import DocumentAdmin, PartInline
from relations.admin.forms import columns_in
from relations.exchange.admin import ExchangeAdmin
from relations.models import Citation, Event, Link, Participation, Record


class CitationInline(PartInline):
    model = Citation
    fk_name = "record"
    autocomplete_fields = ("source",)


class ParticipationInline(PartInline):
    model = Participation
    autocomplete_fields = ("person", "organisation")


class LinkInline(PartInline):
    model = Link
    fk_name = "from_record"
    autocomplete_fields = ("to",)


class RecordAdmin(DocumentAdmin):
    """What all kinds share; a kind adds its own fields and inlines."""

    list_display = ("__str__", "date", "state")
    list_filter = ("status", "topics", "milestone")
    search_fields = ("slug", *columns_in("title"))
    filter_horizontal = ("topics",)
    autocomplete_fields = ("places",)
    inlines = (ParticipationInline, CitationInline, LinkInline)


@admin.register(Event)
class EventAdmin(ExchangeAdmin, RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "type")
    autocomplete_fields = ("places", "signed_at")
    example = {
        "event": "example-agreement-2030",
        "title": {"en": "Example agreement", "ja": "協定の例", "uk": "Приклад угоди"},
        "summary": {"en": "An example: nothing of this happened."},
        "date": "2030-02",
        "topics": ["example-topic"],
        "places": ["example-city"],
        "type": "agreement",
        "form": "in-person",
        "signed_at": "example-city",
        "agreement_status": "signed",
        "participants": [{"organisation": "example-ministry", "role": "signatory"}],
        "citations": [{"source": "example-source", "claim": "date", "locator": "p. 1"}],
        "links": [{"to": "example-visit-2030", "role": "follows"}],
    }


@admin.register(Record)
class AnyRecordAdmin(admin.ModelAdmin):
    """Records of every kind, to be found when a link is typed; each is edited as its own kind."""

    search_fields = ("slug", *columns_in("title"))
    show_full_result_count = False

    def has_module_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        return DocumentAdmin.has_view_permission(self, request, obj)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
