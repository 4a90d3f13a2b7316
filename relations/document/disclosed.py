"""What readers may see of a document, for whatever shows or hands out one."""

from relations.codes import Stance
from relations.document.names import Names, hidden, names_in, without_hidden


def disclosed(*documents: dict) -> tuple[list[dict], Names]:
    """The documents without what no reader may see, and everything that they still name."""
    told = [confirmed(document) for document in documents]
    names = names_in(*told)
    told = [without_hidden(document, names) for document in told]
    unseen = hidden(names)
    return told, {key: obj for key, obj in names.items() if key not in unseen}


def confirmed(document: dict) -> dict:
    """The document without the offices that no source confirms."""
    offices = [
        office
        for office in document.get("tenures", ())
        if any(
            citation.get("stance") != Stance.CONTRADICTS for citation in office.get("citations", ())
        )
    ]
    rest = {name: value for name, value in document.items() if name != "tenures"}
    return rest | {"tenures": offices} if offices else rest
