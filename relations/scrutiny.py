"""What an editor should look at: claims without a source, gaps, likely duplicates, unsure names.

An error keeps the record from being what it promises; a notice is something to know.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _t

from relations import likeness
from relations.codes import WAITING, Status
from relations.document import build, for_documents
from relations.document.check import uncited
from relations.languages import LANGUAGES, primary
from relations.models import (
    Inquiry,
    Organisation,
    Page,
    Person,
    Place,
    Record,
    Revision,
    Source,
    Topic,
    Variant,
)
from relations.models.naming import document_called

#: Records that readers do not see and editors are done with.
PUT_AWAY = (Status.WITHDRAWN, Status.MERGED)


class Rule(StrEnum):
    """What was found, by what is to be done about it."""

    UNCITED = "uncited"
    ALIKE = "alike"
    UNSURE = "unsure"
    GAP = "gaps"


class Finding(NamedTuple):
    """`document` is its kind and slug, `path` the place in it."""

    is_error: bool
    document: str
    path: str
    message: str
    rule: Rule = Rule.GAP

    @property
    def called(self) -> str:
        """The document as readers know its kind."""
        return document_called(*self.document.split())


def findings() -> Iterator[Finding]:
    """Everything found in the database, records first; what is not published is only noticed."""
    languages = dict(Source.objects.values_list("slug", "language"))
    records = []
    for kind in Record.kinds():
        rows = for_documents(kind.objects.in_order().exclude(status__in=PUT_AWAY))
        records += rows
        for row in rows:
            name, document = f"{kind.KEY} {row.slug}", build(row)
            yield from unsupported(document, is_error=row.is_published)
            for path, message in (*gaps(document, languages), *row.problems()):
                yield Finding(row.is_published, name, path, message)
    yield from duplicates(records)
    yield from in_vocabulary(languages)
    yield from recorded_twice()


def uncited_claims() -> Iterator[Finding]:
    """In drafts and proposals of records, the newest first: nothing uncited is published.

    One query, so that the front page of the desk can ask.
    """
    kinds = [kind.KEY for kind in Record.kinds()]
    waiting = Revision.objects.filter(model__in=kinds, state__in=WAITING)
    later = Revision.objects.filter(
        model=OuterRef("model"), slug=OuterRef("slug"), pk__gt=OuterRef("pk")
    )
    for revision in waiting.filter(~Exists(later)).order_by("-pk"):
        yield from unsupported(revision.document)


def unsupported(document: dict, *, is_error: bool = False) -> Iterator[Finding]:
    """The claims of a record that no citation supports."""
    name = " ".join(next(iter(document.items())))
    for path in uncited(document):
        message = _t("No citation supports this claim.")
        yield Finding(is_error, name, path, message, Rule.UNCITED)


def gaps(document: dict, languages: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(path, message) for what a record lacks besides; `languages` are those of the sources."""
    for name in ("topics", "participants"):
        if not document.get(name):
            yield name, _t("None is named.")
    yield from missing_languages(document, languages)


def missing_languages(value, languages, path: str = "") -> Iterator[tuple[str, str]]:
    """Texts that stand in some languages of the site but not in all, at any depth."""
    if isinstance(value, list):
        for number, row in enumerate(value, 1):
            yield from missing_languages(row, languages, f"{path}/{number}".lstrip("/"))
    elif isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES) and not path.endswith("checked"):
            yield from _missing(path, set(LANGUAGES) - set(value))
            return
        for name, inner in value.items():
            if name != "translation":
                yield from missing_languages(inner, languages, f"{path}/{name}".lstrip("/"))
        if "quotation" in value:
            wanted = set(LANGUAGES) - {primary(languages.get(value.get("source"), ""))}
            translated = set(value.get("translation", ()))
            yield from _missing(f"{path}/translation", wanted - translated)


def _missing(path: str, codes: set[str]) -> Iterator[tuple[str, str]]:
    for code in sorted(codes):
        yield f"{path}/{code}", _t("The text is missing in this language.")


