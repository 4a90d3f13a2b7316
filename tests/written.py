"""The published records of the fixtures as written, and what each of them holds."""

from datetime import date
from pathlib import Path

import yaml

from relations import dates

FIXTURES = Path(__file__).parents[1] / "fixtures"
KINDS = {"event": "events", "visit": "visits", "aid": "aid"}
DOCUMENTS = {
    document[kind]: document
    for path in sorted(FIXTURES.glob("*.yaml"))
    for document in yaml.safe_load(path.read_text())
    for kind in KINDS
    if kind in document and document["status"] == "published"
}


def actors(document: dict, role: str = "") -> set[str]:
    """The people and organisations of a document, in one role or in any."""
    rows = document.get("participants", ())
    return {
        row.get("person") or row.get("organisation") for row in rows if role in ("", row["role"])
    }


def met(document: dict) -> set[str]:
    """The people who were there, where a visit or the words of an event say that they met."""
    is_meeting = document.get("type") in ("consultation", "conference") or "form" in document
    if "aid" in document or not ("visit" in document or is_meeting):
        return set()
    roles = ("visitor", "host", "participant", "signatory", "speaker")
    rows = document.get("participants", ())
    return {row["person"] for row in rows if row["role"] in roles and "person" in row}


def places(document: dict) -> set[str]:
    stops = (stop["place"] for stop in document.get("stops", ()))
    return {*document.get("places", ()), *stops, document.get("signed_at")} - {None}


def stages(document: dict) -> set[str]:
    return {step["stage"] for step in document.get("transactions", ())}


def touches(document: dict, first: str, last: str) -> bool:
    known = dates.parse(document["date"])
    return not known.is_open and known.earliest <= day(last) and known.latest >= day(first)


def day(text: str) -> date:
    return date.fromisoformat(text)


def kind_of(document: dict) -> str:
    return next(kind for kind in KINDS if kind in document)


def natural_order(document: dict) -> tuple:
    known = dates.parse(document["date"])
    slug = document[kind_of(document)]
    return known.is_open, -known.earliest.toordinal(), document.get("order_in_day", 0), slug
