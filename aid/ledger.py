"""The ledger: what is counted, added up by stage and currency, never across either.

Every figure knows the address of the list of exactly the sums that it adds. Nothing is converted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Cast, Round
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from aid.models import Transaction
from relations import money
from relations.codes import AidForm, Qualifier, Role, Stage, Status
from relations.languages import active_language
from relations.models import Organisation, Participation, Topic

#: The sum in whole hundredths: SQLite would add decimals as floats.
HUNDREDTHS = Sum(Cast(Round(F("amount") * 100), BigIntegerField()))
#: The value of a dimension for sums of which it is not known.
UNKNOWN = "unknown"


class Dimension(NamedTuple):
    """A way to break totals down; `path` leads from a sum to the value, `name` is its filter.

    `labels(values)` gives the words for the values, in the order of the rows.
    """

    name: str
    label: str
    path: str
    labels: Callable[[Iterable], dict]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """What some sums of one stage and currency add up to, and where to see them one by one."""

    amount: Decimal
    currency: str
    number: int
    inexact: int
    url: str

    @property
    def shown(self) -> str:
        return money.show(self.amount, self.currency, active_language())


@dataclass(frozen=True)
class Table:
    """The totals by one dimension: a row for each value, and for each stage its figures."""

    dimension: Dimension
    stages: list[Stage]
    rows: list[tuple[str, list[list[Figure]]]]


def with_body(sums: QuerySet) -> QuerySet:
    """Sums with the body of the donor country that extends the package, else funds it."""
    bodies = Participation.objects.filter(
        record=OuterRef("package"),
        role__in=(Role.EXTENDING, Role.FUNDER),
        organisation__country=OuterRef("package__donor"),
    ).order_by(Case(When(role=Role.EXTENDING, then=0), default=1), "order", "pk")
    return sums.annotate(body=Subquery(bodies.values("organisation__slug")[:1]))


def names_of(model) -> Callable[[Iterable], dict]:
    """Slugs as names, from one query."""

    def names(slugs: Iterable) -> dict:
        return {obj.slug: str(obj) for obj in model.objects.filter(slug__in=slugs)}

    return names


DIMENSIONS = (
    Dimension(
        "year",
        _("Year"),
        "year",
        lambda years: {year: str(year) for year in sorted(years, reverse=True)},
    ),
    Dimension("form", _("Form"), "package__form", lambda _values: dict(AidForm.choices)),
    Dimension("body", _("Donor body"), "body", names_of(Organisation)),
    Dimension(
        "topic",
        _("Topic"),
        "package__topics__slug",
        names_of(Topic),
        note=_("A package may stand under several topics or none: do not add up these lines."),
    ),
)
#: Those whose lines stand for different sums, so that a picture can show them side by side.
DRAWN = tuple(dimension for dimension in DIMENSIONS if not dimension.note)


def counted() -> QuerySet:
    return with_body(Transaction.objects.published().counted())


def added_up(sums: QuerySet, *by: str) -> Iterator[tuple[tuple, Figure]]:
    """((stage, currency, *values of `by`), figure without an address) for each group of sums."""
    groups = sums.order_by("currency").values("stage", "currency", *by)
    inexact = Count("pk", filter=~Q(qualifier=Qualifier.EXACT))
    for group in groups.annotate(total=HUNDREDTHS, number=Count("pk"), inexact=inexact):
        key = tuple(group[name] for name in ("stage", "currency", *by))
        amount = Decimal(group["total"]).scaleb(-2)
        yield key, Figure(amount, group["currency"], group["number"], group["inexact"], url="")


def by_stage(sums: QuerySet, *, linked: bool = False) -> list[tuple[str, list[Figure]]]:
    """(stage in the reader's words, a figure for each currency), in the order of stages.

    `linked` figures lead to all counted sums of their stage and currency.
    """
    found = {}
    for (stage, _currency), figure in added_up(sums):
        shown = opening(figure, stage, {}, {}) if linked else figure
        found.setdefault(stage, []).append(shown)
    return [(Stage(stage).label, found[stage]) for stage in Stage if stage in found]


def broken_down(sums: QuerySet, dimension: Dimension) -> Iterator[tuple[str, str, dict]]:
    """(value as a code, in words, its figures of each stage without addresses), in their order."""
    if dimension.name == "topic":
        sums = sums.filter(package__topics__status=Status.PUBLISHED)
    cells = defaultdict(lambda: defaultdict(list))
    for (stage, _currency, value), figure in added_up(sums, dimension.path):
        cells[value][stage].append(figure)
    labels = dimension.labels(cells.keys() - {None}) | {None: _t("not recorded")}
    for value, label in labels.items():
        if value in cells:
            yield UNKNOWN if value is None else str(value), label, cells[value]


def table(sums: QuerySet, dimension: Dimension, asked: dict | None = None) -> Table:
    """The totals of some sums; `asked` are the filters of the address that chose them."""
    found = list(broken_down(sums, dimension))
    stages = [stage for stage in Stage if any(stage in row for _code, _label, row in found)]
    rows = []
    for code, label, row in found:
        narrowed = {dimension.name: code}
        cells = [
            [opening(figure, stage, asked or {}, narrowed) for figure in row[stage]]
            for stage in stages
        ]
        rows.append((label, cells))
    return Table(dimension, stages, rows)


def opening(figure: Figure, stage: str, asked: dict, narrowed: dict) -> Figure:
    """The figure with the address of the sums that it adds."""
    query = asked | {"stage": stage, "currency": figure.currency} | narrowed
    return replace(figure, url=reverse("ledger_sums", query=query))
