"""What all documents share at the desk: forms that lose nothing, steps, history, preview."""

from contextlib import suppress

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import workflow
from relations.admin.forms import (
    DocumentForm,
    PartForm,
    PartFormSet,
    opened_version,
    rows_of_fields,
)
from relations.codes import WAITING, Status
from relations.document import Refused, differences, digest, hydrate
from relations.duties import Duty, duty_of
from relations.languages import LANGUAGES
from relations.models import Revision
from relations.models.documented import Documented
from relations.workflow import STEPS, Conflict, Gone


def live_of(obj):
    """The row itself, where `obj` is a version of it that somebody works on."""
    return getattr(obj, "live", obj)


class PartInline(admin.StackedInline):
    """The rows of a part; whoever may write in the document may write in them."""

    form = PartForm
    formset = PartFormSet
    extra = 0

    def get_fields(self, request, obj=None):
        return rows_of_fields(self.model)

    def root(self, obj):
        """The live row of the document that the part belongs to."""
        return live_of(obj)

    def may_write(self, request, obj=None) -> bool:
        if obj is None:
            return duty_of(request.user) >= Duty.AUTHOR
        return workflow.may_change(request.user, self.root(obj))

    has_add_permission = has_change_permission = has_delete_permission = may_write

    def has_view_permission(self, request, obj=None):
        return duty_of(request.user) >= Duty.VIEWER

    def get_formset(self, request, obj=None, **options):
        formset = super().get_formset(request, obj, **options)
        refusal = getattr(request, "refusal", None)
        return type(formset.__name__, (formset,), {"refusal": refusal})


class StepForm(forms.Form):
    """What a step asks for besides the button."""

    step = forms.ChoiceField(choices=[(name, step.label) for name, step in STEPS.items()])
    seen = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)
    publish_at = forms.DateTimeField(label=_("When, in UTC"), required=False)
    reason_en = forms.CharField(label=_("Public reason (en)"), required=False)
    reason_ja = forms.CharField(label=_("Public reason (ja)"), required=False)
    reason_uk = forms.CharField(label=_("Public reason (uk)"), required=False)

    def reasons(self) -> dict[str, str]:
        found = {code: self.cleaned_data[f"reason_{code}"].strip() for code in LANGUAGES}
        return {code: text for code, text in found.items() if text}


