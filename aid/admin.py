from django.contrib import admin

from aid.models import AidPackage, Item, Transaction
from relations.admin.documents import PartInline
from relations.admin.records import RecordAdmin


class TransactionInline(PartInline):
    model = Transaction


class ItemInline(PartInline):
    model = Item


@admin.register(AidPackage)
class AidPackageAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "form")
    inlines = (*RecordAdmin.inlines, TransactionInline, ItemInline)
