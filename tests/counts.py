"""How much a run does: a twentieth every day, all of it in `make test-full`."""

import os
from collections.abc import Iterable
from itertools import product

#: How many times the everyday count a run goes through.
TIMES = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "full" else 1


#: Of three tests that take long each goes through another third of the things on every change.
THIRDS = [slice(start, None, 3) for start in range(3)]


def some(things: Iterable, daily: slice) -> list:
    """Every thing in full, the `daily` ones otherwise."""
    return [*things] if TIMES > 1 else [*things][daily]


def spread(things: Iterable, *ways: Iterable, daily: slice = slice(None)) -> list[tuple]:
    """Every thing in every combination of ways in full; the `daily` ones in one each day."""
    combinations = list(product(*ways))
    if TIMES > 1:
        return [(thing, *way) for thing in things for way in combinations]
    chosen = enumerate(some(things, daily))
    return [(thing, *combinations[number % len(combinations)]) for number, thing in chosen]
