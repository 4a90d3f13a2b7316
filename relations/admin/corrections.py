"""What readers report, and what we answer."""

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from relations.admin.cases import CASE, with_pages_then
from relations.admin.forms import HintedForm, columns_in
from relations.agenda import desk_url
from relations.codes import CorrectionState
from relations.document import digest
from relations.duties import Duty, duty_of
from relations.models import Correction
from relations.models.naming import kind_called
from relations.standing import pending
from relations.templatetags.record import status_label
from relations.workflow import may_change


class CorrectionForm(HintedForm):
    """What is decided of a case. `seen` is the digest of the decision it was opened on."""

    seen = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.saved = self.instance.decided
        self.fields["seen"].initial = digest(self.saved)
        self.is_late = False

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") != digest(self.saved):
            self.is_late = True
            # The next save is a deliberate one: it was made with the other decision in view.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = digest(self.saved)
            message = _(
                "Somebody else saved this case while you were editing. Nothing was saved; what "
                "you typed is still here. Saving again puts it in the place of what they saved. "
                "An answer that readers had stays beside yours."
            )
            self.add_error(None, message)
        return cleaned

    def differences(self) -> list[tuple[str, str, str]]:
        """Each field that is typed other than it is saved: its word, and both."""
        found = []
        for name, saved in self.saved.items():
            typed = (self[name].value() or "").replace("\r\n", "\n")
            if typed != saved:
                labels = dict(CorrectionState.choices if name == "state" else ())
                found.append((self[name].label, *(labels.get(v, v) for v in (saved, typed))))
        return found


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):
    """What readers report, the open cases first. Their words stay as they are; we answer beside."""

    form = CorrectionForm
    change_form_template = "admin/correction_form.html"
    list_display = ("__str__", "kind", "state", "language", "received_at", "closed_at")
    list_filter = ("state",)
    search_fields = ("slug", "path")
    show_full_result_count = False
    reported = (
        "edit_document",
        "proposal",
        "language",
        "version",
        "received_at",
        "wrong",
        "source",
    )
    readonly_fields = (*reported, "email", "earlier_answers", "closed_at", "closed_by")

    def get_fields(self, request, obj=None):
        decided = ("state", *columns_in("answer"), "earlier_answers", "closed_at", "closed_by")
        hidden = ("seen",) if self.has_change_permission(request, obj) else ()
        # She was promised that nobody but the editors sees it.
        email = ("email",) if duty_of(request.user) >= Duty.EDITOR else ()
        return (*self.reported, *email, *decided, *hidden)

    def get_object(self, request, object_id, from_field=None):
        """What is about to be saved is locked, so that it is compared with what is there."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST":
            Correction.objects.select_for_update(no_key=True).get(pk=found.pk)
            found.refresh_from_db()
        return found

    def has_module_permission(self, request):
        return duty_of(request.user) >= Duty.VIEWER

    def has_view_permission(self, request, obj=None):
        return duty_of(request.user) >= Duty.VIEWER

    def has_change_permission(self, request, obj=None):
        return duty_of(request.user) >= Duty.EDITOR

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """Spam, by those who answer for the whole site; everything else is answered."""
        return request.user.is_superuser

    def view_on_site(self, obj):
        with translation.override(obj.language):
            return obj.address or None

    @admin.display(description=_("Kind"), ordering="model")
    def kind(self, obj):
        return capfirst(kind_called(obj.model) or _("Page"))

    @admin.display(description=_("Document"))
    def edit_document(self, obj):
        """Leads to where the editor can correct it; to the page itself where that is none."""
        url = desk_url(obj.about) if obj.about else self.view_on_site(obj)
        return format_html('<a href="{}">{}</a>', url, obj.about or obj) if url else str(obj)

    @admin.display(description=_("Version"))
    def version(self, obj):
        """What the reader saw; a link where it was published as such."""
        [(_case, then)] = with_pages_then(obj.about, [obj])
        return format_html('<a href="{}">{}</a>', then, obj.digest) if then else obj.digest

    @admin.display(description=_("Proposal"))
    def proposal(self, obj):
        """What waits beside the document by now."""
        waiting = obj.about and pending(obj.about)
        if not waiting:
            return ""
        return f"{status_label(waiting.state)} · {waiting.signature} · {waiting.note}"

    @admin.display(description=_("Earlier answers"))
    def earlier_answers(self, obj):
        """What readers were told before, and since when."""
        rows = (
            (answer.at, answer.get_state_display(), answer.answer) for answer in obj.earlier.all()
        )
        return format_html_join(SafeString("<br>"), "{} · {}: {}", rows)

    def save_model(self, request, obj, form, change):
        obj.settle(Correction.objects.get(pk=obj.pk), request.user)
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs, request):
        """What readers were told stays, with its answers."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        told = [str(correction) for correction in objs if correction.told_at]
        return listed, counts, needed, [*protected, *told]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if getattr(form, "is_late", False):
            context["late"] = {"saved": last_save(obj), "differences": form.differences()}
        if obj.state == CorrectionState.OPEN and obj.about and may_change(request.user, obj.about):
            context["begin"] = f"{desk_url(obj.about)}?{CASE}={obj.pk}"
        return super().render_change_form(request, context, add, change, form_url, obj)


def last_save(correction: Correction) -> LogEntry | None:
    """Who saved a case last, and when."""
    kind = ContentType.objects.get_for_model(Correction)
    saved = LogEntry.objects.filter(content_type=kind, object_id=str(correction.pk))
    return saved.select_related("user").order_by("-pk").first()
