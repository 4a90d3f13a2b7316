from django.contrib import admin

from relations.admin.documents import DocumentAdmin
from relations.admin.searching import FoundInFew
from relations.models import Inquiry


@admin.register(Inquiry)
class InquiryAdmin(FoundInFew, DocumentAdmin):
    list_display = ("__str__", "made_on", "state")
