"""Aid packages: what was pledged, committed and paid, in money and in kind.

Stages stay apart and sums stay in their own currency; there is no conversion.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import dates, money
from relations.codes import (
    ActivityStatus,
    AidForm,
    AidType,
    FinanceType,
    FlowType,
    Qualifier,
    Role,
    Sector,
    Stage,
    Unit,
)
from relations.languages import LANGUAGES, active_language
from relations.models import Column, Lane, Mark, Participation, Record
from relations.models.documented import Part, Problem, key_once
from relations.models.fields import (
    Country,
    Currency,
    DateAsKnown,
    Slug,
    country_name,
    translated_text,
)

#: SQLite keeps decimals as floats: beyond 15 digits it would return another sum.
LARGEST = 9_999_999_999_999
#: How many items a line names.
MOST_ITEMS = 2


class AmountField(models.DecimalField):
    """A sum in whole and hundredth units of its currency, exact on both databases."""

    shape = _("A number in figures, without separators: 1500000 or 1500000.50.")

    def __init__(self, **options):
        options |= {"max_digits": 15, "decimal_places": 2}
        super().__init__(**options)
        self.validators = [*self.validators, MinValueValidator(0), MaxValueValidator(LARGEST)]


def amounts(package: "AidPackage", _relation) -> list[str]:
    """The sums that stand: none that only repeats another, was replaced or is part of another."""
    shown = _t("%(amount)s (%(stage)s)")
    return [
        shown % {"amount": step.amount_shown, "stage": step.get_stage_display()}
        for step in package.transactions.all()
        if not (step.not_counted_reason or step.restates or step.is_replaced)
    ]


def in_kind(package: "AidPackage", _relation) -> list[str]:
    """The first items with their stage, and how many more there are."""
    shown = _t("%(items)s (%(stage)s)")
    items = list(package.items.all())
    first = [
        shown % {"items": item.with_description, "stage": item.get_stage_display()}
        for item in items[:MOST_ITEMS]
    ]
    return [*first, f"+{len(items) - MOST_ITEMS}"] if len(items) > MOST_ITEMS else first


class AidPackage(Record):
    KEY = "aid"
    FILE = "aid"
    document_fields = (
        *Record.document_fields, "donor", "recipient", "form", "finance_type", "flow_type",
        "aid_type", "sector", "activity_status", "not_counted_reason",
    )  # fmt: skip
    labels = {"not_counted_reason": _("Why it is not counted")}
    hints = {
        "donor": _("The country that helps."),
        "recipient": _("The country that is helped."),
        "form": _(
            "How the help is given, for example “Loan”; “Form not stated” where no source says."
        ),
        "finance_type": _("By the IATI standard, for example “Standard loan”; empty if in doubt."),
        "flow_type": _(
            "By the IATI standard, for example “Official development assistance”, which military "
            "help is not."
        ),
        "aid_type": _("By the IATI standard, for example “General budget support”."),
        "sector": _(
            "What it serves, by the list of the OECD: for example “Removal of land mines”."
        ),
        "activity_status": _("How far the work has come, for example “Implementation”."),
        "not_counted_reason": _(
            "Why totals leave the whole package out, for readers; a guarantee needs it: “It is "
            "paid only when called.”"
        ),
    }
    parts = (*Record.parts, "transactions", "items")
    row_prefetch = ("transactions", "items")
    mark_fields = tuple(f"not_counted_reason_{code}" for code in LANGUAGES)
    mark_prefetch = ("transactions", "participants")
    evidenced = (*Record.evidenced, "form", "transactions", "items")
    filters = "aid.filters.AidFilter"
    linked = "aid.linked.package"
    forms = ("aid.iati.IATI",)
    pages = ("ledger", "ledger_sums", "ledger_not_counted", "ledger_in_kind")
    brief = "aid.brief.Sums"
    columns = (
        Column("amounts", _("Amount"), amounts, in_row=True),
        Column("items", _("In kind"), in_kind, in_row=True),
        Column("form", _("Form"), lambda p, _r: p.get_form_display(), in_row=True),
        Column("donor", _("Donor"), lambda p, _r: country_name(p.donor)),
        Column("recipient", _("Recipient"), lambda p, _r: country_name(p.recipient)),
        Column("counted", _("Counted in totals"), lambda p, _r: p.counted_shown),
        Column("finance_type", _("Finance type"), lambda p, _r: p.get_finance_type_display()),
        Column("flow_type", _("Flow type"), lambda p, _r: p.get_flow_type_display()),
        Column("aid_type", _("Aid type"), lambda p, _r: p.get_aid_type_display()),
        Column("sector", _("Sector"), lambda p, _r: p.get_sector_display()),
        Column("activity_status", _("Status"), lambda p, _r: p.get_activity_status_display()),
    )

    record = models.OneToOneField(Record, models.CASCADE, parent_link=True, related_name="aid")
    donor = Country()
    recipient = Country()
    form = models.CharField(max_length=25, choices=AidForm, default=AidForm.UNSPECIFIED)
    finance_type = models.CharField(max_length=4, choices=FinanceType, blank=True)
    flow_type = models.CharField(max_length=2, choices=FlowType, blank=True)
    aid_type = models.CharField(max_length=3, choices=AidType, blank=True)
    sector = models.CharField(max_length=5, choices=Sector, blank=True)
    activity_status = models.CharField(max_length=1, choices=ActivityStatus, blank=True)
    not_counted_reason = translated_text()

    class Meta:
        verbose_name = _("aid package")
        verbose_name_plural = _("aid packages")

    def mark(self, relation) -> Mark:
        return Mark("aid", "●", Lane.SUMS)

    def largest_sum(self) -> tuple[Decimal, str] | None:
        """The largest of the sums that totals add."""
        counted = [step for step in self.transactions.all() if not step.why_not_counted]
        largest = max(counted, key=lambda step: step.amount, default=None)
        return largest and (largest.amount, largest.currency)

    @property
    def counted(self) -> bool:
        return not (self.not_counted_reason or self.is_estimate)

    @property
    def is_estimate(self) -> bool:
        """Whether somebody outside reckoned it: shown beside what is counted, never added."""
        return any(p.role == Role.ESTIMATOR for p in self.participants.all())

    @property
    def counted_shown(self) -> str:
        return str(_t("Yes") if self.counted else _t("No"))

    def gaps(self) -> Iterator[Problem]:
        yield from super().gaps()
        if not self.donor:
            yield "donor", _t("A published aid package needs the donor country.")
        if not self.recipient:
            yield "recipient", _t("A published aid package needs the recipient country.")
        if self.form == AidForm.GUARANTEE and self.counted:
            yield (
                "not_counted_reason",
                _t("A guarantee is paid only when it is called: say why it is not counted."),
            )

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        steps = {step.key: step for step in self.transactions.all() if step.key}
        for step in steps.values():
            yield from step.problems_among(steps)


class TransactionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(package__in=AidPackage.objects.published())

    def counted(self):
        """What totals add up: every sum once, and nothing that was not really promised or paid.

        Left out are estimates, what an editor gave a reason for, a sum said again, and a sum that
        a later one replaced.
        """
        estimates = Participation.objects.filter(record=OuterRef("package"), role=Role.ESTIMATOR)
        replaced = Transaction.objects.filter(package=OuterRef("package"), replaces=OuterRef("key"))
        silent = {
            f"{owner}not_counted_reason_{code}": ""
            for owner in ("", "package__")
            for code in LANGUAGES
        }
        return self.filter(~Exists(estimates), ~Exists(replaced), restates="", **silent)


class Transaction(Part):
    """One step in the life of a package, in its own currency."""

    PARENTS = ("package",)
    document_fields = (
        "key", "stage", "amount", "currency", "qualifier", "date", "restates", "replaces", "note",
        "not_counted_reason",
    )  # fmt: skip
    needed = (("key",), ("stage",), ("amount",), ("currency",))
    labels = {
        "key": _("Key"),
        "stage": _("Stage"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "qualifier": _("Exactness"),
        "date": _("Date"),
        "restates": _("Says again"),
        "replaces": _("Replaces"),
        "note": _("Note"),
        "not_counted_reason": _("Why it is not counted"),
    }
    hints = {
        "key": _("A short name of this sum, by which citations find it: notes, loan-agreement."),
        "stage": _("“Pledge” was announced, “Commitment” signed, “Disbursement” paid."),
        "amount": _("In the currency of the source."),
        "qualifier": _("As the source puts it: “Up to” for “as much as”."),
        "date": _("When it was announced, signed or paid."),
        "restates": _("For example notes."),
        "replaces": _("For example pledge-february."),
        "note": _("For readers: “Loan agreement of JBIC over the same sum.”"),
        "not_counted_reason": _(
            "Why totals leave this sum out, for readers: “Part of a sum that is counted.” Empty: "
            "it is counted."
        ),
    }

    package = models.ForeignKey(AidPackage, models.CASCADE, related_name="transactions")
    key = Slug(blank=True)
    stage = models.CharField(max_length=15, choices=Stage, blank=True)
    amount = AmountField(null=True, blank=True)
    currency = Currency(blank=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    date = DateAsKnown()
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    restates = Slug(
        blank=True,
        help_text=_("The key of the sum that this one says again, be it in another currency."),
    )
    replaces = Slug(
        blank=True, help_text=_("The key of the earlier sum that this one raises or lowers.")
    )
    note = translated_text()
    not_counted_reason = translated_text()

    objects = TransactionQuerySet.as_manager()

    class Meta(Part.Meta):
        constraints = [
            key_once("transaction_key_once", "package"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="amount_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
        ]
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")

    def __str__(self) -> str:
        return f"{self.stage} {'' if self.amount is None else self.amount} {self.currency}".strip()

    def save(self, **options) -> None:
        """The year is the one in which the date surely lies; None when it is not known."""
        known = dates.parse(self.date) if self.date else None
        within = known and known.earliest.year == known.latest.year
        self.year = known.earliest.year if within else None
        super().save(**options)

    def problems_among(self, steps: dict[str, "Transaction"]) -> Iterator[Problem]:
        """What is wrong with the keys that it names; `steps` are all sums of the package."""
        path = f"transactions/{self.key}"
        for name in filter(partial(getattr, self), ("restates", "replaces")):
            step = steps.get(getattr(self, name))
            if step is None or step is self or step.stage != self.stage or step.restates:
                yield (
                    f"{path}/{name}",
                    _t("“%s” is not another sum of the same stage in this package.")
                    % getattr(self, name),
                )
        if self.replaces in steps:
            for message in self._problems_of_replacing(steps):
                yield f"{path}/replaces", message

    def _problems_of_replacing(self, steps: dict[str, "Transaction"]) -> Iterator[str]:
        """Only one counted sum may take the place of an earlier one: totals stay whole."""
        step = steps[self.replaces]
        if step.currency != self.currency:
            yield _t("A sum replaces one in its own currency.")
        if self.restates or self.not_counted_reason:
            yield _t("A sum that is not counted cannot replace one that is.")
        if step.order >= self.order:
            yield _t("A sum replaces one that stands before it.")
        if any(other.replaces == self.replaces for other in steps.values() if other is not self):
            yield _t("Two sums cannot replace the same one.")

    @property
    def is_replaced(self) -> bool:
        """Whether a later sum of the package raised or lowered it."""
        steps = self.package.transactions.all()
        return bool(self.key) and any(step.replaces == self.key for step in steps)

    @property
    def why_not_counted(self) -> object:
        """The reason in the reader's words, '' for a counted sum."""
        if reason := self.not_counted_reason or self.package.not_counted_reason:
            return reason
        if self.package.is_estimate:
            return _t("An outside estimate.")
        if self.restates:
            return _t("The same sum said again.")
        if self.is_replaced:
            return _t("A later sum replaced it.")
        return ""

    @property
    def amount_shown(self) -> str:
        language = active_language()
        shown = money.show(self.amount, self.currency, language)
        return money.with_qualifier(shown, self.qualifier, language)


