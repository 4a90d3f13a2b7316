"""People, organisations and places, topics and pages, and the relation itself."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from relations import workflow
from relations.admin.documents import DocumentAdmin, PartInline
from relations.admin.filters import LanguageFilter, OfficesFilter, ReadersFilter, in_words
from relations.admin.forms import DocumentForm
from relations.admin.identifiers import NamedForm
from relations.admin.merging import MergingPages
from relations.admin.searching import FoundInFew
from relations.document import hydrate
from relations.document.build import contents
from relations.merging import left_by
from relations.models import (
    Citation,
    Organisation,
    Page,
    Person,
    Place,
    Relation,
    Revision,
    Tenure,
    Topic,
    Variant,
)
from relations.models.fields import country_name
from relations.search import matching


class VariantInline(PartInline):
    model = Variant


class TenureInline(PartInline):
    model = Tenure
    autocomplete_fields = ("organisation",)


class NamedAdmin(MergingPages, DocumentAdmin):
    form = NamedForm
    list_display = ("__str__", "slug")
    list_filter = (ReadersFilter, ("country", in_words(country_name)))
    inlines = (VariantInline,)

    @property
    def chooser(self):
        return Variant._meta.get_field(self.model.KEY)


@admin.register(Person)
class PersonAdmin(NamedAdmin):
    list_filter = (*NamedAdmin.list_filter, OfficesFilter)
    inlines = (VariantInline, TenureInline)


@admin.register(Organisation, Place)
class KindAdmin(NamedAdmin):
    list_filter = (*NamedAdmin.list_filter, "kind")


class OfficeForm(DocumentForm):
    """Says which office it is about: its row is another one after each save of its person."""

    which = forms.CharField(label="", widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["which"].initial = f"{self.root.slug}/{self.instance.key}"

    @property
    def root(self):
        return self.instance.person


def office_called(which: str) -> Tenure | None:
    """The office of “person/key” as it is now, else as it was when its person last had it."""
    slug, _slash, key = which.partition("/")
    person = Person.objects.called(slug)
    if person is None:
        return None
    now = {tenure.key: tenure for tenure in person.tenures.all()}
    return now.get(left_by(slug, key)) or now.get(key) or office_taken_out(person, key)


def office_taken_out(person: Person, key: str) -> Tenure | None:
    """An unsaved office as the last version of its person that had it tells it."""
    for revision in Revision.objects.of(person):
        if any(row["key"] == key for row in revision.document.get("tenures", ())):
            offices = hydrate(revision.document).tenures.all()
            found = next(tenure for tenure in offices if tenure.key == key)
            found.person = person
            return found
    return None


class OfficeCitationInline(PartInline):
    model = Citation
    fk_name = "tenure"
    autocomplete_fields = ("source",)

    def root(self, obj):
        return obj.person


@admin.register(Tenure)
class TenureAdmin(DocumentAdmin):
    """What sources say of an office; the office itself is written in the person's form."""

    form = OfficeForm
    change_form_template = None
    save_on_top = False
    readonly_fields = ("person", "office", "start", "end")
    inlines = (OfficeCitationInline,)

    @admin.display(description=_("Office"))
    def office(self, tenure):
        return tenure.office

    def found_by(self, rows, question: str):
        """The words of a person's offices are the person's."""
        return rows.filter(person__in=matching(Person.objects.all(), question))

    def get_fieldsets(self, request, obj=None):
        asked = ["note", "opened_on", "which"] if self.may_write(request, obj) else []
        return [(None, {"fields": [*self.readonly_fields, *asked]})]

    def get_urls(self):
        """No steps and no versions: its person has them."""
        return admin.ModelAdmin.get_urls(self)

    def get_object(self, request, object_id, from_field=None):
        """The row of the address, else the one that has taken its place while somebody typed."""
        found = admin.ModelAdmin.get_object(self, request, object_id, from_field)
        if found is None and request.method == "POST" and object_id.isdecimal():
            found = office_called(request.POST.get("which", ""))
            if found:  # the rows in her form say that they belong to this one
                found.pk = found.id = int(object_id)
        return found

    def history_view(self, request, object_id, extra_context=None):
        tenure = get_object_or_404(Tenure, pk=unquote(object_id))
        return redirect("admin:relations_person_history", tenure.person_id)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj and obj.person)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_related(self, request, form, formsets, change):
        tenure = form.instance
        document = workflow.current(tenure.person)
        rows = document.setdefault("tenures", [])
        row = next((row for row in rows if row["key"] == tenure.key), None)
        if row is None:
            row = contents(tenure)
            rows.append(row)
        row["citations"] = [contents(part) for formset in formsets for part in formset.written()]
        workflow.save(
            tenure.person,
            document,
            by=request.user,
            note=form.cleaned_data["note"],
            opened_on=form.cleaned_data["opened_on"],
        )
        tenure.pk = tenure.person.tenures.get(key=tenure.key).pk


@admin.register(Topic, Page)
class ProseAdmin(DocumentAdmin):
    list_display = ("__str__", "slug", "state")
    list_filter = ("status", LanguageFilter)


@admin.register(Relation)
class RelationAdmin(FoundInFew, DocumentAdmin):
    list_display = ("__str__", "party_a", "party_b")

    def has_add_permission(self, request):
        return request.user.is_superuser
