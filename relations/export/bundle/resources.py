"""The documents of a model as files of the bundle: a table for each of its parts, and JSON Lines.

What readers may not see is in none of them: the rows come through the gate of the lists.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import BinaryIO

from relations.exchange.files import as_text
from relations.export.bundle.archive import Archive, Member, pieces
from relations.export.bundle.keys import Reference, keys_of, references
from relations.export.listing import Entry, Listing
from relations.export.plain import as_json
from relations.export.sheets import line
from relations.export.tables import Field, Table, tables


@dataclass(frozen=True)
class Resource:
    """A file of data and how many rows it has; of a table also its columns and its keys."""

    name: str
    member: Member
    number: int
    fields: tuple[Field, ...] = ()
    keys: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass
class Draft:
    """A resource while it is written, on disk: memory does not grow with the record."""

    name: str
    path: str
    lines: Callable[[Entry], Iterator[bytes]]
    table: Table | None = None
    number: int = 0
    file: BinaryIO = field(default_factory=TemporaryFile)

    def tell(self, entry: Entry) -> None:
        for written in self.lines(entry):
            self.file.write(written)
            self.number += 1


def resources_of(archive: Archive, model) -> list[Resource]:
    """The tables and the documents of a model, from one pass over its rows."""
    drafts = [*(sheet(model, table) for table in neutral(model)), documents(model)]
    with ExitStack() as files:
        for draft in drafts:
            files.enter_context(draft.file)
        for entry in published(model):
            for draft in drafts:
                draft.tell(entry)
        return [put(archive, model, draft) for draft in drafts]


def neutral(model) -> list[Table]:
    """The tables of a model without what only reads out codes in one language."""
    return [
        Table(table.name, [one for one in table.fields if not one.is_reading], table.rows)
        for table in tables((model,))
    ]


def sheet(model, table: Table) -> Draft:
    def lines(entry: Entry) -> Iterator[bytes]:
        return (line(map(as_text, cells)) for cells in table.cells(entry))

    name = name_of(model, table)
    draft = Draft(name, f"csv/{name}.csv", lines, table)
    draft.file.write(line(column.name for column in table.fields))
    return draft


def name_of(model, table: Table) -> str:
    return model.FILE if table.name == model.FILE else f"{model.FILE}-{table.name}"


def documents(model) -> Draft:
    def lines(entry: Entry) -> Iterator[bytes]:
        about = {"url": entry.url, "version": entry.version, "document": entry.document}
        yield as_json(about).encode() + b"\n"

    return Draft(f"{model.FILE}-documents", f"jsonl/{model.FILE}.jsonl", lines)


def published(model) -> Iterator[Entry]:
    rows = model.objects.published()
    return Listing(rows=rows, title="", url="", here="", models=(model,)).entries()


def put(archive: Archive, model, draft: Draft) -> Resource:
    member = archive.add(draft.path, pieces(draft.file))
    if draft.table is None:
        return Resource(draft.name, member, draft.number)
    fields = tuple(draft.table.fields)
    keys = keys_of(model, draft.table)
    return Resource(draft.name, member, draft.number, fields, keys, references(model, fields, keys))
