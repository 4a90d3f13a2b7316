"""Dates as the sources give them: a day, a month, "about 2009", "since 26 January 1992".

A date is written in a subset of EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/), which
keeps exactly the precision of its source. Here it is read, bounded and put into words.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from babel.dates import get_month_names
from django.utils.translation import gettext as _

LONGEST = 64
PRECISIONS = ("day", "month", "season", "year", "decade", "century")
SPANS = {"decade": 10, "century": 100}
# A winter is counted at the end of its year, as in the edtf package; one that is known to run on
# is written as an interval: 2013-12/2014-02.
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
CASES = ("nominative", "genitive")
NBSP = "\N{NO-BREAK SPACE}"

POINT = re.compile(
    r"""(?: (?P<century>[0-9]{2}) XX
          | (?P<decade>[0-9]{3}) X
          | (?P<year>[0-9]{4})
            (?: -XX (?: -XX )?
              | - (?P<season>2[1-4])
              | - (?P<month>(?!00)[0-9]{2}) (?: -XX | - (?P<day>(?!00)[0-9]{2}) )? )?
        ) [?~%]?""",
    re.VERBOSE,
)
WINDOW = re.compile(r"(?:19[0-9]{2}|20[0-9]{2}|2100)(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
ROMAN_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C")
ROMAN_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def day_of(moment: datetime) -> str:
    """The day of a moment in UTC, in EDTF."""
    return moment.astimezone(UTC).date().isoformat()


class DateError(ValueError):
    """What was written is not a date; the message tells the editor what is expected."""


@dataclass(frozen=True)
class Point:
    """One date as known; `year` is the first of its decade or century."""

    text: str
    precision: str
    year: int
    month: int | None
    season: int | None
    day: int | None

    @classmethod
    def parse(cls, text: str) -> "Point":
        """ValueError when `text` has another form; `bounds` sees whether the day exists."""
        if not (match := POINT.fullmatch(text)):
            raise ValueError(text)
        known = {name: int(figures) for name, figures in match.groupdict().items() if figures}
        precision = next(name for name in PRECISIONS if name in known)
        year = known["year"] if "year" in known else known[precision] * SPANS[precision]
        return cls(text, precision, year, *map(known.get, ("month", "season", "day")))

    @property
    def mark(self) -> str:
        """`~` for approximate, `?` for uncertain, `%` for both, else empty."""
        return self.text.strip("0123456789X-")

    @property
    def iso(self) -> str:
        """The point in ISO 8601, which knows no doubt: '' for a season, a decade, a marked one."""
        if self.mark or self.precision not in ("day", "month", "year"):
            return ""
        known = (self.year, self.month, self.day)
        return "-".join(f"{part:02}" for part in known if part)

    @property
    def is_day(self) -> bool:
        return self.precision == "day" and not self.mark

    def bounds(self) -> tuple[date, date]:
        """The first and the last day it may mean; DateError if the calendar has no such day."""
        last_year = self.year + SPANS.get(self.precision, 1) - 1
        first, last = SEASONS.get(self.season, (self.month or 1, self.month or 12))
        try:
            last_day = self.day or monthrange(last_year, last)[1]
            return date(self.year, first, self.day or 1), date(last_year, last, last_day)
        except ValueError:
            message = _("“%(date)s” is not in the calendar.")
            raise DateError(message % {"date": self.text}) from None


@dataclass(frozen=True)
class Date:
    """A date as known: one point, an interval whose open end is None, or one of several points.

    Open ends are bounded by `date.min` and `date.max`.
    """

    text: str
    earliest: date
    latest: date
    points: tuple[Point | None, ...] = field(repr=False, compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def is_interval(self) -> bool:
        return "/" in self.text

    @property
    def is_open(self) -> bool:
        """Whether an end is open: continuing or undated."""
        return None in self.points

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day when both are known for sure, else None."""
        is_known = self.first_day and self.points[-1] and self.points[-1].is_day
        return (self.earliest, self.latest) if is_known else None

    @property
    def first_day(self) -> date | None:
        """The first day when it is known for sure, whatever is known of the last."""
        first, *others = self.points
        is_known = first and first.is_day and (self.is_interval or not others)
        return self.earliest if is_known else None

    @property
    def precision(self) -> str | None:
        """One of PRECISIONS, the coarsest where there are several; None when undated."""
        known = (point.precision for point in self.points if point)
        return max(known, key=PRECISIONS.index, default=None)

    @property
    def year(self) -> int | None:
        """The year to file it under; None when undated."""
        return next((point.year for point in self.points if point), None)

    def show(self, language: str, *, case: str = "nominative") -> str:
        """The date in the words of `language`: en, ja or uk.

        `case` is "genitive" where a preposition stands before it: «після березня 1995 р.».
        """
        wording = WORDINGS[language]
        if self.is_interval:
            return wording.interval(*self.points, case)
        return wording.or_.join(wording.point(point, case) for point in self.points)


