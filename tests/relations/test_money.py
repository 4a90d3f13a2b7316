"""Sums in three languages: short where that is exact, in full where it is not."""

from decimal import Decimal

import pytest

from relations import money


def words(amount: str, currency: str) -> list[str]:
    """The sum in en, ja and uk, with plain spaces."""
    shown = [money.show(Decimal(amount), currency, language) for language in ("en", "ja", "uk")]
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in shown]


@pytest.mark.parametrize(
    ("amount", "currency", "english", "japanese", "ukrainian"),
    [
        ("1500000000.00", "USD", "US$1.5 billion", "15億米ドル", "1,5 млрд дол. США"),
        ("151800000", "USD", "US$151.8 million", "1億5,180万米ドル", "151,8 млн дол. США"),
        ("4300000", "USD", "US$4.3 million", "430万米ドル", "4,3 млн дол. США"),
        ("15800000000", "JPY", "¥15.8 billion", "158億円", "15,8 млрд єн"),
        ("108193000000", "JPY", "¥108.193 billion", "1,081億9,300万円", "108,193 млрд єн"),
        ("1000000", "EUR", "€1 million", "100万ユーロ", "1 млн євро"),
        ("2500000000000", "UAH", "UAH 2.5 trillion", "2兆5,000億フリヴニャ", "2,5 трлн грн"),
        ("70000000", "XDR", "SDR 70 million", "7,000万SDR", "70 млн СПЗ"),
        ("5000000", "GBP", "GBP 5 million", "500万GBP", "5 млн GBP"),
    ],
)
def test_a_round_sum_is_short(amount, currency, english, japanese, ukrainian):
    assert words(amount, currency) == [english, japanese, ukrainian]


@pytest.mark.parametrize(
    ("amount", "currency", "english", "japanese", "ukrainian"),
    [
        ("12148100000", "EUR", "€12,148,100,000", "121億4,810万ユーロ", "12 148 100 000 євро"),
        ("1234567", "USD", "US$1,234,567", "123万4,567米ドル", "1 234 567 дол. США"),
        ("4300000.50", "USD", "US$4,300,000.50", "4,300,000.50米ドル", "4 300 000,50 дол. США"),
        ("250000", "USD", "US$250,000", "25万米ドル", "250 000 дол. США"),
        ("98765432.10", "EUR", "€98,765,432.10", "98,765,432.10ユーロ", "98 765 432,10 євро"),
        ("10005", "JPY", "¥10,005", "1万5円", "10 005 єн"),
        ("1", "JPY", "¥1", "1円", "1 єна"),
        ("22", "JPY", "¥22", "22円", "22 єни"),
        ("0", "JPY", "¥0", "0円", "0 єн"),
    ],
)
def test_no_digit_is_lost(amount, currency, english, japanese, ukrainian):
    assert words(amount, currency) == [english, japanese, ukrainian]


def test_a_number_stays_on_the_line_of_its_unit():
    assert money.show(Decimal(1_500_000_000), "USD", "uk").startswith("1,5\N{NO-BREAK SPACE}млрд")


@pytest.mark.parametrize(
    ("qualifier", "english", "japanese", "ukrainian"),
    [
        ("exact", "US$4.3 million", "430万米ドル", "4,3 млн дол. США"),
        ("at-least", "at least US$4.3 million", "430万米ドル以上", "щонайменше 4,3 млн дол. США"),
        ("up-to", "up to US$4.3 million", "最大430万米ドル", "до 4,3 млн дол. США"),
        ("about", "about US$4.3 million", "約430万米ドル", "близько 4,3 млн дол. США"),
    ],
)
def test_a_qualifier_is_said(qualifier, english, japanese, ukrainian):
    shown = [
        money.with_qualifier(text, qualifier, language)
        for text, language in zip(words("4300000", "USD"), ("en", "ja", "uk"), strict=True)
    ]
    assert shown == [english, japanese, ukrainian]
