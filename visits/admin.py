from django.contrib import admin

from relations.admin.documents import PartInline
from relations.admin.filters import in_words
from relations.admin.records import RecordAdmin
from relations.exchange.admin import ExchangeAdmin
from relations.models.fields import country_name
from visits.models import Stop, Visit


class StopInline(PartInline):
    model = Stop
    autocomplete_fields = ("place",)


@admin.register(Visit)
class VisitAdmin(ExchangeAdmin, RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, ("host", in_words(country_name)), "rank")
    inlines = (*RecordAdmin.inlines, StopInline)
    example = {
        "visit": "example-visit-2030",
        "title": {"en": "Example visit", "ja": "訪問の例", "uk": "Приклад візиту"},
        "summary": {"en": "An example: nobody travelled."},
        "date": "2030-03-01/2030-03-03",
        "topics": ["example-topic"],
        "visiting": "IS",
        "host": "NZ",
        "rank": "official",
        "purposes": ["bilateral-talks", "signing"],
        "participants": [
            {
                "person": "example-minister",
                "role": "visitor",
                "tier": "minister",
                "capacity": {"en": "Minister of Examples"},
            }
        ],
        "citations": [
            {"source": "example-source", "claim": "date"},
            {"source": "example-source", "claim": "rank", "quotation": "an official visit"},
        ],
        "links": [{"to": "example-agreement-2030", "role": "follows"}],
        "stops": [{"place": "example-city", "date": "2030-03-02", "what": {"en": "Talks."}}],
    }
