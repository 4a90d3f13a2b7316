"""The columns of a sheet, read from what the models declare, and what may stand in their cells.

A column is a field of a document, one for each language where the field is translated. Cells hold
what documents hold: slugs, codes of `relations/codes.py`, dates in EDTF, plain numbers.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.document import shape
from relations.languages import LANGUAGES
from relations.models.fields import Codes, Country, Currency, DateAsKnown, Slug
from relations.models.naming import hint_of

SLUG = "slug"
#: Where a row of a further sheet stands among those of its document.
ORDER = "order"
#: How the slug of a row begins that only shows how.
EXAMPLE = "example-"
#: What the steps of the desk decide, and no file.
OF_THE_DESK = ("status", "publish_at", "public_reason", "merged_into", "checked")
#: Columns that are written for information and passed over when they come back.
FOR_INFORMATION = ("status",)
BETWEEN = re.compile(r"[;,、；，\s]+")
NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")
YES, NO = "true", "false"

#: What a column expects, by the first class that its field belongs to, where its hint leaves that
#: to the sheet.
EXPECTED = (
    (models.ManyToManyField, _("Slugs, with “; ” between them.")),
    (models.ForeignKey, _("A slug.")),
    (Codes, _("Codes from the sheet “codes”, with “; ” between them.")),
    (models.BooleanField, _("true or false.")),
    (models.DecimalField, _("A number in figures, without separators: 1500000 or 1500000.50.")),
    (models.IntegerField, _("A whole number.")),
    (models.URLField, _("An address on the web.")),
    (models.Field, _("Text.")),
)
#: What to write where something else stood, if more is to be said than what is expected.
ADVICE = (
    (models.ManyToManyField, _("Slugs from the list of %(names)s, with “; ” between them.")),
    (models.ForeignKey, _("A slug from the list of %(names)s; what is not there is made first.")),
    (models.IntegerField, _("A whole number, for example 2.")),
    (models.URLField, _("A whole address on the web, for example https://www.mofa.go.jp/.")),
    (Slug, _("A short name: a to z, digits and hyphens, for example “first-loan”.")),
    (models.CharField, _("Text, at most %(length)d characters.")),
)


class Unreadable(str):
    """A cell that cannot be taken; the string is the reason and the remedy."""


@dataclass(frozen=True)
class Column:
    """A field of `model`, a root or a part, in one language where it is translated."""

    model: type
    field: str
    language: str = ""

    @property
    def name(self) -> str:
        return f"{self.field}_{self.language}" if self.language else self.field

    @functools.cached_property
    def stored(self) -> models.Field:
        return self.model._meta.get_field(self.name)

    @property
    def for_information(self) -> bool:
        return self.field in FOR_INFORMATION

    @property
    def is_number(self) -> bool:
        return isinstance(self.stored, (models.DecimalField, models.IntegerField))

    @property
    def target(self) -> type | None:
        """The model whose slugs the column holds."""
        return self.stored.related_model

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(code, label) of each code that is accepted, none where the column has no list."""
        listed = self.stored.allowed if isinstance(self.stored, Codes) else self.stored.flatchoices
        return [(str(code), label) for code, label in listed or ()]

    @functools.cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(code for code, _label in self.choices)

    @property
    def explained(self) -> str:
        """What to write into the column, to an editor."""
        if self.for_information:
            return _t("For your information: an import never changes it.")
        hint = hint_of(self.model, self.name)
        if hasattr(self.stored, "shape"):
            return hint
        expected = next(said for kind, said in EXPECTED if isinstance(self.stored, kind))
        if self.codes and not isinstance(self.stored, Codes):
            expected = _("A code from the sheet “codes”.")
        return f"{expected} {hint}".strip()

    @property
    def advice(self) -> str:
        """What to write instead of what cannot be taken, with an example."""
        said = next((text for kind, text in ADVICE if isinstance(self.stored, kind)), "")
        is_special = isinstance(self.stored, (Codes, DateAsKnown, Country, Currency))
        if self.codes or self.for_information or is_special or not said:
            return self.explained
        names = self.target and self.target._meta.verbose_name_plural
        told = said % {"names": names, "length": self.stored.max_length}
        return f"{told} {self.stored.help_text}".strip()

    def cell(self, document: dict) -> str | int | Decimal:
        """What stands in the column for a document or a part of one; '' for nothing."""
        value = document.get(self.field)
        if self.language:
            return (value or {}).get(self.language, "")
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, list):
            return "; ".join(value)
        if value is None:
            return ""
        return Decimal(str(value)) if self.is_number else value

    def value(self, cell: str):
        """The document's value of a cell; None where a document would leave the field out.

        Raises ValidationError with the reason and, where there is one, the remedy.
        """
        if isinstance(cell, Unreadable):
            raise ValidationError(str(cell))
        shape.check_characters(cell)
        if not cell.strip():
            return None
        value = self._read(cell)
        is_default = not self.language and value == self.stored.get_default()
        return None if is_default or value is False or value in ("", []) else value

    def says(self, document: dict, cell: str) -> bool:
        """Whether the document says what stands in the cell."""
        try:
            return self.value(cell) == document.get(self.field)
        except ValidationError:
            return False

    def _read(self, cell: str):
        field, word = self.stored, unicodedata.normalize("NFKC", cell).strip()
        if field.many_to_many:
            return sorted(set(words(cell)))
        if isinstance(field, Codes):
            return [self._known(code) for code in words(cell)]
        if self.codes:
            return self._known(word)
        if field.is_relation:
            return word
        if isinstance(field, models.BooleanField):
            return _truth(word)
        if self.is_number:
            return self._number(word)
        is_one_word = isinstance(field, (DateAsKnown, Country, Currency))
        text = word if is_one_word else cell.strip() if self.language else cell
        return field.clean(text, None)

    def _known(self, code: str) -> str:
        if code in self.codes:
            return code
        labels = {str(label).casefold(): code for code, label in self.choices}
        meant = labels.get(code.casefold()) or nearest(code, self.codes)
        raise ValidationError(
            [
                _t("“%(code)s” is not in the list: %(known)s.")
                % {"code": shortened(code), "known": ", ".join(dict(self.choices))},
                *did_you_mean(meant),
            ]
        )

    def _number(self, word: str):
        if not NUMBER.fullmatch(word):
            raise ValidationError(
                _t("“%s” is not a plain number. Write figures only: 1500000 or 1500000.50.")
                % shortened(word)
            )
        number = Decimal(word)
        value = int(number) if number == number.to_integral_value() else f"{number.normalize():f}"
        self.stored.clean(value, None)
        return value


