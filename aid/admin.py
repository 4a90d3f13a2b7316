from django.contrib import admin

from aid.models import AidPackage, Item, Transaction
from relations.admin.documents import PartInline
from relations.admin.records import RecordAdmin
from relations.exchange.admin import ExchangeAdmin


class TransactionInline(PartInline):
    model = Transaction


class ItemInline(PartInline):
    model = Item


@admin.register(AidPackage)
class AidPackageAdmin(ExchangeAdmin, RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "form")
    inlines = (*RecordAdmin.inlines, TransactionInline, ItemInline)
    example = {
        "aid": "example-grant-2030",
        "title": {"en": "Example grant", "ja": "無償資金協力の例", "uk": "Приклад гранту"},
        "summary": {"en": "An example: nothing was given."},
        "date": "2030-04-01",
        "topics": ["example-topic"],
        "donor": "NZ",
        "recipient": "IS",
        "form": "grant",
        "flow_type": "10",
        "participants": [{"organisation": "example-agency", "role": "implementer"}],
        "citations": [{"source": "example-source", "claim": "transactions/note/amount"}],
        "links": [{"to": "example-visit-2030", "role": "announced-during"}],
        "transactions": [
            {
                "key": "note",
                "stage": "commitment",
                "amount": 1500000,
                "currency": "JPY",
                "qualifier": "up-to",
                "date": "2030-04-01",
            }
        ],
        "items": [
            {
                "key": "pumps",
                "stage": "commitment",
                "quantity": 3,
                "unit": "piece",
                "description": {"en": "Pumps"},
            }
        ],
    }