def likely_duplicates() -> Iterator[Finding]:
    """Of the records of one day, then of names and sources. A constant number of queries."""
    there = Record.objects.exclude(status__in=PUT_AWAY).filter(continuing=False)
    others = there.filter(kind=OuterRef("kind"), earliest=OuterRef("earliest"))
    alike = there.filter(Exists(others.exclude(pk=OuterRef("pk")))).in_order()
    yield from duplicates(alike.prefetch_related("participants", "links"))
    yield from recorded_twice()


def duplicates(records: Iterable[Record]) -> Iterator[Finding]:
    """Records that begin on the same day with the same participants and are not linked.

    They come with their participants and links.
    """
    same = defaultdict(list)
    for record in records:
        taking_part = record.participants.all()
        named = ((part.person_id, part.organisation_id) for part in taking_part)
        actors = frozenset(pair for pair in named if any(pair))
        if actors and not record.continuing:
            same[record.kind, record.earliest, actors].append(record)
    for alike in same.values():
        for one, other in combinations(alike, 2):
            if not linked(one, other):
                message = _t("Same day and same people as “%s”: merge them, or link them.")
                is_error = one.is_published and other.is_published
                name = f"{one.kind} {one.slug}"
                yield Finding(is_error, name, "", message % other.slug, Rule.ALIKE)


def linked(one: Record, other: Record) -> bool:
    """Whether a link leads from one record to the other, or from both to a third."""
    names = {record.pk for record in (one, other)}
    ends = [{link.to_id for link in record.links.all() if link.to_id} for record in (one, other)]
    return bool(names & (ends[0] | ends[1]) or ends[0] & ends[1])


def unsure_names() -> Iterator[Finding]:
    """Spellings of names that readers can see of which nobody is sure yet: one query."""
    owners = {model.KEY: model.objects.published() for model in (Person, Organisation, Place)}
    of_published = Q()
    for key, rows in owners.items():
        of_published |= Q(**{f"{key}__in": rows.values("pk")})
    unsure = Variant.objects.filter(of_published, unsure=True).select_related(*owners)
    for variant in unsure.order_by("-pk"):
        owner = next(owner for key in owners if (owner := getattr(variant, key)))
        yield doubted(f"{owner.KEY} {owner.slug}", variant.order + 1, vars(variant))


def doubted(name: str, number: int, variant: dict) -> Finding:
    message = _t("Unsure: %(spelling)s (%(language)s).") % variant
    return Finding(False, name, f"variants/{number}", message, Rule.UNSURE)


def in_vocabulary(languages) -> Iterator[Finding]:
    """Overlapping offices, missing languages and unsure spellings of what readers can see."""
    for model in (Person, Organisation, Place, Topic, Page, Inquiry):
        for obj in for_documents(model.objects.published()):
            name = f"{model.KEY} {obj.slug}"
            document = build(obj)
            problems = (*missing_languages(unsure_aside(document), languages), *obj.problems())
            yield from (Finding(True, name, path, message) for path, message in problems)
            for number, variant in enumerate(document.get("variants", ()), 1):
                if variant.get("unsure"):
                    yield doubted(name, number, variant)


def recorded_twice() -> Iterator[Finding]:
    """People, organisations, places and sources that are probably the same."""
    for model in likeness.COMPARED:
        for one, other in likeness.pairs(model):
            message = _t("Probably the same as “%s”: merge them, if so.") % other.slug
            yield Finding(False, f"{model.KEY} {one.slug}", "", message, Rule.ALIKE)


def unsure_aside(document: dict) -> dict:
    """The document, its name filled where only an unsure spelling is known in a language.

    Such a name is shown in the holder's own spelling until somebody is sure.
    """
    unsure = {v["language"]: v["spelling"] for v in document.get("variants", ()) if v.get("unsure")}
    name = {code: unsure[code] for code in LANGUAGES if code in unsure} | document.get("name", {})
    return document | {"name": name} if name else document


def errors(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.is_error]
