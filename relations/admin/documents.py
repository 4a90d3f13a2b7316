"""What all documents share at the desk: forms that lose nothing, steps, history, preview."""

import json
from contextlib import suppress
from itertools import islice

from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import workflow
from relations.admin.cases import WithCases
from relations.admin.forms import (
    DocumentForm,
    PartForm,
    PartFormSet,
    rows_of_fields,
)
from relations.admin.history import HistoryPages
from relations.admin.pages import DocumentPages, live_of, shown, tell_what_is_unscheduled
from relations.admin.refusals import problem_shown
from relations.admin.searching import FoundByWords
from relations.codes import WAITING, Status
from relations.document import Refused, digest, hydrate
from relations.duties import Duty, duty_of
from relations.languages import LANGUAGES
from relations.models import Revision
from relations.models.documented import Documented
from relations.models.history import due_in
from relations.standing import is_known, needing, turns_of
from relations.templatetags.record import status_label
from relations.workflow import Conflict, Gone

#: How much of what needs a name or a source its page of deletion tells.
MOST_NEEDING = 20


class PartInline(admin.StackedInline):
    """The rows of a part; whoever may write in the document may write in them."""

    form = PartForm
    formset = PartFormSet
    extra = 0

    def get_fields(self, request, obj=None):
        fields = rows_of_fields(self.model)
        return ["position", *fields] if self.may_write(request, obj) else fields

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
        known = {
            "refusal": getattr(request, "refusal", None),
            "is_to_be_read": not self.may_write(request, obj),
        }
        return type(formset.__name__, (formset,), known)


