"""Properties of dates, with the edtf package as the oracle of their bounds.

The oracle is asked for one point at a time and without its mark: its open end is no date, it
reads an interval that ends before it starts, and it refuses some of the marked forms.
"""

from datetime import date

from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from relations.dates import CASES, PRECISIONS, WORDINGS, DateError, parse, window

days = (st.dates(date(1991, 1, 1), date(1995, 12, 31)) | st.dates()).map(date.isoformat)
years = days.map(lambda day: day[:4])
unmarked = st.one_of(
    days,
    days.map(lambda day: day[:7]),
    days.map(lambda day: f"{day[:7]}-XX"),
    st.builds("{}-{}".format, years, st.sampled_from(["21", "22", "23", "24", "XX", "XX-XX"])),
    years,
    st.integers(1, 999).map("{:03}X".format),
    st.integers(1, 99).map("{:02}XX".format),
)
points = st.builds("{}{}".format, unmarked, st.sampled_from(["", "?", "~", "%"]))
ends = points | st.just("..")
intervals = st.builds("{}/{}".format, ends, ends)
sets = st.lists(points, min_size=2, max_size=3).map(lambda chosen: f"[{','.join(chosen)}]")
near_misses = st.text("0123456789X-/.[],?~% \n\x00\ud800٣３Х", max_size=70)


def read(text: str):
    """The date, None where it is refused."""
    try:
        return parse(text)
    except DateError:
        return None


def oracle(point: str) -> tuple[date, date]:
    if point == "..":
        return date.min, date.max
    known = parse_edtf(point.rstrip("?~%"))
    return date(*known.lower_strict()[:3]), date(*known.upper_strict()[:3])


@given(points)
def test_a_point_is_bounded_as_the_oracle_says(text):
    known = parse(text)
    assert (known.earliest, known.latest) == oracle(text)


@given(ends, ends)
def test_an_interval_runs_from_its_first_day_to_its_last_or_is_refused(start, end):
    earliest, latest = oracle(start)[0], oracle(end)[1]
    known = read(f"{start}/{end}")
    assert (known and (known.earliest, known.latest)) == (
        (earliest, latest) if earliest <= latest else None
    )


@given(sets)
def test_a_set_is_bounded_by_its_members(text):
    bounds = [oracle(point) for point in text[1:-1].split(",")] if len(text) <= 64 else []
    known = read(text)
    assert (known and (known.earliest, known.latest)) == (
        (min(first for first, _ in bounds), max(last for _, last in bounds)) if bounds else None
    )


@given(st.one_of(points, intervals, sets, near_misses, st.text()))
def test_a_text_is_kept_as_written_or_refused(text):
    known = read(text)
    assert known is None or (
        known.text == str(known) == text
        and known.earliest <= known.latest
        and known.is_open == (".." in text)
        and known.is_interval == ("/" in text)
        and known.precision in {*PRECISIONS, None}
    )


@given(
    st.one_of(points, intervals, sets), st.sampled_from(sorted(WORDINGS)), st.sampled_from(CASES)
)
def test_every_date_can_be_said(text, language, case):
    if known := read(text):
        shown = known.show(language, case=case)
        assert shown == shown.strip() != ""
        assert not any(rest in shown for rest in ("None", "{", "}", "  ", "X-", "XX-"))


@given(points)
def test_a_date_in_words_keeps_its_day_and_year(text):
    figures = [str(int(part)) for part in text.rstrip("?~%").split("-")[::2] if part.isdigit()]
    for language in WORDINGS:
        assert all(part in parse(text).show(language) for part in figures)


@given(
    st.one_of(st.none(), st.integers(), st.floats(), st.dates(), st.binary(), st.lists(st.text()))
    | st.text()
    | near_misses
)
def test_only_a_printable_date_error_is_ever_raised(value):
    for reader in (parse, window):
        try:
            answer = reader(value).text
        except DateError as error:
            answer = error
        assert answer == value or str(answer).isprintable()


@given(st.one_of(points, near_misses, days))
def test_a_window_lies_between_1900_and_2100(text):
    try:
        known = window(text)
    except DateError:
        return
    assert 1900 <= known.earliest.year == known.latest.year <= 2100
    assert known.precision in ("year", "month", "day")
