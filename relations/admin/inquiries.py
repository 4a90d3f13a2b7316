from django.contrib import admin

from relations.admin.documents import DocumentAdmin
from relations.admin.filters import in_words
from relations.admin.searching import FoundInFew
from relations.models import Inquiry
from relations.models.naming import kind_called


@admin.register(Inquiry)
class InquiryAdmin(FoundInFew, DocumentAdmin):
    list_display = ("__str__", "made_on", "state")
    list_filter = ("status", ("kind", in_words(kind_called)))
