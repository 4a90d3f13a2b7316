"""Whether a claim that a citation names stands in the document at all."""

from collections.abc import Iterator

from django.utils.translation import gettext as _t

from relations.document.shape import identity
from relations.models.documented import Problem

#: The fields that name a row of a part, in the order in which they are tried.
NAMES_OF_A_ROW = ("key", "person", "organisation", "place", "to", "source")


def claim_problems(document: dict) -> Iterator[Problem]:
    """A problem for each citation whose claim is no path in the document."""
    fields = identity(document)[0].document_fields
    for number, citation in enumerate(document.get("citations", ()), 1):
        claim = citation.get("claim", "")
        if claim and claim not in fields and not stands(document, claim.split("/")):
            yield (
                f"citations/{number}/claim",
                _t("“%s” names nothing in this document.") % claim,
            )


def stands(document, path: list[str]) -> bool:
    """Whether the path leads to a value: `rank`, `stops/kyiv`, `transactions/first/amount`."""
    if not path:
        return True
    name, *rest = path
    if isinstance(document, list):
        return any(stands(row, rest) for row in document if name in names_of(row))
    return isinstance(document, dict) and name in document and stands(document[name], rest)


def names_of(row) -> set[str]:
    if not isinstance(row, dict):
        return {row}
    return {row[name] for name in NAMES_OF_A_ROW if name in row}
