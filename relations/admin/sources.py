"""Sources at the desk, and how their addresses answered."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from relations.admin.documents import DocumentAdmin
from relations.admin.filters import ReadersFilter, in_words
from relations.admin.merging import MergingPages
from relations.codes import LinkResult
from relations.exchange.admin import ExchangeAdmin
from relations.models import Citation, LinkCheck, Source
from relations.templatetags.record import language_name


class AddressFilter(admin.SimpleListFilter):
    """How the addresses of sources answered when `check_links` asked them last."""

    title = _("address")
    parameter_name = "address"

    def lookups(self, request, model_admin):
        return (
            ("dead", _("dead")),
            ("failing", _("failing")),
            ("moved", _("moved for good")),
            ("ok", _("answers")),
            ("never", _("never asked")),
        )

    def queryset(self, request, queryset):
        checks = LinkCheck.objects
        match self.value():
            case "dead":
                return queryset.with_dead_links()
            case "failing":
                return queryset.filter(link_check__in=checks.failing())
            case LinkResult.MOVED | LinkResult.OK as result:
                return queryset.filter(link_check__in=checks.current().filter(result=result))
            case "never":
                return queryset.never_asked()
        return queryset


@admin.register(Source)
class SourceAdmin(ExchangeAdmin, MergingPages, DocumentAdmin):
    chooser = Citation._meta.get_field("source")
    list_display = ("__str__", "publisher", "kind")
    list_filter = (ReadersFilter, "kind", ("language", in_words(language_name)), AddressFilter)
    example = {
        "source": "example-source",
        "title": "[An example of a page]",
        "publisher": "Example Ministry",
        "url": "https://www.example.org/page",
        "language": "en",
        "kind": "official",
        "country": "NZ",
        "published": "2030-02-28",
        "accessed": "2030-03-01",
    }
    readonly_fields = ("last_answer",)

    def get_fieldsets(self, request, obj=None):
        return [*super().get_fieldsets(request, obj), (_("Address"), {"fields": ["last_answer"]})]

    @admin.display(description=_("last answer of the address"))
    def last_answer(self, source):
        """What `check_links` last heard from the address that the source has now."""
        check = LinkCheck.objects.current().filter(source=source.pk).first()
        if not check:
            return _("Never asked.")
        return format_html_join(SafeString("<br>"), "{}", ((line,) for line in check.told()))
