"""Dates as known: what is read, what is refused, what the reader sees."""

from datetime import date

import pytest

from relations.dates import DateError, parse, window


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("1995-03-22", "1995-03-22", "1995-03-22", "day"),
        ("1995-03", "1995-03-01", "1995-03-31", "month"),
        ("2012-02", "2012-02-01", "2012-02-29", "month"),
        ("2005-07-XX", "2005-07-01", "2005-07-31", "month"),
        ("2014-21", "2014-03-01", "2014-05-31", "season"),
        ("2013-24", "2013-12-01", "2013-12-31", "season"),
        ("2011", "2011-01-01", "2011-12-31", "year"),
        ("2011-XX", "2011-01-01", "2011-12-31", "year"),
        ("2011-XX-XX", "2011-01-01", "2011-12-31", "year"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("2009~", "2009-01-01", "2009-12-31", "year"),
        ("2022-03?", "2022-03-01", "2022-03-31", "month"),
        ("2022-03-01%", "2022-03-01", "2022-03-01", "day"),
        ("1995-03-22/1995-03-25", "1995-03-22", "1995-03-25", "day"),
        ("2019-01-23/2021", "2019-01-23", "2021-12-31", "year"),
        ("1995/1995-03", "1995-01-01", "1995-03-31", "year"),
        ("199X/1995~", "1990-01-01", "1995-12-31", "decade"),
        ("[2014,2015]", "2014-01-01", "2015-12-31", "year"),
        ("[2015,2014-03-01]", "2014-03-01", "2015-12-31", "year"),
    ],
)
def test_a_date_has_the_bounds_and_the_precision_of_what_is_known(
    text, earliest, latest, precision
):
    known = parse(text)
    assert (str(known.earliest), str(known.latest)) == (earliest, latest)
    assert known.precision == precision
    assert known.text == str(known) == text
    assert not known.is_open


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "year"),
    [
        ("1992-01-26/..", date(1992, 1, 26), date.max, 1992),
        ("../2009~", date.min, date(2009, 12, 31), 2009),
        ("../..", date.min, date.max, None),
    ],
)
def test_an_open_end_reaches_as_far_as_dates_go(text, earliest, latest, year):
    known = parse(text)
    assert (known.earliest, known.latest, known.year) == (earliest, latest, year)
    assert known.is_open
    assert known.is_interval


def test_an_undated_record_has_no_precision():
    assert parse("../..").precision is None


@pytest.mark.parametrize("text", ["0001", "0001-01-01", "9999-12-31", "0001/9999"])
def test_a_date_at_the_rim_of_the_calendar_is_not_open(text):
    assert not parse(text).is_open


def test_a_date_is_filed_under_its_first_year():
    years = [
        parse(text).year for text in ("1995-03", "2008-07-15/2009-03-26", "199X", "[2014,2015]")
    ]
    assert years == [1995, 2008, 1990, 2014]


NOT_EDTF = """
    1995-3 1995-00 1995-03-00 1995-XX-05 199X-03 1XXX XXXX 19950322 22.03.1995 +1995 -1995 Y1995
    1995-03-22T10:00 1995?~ ~1995 1995-03~-22 1995/ /1995 1995/1996/1997 .. 1995..1996
    [] [2014] [2014,] [2014,..] [2014/2015] [2014 {2014,2015} ../[2014,2015] yesterday
    \u0661\u0669\u0669\u0665 \uff11\uff19\uff19\uff15 \uff11995 \u00b2000 199\u0425 1995\u20133
"""


@pytest.mark.parametrize("text", [*NOT_EDTF.split(), "", " 1995", "1995\n", "1995\x00", "\ud800"])
def test_what_is_not_in_the_form_is_refused(text):
    with pytest.raises(DateError, match="is not a date in EDTF: write 1995, 1995-03, "):
        parse(text)


@pytest.mark.parametrize("repeated", ["2014,", "9", "1995/", "\x00"])
def test_a_text_of_more_than_64_characters_is_not_read(repeated):
    assert parse(f"[{'2014,' * 11}2015]")
    for times in (12, 100_000):
        with pytest.raises(DateError, match="is not a date in EDTF"):
            parse(f"[{repeated * times}2015]")


@pytest.mark.parametrize(
    "text", ["1995-02-29", "2022-13", "2022-04-31", "2022-20", "2022-21-XX", "0000", "000X", "00XX"]
)
def test_a_day_outside_the_calendar_is_refused_by_name(text):
    for written in (text, f"{text}/..", f"1990/{text}"):
        with pytest.raises(DateError, match=f"^“{text}” is not in the calendar.$"):
            parse(written)


@pytest.mark.parametrize(
    "text", ["1995/1994", "1995-06/1995-03", "2022-03-02/2022-03-01", "2001/199X"]
)
def test_an_interval_does_not_end_before_it_starts(text):
    with pytest.raises(DateError, match=f"“{text}” ends before it starts."):
        parse(text)


@pytest.mark.parametrize(
    "value",
    [1995, None, 1995.5, date(1995, 3, 22), ["1995"], b"1995", pytest.param(10**5000, id="long")],
)
def test_a_date_without_quotes_is_refused_with_advice(value):
    with pytest.raises(DateError, match="write the date in quotes"):
        parse(value)


def test_a_refusal_repeats_hostile_text_short_and_printable():
    with pytest.raises(DateError) as refusal:
        parse("\u202e\x00\ud800" + "9" * 1000)
    assert "“���" + "9" * 61 + "”" in str(refusal.value)


@pytest.mark.parametrize("text", ["1900", "1995", "2100", "1995-03", "1995-03-22", "2100-12-31"])
def test_a_window_is_a_year_a_month_or_a_day(text):
    assert window(text) == parse(text)


