"""Aid packages: what was pledged, committed and paid, in money and in kind.

Stages stay apart and sums stay in their own currency; there is no conversion.
"""

from collections.abc import Iterator

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import money
from relations.codes import (
    ActivityStatus,
    AidForm,
    AidType,
    FinanceType,
    FlowType,
    Qualifier,
    Sector,
    Stage,
    Unit,
)
from relations.languages import active_language
from relations.models import Column, Mark, Record
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


class AmountField(models.DecimalField):
    """A sum in whole and hundredth units of its currency, exact on both databases."""

    def __init__(self, **options):
        options |= {"max_digits": 15, "decimal_places": 2}
        super().__init__(**options)
        self.validators = [*self.validators, MinValueValidator(0), MaxValueValidator(LARGEST)]


def amounts(package: "AidPackage", _relation) -> list[str]:
    shown = _t("%(amount)s (%(stage)s)")
    return [
        shown % {"amount": step.amount_shown, "stage": step.get_stage_display()}
        for step in package.transactions.all()
    ]


class AidPackage(Record):
    KEY = "aid"
    FILE = "aid"
    document_fields = (
        *Record.document_fields, "donor", "recipient", "form", "finance_type", "flow_type",
        "aid_type", "sector", "activity_status", "not_counted_reason",
    )  # fmt: skip
    parts = (*Record.parts, "transactions", "items")
    row_prefetch = ("transactions", "items")
    filters = "aid.filters.AidFilter"
    columns = (
        Column("amounts", _("Amount"), amounts, in_row=True),
        Column("items", _("In kind"), lambda p, _r: [i.shown for i in p.items.all()], in_row=True),
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
        return Mark("aid", "●")

    @property
    def counted(self) -> bool:
        return not self.not_counted_reason

    @property
    def counted_shown(self) -> str:
        return str(_t("Yes") if self.counted else _t("No"))

    def gaps(self) -> Iterator[Problem]:
        yield from super().gaps()
        if not self.donor:
            yield "donor", _t("A published aid package needs the donor country.")
        if not self.recipient:
            yield "recipient", _t("A published aid package needs the recipient country.")


class Transaction(Part):
    """One step in the life of a package, in its own currency."""

    PARENTS = ("package",)
    document_fields = ("key", "stage", "amount", "currency", "qualifier", "date", "note")

    package = models.ForeignKey(AidPackage, models.CASCADE, related_name="transactions")
    key = Slug()
    stage = models.CharField(max_length=15, choices=Stage)
    amount = AmountField()
    currency = Currency()
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    date = DateAsKnown()
    note = translated_text()

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
        return f"{self.stage} {self.amount} {self.currency}"

    @property
    def amount_shown(self) -> str:
        language = active_language()
        shown = money.show(self.amount, self.currency, language)
        return money.with_qualifier(shown, self.qualifier, language)


class Item(Part):
    """Help in kind: how many of what, and its value if a source states one."""

    PARENTS = ("package",)
    document_fields = ("key", "quantity", "unit", "qualifier", "description", "value", "currency")

    package = models.ForeignKey(AidPackage, models.CASCADE, related_name="items")
    key = Slug()
    quantity = AmountField(null=True, blank=True)
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.PIECE)
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    description = translated_text()
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
    def value_shown(self) -> str:
        if self.value is None:
            return _t("no value stated")
        return money.show(self.value, self.currency, active_language())
