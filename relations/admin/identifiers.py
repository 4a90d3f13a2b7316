"""Identifiers elsewhere, asked row by row: the scheme, and what the thing is called there.

A document keeps them as a mapping, `{wikidata: Q17}`.
"""

import re
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relations.admin.forms import DocumentForm
from relations.codes import Scheme
from relations.models.fields import SLUG


class Shape(NamedTuple):
    """What an identifier of a scheme looks like, to a program and to an editor."""

    pattern: str
    told: str


SHAPES = {
    Scheme.WIKIDATA: Shape("Q[1-9][0-9]*", _("Q and figures, such as Q130852")),
    Scheme.GEONAMES: Shape("[1-9][0-9]*", _("figures alone, such as 703448")),
    Scheme.ISNI: Shape(
        "[0-9]{15}[0-9X]", _("16 figures without spaces, of which the last may be X")
    ),
    Scheme.VIAF: Shape("[1-9][0-9]*", _("figures alone")),
    Scheme.IATI: Shape(r"[^\s/&|?]+", _("a country and the body there, such as JP-8")),
}


def problem_of(scheme: str, value: str) -> ValidationError | None:
    """What keeps a text from being an identifier of a scheme; nothing where we know no form."""
    shape = SHAPES.get(scheme)
    if shape is None or re.fullmatch(shape.pattern, value):
        return None
    return ValidationError(
        _("%(scheme)s: “%(value)s” is not in its form, %(told)s."),
        params={"scheme": called(scheme), "value": value, "told": shape.told},
    )


def called(scheme: str) -> str:
    """The name of a scheme; one that nobody knows here is called as the document calls it."""
    return Scheme(scheme).label if scheme in Scheme else scheme


class RowsOfSchemes(forms.MultiWidget):
    template_name = "admin/identifiers.html"

    def __init__(self, schemes: list[str]):
        self.schemes = schemes
        super().__init__({scheme: forms.TextInput() for scheme in schemes})

    def decompress(self, value: dict | None) -> list[str]:
        return [(value or {}).get(scheme, "") for scheme in self.schemes]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = context["widget"]["subwidgets"]
        context["rows"] = [(called(s), row) for s, row in zip(self.schemes, rows, strict=True)]
        return context


class Identifiers(forms.MultiValueField):
    """One text for each scheme. `aside` is what no text can hold, and stays as it is."""

    def __init__(self, schemes: list[str], aside: dict, **options):
        self.schemes, self.aside = schemes, aside
        texts = [forms.CharField(required=False) for _scheme in schemes]
        rows = RowsOfSchemes(schemes)
        super().__init__(texts, require_all_fields=False, required=False, widget=rows, **options)

    def compress(self, texts: list[str]) -> dict:
        found = {scheme: text for scheme, text in zip(self.schemes, texts, strict=False) if text}
        problems = [problem for row in found.items() if (problem := problem_of(*row))]
        if problems:
            raise ValidationError(problems)
        return self.aside | found


class NamedForm(DocumentForm):
    """Asks for the schemes of its model and for those that the document or the sender has."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if asked := self.fields.get("identifiers"):
            there = self.get_initial_for_field(asked, "identifiers") or {}
            aside = {name: value for name, value in there.items() if not isinstance(value, str)}
            schemes = dict.fromkeys([*self._meta.model.schemes, *there, *self.sent()])
            self.fields["identifiers"] = Identifiers(
                [scheme for scheme in schemes if scheme not in aside],
                aside,
                label=asked.label,
                help_text=asked.help_text,
            )

    def sent(self) -> list[str]:
        """The schemes of the rows that came back, be the document gone meanwhile."""
        prefix = self.add_prefix("identifiers_")
        names = (name.removeprefix(prefix) for name in self.data if name.startswith(prefix))
        return [name for name in names if SLUG.match(name)]