class DocumentAdmin(admin.ModelAdmin):
    """A root model: what is saved here is one document and leaves one revision."""

    form = DocumentForm
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("slug",)
    actions = None
    save_on_top = True
    change_form_template = "admin/document_form.html"

    # Who may do what

    def has_module_permission(self, request):
        return duty_of(request.user) >= Duty.VIEWER

    def has_view_permission(self, request, obj=None):
        return duty_of(request.user) >= Duty.VIEWER

    def has_add_permission(self, request):
        return duty_of(request.user) >= Duty.AUTHOR

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return duty_of(request.user) >= Duty.AUTHOR
        return workflow.may_change(request.user, live_of(obj))

    def has_delete_permission(self, request, obj=None):
        return obj is not None and workflow.may_delete(request.user, live_of(obj))

    # The list

    def get_queryset(self, request):
        """With the state of what editors work on, a proposal included."""
        rows = super().get_queryset(request)
        if not hasattr(self.model, "status"):
            return rows
        versions = Revision.objects.filter(model=self.model.KEY, slug=OuterRef("slug"))
        return rows.annotate(newest_state=Subquery(versions.order_by("-pk").values("state")[:1]))

    @admin.display(description=_("State"), ordering="status")
    def state(self, obj):
        label = Status(obj.status).label
        if obj.is_public and obj.newest_state in WAITING:
            return _t("%(state)s, with a proposal: %(proposal)s") % {
                "state": label, "proposal": Status(obj.newest_state).label,
            }  # fmt: skip
        return label

    # The form

    def get_fieldsets(self, request, obj=None):
        own = ["slug", *rows_of_fields(self.model)]
        return [
            (None, {"fields": own}),
            (_("Earlier addresses"), {"classes": ["collapse"], "fields": ["former_slugs"]}),
            (_("This change"), {"fields": ["note", "opened_on"]}),
        ]

    def get_object(self, request, object_id, from_field=None):
        """The version that editors work on; its row is `live`."""
        live = super().get_object(request, object_id, from_field)
        if live is None:
            return None
        obj = hydrate(workflow.current(live), pk=live.pk)
        obj._state.adding, obj._state.db = False, live._state.db
        obj.live = live
        return obj

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Gone as gone:
            request.refusal = gone
            return super().changeform_view(request, None, self.add_url(), extra_context)
        except Refused as refused:
            request.refusal = refused
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """What is typed into a form is not thrown away with the document it was opened on."""
        is_form = request.resolver_match.url_name.endswith("_change")
        if request.method == "POST" and is_form and self.has_add_permission(request):
            raise Gone
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", None)})

    def get_changeform_initial_data(self, request):
        """A copy of another document where `?copy=` names one, else what the address says."""
        if original := self.copied(request):
            form = self.get_form(request)(instance=original)
            kept = {name: value for name, value in form.initial.items() if name != "slug"}
            return kept | {"former_slugs": [], "slug": f"{original.slug}-copy"}
        return super().get_changeform_initial_data(request)

    def copied(self, request):
        key = request.GET.get("copy", "")
        return self.get_object(request, key) if key.isdecimal() else None

    def get_formset_kwargs(self, request, obj, inline, prefix):
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and not obj.pk and (original := self.copied(request)):
            there = inline.get_formset(request)(instance=original)
            options["initial"] = there.initial_extra
        return options

    def save_model(self, request, obj, form, change):
        """Nothing yet: a document is written with its parts."""

    def save_related(self, request, form, formsets, change):
        live = getattr(form.instance, "live", None) or self.model()
        document = form.written(formsets, live.pk or 0)
        document = keep_what_forms_do_not_ask(document, workflow.current(live) if live.pk else {})
        was_public = bool(live.pk and workflow.has_states(live) and live.is_public)
        workflow.save(
            live,
            document,
            by=request.user,
            note=form.cleaned_data["note"],
            opened_on=form.cleaned_data["opened_on"] if change else None,
        )
        form.instance.pk = form.instance.id = live.pk
        if "_submit" in request.POST:
            workflow.take(live, workflow.SUBMIT, by=request.user, note=form.cleaned_data["note"])
            messages.info(request, _t("Submitted: somebody else reads it now."))
        elif was_public and workflow.pending(live):
            text = _t(
                "Saved as a proposal. Readers keep the published version until it is approved."
            )
            messages.info(request, text)

    def construct_change_message(self, request, form, formsets, add=False):
        return form.cleaned_data["note"]

    def get_deleted_objects(self, objs, request):
        """A document goes with its parts; whoever may delete it may delete them."""
        listed, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(), protected

    def delete_model(self, request, obj):
        with suppress(Gone):  # somebody was faster, and wanted the same
            workflow.delete(live_of(obj), by=request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        refusal = getattr(request, "refusal", None)
        if isinstance(obj, Documented):
            live = live_of(obj)
            context |= {
                "live": live,
                "proposal": workflow.pending(live),
                "state": workflow.state_of(live),
                "seen": digest(workflow.current(live)),
                "steps": workflow.steps(request.user, live),
                "own": workflow.has_states(live) and workflow.is_own(request.user, live),
                "thread": self.thread(live),
                "may_submit": self.may_submit(request, live),
                "languages": LANGUAGES,
            }
        else:
            context |= {"may_submit": hasattr(self.model, "status")}
        if isinstance(refusal, Conflict):
            context["conflict"] = self.conflict(request, refusal)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def may_submit(self, request, live) -> bool:
        return workflow.has_states(live) and workflow.state_of(live) != Status.SUBMITTED

    def conflict(self, request, refusal: Conflict) -> dict:
        """Who saved in between, and what is different since this form was opened."""
        model, slug = type(self.model()), next(iter(refusal.now.values()))
        before = opened_version(model, slug, request.POST.get("opened_on", ""))
        return {
            "revision": refusal.revision,
            "changes": list(differences(before.document, refusal.now)) if before else [],
        }

    def thread(self, live) -> list[Revision]:
        """What was remarked since readers last got a version, the newest first."""
        found = []
        for revision in Revision.objects.of(live).select_related("by"):
            if revision.state not in WAITING:
                break
            found.append(revision)
        return [revision for revision in found if revision.note]

    # Steps and history

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/step/", wrap(self.step_view), name=f"{name}_step"),
            path("<int:pk>/read/", wrap(self.read_view), name=f"{name}_read"),
            path("<int:pk>/restore/", wrap(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def change_url(self, live) -> str:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"admin:{name}_change", args=[live.pk])

    def add_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")

    def step_view(self, request, pk: int):
        """Take a step; what it lacks comes back beside the button, with what was typed."""
        live = get_object_or_404(self.model, pk=pk)
        if request.method != "POST":
            return redirect(self.change_url(live))
        form = StepForm(request.POST)
        if form.is_valid():
            try:
                workflow.take(
                    live,
                    STEPS[form.cleaned_data["step"]],
                    by=request.user,
                    note=form.cleaned_data["note"],
                    seen=form.cleaned_data["seen"],
                    publish_at=form.cleaned_data["publish_at"],
                    public_reason=form.reasons(),
                )
            except Refused as refused:
                for where, message in refused.problems:
                    field = where if where in form.fields else None
                    form.add_error(field, f"{where}: {message}" if where and not field else message)
            else:
                messages.success(request, _t("Done: %s.") % STEPS[form.cleaned_data["step"]].label)
                return redirect(self.change_url(live))
        return self.step_refused(request, live, form)

    def step_refused(self, request, live, form):
        context = {
            **self.admin_site.each_context(request),
            "title": _t("Not done"),
            "opts": self.opts,
            "live": live,
            "form": form,
            "step": STEPS.get(form.data.get("step")),
            "seen": digest(workflow.current(live)),
            "back": self.change_url(live),
        }
        return render(request, "admin/step_refused.html", context)

    def read_view(self, request, pk: int):
        """An editor says that she has read a language."""
        live = get_object_or_404(self.model, pk=pk)
        language = request.POST.get("language")
        if request.method == "POST" and language in LANGUAGES:
            with suppress(Gone):
                workflow.mark_read(live, language, by=request.user)
                messages.success(request, _t("Noted that you have read it."))
        return redirect(self.change_url(live))

    def restore_view(self, request, pk: int):
        """Write an earlier version again, as a draft or a proposal."""
        live = get_object_or_404(self.model, pk=pk)
        version = request.POST.get("version", "")
        found = Revision.objects.of(live).filter(digest=version).first()
        if request.method == "POST" and found:
            note = _t("Restored from %s") % found.digest[:8]
            try:
                workflow.restore(live, found, by=request.user, note=note)
            except Refused as refused:
                for where, message in refused.problems:
                    messages.error(request, f"{where}: {message}")
            else:
                messages.success(request, note)
        return redirect(self.change_url(live))

    def history_view(self, request, object_id, extra_context=None):
        """Every version, what it changed, who wrote it and who approved it."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        live = live_of(obj)
        revisions = list(Revision.objects.of(live).select_related("by", "approved_by"))
        older = [*revisions[1:], None]
        versions = [
            (revision, list(differences(before.document, revision.document)) if before else [])
            for revision, before in zip(revisions, older, strict=True)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _t("History: %s") % obj,
            "opts": self.opts,
            "live": live,
            "versions": versions,
            "may_restore": workflow.may_change(request.user, live),
            "back": self.change_url(live),
        }
        return render(request, "admin/document_history.html", context)


def keep_what_forms_do_not_ask(document: dict, now: dict) -> dict:
    """The marks of reading, and the citations of an office, which have a page of their own."""
    if "checked" in now:
        document["checked"] = now["checked"]
    nested = {row.get("key"): row.get("citations") for row in now.get("tenures", ())}
    for row in document.get("tenures", ()):
        if nested.get(row["key"]):
            row["citations"] = nested[row["key"]]
    return document