NO_WINDOW = """
    1899 2101 0000 9999 1995~ 199X 1995-XX 1995-21 1995-13 1995-03-XX 1995-02-30 1995-03-00
    1995/1996 ../.. [2014,2015] 1995-3 \u0661\u0669\u0669\u0665 \x00
"""


@pytest.mark.parametrize("text", [*NO_WINDOW.split(), "", "1995\n", None, 1995])
def test_a_window_is_nothing_else(text):
    with pytest.raises(DateError):
        window(text)


WORDS = [
    ("1995-03-22", "22 March 1995", "1995年3月22日", "22 березня 1995 р."),
    ("1995-03", "March 1995", "1995年3月", "березень 1995 р."),
    ("1995", "1995", "1995年", "1995 р."),
    ("2005-07-XX", "July 2005", "2005年7月", "липень 2005 р."),
    ("2011-XX", "2011", "2011年", "2011 р."),
    ("2013-24", "winter 2013", "2013年冬", "зима 2013 р."),
    ("199X", "1990s", "1990年代", "1990-ті рр."),
    ("200X", "2000s", "2000年代", "2000-ні рр."),
    ("194X", "1940s", "1940年代", "1940-ві рр."),
    ("19XX", "20th century", "20世紀", "XX ст."),
    ("20XX", "21st century", "21世紀", "XXI ст."),
    ("11XX", "12th century", "12世紀", "XII ст."),
    ("1995-03-22/1995-03-25", "22–25 March 1995", "1995年3月22日～25日", "22–25 березня 1995 р."),
    (
        "2011-03-30/2011-04-02",
        "30 March – 2 April 2011",
        "2011年3月30日～4月2日",
        "30 березня – 2 квітня 2011 р.",
    ),
    (
        "2008-07-15/2009-03-26",
        "15 July 2008 – 26 March 2009",
        "2008年7月15日～2009年3月26日",
        "15 липня 2008 р. – 26 березня 2009 р.",
    ),
    (
        "1995-03-22/1996-03-22",
        "22 March 1995 – 22 March 1996",
        "1995年3月22日～1996年3月22日",
        "22 березня 1995 р. – 22 березня 1996 р.",
    ),
    ("1998/2009", "1998–2009", "1998年～2009年", "1998–2009 рр."),
    ("1995-03/1995-05", "March–May 1995", "1995年3月～5月", "березень–травень 1995 р."),
    ("2013-21/2013-23", "spring–autumn 2013", "2013年春～秋", "весна–осінь 2013 р."),
    ("199X/200X", "1990s–2000s", "1990年代～2000年代", "1990-ті–2000-ні рр."),
    ("18XX/19XX", "19th century – 20th century", "19世紀～20世紀", "XIX–XX ст."),
    (
        "2019-01-23/2021",
        "23 January 2019 – 2021",
        "2019年1月23日～2021年",
        "23 січня 2019 р. – 2021 р.",
    ),
    ("1995/1995", "1995", "1995年", "1995 р."),
    ("1995-03~", "about March 1995", "1995年3月頃", "близько березня 1995 р."),
    ("199X~", "about the 1990s", "1990年代頃", "близько 1990-х рр."),
    ("1995-03?", "March 1995 (uncertain)", "1995年3月（不確実）", "березень 1995 р. (непевно)"),
    (
        "1995-03%",
        "about March 1995 (uncertain)",
        "1995年3月頃（不確実）",
        "близько березня 1995 р. (непевно)",
    ),
    ("1998~/2009", "about 1998 – 2009", "1998年頃～2009年", "близько 1998 р. – 2009 р."),
    ("1992-01-26/..", "since 26 January 1992", "1992年1月26日以降", "з 26 січня 1992 р."),
    ("199X/..", "since the 1990s", "1990年代以降", "з 1990-х рр."),
    ("../2022-03", "until March 2022", "2022年3月まで", "до березня 2022 р."),
    ("../2009~", "until about 2009", "2009年頃まで", "до приблизно 2009 р."),
    ("../..", "undated", "日付不詳", "без дати"),
    ("[2014,2015]", "2014 or 2015", "2014年または2015年", "2014 р. або 2015 р."),
]


def unbroken(ukrainian: str) -> str:
    """Abbreviations stay on the line of their number."""
    for abbreviation in (" р.", " рр.", " ст."):
        ukrainian = ukrainian.replace(abbreviation, "\N{NO-BREAK SPACE}" + abbreviation.strip())
    return ukrainian


@pytest.mark.parametrize(("text", "english", "japanese", "ukrainian"), WORDS)
def test_a_date_is_shown_in_three_languages(text, english, japanese, ukrainian):
    shown = [parse(text).show(language) for language in ("en", "ja", "uk")]
    assert shown == [english, japanese, unbroken(ukrainian)]


@pytest.mark.parametrize(
    ("text", "english", "ukrainian"),
    [
        ("1995-03", "March 1995", "березня 1995 р."),
        ("1995-03~", "about March 1995", "приблизно березня 1995 р."),
        ("1995-03/1995-05", "March–May 1995", "березня–травня 1995 р."),
        ("2013-24", "winter 2013", "зими 2013 р."),
        ("199X", "the 1990s", "1990-х рр."),
        ("19XX", "the 20th century", "XX ст."),
    ],
)
def test_a_date_can_follow_a_preposition(text, english, ukrainian):
    known = parse(text)
    assert known.show("en", case="genitive") == english
    assert known.show("uk", case="genitive") == unbroken(ukrainian)
    assert known.show("ja", case="genitive") == known.show("ja")
