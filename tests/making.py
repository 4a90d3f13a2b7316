"""Small documents with honest defaults, and how to load them as an operator would."""

from pathlib import Path

from django.core.management import call_command

from relations.document.check import uncited
from relations.loading.yaml import Serializer


def person(slug: str = "a-visitor", **fields) -> dict:
    return {
        "person": slug,
        "name": {"en": slug.replace("-", " ").title()},
        "country": "UA",
    } | fields


def place(slug: str = "a-place", **fields) -> dict:
    return {"place": slug, "name": {"en": slug.replace("-", " ").title()}, "country": "JP"} | fields


def organisation(slug: str = "an-agency", **fields) -> dict:
    return {"organisation": slug, "name": {"en": slug.replace("-", " ").title()}} | fields


def source(slug: str = "a-source", **fields) -> dict:
    return {"source": slug, "title": "A page", "publisher": "A ministry", "language": "en"} | fields


def topic(slug: str = "a-topic", **fields) -> dict:
    return {"topic": slug, "title": {"en": slug.title()}, "status": "published"} | fields


def relation(**fields) -> dict:
    words = {
        "name": {"en": "The Record", "ja": "記録", "uk": "Літопис"},
        "a_to_b": {"en": "A to B", "ja": "甲から乙へ", "uk": "З А до Б"},
        "b_to_a": {"en": "B to A", "ja": "乙から甲へ", "uk": "З Б до А"},
    }
    return {"relation": "the-pair", "party_a": "JP", "party_b": "UA"} | words | fields


def record(kind: str, slug: str, **fields) -> dict:
    """A published record of a kind, each of whose claims cites `a-source` if nothing else."""
    common = {
        "title": {"en": slug.replace("-", " ").capitalize()},
        "date": "2011-01-18",
        "status": "published",
    }
    document = {kind: slug} | common | fields
    given = document.get("citations", [{"source": "a-source"}])
    document["citations"] = given
    uncovered = {path.split("/")[0]: None for path in uncited(document)} if given else {}
    document["citations"] = [*given, *({"source": "a-source", "claim": c} for c in uncovered)]
    return document


def event(slug: str = "an-event", **fields) -> dict:
    return record("event", slug, **{"type": "statement"} | fields)


def visit(slug: str = "a-visit", **fields) -> dict:
    """A visit of `a-visitor` from UA to JP."""
    own = {
        "visiting": "UA",
        "host": "JP",
        "rank": "official",
        "participants": [{"person": "a-visitor", "role": "visitor", "tier": "head-of-state"}],
    }
    return record("visit", slug, **own | fields)


def aid(slug: str = "an-aid", **fields) -> dict:
    """A grant of JPY 1,000,000 from JP to UA, committed."""
    step = {"key": "note", "stage": "commitment", "amount": 1_000_000, "currency": "JPY"}
    own = {"donor": "JP", "recipient": "UA", "form": "grant", "transactions": [step]}
    return record("aid", slug, **own | fields)


def write(folder: Path, *documents: dict, name: str = "records.yaml") -> Path:
    path = folder / name
    path.write_text(Serializer.written(list(documents)), encoding="utf-8")
    return path


def load(folder: Path, *documents: dict) -> None:
    """Load documents, with a relation and a source that all of them may cite."""
    given = {next(iter(document.items())) for document in documents if isinstance(document, dict)}
    usual = (each for each in (relation(), source()) if next(iter(each.items())) not in given)
    call_command("loaddata", write(folder, *usual, *documents), verbosity=0)
