"""The life of one package, from pledge to delivery: a line for each of its steps.

Time runs to the right, the stages run down. A disc is as large as its sum, the largest of each
currency alike: no currency is measured by another. What is given in kind has a square.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import atan2, cos, degrees, sin
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _t

from aid.models import AidPackage, Item, Transaction
from aid.pictures import tone_of
from relations import dates
from relations.codes import Stage
from relations.languages import active_language
from relations.pictures.axis import MARGIN
from relations.pictures.card import pieces
from relations.pictures.colours import AID
from relations.pictures.frame import Frame
from relations.pictures.months import Months, Tick
from relations.pictures.packing import width_of, wrapped

#: Where time begins and ends, where undated steps stand before it, and where sums are written.
WIDTH, UNDATED, START, END, SUMS = 800, 152, 172, 500, 530
#: How high a row is, the room for the months above, and a line of the notes below.
ROW, ABOVE, NOTE = 28, 28, 18
LARGEST, SMALLEST, SQUARE = 11, 2.5, 4
#: How large a file writes its title, and in how many lines at most.
TITLE, LINES = 16, 2


class Arrow(NamedTuple):
    """From the edge of a disc to the edge of another, and where to it points."""

    x: float
    y: float
    to_x: float
    to_y: float
    angle: int


@dataclass
class Step:
    """A sum or help in kind, and its place; from `start` to `end` are the days of its date.

    `follows` is the step whose sum it raised or lowered.
    """

    part: Transaction | Item
    at: float = UNDATED
    start: float = 0
    end: float = 0
    y: float = 0
    radius: float = SQUARE
    follows: "Step | None" = None

    @property
    def is_sum(self) -> bool:
        return isinstance(self.part, Transaction)

    @property
    def arrow(self) -> Arrow | None:
        """From the sum that it raised or lowered, if both have a place on the line."""
        before = self.follows
        if not (before and before.known and self.known):
            return None
        angle = atan2(self.y - before.y, self.at - before.at)
        across, down = cos(angle), sin(angle)
        return Arrow(
            *(
                round(before.at + before.radius * across, 1),
                round(before.y + before.radius * down, 1),
            ),
            *(round(self.at - self.radius * across, 1), round(self.y - self.radius * down, 1)),
            round(degrees(angle)),
        )

    @property
    def known(self) -> dates.Date | None:
        """Its date, if that has a place on a line."""
        known = dates.parse(self.part.date) if self.part.date else None
        return known if known and not known.is_open else None

    @property
    def anchor(self) -> str:
        """Its row in the table of the page."""
        return f"{'sum' if self.is_sum else 'item'}-{self.part.key}"

    @property
    def stage(self) -> Stage:
        return Stage(self.part.stage)

    @property
    def tone(self) -> float:
        return 0 if self.why else tone_of(self.stage)

    @property
    def why(self) -> object:
        """Why totals do not add the sum, in the reader's words."""
        return self.part.why_not_counted if self.is_sum else ""

    @property
    def is_again(self) -> bool:
        return self.is_sum and bool(self.part.restates)

    @property
    def is_replaced(self) -> bool:
        return self.is_sum and self.part.is_replaced

    @property
    def amount(self) -> str:
        """The sum; of help in kind the quantity first, which is never cut, and what it is."""
        if not self.is_sum:
            told = (self.part.shown, str(self.part.description))
            return " · ".join(dict.fromkeys(filter(None, told)))
        shown = self.part.amount_shown
        return f"= {shown}" if self.is_again else shown

    @property
    def lang(self) -> str:
        """The language of what is not said in the reader's."""
        said = "" if self.is_sum else getattr(self.part.description, "lang", "")
        return "" if said == active_language() else said

    @property
    def short(self) -> str:
        """As much of the amount as there is room for."""
        shown = self.amount
        while width_of(shown) > WIDTH - MARGIN - SUMS:
            shown = f"{shown[:-2].rstrip()}…"
        return shown

    @property
    def said(self) -> str:
        """What a pointer or a screen reader is told."""
        written = self.part.date
        day = dates.parse(written).show(active_language()) if written else _t("not recorded")
        return " · ".join(str(one) for one in (self.stage.label, self.amount, day, self.why) if one)


