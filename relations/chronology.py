"""Pages of the chronology: found by keyset, filled by one query per kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby

from django.db.models import prefetch_related_objects

from relations.models import Record

PAGE_SIZE = 20
#: Beyond this a total is not counted out; readers see "more than".
MOST_COUNTED = 10_000

#: What every row shows besides its own columns; shared by all kinds.
OF_EVERY_ROW = ("topics", "citations")


@dataclass
class RecordPage:
    """Some rows of a list in natural order, and how to go on behind them."""

    records: list[Record]
    total: int
    after: str
    has_more: bool

    @property
    def more_than(self) -> bool:
        return self.total > MOST_COUNTED

    @property
    def next_after(self) -> str:
        """The slug to ask for the next page with; '' on the last page."""
        return self.records[-1].slug if self.has_more else ""

    def years(self) -> Iterator[tuple[int | None, list[Record]]]:
        return by_year(self.records)


def page(queryset, after: Record | None = None, size: int = PAGE_SIZE) -> RecordPage:
    """The rows of `queryset` behind `after`, each as an object of its kind."""
    rest = (queryset.behind(after) if after else queryset).in_order()
    found = list(rest.values_list("pk", "kind")[: size + 1])
    return RecordPage(
        records=enriched(found[:size]),
        total=queryset.order_by()[: MOST_COUNTED + 1].count(),
        after=after.slug if after else "",
        has_more=len(found) > size,
    )


def openings(*querysets, size: int) -> list[list[Record]]:
    """The first rows of several lists, which are filled together."""
    keys = [list(rows.in_order().values_list("pk", "kind")[:size]) for rows in querysets]
    found = {row.pk: row for row in enriched(list(dict.fromkeys(chain(*keys))))}
    return [[found[pk] for pk, _kind in of_list] for of_list in keys]


def by_year(records: list[Record]) -> Iterator[tuple[int | None, list[Record]]]:
    """Rows in natural order by year; None gathers what is continuing or undated."""

    def year(record):
        return None if record.continuing else record.earliest.year

    for heading, rows in groupby(records, key=year):
        yield heading, list(rows)


def enriched(keys: list[tuple[int, str]]) -> list[Record]:
    """(pk, kind) pairs as objects of their kinds: one query a kind, one for each thing shared."""
    shared = {pk: Record(pk=pk) for pk, _kind in keys}
    prefetch_related_objects(list(shared.values()), *OF_EVERY_ROW)
    rows = {}
    for kind in Record.kinds():
        of_kind = [pk for pk, name in keys if name == kind.KEY]
        if of_kind:
            rows |= kind.objects.prefetch_related(*kind.row_prefetch).in_bulk(of_kind)
    for pk, row in rows.items():
        seen = row.__dict__.setdefault("_prefetched_objects_cache", {})
        seen.update(shared[pk]._prefetched_objects_cache)
    return [rows[pk] for pk, _kind in keys]
