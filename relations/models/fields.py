"""Fields that the whole house shares: slugs, dates as known, code lists, three languages."""

import re
from typing import NamedTuple

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.languages import LANGUAGES, Text, active_language, reading_order

SLUG = re.compile(r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class Slug(models.CharField):
    """The name of a document: lower-case ASCII words joined by hyphens, in byte order.

    Order in a list ends in the slug, so PostgreSQL must sort it as SQLite does.
    """

    def __init__(self, **options):
        options.setdefault("max_length", 100)
        super().__init__(**options)
        self.validators = [
            *self.validators,
            RegexValidator(SLUG, _("Use lower-case letters a to z, digits and hyphens.")),
        ]

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        return parameters | {"collation": "C" if connection.vendor == "postgresql" else None}


def validate_edtf(value: str) -> None:
    try:
        dates.parse(value)
    except dates.DateError as error:
        raise ValidationError(str(error)) from error


def validate_period(start: str, end: str) -> None:
    """Refuse two dates that do not make a period: the end before the start, or a period in one."""
    validate_edtf(f"{start or '..'}/{end or '..'}")


#: What is said of every text in Markdown.
MARKDOWN = _(
    "Markdown: an empty line between paragraphs, ## before a heading. [[kishida-2023]] or "
    "[[kishida-2023|his visit]] leads to an entry, [@source-slug, p. 3] cites a source."
)


class DateAsKnown(models.CharField):
    """A date in EDTF (ISO 8601-2), exactly as precise as the sources: `1995-03`, `2011`."""

    default_validators = [validate_edtf]

    usual_shape = _(
        "A date as known, in EDTF: 1995-03-22, 1995-03, 2011, 2009~ (about), 2009? (uncertain), "
        "1995-03-22/1995-03-25, 1992-01-26/.. (continuing)."
    )

    @property
    def shape(self):
        """None beside a text of its own, which shows what the date looks like."""
        return "" if self.help_text else self.usual_shape

    def __init__(self, **options):
        options.setdefault("max_length", 64)
        options.setdefault("blank", True)
        super().__init__(**options)


def validate_country(value: str) -> None:
    if not re.fullmatch(r"[A-Z]{2}", value) or value not in Locale("en").territories:
        raise ValidationError(
            _("“%(code)s” is not a country code of ISO 3166-1."), params={"code": value}
        )


class Country(models.CharField):
    """An ISO 3166-1 alpha-2 code."""

    default_validators = [validate_country]
    shape = _("A country code of ISO 3166-1: JP, UA.")

    def __init__(self, **options):
        options.setdefault("max_length", 2)
        options.setdefault("blank", True)
        super().__init__(**options)


def country_name(code: str) -> str:
    """The country's name in the language of the page, '' for no country. Source: CLDR."""
    return Locale(active_language()).territories.get(code, code) if code else ""


def validate_currency(value: str) -> None:
    if value not in Locale("en").currencies:
        raise ValidationError(
            _("“%(code)s” is not a currency code of ISO 4217."), params={"code": value}
        )


def currency_name(code: str) -> str:
    """The currency's name in the language of the page. Source: CLDR."""
    return Locale(active_language()).currencies.get(code, code)


def validate_mapping(value) -> None:
    """A mapping of short names to texts, or to such mappings: `{"wikidata": "Q17"}`."""
    if not isinstance(value, dict):
        raise ValidationError(_("Write a mapping, for example {}."))
    for inner in value.values():
        if isinstance(inner, dict):
            validate_mapping(inner)
        elif not isinstance(inner, str) or "\0" in inner:
            raise ValidationError(_("“%(value)s” is not a text."), params={"value": inner})


class Point(NamedTuple):
    """A place on earth in decimal degrees (WGS 84), north and east above zero."""

    latitude: float
    longitude: float


DEGREES = r"(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)"
COORDINATES = re.compile(f"{DEGREES}, {DEGREES}")


def point_of(text: str) -> Point | None:
    """The point that coordinates name; None where they name none."""
    found = COORDINATES.fullmatch(text)
    point = found and Point(*map(float, found.groups()))
    return point if point and abs(point.latitude) <= 90 and abs(point.longitude) <= 180 else None


def validate_coordinates(value: str) -> None:
    if not point_of(value):
        raise ValidationError(
            _("“%(value)s” is no latitude and longitude such as 50.4547, 30.5238."),
            params={"value": value},
        )


class Coordinates(models.CharField):
    """Latitude and longitude in decimal degrees (WGS 84), as a text: `50.4547, 30.5238`."""

    default_validators = [validate_coordinates]

    def __init__(self, **options):
        options.setdefault("max_length", 30)
        options.setdefault("blank", True)
        super().__init__(**options)


class Currency(models.CharField):
    """An ISO 4217 code."""

    default_validators = [validate_currency]
    shape = _("A currency code of ISO 4217: JPY, USD.")

    def __init__(self, **options):
        options.setdefault("max_length", 3)
        super().__init__(**options)


class CommaSeparated(forms.CharField):
    """Shows a list as it is typed: with commas between its members."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class Codes(models.CharField):
    """Several codes, kept as `,summit,signing,` so that either database finds one.

    `allowed` are the choices of a code list; without it any slug will do.
    """

    def __init__(self, *, allowed=None, **options):
        self.allowed = allowed
        options.setdefault("max_length", 200)
        options.setdefault("blank", True)
        super().__init__(default=list, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        options.pop("default", None)
        return name, path, args, options

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if isinstance(value, str):
            return [code for code in value.replace(" ", "").split(",") if code]
        return list(value or [])

    def get_prep_value(self, value):
        codes = self.to_python(value)
        return f",{','.join(codes)}," if codes else ""

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value, model_instance):
        if self.allowed is None:
            known = [str(_("slugs"))]
            unknown = [code for code in self.to_python(value) if not SLUG.match(code)]
        else:
            known = [str(code) for code, _label in self.allowed]
            unknown = [code for code in self.to_python(value) if code not in known]
        if unknown:
            raise ValidationError(
                _("“%(code)s” is not in the list: %(known)s."),
                params={"code": unknown[0], "known": ", ".join(known)},
            )

    def run_validators(self, value):
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **options):
        if self.allowed is None:
            return super().formfield(form_class=CommaSeparated, **options)
        return forms.MultipleChoiceField(
            choices=self.allowed,
            required=not self.blank,
            label=options.get("label", capfirst(self.verbose_name)),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


class WebAddress(models.URLField):
    """An address on the web, http or https; ftp and the like are not for readers."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options):
        options.setdefault("max_length", 1000)
        options.setdefault("blank", True)
        super().__init__(**options)

    def formfield(self, **options):
        return super().formfield(assume_scheme="https", **options)


class Lines(models.TextField):
    """A text whose lines end as they do everywhere but in a browser's form."""

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class Translated:
    """One field in each language of the site: `title` makes title_en, title_ja and title_uk.

    Reading `record.title` gives a Text in the reader's language, else in the holder's own, else
    in the first that has it; the class lists its translated names in `translated`.
    """

    def __init__(self, field: models.Field):
        self.field = field

    def contribute_to_class(self, cls, name):
        self.name = name
        for code in LANGUAGES:
            column = self.field.clone()
            column.blank = True
            column.verbose_name = f"{name.replace('_', ' ')} ({code})"
            cls.add_to_class(f"{name}_{code}", column)
        setattr(cls, name, self)
        cls.translated = (*getattr(cls, "translated", ()), name)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        for code in reading_order(getattr(instance, "own_language", "")):
            if text := getattr(instance, f"{self.name}_{code}"):
                return Text(text, code)
        return Text("", active_language())


def translated_text() -> Translated:
    return Translated(Lines(default=""))


def translated_line(max_length: int = 300) -> Translated:
    return Translated(models.CharField(max_length=max_length, default=""))
