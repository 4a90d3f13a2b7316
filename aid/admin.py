from django.contrib import admin

from aid.models import AidPackage, Item, Transaction
from relations.admin import RecordAdmin


class TransactionInline(admin.StackedInline):
    model = Transaction
    extra = 0


class ItemInline(admin.StackedInline):
    model = Item
    extra = 0


@admin.register(AidPackage)
class AidPackageAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "form")
    inlines = (*RecordAdmin.inlines, TransactionInline, ItemInline)