class Life(NamedTuple):
    """The steps in their rows, and for each stage its name and the height of its first row."""

    steps: list[Step]
    stages: list[tuple[str, float]]
    ticks: list[Tick]
    width: int = WIDTH
    start: int = START
    end: int = END
    sums: int = SUMS
    colour: str = AID

    @property
    def ground(self) -> float:
        return ABOVE + len(self.steps) * ROW

    @property
    def notes(self) -> list[tuple[float, str]]:
        """The signs that occur, each on a line below the steps."""
        found = [words for sign, words in signs(self.steps) if sign]
        return [(self.ground + NOTE * (number + 1), words) for number, words in enumerate(found)]

    @property
    def frame(self) -> Frame:
        return Frame(self.ground + NOTE * len(self.notes) + 6)


def signs(steps: list[Step]) -> Iterator[tuple[bool, str]]:
    """Whether a sign occurs, and what it means."""
    yield any(step.why for step in steps), _t("Dashed outline: totals do not add it.")
    yield any(step.is_again for step in steps), _t("=: the same sum said again.")
    replaced = any(step.is_replaced for step in steps)
    yield replaced, _t("Struck out: the arrow leads to the sum that replaced it.")
    spans = any(step.end > step.start for step in steps)
    yield spans, _t("Broad line: the days that the date may mean.")
    undated = any(not step.known for step in steps)
    yield undated, _t("Before the beginning of time: the day is not known.")


def heading(title: str) -> list[tuple[float, str]]:
    """The title of a file in lines, and the height at which each of them stands."""
    lines = list(wrapped(pieces(title), (WIDTH - 2 * MARGIN) * 12 / TITLE))
    if len(lines) > LINES:
        lines[LINES - 1 :] = [f"{lines[LINES - 1][:-1]}…"]
    return [(20 * number - 26, line) for number, line in enumerate(lines)]


def draw(package: AidPackage) -> Life | None:
    """The picture; None of a package whose steps are not known to lie on different days."""
    parts = (*package.transactions.all(), *package.items.all())
    steps = [Step(part) for part in parts if part.stage in Stage.values]
    known = [step.known for step in steps if step.known]
    if len({(one.earliest, one.latest) for one in known}) < 2:
        return None
    months = Months.around(known, START, END)
    laid_out(steps, months)
    stages = [(stage.label, next(group).y) for stage, group in groupby(steps, attrgetter("stage"))]
    return Life(steps, stages, months.ticks())


def laid_out(steps: list[Step], months: Months) -> None:
    """Give each step its row, its days, and the size of its sum."""
    sums = {step.part.key: step for step in steps if step.is_sum}
    steps.sort(key=lambda step: (*order_of(first_of(step, sums)), *order_of(step)))
    for number, step in enumerate(steps):
        step.y = ABOVE + (number + 0.5) * ROW
        if known := step.known:
            step.start, step.end = months.x(known.earliest), months.x(known.latest)
            step.at = round((step.start + step.end) / 2, 1)
    for step in sums.values():
        most = max(s.part.amount for s in sums.values() if s.part.currency == step.part.currency)
        share = float(step.part.amount / most) if most else 0
        step.radius = round(max(LARGEST * share**0.5, SMALLEST), 1)
        step.follows = sums.get(step.part.replaces)


def order_of(step: Step) -> tuple:
    """Stage by stage, the oldest first, the undated last; what is said again behind the rest."""
    known = step.known
    day = known.earliest if known else date.max
    return list(Stage).index(step.stage), step.is_again, day, not step.is_sum, step.part.order


def first_of(step: Step, sums: dict[str, Step]) -> Step:
    """The sum that this one says again, raises or lowers, from the very first on."""
    seen: list[Step] = []
    while step.is_sum and step not in seen:
        seen.append(step)
        step = sums.get(step.part.restates or step.part.replaces, step)
    return step