class Item(Part):
    """Help in kind: how many of what, and its value if a source states one."""

    PARENTS = ("package",)
    document_fields = (
        "key", "stage", "quantity", "unit", "qualifier", "description", "date", "value", "currency",
    )  # fmt: skip
    needed = (("key",),)
    labels = {
        "key": _("Key"),
        "stage": _("Stage"),
        "quantity": _("How many"),
        "unit": _("Unit"),
        "qualifier": _("Exactness"),
        "description": _("What"),
        "date": _("Date"),
        "value": _("Value"),
        "currency": _("Currency"),
    }
    hints = {
        "key": _("A short name of this item, by which citations find it: lorries, machines."),
        "stage": _("“Pledge” was promised, “Disbursement” has arrived."),
        "quantity": _("Empty where no source gives a number."),
        "unit": _("What is counted, for example “vehicles”."),
        "qualifier": _("As the source puts it: “Up to” for “as much as”."),
        "description": _("In a few words: “Large demining machines”."),
        "date": _("When it was promised or arrived."),
        "value": _("Only where a source states what it is worth."),
        "currency": _("The currency of the value."),
    }

    package = models.ForeignKey(AidPackage, models.CASCADE, related_name="items")
    key = Slug(blank=True)
    stage = models.CharField(max_length=15, choices=Stage, default=Stage.PLEDGE)
    quantity = AmountField(null=True, blank=True)
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.PIECE)
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    description = translated_text()
    date = DateAsKnown()
    value = AmountField(null=True, blank=True)
    currency = Currency(blank=True)

    class Meta(Part.Meta):
        constraints = [
            key_once("item_key_once", "package"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(currency=""),
                name="item_value_has_currency",
                violation_error_message=_("A value needs its currency."),
            ),
        ]
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit}"

    @property
    def shown(self) -> str:
        """The quantity in the reader's words: “about 30 vehicles”."""
        if self.quantity is None:
            return str(self.description)
        language = active_language()
        number = f"{self.quantity.normalize():f}"
        counted = _t("%(number)s %(unit)s") % {"number": number, "unit": self.get_unit_display()}
        return money.with_qualifier(counted, self.qualifier, language)

    @property
    def with_description(self) -> str:
        """What it is and how many, in one line."""
        if self.quantity is None or not self.description:
            return self.shown
        return _t("%(what)s: %(quantity)s") % {"what": self.description, "quantity": self.shown}

    @property
    def value_shown(self) -> str:
        if self.value is None:
            return _t("no value stated")
        return money.show(self.value, self.currency, active_language())
