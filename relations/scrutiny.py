"""What an editor should look at: claims without a source, gaps, likely duplicates, unsure names.

An error keeps the record from being what it promises; a notice is something to know.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from django.utils.translation import gettext as _t

from relations import likeness
from relations.codes import Status
from relations.document import build, for_documents
from relations.document.check import uncited
from relations.languages import LANGUAGES, primary
from relations.models import Inquiry, Organisation, Page, Person, Place, Record, Source, Topic
from relations.models.naming import document_called

#: Records that readers do not see and editors are done with.
PUT_AWAY = (Status.WITHDRAWN, Status.MERGED)


class Finding(NamedTuple):
    """`document` is its kind and slug, `path` the place in it."""

    is_error: bool
    document: str
    path: str
    message: str

    @property
    def called(self) -> str:
        """The document as readers know its kind."""
        return document_called(*self.document.split())


def findings() -> Iterator[Finding]:
    """Everything found in the database, records first; what is not published is only noticed."""
    languages = dict(Source.objects.values_list("slug", "language"))
    records, documents = [], {}
    for kind in Record.kinds():
        rows = [r for r in for_documents(kind.objects.in_order()) if r.status not in PUT_AWAY]
        records += rows
        documents |= {row.slug: build(row) for row in rows}
        for row in rows:
            name = f"{kind.KEY} {row.slug}"
            found = (*gaps(documents[row.slug], languages), *row.problems())
            for path, message in found:
                yield Finding(row.is_published, name, path, message)
    yield from duplicates(records, documents)
    yield from in_vocabulary(languages)
    yield from recorded_twice()


def gaps(document: dict, languages: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(path, message) for what a record lacks; `languages` are those of the sources, by slug."""
    for path in uncited(document):
        yield path, _t("No citation supports this claim.")
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
            wanted = set(LANGUAGES) - {primary(languages.get(value["source"], ""))}
            translated = set(value.get("translation", ()))
            yield from _missing(f"{path}/translation", wanted - translated)


def _missing(path: str, codes: set[str]) -> Iterator[tuple[str, str]]:
    for code in sorted(codes):
        yield f"{path}/{code}", _t("The text is missing in this language.")


def duplicates(records: list[Record], documents: dict[str, dict]) -> Iterator[Finding]:
    """Records that begin on the same day with the same participants and are not linked."""
    same = defaultdict(list)
    for record in records:
        taking_part = documents[record.slug].get("participants", ())
        actors = frozenset(part.get("person") or part["organisation"] for part in taking_part)
        if actors and not record.continuing:
            same[record.kind, record.earliest, actors].append(record)
    for alike in same.values():
        for one, other in combinations(alike, 2):
            if not linked(documents[one.slug], documents[other.slug]):
                message = _t("Same day and same people as “%s”: merge them, or link them.")
                is_error = one.is_published and other.is_published
                yield Finding(is_error, f"{one.KEY} {one.slug}", "", message % other.slug)


def linked(one: dict, other: dict) -> bool:
    """Whether a link leads from one record to the other, or from both to a third."""
    names = {next(iter(document.values())) for document in (one, other)}
    ends = [{link["to"] for link in document.get("links", ())} for document in (one, other)]
    return bool(names & (ends[0] | ends[1]) or ends[0] & ends[1])


def in_vocabulary(languages) -> Iterator[Finding]:
    """Overlapping offices, missing languages and unsure spellings of what readers can see."""
    for model in (Person, Organisation, Place, Topic, Page, Inquiry):
        for obj in for_documents(model.objects.published()):
            name = f"{model.KEY} {obj.slug}"
            document = build(obj)
            problems = (*missing_languages(unsure_aside(document), languages), *obj.problems())
            yield from (Finding(True, name, path, message) for path, message in problems)
            for variant in document.get("variants", ()):
                if variant.get("unsure"):
                    message = _t("Unsure: %(spelling)s (%(language)s).") % variant
                    yield Finding(False, name, "variants", message)


def recorded_twice() -> Iterator[Finding]:
    """People, organisations, places and sources that are probably the same."""
    for model in likeness.COMPARED:
        for one, other in likeness.pairs(model):
            message = _t("Probably the same as “%s”: merge them, if so.") % other.slug
            yield Finding(False, f"{model.KEY} {one.slug}", "", message)


def unsure_aside(document: dict) -> dict:
    """The document, its name filled where only an unsure spelling is known in a language.

    Such a name is shown in the holder's own spelling until somebody is sure.
    """
    unsure = {v["language"]: v["spelling"] for v in document.get("variants", ()) if v.get("unsure")}
    name = {code: unsure[code] for code in LANGUAGES if code in unsure} | document.get("name", {})
    return document | {"name": name} if name else document


def errors(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.is_error]
