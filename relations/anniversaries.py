"""Round anniversaries: what the record marks as a milestone comes up again every five years.

Only where the day is known on which it happened or began: `1992-01-26`, `1995-03-22/1995-03-25`,
but neither `1992-01~` nor what is continuing. What began on 29 February is remembered on 1 March
of a year that has no such day: its years are full only then.
"""

import heapq
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _t
from django.utils.translation import npgettext

from relations.languages import active_language
from relations.models import Record

#: Years from one round anniversary to the next, and until the first.
EVERY = 5
BEGINS_ON_A_DAY = r"^\d{4}-\d\d-\d\d(/|$)"


class Anniversary(NamedTuple):
    """A record, how many years ago it will have been, and when that is."""

    record: Record
    years: int
    date: date

    @property
    def day(self) -> str:
        """The date in EDTF."""
        return self.date.isoformat()

    @property
    def age(self) -> str:
        words = npgettext("anniversary", "%(years)d year", "%(years)d years", self.years)
        return words % {"years": self.years}

    @property
    def title(self) -> str:
        return led_by(self.age, str(self.record))

    @property
    def story(self) -> str:
        """When it was and what happened, in plain text."""
        when = self.record.date_as_known.show(active_language())
        return led_by(when, str(self.record.summary or self.record))


def led_by(lead: str, text: str) -> str:
    return _t("%(lead)s: %(text)s") % {"lead": lead, "text": text}


def coming(on: date, most: int) -> list[Anniversary]:
    """The next round anniversary of each milestone, from the day `on` itself, soonest first."""
    milestones = Record.objects.published().filter(
        milestone=True, continuing=False, earliest__lte=on, date__regex=BEGINS_ON_A_DAY
    )
    known = milestones.order_by().values_list("earliest", "slug", "pk")
    dated = ((*next_round(first, on), slug, pk) for first, slug, pk in known)
    # Of several on one day the oldest goes first.
    soonest = heapq.nsmallest(most, dated, key=lambda found: (found[0], -found[1], found[2]))
    records = milestones.in_bulk([pk for *_others, pk in soonest])
    return [Anniversary(records[pk], years, day) for day, years, _slug, pk in soonest]


def next_round(first: date, on: date) -> tuple[date, int]:
    """The next round anniversary of the day `first`, from the day `on` itself, and its years."""
    passed = on.year - first.year
    years = max(EVERY, passed + -passed % EVERY)
    if day_after(first, years) < on:
        years += EVERY
    return day_after(first, years), years


def day_after(first: date, years: int) -> date:
    try:
        return first.replace(year=first.year + years)
    except ValueError:  # 29 February
        return date(first.year + years, 3, 1)
