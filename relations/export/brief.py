"""The brief: the records of a filter as one document to hand over, each claim with its sources."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _t

from relations.chronology import by_year
from relations.codes import Stance
from relations.document.names import Names
from relations.export.listing import Entry, documented, entries_of
from relations.export.present import Present, present
from relations.languages import active_language
from relations.models import Citation, Record, Relation, Source

#: So many records are one document; whoever has more narrows the filters.
MOST = 200


class Figure(NamedTuple):
    """A line of the summary: what is counted, and what it comes to."""

    label: str
    values: list[str]


@dataclass(frozen=True)
class Share:
    """What a kind adds to a brief of its `records`: lines of the summary and, by its `template`
    where it has one, a section."""

    records: list[Record]
    relation: Relation
    template = ""

    def figures(self) -> Iterator[Figure]:
        return iter(())


class Note(NamedTuple):
    """A source and its number, in the order in which a brief mentions its sources."""

    number: int
    source: Source

    @property
    def figure(self) -> str:
        """The number as wide as any: what stands below each other is aligned without a box."""
        return str(self.number).rjust(3, "\N{FIGURE SPACE}")


class Run(NamedTuple):
    """Numbers that follow each other: “1–4”."""

    first: int
    last: int

    def __str__(self) -> str:
        return "–".join(map(str, dict.fromkeys(self)))


class Told(NamedTuple):
    """A record as a brief tells it; `disagreements` are the citations that contradict it."""

    entry: Entry
    notes: list[Note]
    disagreements: list[tuple[Citation, Note]]

    @property
    def record(self) -> Record:
        return self.entry.obj

    @property
    def version(self) -> str:
        return self.entry.version[:8]

    def runs(self) -> Iterator[Run]:
        """The numbers of its notes, those that follow each other as one."""
        numbers = enumerate(note.number for note in self.notes)
        for _gap, some in groupby(numbers, lambda pair: pair[1] - pair[0]):
            run = [number for _place, number in some]
            yield Run(run[0], run[-1])


class Brief:
    """Records, given as (pk, kind), told in their order, and what can be counted in them."""

    def __init__(self, keys: list[tuple[int, str]]):
        self._notes: dict[str, Note] = {}
        self.entries = list(entries_of(documented(keys)))
        self.records = [entry.obj for entry in self.entries]
        self.told = [self._told(entry) for entry in self.entries]

    def _told(self, entry: Entry) -> Told:
        pairs = [(c, self._note(c, entry.names)) for c in entry.obj.citations.all()]
        notes = sorted({note for _citation, note in pairs}, key=itemgetter(0))
        return Told(entry, notes, [pair for pair in pairs if pair[0].stance == Stance.CONTRADICTS])

    def _note(self, citation: Citation, names: Names) -> Note:
        slug = citation.source.slug
        return self._notes.setdefault(slug, Note(len(self._notes) + 1, names[Source, slug]))

    @property
    def notes(self) -> list[Note]:
        return list(self._notes.values())

    def years(self) -> Iterator[tuple[int | None, list[Told]]]:
        told = {one.record.pk: one for one in self.told}
        for year, records in by_year(self.records):
            yield year, [told[record.pk] for record in records]

    @cached_property
    def people(self) -> list[Present]:
        return present(self.entries, "person")

    @cached_property
    def organisations(self) -> list[Present]:
        return present(self.entries, "organisation")

    @cached_property
    def shares(self) -> list[Share]:
        """What the kinds that are there add, as each declares it."""
        relation = Relation.objects.current()
        declared = {kind: kind.brief for kind in Record.kinds() if kind.brief}
        of_kind = {kind: [r for r in self.records if isinstance(r, kind)] for kind in declared}
        return [
            import_string(declared[kind])(rows, relation) for kind, rows in of_kind.items() if rows
        ]

    def kinds(self) -> list[tuple[str, int]]:
        """How many records there are of each kind, in the order of the kinds."""
        counts = Counter(map(type, self.records))
        names = {kind: str(kind._meta.verbose_name_plural) for kind in Record.kinds()}
        return [(capfirst(name), counts[kind]) for kind, name in names.items() if counts[kind]]

    def figures(self) -> Iterator[Figure]:
        """The lines of the summary: the period, then what the kinds add."""
        if period := self._period():
            yield Figure(_t("Period covered"), [period])
        for share in self.shares:
            yield from share.figures()

    def _period(self) -> str:
        """From the first to the last date, each as exact as it is known."""
        dated = [record.date_as_known for record in self.records if not record.continuing]
        if not dated:
            return ""
        ends = (min(dated, key=lambda d: d.earliest), max(dated, key=lambda d: d.latest))
        return " – ".join(dict.fromkeys(end.show(active_language()) for end in ends))

    @property
    def unread(self) -> int:
        """How many texts are translations that no editor has read yet."""
        return sum(record.is_unread_in(active_language()) for record in self.records)

    @property
    def weak(self) -> int:
        """How many of the sources are weak."""
        return sum(bool(note.source.weakness_shown) for note in self.notes)
