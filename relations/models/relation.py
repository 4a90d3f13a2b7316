"""The pair of countries itself: one row, from which titles, colours and directions come."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.models.documented import Multilingual
from relations.models.fields import Country, translated_line, translated_text

COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


def validate_colours(value) -> None:
    """`{"a": ["#rrggbb", "#rrggbb"], "b": [...]}`: they are written into a style sheet."""
    pairs = value.values() if isinstance(value, dict) and set(value) <= {"a", "b"} else [None]
    if not all(
        isinstance(pair, list) and len(pair) == 2 and all(map(is_colour, pair)) for pair in pairs
    ):
        raise ValidationError(_("Write for a and for b two colours such as “#0050a8”."))


def validate_flags(value) -> None:
    """`{"a": [{"rect": [x, y, width, height], "fill": "#rrggbb"}, {"circle": [x, y, r], ...}]}`."""
    flags = value.values() if isinstance(value, dict) and set(value) <= {"a", "b"} else [None]
    if not all(isinstance(shapes, list) and all(map(is_shape, shapes)) for shapes in flags):
        raise ValidationError(_("Write for a and for b a list of rectangles and circles."))


def is_colour(value) -> bool:
    return isinstance(value, str) and bool(COLOUR.match(value))


def is_shape(value) -> bool:
    sizes = {"rect": 4, "circle": 3}
    if not isinstance(value, dict) or not is_colour(value.get("fill")):
        return False
    [*names] = set(value) - {"fill"}
    numbers = value.get(names[0]) if len(names) == 1 else None
    return (
        isinstance(numbers, list)
        and len(numbers) == sizes.get(names[0])
        and all(isinstance(number, int | float) for number in numbers)
    )


class RelationQuerySet(models.QuerySet):
    def published(self):
        return self

    def current(self) -> "Relation":
        """The pair this site is about; an empty one before the first load."""
        return self.first() or Relation()


class Relation(Multilingual):
    KEY = "relation"
    FILE = "relations"
    document_fields = (
        "party_a", "party_b", "name", "strapline", "intro",
        "a_to_b", "b_to_a", "of_a", "of_b", "colours", "flags", "checked",
    )  # fmt: skip
    labels = {
        "party_a": _("Party A"),
        "party_b": _("Party B"),
        "name": _("Name"),
        "strapline": _("Motto"),
        "intro": _("Introduction"),
        "a_to_b": _("The way from A to B"),
        "b_to_a": _("The way from B to A"),
        "of_a": _("“Of A” in a sentence"),
        "of_b": _("“Of B” in a sentence"),
        "colours": _("Colours"),
        "flags": _("Flags"),
    }
    hints = {
        "name": _("What the site is called, in its head and in the titles of its pages."),
        "strapline": _("Under the name: “Two countries, every step on the record.”"),
        "intro": _("What a reader finds here, in two or three sentences of the front page."),
        "a_to_b": _(
            "The direction from the first country to the second, as lists and filters name it."
        ),
        "b_to_a": _(
            "The direction from the second country to the first, as lists and filters name it."
        ),
        "of_a": _("The name of the first country as it goes on from a noun."),
        "of_b": _("The name of the second country as it goes on from a noun."),
        "colours": '{"a": ["#b3002a", "#ff7d92"], "b": …}',
        "flags": '{"a": [{"circle": [15, 10, 6], "fill": "#bc002d"}, …], "b": …}',
    }

    party_a = Country(blank=False)
    party_b = Country(blank=False)
    name = translated_line()
    strapline = translated_line()
    intro = translated_text()
    a_to_b = translated_line()
    b_to_a = translated_line()
    of_a = translated_line()
    of_b = translated_line()
    colours = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_colours],
        help_text=_("For each party a colour on paper and one on dark."),
    )
    flags = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_flags],
        help_text=_("Rectangles and circles in a box of 30 by 20."),
    )

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")

    def __str__(self) -> str:
        return str(self.name) or self.slug

    def side(self, country: str) -> str:
        """'a', 'b', or '' for a country outside the pair."""
        return {self.party_a: "a", self.party_b: "b"}.get(country, "") if country else ""

    def direction(self, visiting: str, host: str):
        """The Text that names the way from one party to the other; None for any other way."""
        sides = self.side(visiting) + self.side(host)
        return {"ab": self.a_to_b, "ba": self.b_to_a}.get(sides)
