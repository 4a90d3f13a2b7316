"""A sum as a transaction, or as what the standard cannot say of it."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _t

from aid.iati.elements import Texts, add, in_each_language, texts_of
from aid.iati.reporting import only_one
from aid.models import AidPackage, Transaction
from relations import dates
from relations.codes import Qualifier, Role, Stage

#: TransactionType; what Kiel calls an allocation has none.
TYPES = {Stage.PLEDGE: "12", Stage.COMMITMENT: "2", Stage.DISBURSEMENT: "3"}


def tell(activity: Element, package: AidPackage) -> None:
    """The transactions of a package, one for each sum that totals add and that has its day."""
    for step in package.transactions.all():
        if not why_no_transaction(step):
            transaction(activity, step, package)


def tell_the_rest(parent: Element, package: AidPackage, *, alone: bool = False) -> None:
    """The sums that are no transactions and why; all sums of a package that is no activity."""
    for step in package.transactions.all():
        if alone or why_no_transaction(step):
            bare_sum(parent, step)


def bare_sum(parent: Element, step: Transaction) -> None:
    add(
        parent,
        "record:sum",
        in_each_language(lambda: why_no_transaction(step)),
        key=step.key,
        stage=step.stage,
        amount=figure(step),
        currency=step.currency,
        qualifier=qualifier(step),
        date=step.date,
        counted="0" if step.why_not_counted else "1",
    )


def why_no_transaction(step: Transaction) -> str:
    """The reason in the reader's words, '' for a transaction."""
    if step.why_not_counted:
        return str(step.why_not_counted)
    if step.stage not in TYPES:
        return _t("The standard has no code for this stage.")
    return "" if day_of(step) else _t("Its day is not known.")


def day_of(step: Transaction) -> str:
    """The one day of a sum, '' when it is less exactly known."""
    days = step.date and dates.parse(step.date).days
    return days[0].isoformat() if days and days[0] == days[1] else ""


def transaction(activity: Element, step: Transaction, package: AidPackage) -> None:
    day = day_of(step)
    found = add(activity, "transaction")
    add(found, "transaction-type", code=TYPES[step.stage])
    add(found, "transaction-date", iso_date=day)
    value = add(
        found, "value", currency=step.currency, value_date=day, record__qualifier=qualifier(step)
    )
    value.text = figure(step)
    add(found, "description", described(step))
    add(found, "provider-org", **only_one(package, Role.FUNDER, package.donor))
    add(found, "receiver-org", **only_one(package, Role.RECIPIENT, package.recipient))


def described(step: Transaction) -> Texts:
    """The sum in words, which tell where it is only about so much, and its note below."""
    notes = texts_of(step, "note")
    said = in_each_language(lambda: f"{step.get_stage_display()}: {step.amount_shown}")
    return {
        language: "\n".join(filter(None, (words, notes.get(language))))
        for language, words in said.items()
    }


def qualifier(step: Transaction) -> str:
    return "" if step.qualifier == Qualifier.EXACT else step.qualifier


def figure(step: Transaction) -> str:
    return f"{step.amount.normalize():f}"
