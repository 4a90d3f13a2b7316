"""What tells the rows of a table apart, and which rows of other tables they name."""

from collections.abc import Iterator
from typing import NamedTuple

from relations.export.tables import Field, Table
from relations.models import Record, Source


class Reference(NamedTuple):
    """Columns of a table that name a row of another one by its `keys`."""

    columns: tuple[str, ...]
    resource: str
    keys: tuple[str, ...] = ("slug",)


def keys_of(model, table: Table) -> tuple[str, ...]:
    """The columns that tell a row from every other: its document, and its place in that."""
    places = ("slug", *model.parts, "order")
    known = {field.name for field in table.fields if field.column is None}
    is_main = table.name == model.FILE
    return ("slug",) if is_main else tuple(name for name in places if name in known)


def references(model, fields: tuple[Field, ...], keys: tuple[str, ...]) -> tuple[Reference, ...]:
    return *references_home(model, keys), *references_abroad(model, fields)


def references_home(model, keys: tuple[str, ...]) -> Iterator[Reference]:
    """A row of a part names its document, and one of its parts that part."""
    if len(keys) > 1:
        yield Reference(("slug",), model.FILE)
    if len(keys) > 2:
        yield Reference(keys[:2], f"{model.FILE}-{keys[1]}", ("slug", "order"))


def references_abroad(model, fields: tuple[Field, ...]) -> Iterator[Reference]:
    """What a published record names is published, and so is each source that is cited.

    Not so the organisation of an office; and a link leads to a record of any kind.
    """
    for field in fields:
        column = field.column
        if column is None or column.target is None or column.stored.many_to_many:
            continue
        target = column.target
        if target is Source or (issubclass(model, Record) and target is not Record):
            yield Reference((field.name,), target.FILE)
