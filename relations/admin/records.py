"""Records at the desk: what all kinds share, and events."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import workflow
from relations.admin.documents import DocumentAdmin, PartInline
from relations.admin.filters import LanguageFilter
from relations.admin.merging import MergingPages
from relations.admin.pages import tell_what_is_unscheduled
from relations.admin.refusals import problem_shown
from relations.admin.revisions import ReadingAdmin
from relations.admin.searching import FoundByWords
from relations.codes import Status
from relations.document import Refused
from relations.exchange.admin import ExchangeAdmin
from relations.models import Citation, Event, Link, Participation, Place, Record, Topic


class CitationInline(PartInline):
    model = Citation
    fk_name = "record"
    autocomplete_fields = ("source",)


class ParticipationInline(PartInline):
    model = Participation
    autocomplete_fields = ("person", "organisation")


class LinkInline(PartInline):
    model = Link
    fk_name = "from_record"
    autocomplete_fields = ("to",)


class NamingForm(ActionForm):
    """What an action on many records adds to each."""

    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("Topic"), required=False)
    place = forms.ModelChoiceField(Place.objects.all(), label=_("Place"), required=False)


class RecordAdmin(MergingPages, DocumentAdmin):
    """What all kinds share; a kind adds its own fields and inlines."""

    chooser = Link._meta.get_field("to")

    list_display = ("__str__", "date", "state")
    list_filter = ("status", LanguageFilter, "topics", "milestone")
    autocomplete_fields = ("topics", "places")
    inlines = (ParticipationInline, CitationInline, LinkInline)
    action_form = NamingForm
    actions = ("add_names",)

    @admin.action(description=_("Add the topic and the place"), permissions=["add"])
    def add_names(self, request, queryset):
        """All of them or none: each as a draft or a proposal, as if it had been typed."""
        form = NamingForm(request.POST)
        form.fields["action"].choices = self.get_action_choices(request)
        chosen = form.cleaned_data if form.is_valid() else {}
        names = {f"{name}s": chosen[name].slug for name in ("topic", "place") if chosen.get(name)}
        if not names:
            messages.error(request, _t("Choose a topic or a place beside the action."))
            return
        records = list(queryset)
        scheduled = [each for each in records if workflow.state_of(each) == Status.SCHEDULED]
        try:
            with transaction.atomic():
                for record in records:
                    document = named(workflow.current(record), names)
                    note = _t("Added: %s") % ", ".join(names.values())
                    workflow.save(record, document, by=request.user, note=note)
        except PermissionDenied:
            messages.error(request, _t("Not all of these are yours to change: nothing was."))
        except Refused as refused:
            for problem in refused.problems:
                messages.error(request, f"{record}: {problem_shown(self.model, *problem)}")
        else:
            messages.success(request, _t("Added: %s") % ", ".join(names.values()))
            tell_what_is_unscheduled(request, scheduled)


def named(document: dict, names: dict[str, str]) -> dict:
    """The document with each name added to the list of its field."""
    lists = {field: sorted({*document.get(field, ()), slug}) for field, slug in names.items()}
    return document | lists


@admin.register(Event)
class EventAdmin(ExchangeAdmin, RecordAdmin):
    list_filter = (*RecordAdmin.list_filter, "type")
    autocomplete_fields = (*RecordAdmin.autocomplete_fields, "signed_at")
    example = {
        "event": "example-agreement-2030",
        "title": {"en": "Example agreement", "ja": "協定の例", "uk": "Приклад угоди"},
        "summary": {"en": "An example: nothing of this happened."},
        "date": "2030-02",
        "topics": ["example-topic"],
        "places": ["example-city"],
        "type": "agreement",
        "form": "in-person",
        "signed_at": "example-city",
        "agreement_status": "signed",
        "participants": [{"organisation": "example-ministry", "role": "signatory"}],
        "citations": [{"source": "example-source", "claim": "date", "locator": "p. 1"}],
        "links": [{"to": "example-visit-2030", "role": "follows"}],
    }


@admin.register(Record)
class AnyRecordAdmin(FoundByWords, ReadingAdmin):
    """Records of every kind, to be found when a link is typed; each is edited as its own kind."""

    def has_module_permission(self, request):
        return False
