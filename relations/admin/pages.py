"""The pages around a document's form: steps, reading marks, preview, restoring."""

from contextlib import suppress

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.forms.formsets import all_valid
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import workflow
from relations.admin.refusals import problem_shown
from relations.codes import WAITING, Status
from relations.document import Refused, changes, digest, names_in
from relations.languages import LANGUAGES
from relations.models import PreviewLink, Revision
from relations.views.preview import preview
from relations.workflow import STEPS, Conflict, Gone


def live_of(obj):
    """The row itself, where `obj` is a version of it that somebody works on."""
    return getattr(obj, "live", obj)


def tell_what_is_unscheduled(request, scheduled: list) -> None:
    """Of rows that were scheduled, name those that are not any more."""
    taken = [str(obj) for obj in scheduled if workflow.state_of(obj) != Status.SCHEDULED]
    if taken:
        text = _t("No longer scheduled, to be approved anew: %s")
        messages.warning(request, text % ", ".join(taken))


def shown(conflict: Conflict) -> dict:
    """Who saved in between, and what is different since the version that the user had opened."""
    versions = (conflict.before, conflict.now) if conflict.before else ()
    return {
        "since": conflict.since,
        "found": changes(*versions) if versions else (),
        "names": names_in(*versions),
    }


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


class DocumentPages:
    """What a ModelAdmin of documents shows besides its list and its form."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/step/", wrap(self.step_view), name=f"{name}_step"),
            path("<int:pk>/read/", wrap(self.read_view), name=f"{name}_read"),
            path("<int:pk>/restore/", wrap(self.restore_view), name=f"{name}_restore"),
            path("<int:pk>/share/", wrap(self.share_view), name=f"{name}_share"),
            path(
                "<int:pk>/preview/<str:language>/", wrap(self.preview_view), name=f"{name}_preview"
            ),
            path("preview/<str:language>/", wrap(self.preview_view), name=f"{name}_preview_new"),
            *super().get_urls(),
        ]

    def found(self, request, pk: int):
        """The row itself, for whoever may see it at the desk."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=pk)

    def change_url(self, live) -> str:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"admin:{name}_change", args=[live.pk])

    def add_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")

    def step_view(self, request, pk: int):
        """Take a step; what it lacks comes back beside the button, with what was typed."""
        live = self.found(request, pk)
        if request.method != "POST":
            return redirect(self.change_url(live))
        form, conflict = StepForm(request.POST), None
        was_scheduled = workflow.state_of(live) == Status.SCHEDULED
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
                conflict = refused if isinstance(refused, Conflict) else None
                for where, message in refused.problems:
                    is_asked = where in form.fields
                    told = message if is_asked else problem_shown(self.model, where, message)
                    form.add_error(where if is_asked else None, told)
            else:
                messages.success(request, _t("Done: %s.") % STEPS[form.cleaned_data["step"]].label)
                if form.cleaned_data["step"] == workflow.PUBLISH.name:
                    self.remind_of_cases(request, live)
                if form.cleaned_data["step"] == workflow.WITHDRAW.name:
                    tell_what_is_unscheduled(request, [live] if was_scheduled else [])
                return redirect(self.change_url(live))
        return self.step_refused(request, live, form, conflict)

    def step_refused(self, request, live, form, conflict: Conflict | None):
        """The step once more, as far as it is still open, judged on the version that is shown."""
        # What was tried stands in `live`, and is not so.
        stands = self.model.objects.filter(pk=live.pk).first()
        step = STEPS.get(form.data.get("step"))
        is_open = stands and step and workflow.may_take(request.user, step, stands)
        context = {
            **self.around(request, live),
            "form": form,
            "step": step if is_open else None,
            "own": is_open and workflow.is_own(request.user, stands),
            "seen": digest(conflict.now if conflict else workflow.current(stands or live)),
            "conflict": conflict and shown(conflict),
        }
        return render(request, "admin/step_refused.html", context)

    def overtaken(self, request, live, conflict: Conflict):
        """What was pressed once more, beside what somebody else saved in between."""
        sent = {
            name: request.POST[name] for name in ("language", "version") if name in request.POST
        }
        context = {
            **self.around(request, live),
            "conflict": shown(conflict),
            "sent": sent,
            "seen": digest(conflict.now),
            "problem": conflict.problems[0][1],
        }
        return render(request, "admin/overtaken.html", context)

    def around(self, request, live) -> dict:
        """What stands around a page that tells why nothing was done."""
        return {
            **self.admin_site.each_context(request),
            "title": _t("Not done"),
            "opts": self.opts,
            "live": live,
            "back": self.change_url(live),
        }

    def preview_view(self, request, language: str, pk: int | None = None):
        """The page as readers will see it: what is in the form, else what was saved last."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, str(pk)) if pk else None
        if language not in LANGUAGES or (pk and obj is None) or not self.previews(obj):
            raise Http404
        if request.method != "POST":
            document = workflow.current(obj.live) if obj else {}
        else:
            document = self.typed(request, obj)
        if not document:
            context = {**self.admin_site.each_context(request), "is_popup": True}
            return render(request, "admin/no_preview.html", context)
        return preview(request, document, language, pk=pk or 0)

    def typed(self, request, obj) -> dict:
        """The document that the form would make; empty while the form has errors."""
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        form_class = self.get_form(request, obj, change=obj is not None, fields=fields)
        form = form_class(request.POST, instance=obj)
        formsets, _inlines = self._create_formsets(request, form.instance, change=obj is not None)
        if not (form.is_valid() and all_valid(formsets)):
            return {}
        return form.written(formsets, obj.pk if obj else 0)

    def share_view(self, request, pk: int):
        """A link for somebody without an account, good for the version that waits now."""
        live = self.found(request, pk)
        if request.method != "POST" or workflow.state_of(live) not in WAITING:
            return redirect(self.change_url(live))
        if not workflow.may_change(request.user, live):
            raise PermissionDenied
        link = PreviewLink.objects.create(
            model=live.KEY,
            slug=live.slug,
            digest=digest(workflow.current(live)),
            by=request.user,
            session_key=request.session.session_key,
        )
        address = reverse("admin:shared_preview", args=[link.token, LANGUAGES[0]])
        text = _t(
            "Give this address to your expert; it is good for 24 hours, or until you log out: %s"
        )
        messages.success(request, text % request.build_absolute_uri(address))
        return redirect(self.change_url(live))

    def tell_problems(self, request, refused: Refused) -> None:
        for problem in refused.problems:
            messages.error(request, problem_shown(self.model, *problem))

    def read_view(self, request, pk: int):
        """An editor says that she has read a language."""
        live = self.found(request, pk)
        language = request.POST.get("language")
        if request.method == "POST" and language in LANGUAGES:
            seen = request.POST.get("seen", "")
            try:
                with suppress(Gone):  # the way back to the form tells it
                    workflow.mark_read(live, language, by=request.user, seen=seen)
                    messages.success(request, _t("Noted that you have read it."))
            except Conflict as conflict:
                return self.overtaken(request, live, conflict)
            except Refused as refused:
                self.tell_problems(request, refused)
        return redirect(self.change_url(live))

    def restore_view(self, request, pk: int):
        """Write an earlier version again, as a draft or a proposal."""
        live = self.found(request, pk)
        version = request.POST.get("version", "")
        known = version.isascii() and version.isalnum()
        found = Revision.objects.of(live).filter(digest=version).first() if known else None
        if request.method == "POST" and found:
            note = _t("Restored from %s") % found.digest[:8]
            was_scheduled = workflow.state_of(live) == Status.SCHEDULED
            try:
                revision = workflow.restore(
                    live, found, by=request.user, note=note, seen=request.POST.get("seen", "")
                )
            except Conflict as conflict:
                return self.overtaken(request, live, conflict)
            except Refused as refused:
                self.tell_problems(request, refused)
            else:
                same = _t("The document says the same already; nothing was changed.")
                messages.success(request, note if revision else same)
                tell_what_is_unscheduled(request, [live] if was_scheduled else [])
        return redirect(self.change_url(live))
