"""How the languages of the record stand: what lacks one, what nobody read, what stayed behind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations.document import changes, roots
from relations.document.changes import Change
from relations.document.compare import texts_in
from relations.languages import LANGUAGES, ORIGINAL, TRANSLATIONS
from relations.models import Page, Record, Revision, Topic
from relations.models.documented import Multilingual

#: What a language of a document can lack.
UNTITLED, UNREAD, STALE = "untitled", "unread", "stale"
STATES = {
    UNTITLED: _("without a title"),
    UNREAD: _("not read by an editor"),
    STALE: _("behind the English"),
}


def titled() -> tuple[type[Multilingual], ...]:
    """The models whose documents have a title in each language."""
    return (*Record.kinds(), Topic, Page)


def untitled(code: str) -> Q:
    return Q(**{f"title_{code}": ""})


def unread(code: str) -> Q:
    """Has a title in the language, and no editor read its text as it stands."""
    return ~untitled(code) & ~Q(checked__has_key=code)


def lacking(rows, code: str, state: str):
    """The rows of a queryset of titled documents whose language is in the state."""
    if state == STALE:
        behind = (s.obj.slug for s in stale_translations(rows.model) if s.language == code)
        return rows.filter(slug__in=list(behind))
    return rows.filter(untitled(code) if state == UNTITLED else unread(code))


def unread_translations(model):
    """The published documents of a titled model, or Record, of which nobody read a translation."""
    in_any = Q()
    for code in TRANSLATIONS:
        in_any |= unread(code)
    return model.objects.published().filter(in_any).in_order()


class Stale(NamedTuple):
    """A translation that stayed behind.

    `before` is the version that readers have, with the English beside which the texts of the
    translation at `paths` were written or read last.
    """

    obj: Multilingual
    language: str
    paths: list[str]
    before: dict
    after: dict

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed in English since."""
        return changes(self.before, self.after)


def stale_translations(*models) -> list[Stale]:
    """Where the English that readers have changed after its translation; the latest change first.

    Of all documents that have texts, or of those of some models.
    """
    versions = versions_of_changed([model.KEY for model in models or roots().values()])
    behind = {name: list(left_behind(told)) for name, told in versions.items()}
    known = published(name for name, found in behind.items() if found)
    return [
        stale(known[name], versions[name][-1], code, english)
        for name, found in behind.items()
        if name in known
        for code, english in found
    ]


def stale(obj: Multilingual, now: dict, code: str, english: dict[str, str | None]) -> Stale:
    return Stale(obj, code, [*english], with_texts(now, english), now)


#: The kind and the slug of a document.
Name = tuple[str, str]


def versions_of_changed(keys: list[str]) -> dict[Name, list[dict]]:
    """The versions that readers got, the oldest first, of documents that had more than one."""
    keys = [key for key in keys if issubclass(roots()[key], Multilingual)]
    told = Revision.objects.published().filter(model__in=keys)
    others = told.filter(model=OuterRef("model"), slug=OuterRef("slug")).exclude(pk=OuterRef("pk"))
    found = defaultdict(list)
    for revision in told.filter(Exists(others)).order_by("-pk").iterator():
        found[revision.model, revision.slug].insert(0, revision.document)
    return found


def left_behind(versions: list[dict]) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Each translation whose English is another now: the English it was written beside, by path."""
    english = [texts_in(version, ORIGINAL) for version in versions]
    has_changed = any(texts != english[-1] for texts in english)
    for code in TRANSLATIONS if has_changed else ():
        texts = [texts_in(version, code) for version in versions]
        marks = [version.get("checked", {}).get(code) for version in versions]
        read = last_change(marks) if marks[-1] else 0
        beside = {
            path: english[max(read, last_change([text.get(path) for text in texts]))].get(path)
            for path in texts[-1]
        }
        behind = {path: text for path, text in beside.items() if text != english[-1].get(path)}
        if behind:
            yield code, behind


def last_change(versions: list) -> int:
    """The number of the last version that differs from the one before it."""
    turns = (n for n in range(len(versions) - 1, 0, -1) if versions[n] != versions[n - 1])
    return next(turns, 0)


def published(names: Iterable[Name]) -> dict[Name, Multilingual]:
    """Those of the documents that readers have: a query for each kind."""
    slugs = defaultdict(list)
    for key, slug in names:
        slugs[key].append(slug)
    return {
        (key, obj.slug): obj
        for key, wanted in slugs.items()
        for obj in roots()[key].objects.published().filter(slug__in=wanted)
    }


def with_texts(document: dict, english: dict[str, str | None]) -> dict:
    """The document with other English at some paths; None takes it away."""
    altered = deepcopy(document)
    for path, text in english.items():
        place = altered
        for step in path.split("/"):
            place = place[int(step) - 1] if isinstance(place, list) else place[step]
        place.pop(ORIGINAL, None)
        if text is not None:
            place[ORIGINAL] = text
    return altered


class Standing(NamedTuple):
    """How many of the published documents of a model lack a language, by what they lack of it."""

    model: type[Multilingual]
    total: int
    languages: dict[str, Counter]


def board(stale: Iterable[Stale]) -> list[Standing]:
    """One for each titled model. `stale` are the translations that stayed behind."""
    behind = Counter((type(s.obj), s.language) for s in stale)
    asked = {
        f"{name}_{code}": Count("pk", filter=states(code))
        for name, states in ((UNTITLED, untitled), (UNREAD, unread))
        for code in LANGUAGES
    }
    found = []
    for model in titled():
        counted = model.objects.published().order_by().aggregate(total=Count("pk"), **asked)
        languages = {
            code: Counter({
                UNTITLED: counted[f"{UNTITLED}_{code}"],
                UNREAD: counted[f"{UNREAD}_{code}"],
                STALE: behind[model, code],
            })
            for code in LANGUAGES
        }  # fmt: skip
        found.append(Standing(model, counted["total"], languages))
    return found