class DocumentAdmin(FoundByWords, HistoryPages, DocumentPages, WithCases, admin.ModelAdmin):
    """A root model: what is saved here is one document and leaves one revision."""

    form = DocumentForm
    list_per_page = 50
    show_full_result_count = False
    actions = None
    save_on_top = True
    change_form_template = "admin/document_form.html"
    delete_confirmation_template = "admin/document_delete.html"

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
        scheduled = versions.filter(state=Status.SCHEDULED)
        return rows.annotate(
            newest_state=Subquery(versions.order_by("-pk").values("state")[:1]),
            newest_scheduled=Subquery(scheduled.order_by("-pk").values("content")[:1]),
        )

    @admin.display(description=_("State"), ordering="status")
    def state(self, obj):
        if obj.is_public and obj.newest_state in WAITING:
            due = due_in(json.loads(obj.newest_scheduled)) if obj.newest_scheduled else None
            return _t("%(state)s, with a proposal: %(proposal)s") % {
                "state": status_label(obj.status),
                "proposal": status_label(obj.newest_state, due),
            }
        return status_label(obj.status, obj.publish_at)

    # The form

    def get_fieldsets(self, request, obj=None):
        found = [
            (None, {"fields": ["slug", *rows_of_fields(self.model)]}),
            (_("Earlier addresses"), {"classes": ["collapse"], "fields": ["former_slugs"]}),
        ]
        if self.may_write(request, obj):
            found.append((_("This change"), {"fields": ["note", "opened_on"]}))
        return found

    def may_write(self, request, obj=None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)

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
        known = {
            "refusal": getattr(request, "refusal", None),
            "parts_asked": self.parts_asked(request, obj),
        }
        return type(form.__name__, (form,), known)

    def parts_asked(self, request, obj) -> frozenset[str]:
        """The parts of the document that have rows in its form."""
        shown = [inline.model for inline in self.get_inlines(request, obj)]
        parts = [field for field in self.opts.related_objects if field.related_model in shown]
        return frozenset(field.get_accessor_name() for field in parts)

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
        was_scheduled = bool(live.pk) and workflow.state_of(live) == Status.SCHEDULED
        workflow.save(
            live,
            document,
            by=request.user,
            note=form.cleaned_data["note"],
            opened_on=form.cleaned_data["opened_on"] if change else None,
        )
        form.instance.pk = form.instance.id = live.pk
        tell_what_is_unscheduled(request, [live] if was_scheduled else [])
        may_submit = workflow.may_take(request.user, workflow.SUBMIT, live)
        if "_submit" in request.POST and may_submit:
            workflow.take(live, workflow.SUBMIT, by=request.user, note=form.cleaned_data["note"])
            messages.info(request, _t("Submitted: somebody else reads it now."))
        elif was_public and workflow.pending(live):
            messages.info(request, saved_as_proposal(live))
        elif change and not workflow.has_states(live):
            self.remind_of_cases(request, live)

    def construct_change_message(self, request, form, formsets, add=False):
        return form.cleaned_data["note"]

    def get_deleted_objects(self, objs, request):
        """A document goes with its parts; whoever may delete it may delete them.

        Of a name or a source the page says what needs it; once it is sent, the deletion asks.
        """
        listed, counts, _needed, protected = super().get_deleted_objects(objs, request)
        if isinstance(objs[0], workflow.VOCABULARY):
            is_sent = request.method == "POST"
            protected = [] if is_sent else list(islice(needing(live_of(objs[0])), MOST_NEEDING))
        return listed, counts, set(), protected

    def delete_view(self, request, object_id, extra_context=None):
        """Ask first; whatever somebody wrote meanwhile is not deleted unseen."""
        obj = self.get_object(request, unquote(object_id))
        is_document = isinstance(obj, Documented)
        seen = digest(workflow.current(live_of(obj))) if is_document else ""
        try:
            return super().delete_view(request, object_id, {"seen": seen} | (extra_context or {}))
        except Conflict:
            text = _t("Not deleted: somebody else saved it meanwhile. Please look at it once more.")
            messages.error(request, text)
        except Refused as refused:
            messages.error(request, " ".join(message for _path, message in refused.problems))
        except IntegrityError:  # PostgreSQL looks at what names it only in the end
            messages.error(request, _t("Somebody else named it just now. Please try once more."))
        return redirect(request.path)

    def delete_model(self, request, obj):
        with suppress(Gone):  # somebody was faster, and wanted the same
            workflow.delete(live_of(obj), by=request.user, seen=request.POST.get("seen", ""))

    def get_view_on_site_url(self, obj=None):
        """Where readers find the document; nowhere while the address tells them nothing."""
        there, live = super().get_view_on_site_url(obj), live_of(obj)
        if there is None:
            return None
        is_told = workflow.has_states(live) and live.is_public and is_known(live)
        is_open = is_told or self.model.objects.published().filter(pk=live.pk).exists()
        return there if is_open else None

    @method_decorator(csp_update({"frame-src": ["'self'"]}))
    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        refusal = getattr(request, "refusal", None)
        context["show_save_and_add_another"] = False
        if isinstance(obj, Documented):
            live = live_of(obj)
            document = workflow.current(live)
            due = due_in(document)
            state = workflow.state_of(live)
            is_overdue = state == Status.SCHEDULED and due is not None and due <= timezone.now()
            hindrances = workflow.hindrances(live) if is_overdue else ()
            context |= {
                "live": live,
                "proposal": workflow.pending(live),
                "state": state,
                "seen": digest(document),
                "due": due,
                "is_overdue": is_overdue,
                "hindrances": [problem_shown(self.model, *problem) for problem in hindrances],
                "reasons": [(c, getattr(live, f"public_reason_{c}", "")) for c in LANGUAGES],
                "steps": workflow.steps(request.user, live),
                "own": workflow.has_states(live) and workflow.is_own(request.user, live),
                "thread": self.thread(live),
                "may_share": workflow.has_states(live)
                and state in WAITING
                and workflow.may_change(request.user, live),
                "may_submit": self.may_submit(request, live),
                "may_mark_read": workflow.may_mark_read(request.user, live),
                "languages": LANGUAGES,
            }
        else:
            context |= {"may_submit": hasattr(self.model, "status")}
        context["previews"] = self.previews(obj)
        if isinstance(refusal, Conflict):
            context["conflict"] = shown(refusal)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def previews(self, obj) -> list[tuple[str, str]]:
        """Where the form is shown as a page in each language; none for vocabulary."""
        if not hasattr(self.model, "status") or not hasattr(self.model, "get_absolute_url"):
            return []
        room = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if obj is None:
            return [(c, reverse(f"{room}_preview_new", args=[c])) for c in LANGUAGES]
        return [(c, reverse(f"{room}_preview", args=[obj.pk, c])) for c in LANGUAGES]

    def may_submit(self, request, live) -> bool:
        return workflow.has_states(live) and workflow.state_of(live) != Status.SUBMITTED

    def thread(self, live) -> list[Revision]:
        """What was remarked since readers last got a version, the newest first, each once."""
        remarks = {}
        for turn in reversed(turns_of(live)) if workflow.has_states(live) else ():
            remarks.setdefault((turn.revision.signature, turn.revision.note), turn.revision)
        return [revision for revision in remarks.values() if revision.note]


def saved_as_proposal(live) -> str:
    if live.is_published:
        return _t("Saved as a proposal. Readers keep the published version until it is approved.")
    return _t("Saved as a proposal. The page stays withdrawn until it is approved.")


def keep_what_forms_do_not_ask(document: dict, now: dict) -> dict:
    """The marks of reading, and the citations of an office, which have a page of their own."""
    if "checked" in now:
        document["checked"] = now["checked"]
    nested = {row.get("key"): row.get("citations") for row in now.get("tenures", ())}
    for row in document.get("tenures", ()):
        if nested.get(row["key"]):
            row["citations"] = nested[row["key"]]
    return document
