"""An aid package in the words of schema.org, which knows grants and loans."""

from relations.codes import AidForm, Qualifier, Role
from relations.export.linked import participants
from relations.templatetags.record import name_of

#: What a package is by its form; of another form, and of an estimate, no more than something.
TYPES = {
    AidForm.GRANT: "MonetaryGrant",
    AidForm.LOAN: "LoanOrCredit",
    AidForm.CREDIT_LINE: "LoanOrCredit",
    AidForm.IN_KIND: "Grant",
    AidForm.TECHNICAL_COOPERATION: "Grant",
}
#: Who gives it, by the type.
GIVERS = {"MonetaryGrant": "funder", "Grant": "funder", "LoanOrCredit": "provider"}


def package(record) -> dict:
    kind = "Intangible" if record.is_estimate else TYPES.get(record.form, "Intangible")
    giver = {Role.FUNDER: GIVERS[kind]} if kind in GIVERS else {}
    return {
        "@type": kind,
        "name": str(name_of(record)),
        "description": str(record.summary),
        "amount": amount(record) if kind in ("MonetaryGrant", "LoanOrCredit") else None,
        **participants(record, giver),
    }


def amount(record) -> dict | None:
    """The one exact sum that all its counted steps agree on; None where there is none such."""
    counted = [step for step in record.transactions.all() if not step.why_not_counted]
    sums = {(step.amount, step.currency, step.qualifier) for step in counted}
    if len(sums) != 1:
        return None
    [(value, currency, qualifier)] = sums
    if qualifier != Qualifier.EXACT:
        return None
    return {"@type": "MonetaryAmount", "value": f"{value.normalize():f}", "currency": currency}
