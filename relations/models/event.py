"""Diplomatic events: recognition, statements, agreements, sanctions."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.codes import AgreementStatus, EventType, Form
from relations.models.documented import Problem
from relations.models.fields import DateAsKnown
from relations.models.record import Column, Record


class Event(Record):
    KEY = "event"
    FILE = "events"
    document_fields = (
        *Record.document_fields, "type", "form", "signed_at", "in_force", "agreement_status",
    )  # fmt: skip
    place_paths = ("signed_at",)
    evidenced = (*Record.evidenced, "type", "signed_at", "in_force", "agreement_status")
    meeting = Q(record__event__type__in=(EventType.CONSULTATION, EventType.CONFERENCE)) | Q(
        record__event__form__in=Form.values
    )
    filters = "relations.filters.EventFilter"
    hints = {
        "type": _("What kind of act it was, for example “Agreement”; a published event needs one."),
        "form": _("How people met, for example “By telephone”; empty where nobody met."),
        "signed_at": _("Of an agreement: where it was signed, for example tokyo."),
        "in_force": _("Of an agreement: when it entered into force."),
        "agreement_status": _("Of an agreement: how far it has come, for example “Signed”."),
    }
    columns = (
        Column("type", _("Type"), lambda e, _r: e.get_type_display(), in_row=True),
        Column("form", _("Form"), lambda e, _r: e.get_form_display()),
        Column("signed_at", _("Signed at"), lambda e, _r: e.signed_at),
        Column("in_force", _("In force"), lambda e, _r: e.in_force and dates.parse(e.in_force)),
        Column("agreement_status", _("Status"), lambda e, _r: e.get_agreement_status_display()),
    )

    record = models.OneToOneField(Record, models.CASCADE, parent_link=True, related_name="event")
    type = models.CharField(max_length=30, choices=EventType, blank=True)
    form = models.CharField(max_length=10, choices=Form, blank=True)
    signed_at = models.ForeignKey(
        "relations.Place", models.PROTECT, null=True, blank=True, related_name="signings"
    )
    in_force = DateAsKnown()
    agreement_status = models.CharField(max_length=12, choices=AgreementStatus, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def gaps(self) -> Iterator[Problem]:
        yield from super().gaps()
        if not self.type:
            yield "type", _t("A published event needs a type.")
