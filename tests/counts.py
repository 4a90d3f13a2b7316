"""How much a run does: a twentieth every day, all of it in `make test-full`."""

import os
from collections.abc import Iterable
from itertools import product

#: How many times the everyday count a run goes through.
TIMES = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "full" else 1


def spread(things: Iterable, *ways: Iterable) -> list[tuple]:
    """Every thing in every combination of ways in full; each in one of them on every change."""
    combinations = list(product(*ways))
    if TIMES > 1:
        return [(thing, *way) for thing in things for way in combinations]
    return [
        (thing, *combinations[number % len(combinations)]) for number, thing in enumerate(things)
    ]
