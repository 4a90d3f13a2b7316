"""The colours of marks on white paper; on a page the style sheet has them for the theme in hand."""

from relations.models import Relation

INK, AID = "#1b1d21", "#8a6100"


def colours_of(relation: Relation) -> dict[str, str]:
    """By the class of a mark: ochre for aid, and the parties' own for the directions."""
    return {f"visit-{side}": pair[0] for side, pair in relation.colours.items()} | {"aid": AID}