def parse(text: str) -> Date:
    """The date that `text` writes in EDTF: 1995-03, 199X, 2009~, 1992-01-26/.., [2014,2015].

    Raises DateError, with a message in the active language, when it is not such a date.
    """
    if not isinstance(text, str):
        message = _("A date is text, not %(kind)s: write the date in quotes, as in “1995-03-22”.")
        raise DateError(message % {"kind": type(text).__name__})
    return _parse(text)


def window(text: str) -> Date:
    """A year, month or day from 1900 to 2100, as filters take it; DateError for all else."""
    if isinstance(text, str) and WINDOW.fullmatch(text):
        return parse(text)
    raise DateError(
        _("Write a year, a month or a day from 1900 to 2100: 1995, 1995-03 or 1995-03-22.")
    )


@lru_cache(maxsize=4096)
def _parse(text: str) -> Date:
    try:
        points = _points(text)
    except ValueError:
        message = _(
            "“%(date)s” is not a date in EDTF: write 1995, 1995-03, 1995-03-22, 199X, 2009~, "
            "1995-03-22/1995-03-25, 1992-01-26/.. or [2014,2015]."
        )
        raise DateError(message % {"date": _printable(text)}) from None
    firsts, lasts = zip(*(p.bounds() if p else (date.min, date.max) for p in points), strict=True)
    is_set = text.startswith("[")
    earliest, latest = (min(firsts), max(lasts)) if is_set else (firsts[0], lasts[-1])
    if latest < earliest:
        raise DateError(_("“%(date)s” ends before it starts.") % {"date": text})
    return Date(text, earliest, latest, points)


def _points(text: str) -> tuple[Point | None, ...]:
    """ValueError when `text` is too long or neither a point, an interval nor a set of two."""
    if len(text) > LONGEST:
        raise ValueError(text)
    if text.startswith("[") and text.endswith("]"):
        first, second, *others = text[1:-1].split(",")
        return tuple(map(Point.parse, (first, second, *others)))
    if "/" in text:
        start, end = text.split("/")
        return tuple(None if part == ".." else Point.parse(part) for part in (start, end))
    return (Point.parse(text),)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:LONGEST])


