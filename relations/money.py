"""Sums of money in the words of each language, without losing a digit.

A sum stays in the currency of its source: nothing here converts or adds.
"""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal

PREFIXES = {"USD": "US$", "JPY": "¥", "EUR": "€", "XDR": "SDR "}  # SDR as the IMF writes it
UNITS = {
    "ja": {
        "USD": "米ドル", "JPY": "円", "EUR": "ユーロ", "UAH": "フリヴニャ", "CHF": "スイスフラン",
        "XDR": "SDR",
    },
    "uk": {
        "USD": "дол. США", "JPY": "єн", "EUR": "євро", "UAH": "грн", "CHF": "швейц. франків",
        "XDR": "СПЗ",
    },
}  # fmt: skip
YEN = {"one": "єна", "few": "єни", "many": "єн", "other": "єни"}  # after a number in figures
MYRIADS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))
QUALIFIERS = {
    "en": {"at-least": "at least {}", "up-to": "up to {}", "about": "about {}"},
    "ja": {"at-least": "{}以上", "up-to": "最大{}", "about": "約{}"},
    "uk": {"at-least": "щонайменше {}", "up-to": "до {}", "about": "близько {}"},
}


def show(amount: Decimal, currency: str, language: str) -> str:
    """`amount` of an ISO 4217 `currency` in en, ja or uk: US$1.5 billion, 15億米ドル.

    A currency that has no words here is named by its code: GBP 5 million, 500万GBP.
    """
    if language == "en":
        number = _short(amount, "long", "en") or _in_full(amount, "en")
        return PREFIXES.get(currency, f"{currency} ") + number
    unit = UNITS[language].get(currency, currency)
    if language == "ja":
        return _by_myriads(amount) + unit
    if short := _short(amount, "short", "uk"):
        return f"{short} {unit}"
    unit = YEN[Locale("uk").plural_form(amount)] if currency == "JPY" else unit
    return f"{_in_full(amount, 'uk')} {unit}"


def with_qualifier(text: str, qualifier: str, language: str) -> str:
    """`text`, a sum or a quantity in words, marked as at-least, up-to or about; exact adds none."""
    return QUALIFIERS[language].get(qualifier, "{}").format(text)


def _short(amount: Decimal, form: str, locale: str) -> str:
    """In millions, billions or trillions, empty where three decimals would not be the whole sum."""
    unit = next((unit for unit in (10**12, 10**9, 10**6) if amount >= unit), None)
    if not unit or amount % (unit // 1000):
        return ""
    return format_compact_decimal(amount, format_type=form, locale=locale, fraction_digits=3)


def _in_full(amount: Decimal, locale: str) -> str:
    pattern = "#,##0.00" if amount % 1 else "#,##0"
    return format_decimal(amount, pattern, locale, decimal_quantization=False)


def _by_myriads(amount: Decimal) -> str:
    if amount % 1:
        return _in_full(amount, "ja")
    words = []
    for unit, name in MYRIADS:
        count, amount = divmod(amount, unit)
        words.append(f"{count:,.0f}{name}" if count else "")
    return "".join(words) or "0"