@functools.cache
def columns_of(model) -> tuple[Column, ...]:
    """The columns of a root or a part, in the order of its document."""
    fields = (
        name for name in model.document_fields if name not in OF_THE_DESK or name in FOR_INFORMATION
    )
    return tuple(
        Column(model, name, language)
        for name in fields
        for language in (LANGUAGES if shape.is_translated(model, name) else ("",))
    )


def explained(model, name: str) -> str:
    """What to write into the columns that `name` names, with commas between them."""
    known = {column.name: column.advice for column in columns_of(model)} | {
        SLUG: _t("The name of the document in addresses: a to z, 0 to 9, -; as in accord-2024."),
        ORDER: _t("1, 2, 3 …; empty: behind the others."),
    }
    found = [word for word in name.split(", ") if word in known]
    if len(found) == 1:
        return known[found[0]]
    return " ".join(f"{word}: {known[word]}" for word in found)


def constrained(model, message: str) -> list[str]:
    """The columns that the constraint speaks of which a document breaks with this message."""
    named = {
        name
        for constraint in _constraints(model, message)
        for name in getattr(constraint, "fields", None)
        or constraint.condition.referenced_base_fields
    }
    return [column.name for column in columns_of(model) if column.name in named]


def is_repetition(model, message: str) -> bool:
    """Whether a document breaks with this message what lets something stand only once."""
    found = _constraints(model, message)
    return any(isinstance(constraint, models.UniqueConstraint) for constraint in found)


def _constraints(model, message: str) -> list[models.BaseConstraint]:
    return [c for c in model._meta.constraints if str(c.violation_error_message) == message]


def part_model(model, part: str) -> type:
    return model._meta.get_field(part).related_model


def words(cell: str) -> list[str]:
    """The slugs or codes in a cell, each once, in their order."""
    found = BETWEEN.split(unicodedata.normalize("NFKC", cell).strip())
    return [word for word in dict.fromkeys(found) if word]


def _truth(word: str) -> bool:
    known = {YES: True, "1": True, NO: False, "0": False}
    if word.lower() not in known:
        raise ValidationError(_t("“%s” is neither true nor false.") % shortened(word))
    return known[word.lower()]


def nearest(word: str, known) -> str | None:
    """The one of the `known` words that was probably meant."""
    return next(iter(get_close_matches(word[:100], known, n=1, cutoff=0.7)), None)


def did_you_mean(word: str | None) -> list[str]:
    return [_t("Did you mean “%s”?") % word] if word else []


def shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
