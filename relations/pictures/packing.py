"""Marks that would lie on each other give way, as little as they can."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count
from math import cos, pi, sin

from relations.pictures.box import Box

#: What a letter of 12 units is wide, and a letter of the wide scripts.
NARROW, WIDE = 6.7, 12.2
#: How high a name of 12 units is, how far from what it names it may stand, and how far it may be
#: shifted along it, in shares of its own size.
LETTER, GAPS, SHIFTS = 13, (3, 9, 15), (0, 0.35, -0.35, 0.7, -0.7)
#: How far a disc may be moved, and in how many directions a place is looked for.
FAR, AROUND = 60, 24


def around(places: Iterable[tuple[float, float]], step: float = 1.5) -> list[float]:
    """How far above (negative) or below its line each of some discs (x, radius) lies.

    The large ones choose first, and each takes the nearest free place.
    """
    discs = list(places)
    taken: dict[int, tuple[float, float, float]] = {}
    for number in sorted(range(len(discs)), key=lambda n: (-discs[n][1], discs[n][0])):
        x, radius = discs[number]
        near = [one for one in taken.values() if abs(one[0] - x) < one[2] + radius + 1]
        y = next(y for y in _outwards(step) if all(_is_free(x, y, radius, one) for one in near))
        taken[number] = (x, y, radius)
    return [taken[number][1] for number in range(len(discs))]


def _outwards(step: float) -> Iterator[float]:
    yield 0.0
    for number in count(1):
        yield -number * step
        yield number * step


def _is_free(x: float, y: float, radius: float, other: tuple[float, float, float]) -> bool:
    apart = radius + other[2] + 1
    return (x - other[0]) ** 2 + (y - other[1]) ** 2 >= apart**2


def stacked(spans: Iterable[tuple[float, float]]) -> list[int]:
    """The level of each span (start, end) on a line: the lowest on which it touches no other."""
    ends: list[list[tuple[float, float]]] = []
    levels = []
    for start, end in spans:
        free = (
            level
            for level, row in enumerate(ends)
            if all(end <= other[0] or other[1] <= start for other in row)
        )
        level = next(free, len(ends))
        if level == len(ends):
            ends.append([])
        ends[level].append((start, end))
        levels.append(level)
    return levels


def wrapped(pieces: Iterable[str], room: float) -> Iterator[str]:
    """Lines of a text that is given in pieces, at most `room` wide if a line holds several."""
    line = ""
    for piece in pieces:
        if line and width_of(line + piece.rstrip()) > room:
            yield line.strip()
            line = ""
        line += piece
    if line.strip():
        yield line.strip()


def cut(text: str, room: float) -> str:
    """The text, or as much of it as is at most `room` wide."""
    if width_of(text) <= room:
        return text
    fits = (text[:end] + "…" for end in range(len(text) - 1, 0, -1))
    return next((shorter for shorter in fits if width_of(shorter) <= room), "…")


def width_of(text: str) -> float:
    """About how wide a text of 12 units is."""
    return sum(WIDE if unicodedata.east_asian_width(c) in "WF" else NARROW for c in text)


def settled(discs: Iterable[tuple[float, float, float]], box: Box) -> list[tuple[float, float]]:
    """Where each disc (x, y, radius) goes inside a box: to the nearest place that is free.

    The large ones choose first. A disc that finds none near stays where it wants to be.
    """
    wanted = list(discs)
    taken: dict[int, tuple[float, float, float]] = {}
    for number in sorted(range(len(wanted)), key=lambda n: (-wanted[n][2], n)):
        x, y, radius = wanted[number]
        room = box.within(radius + 1)
        near = (room.nearest(*spot) for spot in _about(x, y))
        others = taken.values()
        free = (spot for spot in near if all(_is_free(*spot, radius, one) for one in others))
        taken[number] = (*next(free, (x, y)), radius)
    return [taken[number][:2] for number in range(len(wanted))]


def _about(x: float, y: float) -> Iterator[tuple[float, float]]:
    """The point, then others ever farther from it."""
    yield x, y
    for distance in range(1, FAR):
        for n in range(AROUND):
            angle = 2 * pi * n / AROUND
            yield x + distance * cos(angle), y + distance * sin(angle)


def named(things: Iterable[tuple[Box, float]], taken: Iterable[Box], room: Box) -> list[Box | None]:
    """Where the name of each thing (its box, the width of the name) goes, in a room.

    No name touches another, a thing or what is taken; one that finds no place has none. Of some
    orders in which they may choose, the one that lets them stand nearest.
    """
    wanted = list(things)
    filled = [*taken, *(box for box, _width in wanted)]
    ways = [_chosen(wanted, order, filled, room) for order in _orders(wanted)]
    best = min(ways, key=lambda found: sum(_apart(wanted[n][0], name) for n, name in found.items()))
    return [best[number] for number in range(len(wanted))]


def _orders(wanted: list[tuple[Box, float]]) -> Iterator[list[int]]:
    """From each of the four sides to the other."""
    numbers = range(len(wanted))
    for axis in (0, 1):
        order = sorted(numbers, key=lambda n: wanted[n][0][axis])
        yield order
        yield order[::-1]


def _apart(box: Box, name: Box | None) -> float:
    """How far a name stands off; one without a place is farther than any other."""
    if name is None:
        return 10 * GAPS[-1]
    across = max(name.left - box.right, box.left - name.right)
    return max(across, name.top - box.bottom, box.top - name.bottom)


def _chosen(wanted, order: list[int], filled: list[Box], room: Box) -> dict[int, Box | None]:
    """The names by their numbers, when they choose in an order."""
    found = {}
    for number in order:
        others = [*filled, *filter(None, found.values())]
        found[number] = beside(*wanted[number], others, room)
    return found


def beside(box: Box, width: float, taken: list[Box], room: Box) -> Box | None:
    """The first place for a name of some width beside a thing where it touches nothing taken."""
    names = (Box(*place, width, LETTER) for place in _places_beside(box, width))
    free = (name for name in names if room.holds(name) and not any(map(name.touches, taken)))
    return next(free, None)


def _places_beside(box: Box, width: float) -> Iterator[tuple[float, float]]:
    """Right, left, under and over it, first in its middle, then shifted; then farther off."""
    left = box.left + box.width / 2 - width / 2
    top = box.top + box.height / 2 - LETTER / 2
    for gap in GAPS:
        for shift in SHIFTS:
            yield box.right + gap, top + shift * LETTER
            yield box.left - gap - width, top + shift * LETTER
            yield left + shift * width / 2, box.bottom + gap
            yield left + shift * width / 2, box.top - gap - LETTER
