"""Pages of the chronology: found by keyset, filled by one query per kind."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby

from django.db.models import Prefetch, prefetch_related_objects

from relations.languages import LANGUAGES
from relations.models import Citation, Record, Topic

PAGE_SIZE = 20
#: Beyond this a total is not counted out; readers see "more than".
MOST_COUNTED = 10_000

#: What every row shows besides its own columns, and no more of it; shared by all kinds.
OF_EVERY_ROW = (
    Prefetch("topics", Topic.objects.only("slug", "status", *(f"title_{c}" for c in LANGUAGES))),
    Prefetch("citations", Citation.objects.only("record", "source")),
)


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


def page(
    queryset, after: Record | None = None, *, total: int | None = None, bands: list | None = None
) -> RecordPage:
    """The rows of `queryset` behind `after`, each as an object of its kind.

    `bands` part the rows: those of one stand before those of the next. `total` is for who has
    counted already.
    """
    found = keys(queryset, after, size=PAGE_SIZE + 1, bands=bands)
    return RecordPage(
        records=enriched(found[:PAGE_SIZE]),
        total=count_up(queryset) if total is None else total,
        after=after.slug if after else "",
        has_more=len(found) > PAGE_SIZE,
    )


def keys(
    queryset, after: Record | None, *, size: int, bands: list | None = None
) -> list[tuple[int, str]]:
    """The first rows behind `after`, as (pk, kind)."""
    parts = [queryset] if bands is None else bands
    if after and bands is not None:
        # The row itself stands in one of the bands, and the ones before that are behind us.
        parts = parts[band_of(after, parts) :]
    found = []
    for number, part in enumerate(parts):
        rest = part.behind(after) if after and not number else part
        room = size - len(found)
        found += rest.in_order().values_list("pk", "kind")[:room] if room else ()
    return found


def band_of(row: Record, bands: list) -> int:
    """Which of the bands a row stands in; the last, if in none of those before."""
    places = (n for n, band in enumerate(bands[:-1]) if band.filter(pk=row.pk).exists())
    return next(places, len(bands) - 1)


def per_year(groups: Iterable[tuple]) -> Counter:
    """By (value, year), from groups (value, first year, last year, number).

    What spans several years counts in each of them, as in the period of a list.
    """
    found = Counter()
    for value, first, last, number in groups:
        for year in range(first, last + 1):
            found[value, year] += number
    return found


def count_up(queryset) -> int:
    """How many rows there are; of more than MOST_COUNTED, one more than that."""
    return queryset.order_by()[: MOST_COUNTED + 1].count()


def openings(*querysets, size: int) -> list[list[Record]]:
    """The first rows of several lists, which are filled together."""
    lists = [keys(rows, None, size=size) for rows in querysets]
    found = {row.pk: row for row in enriched(list(dict.fromkeys(chain(*lists))))}
    return [[found[pk] for pk, _kind in of_list] for of_list in lists]


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
            of_row = kind.objects.defer("tokens").prefetch_related(*kind.row_prefetch)
            rows |= of_row.in_bulk(of_kind)
    for pk, row in rows.items():
        seen = row.__dict__.setdefault("_prefetched_objects_cache", {})
        seen.update(shared[pk]._prefetched_objects_cache)
    return [rows[pk] for pk, _kind in keys]