class Wording:
    """How a language puts dates into words: this is English, the others say where they differ."""

    locale = "en_GB"
    day, dash = "{}", " – "
    seasons = dict.fromkeys(CASES, ("spring", "summer", "autumn", "winter"))
    about = dict.fromkeys(CASES, "about {}")
    uncertain, since, until, undated = "{} (uncertain)", "since {}", "until {}", "undated"
    or_ = " or "

    def words(self, point: Point, case: str) -> list[str]:
        """The day, the month and the year, as far as they are known."""
        day = self.day.format(point.day) if point.day else ""
        return [word for word in (day, self.month(point, case), self.years(point, case)) if word]

    def month(self, point: Point, case: str) -> str:
        if point.season:
            return self.seasons[case][point.season - 21]
        context = "format" if point.day or case == "genitive" else "stand-alone"
        return get_month_names("wide", context, self.locale)[point.month] if point.month else ""

    def years(self, point: Point, case: str) -> str:
        article = "the " if case == "genitive" else ""
        if point.precision == "century":
            tens, ones = divmod(point.year // 100 + 1, 10)
            ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if tens == 1 else ones, "th")
            return f"{article}{tens or ''}{ones}{ending} century"
        return f"{article}{point.year}s" if point.precision == "decade" else str(point.year)

    def join(self, words: list[str]) -> str:
        return " ".join(words)

    def point(self, point: Point, case: str) -> str:
        if point.mark in ("~", "%"):
            shown = self.about[case].format(self.join(self.words(point, "genitive")))
        else:
            shown = self.join(self.words(point, case))
        return self.uncertain.format(shown) if point.mark in ("?", "%") else shown

    def interval(self, first: Point | None, last: Point | None, case: str) -> str:
        if first and last:
            return self.between(first, last, case)
        if first:
            return self.since.format(self.point(first, "genitive"))
        return self.until.format(self.point(last, "genitive")) if last else self.undated

    def between(self, first: Point, last: Point, case: str) -> str:
        if first.precision != last.precision or first.mark or last.mark:
            return self.dash.join(self.point(point, case) for point in (first, last))
        start, end = self.words(first, case), self.words(last, case)
        own = next(n for n in range(len(start) + 1) if start[n:] == end[n:])
        return self.span(start, end, own) if own else self.join(end)

    def span(self, start: list[str], end: list[str], own: int) -> str:
        """From `start` to `end`, which differ in their first `own` words; the rest is said once."""
        first = self.join(start[:own])
        return first + (self.dash if " " in first else "–") + self.join(end)


class Japanese(Wording):
    locale = "ja"
    day, dash = "{}日", "～"
    seasons = dict.fromkeys(CASES, ("春", "夏", "秋", "冬"))
    about = dict.fromkeys(CASES, "{}頃")
    uncertain, since, until, undated = "{}（不確実）", "{}以降", "{}まで", "日付不詳"
    or_ = "または"

    def years(self, point: Point, case: str) -> str:
        if point.precision == "century":
            return f"{point.year // 100 + 1}世紀"
        return f"{point.year}年代" if point.precision == "decade" else f"{point.year}年"

    def join(self, words: list[str]) -> str:
        return "".join(reversed(words))

    def span(self, start: list[str], end: list[str], own: int) -> str:
        return self.join(start) + self.dash + self.join(end[:own])


class Ukrainian(Wording):
    locale = "uk"
    seasons = {
        "nominative": ("весна", "літо", "осінь", "зима"),
        "genitive": ("весни", "літа", "осені", "зими"),
    }
    about = {"nominative": "близько {}", "genitive": "приблизно {}"}
    uncertain, since, until, undated = "{} (непевно)", "з {}", "до {}", "без дати"
    or_ = " або "

    def years(self, point: Point, case: str) -> str:
        if point.precision == "century":
            tens, ones = divmod(point.year // 100 + 1, 10)
            return f"{ROMAN_TENS[tens]}{ROMAN_ONES[ones]}{NBSP}ст."
        if point.precision == "decade":  # двотисячні, сорокові, дев’яності; дев’яностих
            ending = "ні" if point.year % 1000 == 0 else "ві" if point.year % 100 == 40 else "ті"
            return f"{point.year}-{'х' if case == 'genitive' else ending}{NBSP}рр."
        return f"{point.year}{NBSP}р."

    def span(self, start: list[str], end: list[str], own: int) -> str:
        if own == len(start) == 1:
            first, _space, abbreviation = start[0].partition(NBSP)
            plural = {"р.": "рр."}.get(abbreviation, abbreviation)
            return f"{first}–{end[0].partition(NBSP)[0]}{NBSP}{plural}"
        return super().span(start, end, own)


WORDINGS = {"en": Wording(), "ja": Japanese(), "uk": Ukrainian()}
