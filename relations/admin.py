"""Editing in the Django admin; every save goes through the one door.

A save that is refused comes back as the form with everything that was typed and the reasons.
"""

import itertools

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from relations.codes import LinkResult, Status
from relations.document import Refused, build, digest
from relations.languages import LANGUAGES
from relations.models import (
    Citation,
    Event,
    Inquiry,
    Link,
    LinkCheck,
    Organisation,
    Page,
    Participation,
    Person,
    Place,
    Relation,
    Revision,
    Source,
    Tenure,
    Topic,
    Variant,
)
from relations.recording import begin, settle

admin.site.site_header = admin.site.site_title = _("Curators’ desk")


def in_languages(*names: str) -> tuple[str, ...]:
    """The columns of translated fields, language by language."""
    return tuple(f"{name}_{code}" for name in names for code in LANGUAGES)


def version(obj) -> str:
    """The digest of the document as it is stored now."""
    return digest(build(type(obj)._base_manager.get(pk=obj.pk)))


class DocumentForm(forms.ModelForm):
    """A form that knows which version it was opened on, and why the last save was refused."""

    refusal: Refused | None = None
    opened_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields["opened_on"].initial = version(self.root)

    @property
    def root(self):
        """The document that is edited."""
        return self.instance

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            self.compare_versions(cleaned.get("opened_on"))
        if self.refusal:
            raise ValidationError(
                [
                    f"{path}: {message}" if path else message
                    for path, message in self.refusal.problems
                ]
            )
        return cleaned

    def compare_versions(self, opened_on: str) -> None:
        """Refuse to save over somebody else; a second, deliberate save goes through."""
        now = version(self.root)
        if opened_on != now:
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_on")] = now
            raise ValidationError(
                _(
                    "Somebody else saved this while you were editing. Nothing was saved; what you "
                    "typed is still here. Saving again replaces their version, which stays in the "
                    "history."
                )
            )


class TenureForm(DocumentForm):
    @property
    def root(self):
        return self.instance.person


class DocumentAdmin(admin.ModelAdmin):
    """A root model: what is saved here is one document and leaves one revision."""

    form = DocumentForm
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("slug",)

    def get_fields(self, request, obj=None):
        """The slug, then the fields in the order of the document."""
        translated = getattr(self.model, "translated", ())
        columns = (
            in_languages(name) if name in translated else (name,)
            for name in self.model.document_fields
        )
        return ["slug", *itertools.chain(*columns), "former_slugs", "opened_on"]

    def get_actions(self, request):
        """No deleting in bulk."""
        return {}

    def has_delete_permission(self, request, obj=None):
        """Only what was never published can be deleted; the rest is withdrawn."""
        if obj is None or self.is_public(obj):
            return False
        return super().has_delete_permission(request, obj)

    def is_public(self, obj) -> bool:
        """Whether readers can have seen it: what has no status may be named anywhere."""
        if not hasattr(obj, "status"):
            return True
        return Revision.objects.of(obj).filter(state=Status.PUBLISHED).exists()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            request.refusal = refused
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", None)})

    def root(self, obj):
        """The document that a change of `obj` belongs to."""
        return obj

    def save_model(self, request, obj, form, change):
        request.former_slug = begin(self.root(obj))
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        """New parts stand behind those that are there."""
        orders = [row.instance.order for row in formset.initial_forms]
        for order, row in enumerate(formset.extra_forms, max(orders, default=-1) + 1):
            row.instance.order = order
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        settle(self.root(form.instance), request.former_slug, by=request.user)


class CitationInline(admin.StackedInline):
    model = Citation
    fk_name = "record"
    fields = (
        *("source", "claim", "stance", *in_languages("says")),
        *("quotation", *in_languages("translation"), "locator"),
    )
    autocomplete_fields = ("source",)
    extra = 0


class ParticipationInline(admin.StackedInline):
    model = Participation
    autocomplete_fields = ("person", "organisation")
    extra = 0


class LinkInline(admin.TabularInline):
    model = Link
    fk_name = "from_record"
    raw_id_fields = ("to",)
    extra = 0


class VariantInline(admin.TabularInline):
    model = Variant
    fields = Variant.document_fields
    extra = 0


class TenureInline(admin.StackedInline):
    model = Tenure
    autocomplete_fields = ("organisation",)
    extra = 0


class RecordAdmin(DocumentAdmin):
    """What all kinds share; a kind adds its own fields and inlines."""

    list_display = ("__str__", "date", "status")
    list_filter = ("status", "topics", "milestone")
    search_fields = ("slug", *in_languages("title"))
    filter_horizontal = ("topics",)
    autocomplete_fields = ("places",)
    raw_id_fields = ("merged_into",)
    inlines = (ParticipationInline, CitationInline, LinkInline)


class NamedAdmin(DocumentAdmin):
    list_display = ("__str__", "slug")
    search_fields = ("slug", *in_languages("name"))
    inlines = (VariantInline,)


@admin.register(Event)
class EventAdmin(RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "type")
    autocomplete_fields = ("places", "signed_at")


@admin.register(Person)
class PersonAdmin(NamedAdmin):
    inlines = (VariantInline, TenureInline)


admin.site.register((Organisation, Place), NamedAdmin)


class TenureCitationInline(CitationInline):
    fk_name = "tenure"


@admin.register(Tenure)
class TenureAdmin(DocumentAdmin):
    """An office with its citations; saving it is a change of the person's document."""

    form = TenureForm
    search_fields = ("person__slug", *in_languages("office"))
    autocomplete_fields = ("person", "organisation")
    inlines = (TenureCitationInline,)

    def get_fields(self, request, obj=None):
        own = ("key", *in_languages("office"), "organisation", "tier", "start", "end")
        return ["person", *own, "opened_on"]

    def root(self, obj):
        return obj.person


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
class SourceAdmin(DocumentAdmin):
    list_display = ("__str__", "publisher", "kind")
    list_filter = ("kind", "language", AddressFilter)
    search_fields = ("slug", "title", "publisher", "url")
    readonly_fields = ("last_answer",)

    def get_fields(self, request, obj=None):
        return [*super().get_fields(request, obj), "last_answer"]

    @admin.display(description=_("last answer of the address"))
    def last_answer(self, source):
        """What `check_links` last heard from the address that the source has now."""
        check = LinkCheck.objects.current().filter(source=source.pk).first()
        if not check:
            return _("Never asked.")
        return format_html_join(SafeString("<br>"), "{}", ((line,) for line in check.told()))


@admin.register(Topic, Page)
class ProseAdmin(DocumentAdmin):
    list_display = ("__str__", "slug", "status")
    search_fields = ("slug", *in_languages("title"))


@admin.register(Inquiry)
class InquiryAdmin(DocumentAdmin):
    list_display = ("__str__", "made_on", "status")


@admin.register(Relation)
class RelationAdmin(DocumentAdmin):
    list_display = ("__str__", "party_a", "party_b")


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):
    """The history is read here and written nowhere but through the one door."""

    list_display = ("__str__", "at", "signature", "note")
    list_filter = ("model", "signature")
    search_fields = ("slug", "digest")
    readonly_fields = ("content",)
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
