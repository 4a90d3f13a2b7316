"""The card of a page, as networks show it beside a link (Open Graph): 1,200 to 630 pixels."""

from collections.abc import Iterator
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.text import capfirst

from relations.export.writable import writable
from relations.languages import active_language
from relations.models import Page, Record, Relation
from relations.pictures.colours import INK, colours_of
from relations.pictures.packing import wrapped
from relations.pictures.png import png

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
#: Sizes of the title, the first in which it fits; what is longer still is cut.
SIZES, MOST_LINES, SHORTEST = (68, 58, 48, 40), 4, 2
#: No line of Japanese begins with one of these.
CLOSING = "、。，．・：；？！）」』】〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"


class Card(NamedTuple):
    """`above` is what kind of page it is and the date, `colour` the class of its mark."""

    lines: list[str]
    size: int
    above: str
    colour: str

    @property
    def placed(self) -> list[tuple[str, float]]:
        """Each line and where it stands, all of them in the middle of the card."""
        step = self.size * 1.28
        top = HEIGHT / 2 - (len(self.lines) - 1) * step / 2 + self.size / 3
        return [(line, round(top + number * step, 1)) for number, line in enumerate(self.lines)]


def write_png(listing) -> Iterator[bytes]:
    """The card of a list, or of the one document in it."""
    [entry] = listing.entries() if listing.is_one else [None]
    relation = Relation.objects.current()
    card = card_of(listing.title, entry.obj if entry else None, relation)
    edge = colours_of(relation).get(card.colour, INK)
    context = {"card": card, "relation": relation, "edge": edge, "width": WIDTH, "height": HEIGHT}
    yield png(writable(render_to_string("relations/pictures/card.svg", context)), WIDTH)


def card_of(title: str, obj, relation: Relation) -> Card:
    size, lines = fitted(title)
    above = capfirst(str(obj._meta.verbose_name)) if obj and not isinstance(obj, Page) else ""
    colour = ""
    if isinstance(obj, Record):
        colour = obj.mark(relation).name
        if known := obj.date_as_known:
            above = f"{above} · {known.show(active_language())}"
    return Card(lines, size, above, colour)


def fitted(title: str) -> tuple[int, list[str]]:
    """The size and the lines of a title; a last line of one or two letters is none."""
    for size in SIZES:
        lines = list(wrapped(pieces(title), (WIDTH - 2 * MARGIN) * 12 / size))
        is_torn = len(lines) > 1 and len(lines[-1]) <= SHORTEST
        if len(lines) <= MOST_LINES and not is_torn:
            return size, lines
    if len(lines) <= MOST_LINES:
        return size, lines
    return size, [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1][:-1]}…"]


def pieces(text: str) -> list[str]:
    """What a line may be broken between: words, and in Japanese the letters."""
    if active_language() != "ja":
        return [f"{word} " for word in text.split()]
    found: list[str] = []
    for letter in text:
        is_bound = found and (letter in CLOSING or (letter.isascii() and found[-1][-1].isascii()))
        if is_bound:
            found[-1] += letter
        else:
            found.append(letter)
    return found
