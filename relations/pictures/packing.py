"""Marks that would lie on each other give way, as little as they can."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count

#: What a letter of 12 units is wide, and a letter of the wide scripts.
NARROW, WIDE = 6.7, 12.2


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
