"""Whether what a citation names stands in the document, and what no citation covers."""

from collections.abc import Iterator

from django.utils.translation import gettext as _t

from relations.codes import NOT_STATED, Stance
from relations.document.shape import identity
from relations.models.documented import Problem

#: The fields that name a row of a part, in the order in which they are tried.
NAMES_OF_A_ROW = ("key", "person", "organisation", "place", "to", "source")
#: The fields that make a part what it is: who cites one of them cites the part.
SUBSTANCE = {"amount", "quantity", "description", "person", "organisation", "place"}


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


def without_gaps(document: dict) -> dict:
    """The document without the rows of parts that lack what readers need."""
    return _without_gaps(identity(document)[0], document)


def _without_gaps(model, row: dict) -> dict:
    whole = dict(row)
    for name in row.keys() & set(model.parts):
        part = model._meta.get_field(name).related_model
        whole[name] = [_without_gaps(part, inner) for inner in row[name] if is_whole(part, inner)]
    return whole


def is_whole(part, row: dict) -> bool:
    """Whether a row says one of each group of fields that the part needs before readers get it."""
    return all(any(name in row for name in names) for names in part.needed)


def uncited(document: dict) -> Iterator[str]:
    """The paths of the claims that need a source and have none: `rank`, `participants/jica`.

    A citation covers what it names, all that it contains, and the part whose substance it names,
    as an amount is that of a sum; one that names no claim is background and covers nothing.
    """
    cited = [
        citation["claim"].split("/")
        for citation in document.get("citations", ())
        if citation.get("claim") and citation.get("stance") != Stance.CONTRADICTS
    ]
    for path in claims_of(document):
        if not any(covers(claim, path.split("/")) for claim in cited):
            yield path


def covers(claim: list[str], path: list[str]) -> bool:
    return claim == path[: len(claim)] or (claim[:-1] == path and claim[-1] in SUBSTANCE)


def claims_of(document: dict) -> Iterator[str]:
    """The path of each value that needs a source, in the order that the kind declares.

    What lacks its name is not yet a claim.
    """
    for name in identity(document)[0].evidenced:
        value = document.get(name)
        if isinstance(value, list):
            yield from (f"{name}/{named}" for row in value if (named := name_of(row)))
        elif value and value not in NOT_STATED:
            yield name


def name_of(row) -> str:
    """How a claim names a row of a part, or a slug in a list."""
    if isinstance(row, str):
        return row
    return next((row[name] for name in NAMES_OF_A_ROW if name in row), "")
