from django.contrib import admin

from relations.admin.documents import DocumentAdmin
from relations.models import Inquiry


@admin.register(Inquiry)
class InquiryAdmin(DocumentAdmin):
    list_display = ("__str__", "made_on", "state")
