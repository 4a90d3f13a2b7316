"""Merging a duplicate into the document that stays, and undoing it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import merging
from relations.admin.filters import in_words
from relations.admin.revisions import ReadingAdmin
from relations.agenda import desk_url
from relations.document import Refused, changes, names_in, roots
from relations.likeness import COMPARED, alike
from relations.models import Merge, Record
from relations.models.naming import kind_called


class MergeForm(forms.Form):
    """Which document stays, and why. `opened_on` is empty until somebody has seen what changes.

    `chooser` is a foreign key to such documents: its autocompletion finds them.
    """

    rationale = forms.CharField(
        label=_("Why they are the same"),
        help_text=_("For example “Two spellings of one name”. Readers see it in the histories."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    opened_on = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["into"]

    def __init__(self, chooser, admin_site, *args, **options):
        super().__init__(*args, **options)
        self.fields["into"] = forms.ModelChoiceField(
            chooser.related_model.objects.all(),
            label=_("The entry that stays"),
            widget=AutocompleteSelect(chooser, admin_site),
        )
        self.order_fields(self.field_order)

    def refuse(self, refused: Refused) -> None:
        for where, message in refused.problems:
            field = where if where in self.fields else None
            self.add_error(field, f"{where}: {message}" if where and not field else message)


class MergingPages:
    """The page of the desk on which a document is merged into another one."""

    chooser = None

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        page = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", page, name=name), *super().get_urls()]

    def merge_view(self, request, pk: int):
        """First what would change, document by document; then, on a second press, it does."""
        gone = self.found(request, pk)
        if not merging.may_merge(request.user, gone):
            raise PermissionDenied
        form = MergeForm(self.chooser, self.admin_site, request.POST or None)
        turned = []
        if form.is_valid():
            kept = with_its_kind(form.cleaned_data["into"])
            asked = {"by": request.user, "rationale": form.cleaned_data["rationale"]}
            opened_on = "_merge" in request.POST and form.cleaned_data["opened_on"]
            try:
                if opened_on:
                    merging.merge(gone, kept, opened_on=opened_on, **asked)
                    messages.success(request, _t("Merged. It can be undone in the history."))
                    return redirect(desk_url(kept))
                turned = merging.trial(gone, kept, **asked)
                form.data = form.data.copy()
                form.data["opened_on"] = merging.seen(gone, kept)
            except Refused as refused:
                form.refuse(refused)
        return render(request, "admin/merge.html", self.merge_context(request, gone, form, turned))

    def merge_context(self, request, gone, form, turned) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": _t("Merge: %s") % gone,
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "turned": [
                (revision, changes(before, revision.document)) for revision, before in turned
            ],
            "names": names_in(*(r.document for r, _before in turned), *(b for _r, b in turned)),
            "back": self.change_url(gone),
        }

    def save_related(self, request, form, formsets, change):
        """Save, and tell of what is probably the same under another name."""
        super().save_related(request, form, formsets, change)
        told = _t("Probably there already: {}. If both are the same, merge one into the other.")
        for other in alike(form.instance) if isinstance(form.instance, COMPARED) else ():
            called = format_html('<a href="{}">{} ({})</a>', desk_url(other), other, other.slug)
            messages.warning(request, format_html(told, called))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        live = getattr(obj, "live", None)
        context["may_merge"] = live is not None and merging.may_merge(request.user, live)
        return super().render_change_form(request, context, add, change, form_url, obj)


def with_its_kind(obj):
    """A record as its own kind has it; anything else as it is."""
    return roots()[obj.kind].objects.get(pk=obj.pk) if type(obj) is Record else obj


@admin.register(Merge)
class MergeAdmin(ReadingAdmin):
    """What was merged, by whom and why, and the button that undoes it."""

    list_display = ("__str__", "rationale", "by", "at", "undone_at")
    list_filter = (("model", in_words(kind_called)),)
    search_fields = ("slug", "into", "rationale")
    fields = ("kind", "slug", "into", "rationale", "by", "at", "undone_by", "undone_at")
    change_form_template = "admin/merge_detail.html"

    def get_urls(self):
        page = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", page, name="relations_merge_undo"), *super().get_urls()]

    @admin.display(description=_("Kind"))
    def kind(self, merged):
        return capfirst(kind_called(merged.model))

    def undo_view(self, request, pk: int):
        if not self.has_view_permission(request):
            raise PermissionDenied
        merged = get_object_or_404(Merge, pk=pk)
        if request.method == "POST":
            try:
                left = merging.undo(merged, by=request.user)
            except Refused as refused:
                for where, message in refused.problems:
                    messages.error(request, f"{where}: {message}" if where else message)
            else:
                messages.success(request, _t("Undone: both stand as they did."))
                for place in left:
                    messages.warning(request, _t("Written since, so it stays as it is: %s") % place)
        return redirect(reverse("admin:relations_merge_change", args=[merged.pk]))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["revisions"] = obj.revisions.order_by("pk")
        context["may_undo"] = not obj.undone_at and merging.may_undo(request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)
