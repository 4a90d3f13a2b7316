"""A reader's question: what it asks for, and which rows answer it, in bands."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.db.models import Case, Q, When

from relations.search import names
from relations.search.matching import all_of, any_of, but, holding, keys_of
from relations.search.passages import Highlighter
from relations.search.questions import Unit, Way, taken_apart, wanted_of
from relations.search.tokens import NAMED, TITLE, folded, name_token, normal, runs


class Question:
    """What a reader typed. It is understood when the first answer is asked for: a few queries.

    `near` also takes a word that is one letter away from a name for that name.
    """

    def __init__(self, text: str, *, near: bool = False):
        self.text, self.near = text, near

    @cached_property
    def _understood(self) -> tuple[list[Unit], dict[str, str]]:
        return names.units_of(taken_apart(self.text), near=self.near)

    @property
    def units(self) -> list[Unit]:
        return self._understood[0]

    @property
    def corrected(self) -> dict[str, str]:
        """Words that were misspelt, and how the names have them."""
        return self._understood[1]

    @cached_property
    def highlighter(self) -> Highlighter:
        return Highlighter(self.units)

    @property
    def wanted(self) -> list[Unit]:
        return [unit for unit in self.units if not unit.excluded]

    def answered(self, rows):
        """The rows that answer the question, in any band."""
        return self._holding(rows, self._without(any_of(self._exact, self._everything)))

    def titled(self, rows):
        """The rows that are called so, told by nothing but what they are called."""
        return self._holding(rows, self._in_title)

    def best_titled(self, *models) -> Iterator:
        """Of each model that has any, the published rows that are called so, exactly so first."""
        if not self.wanted:
            return
        every, exact = keys_of(models, self._in_title), keys_of(models, self._exact)
        for model, keys in every.items():
            is_exact = Q(pk__in=exact.get(model, []))
            rows = model.objects.published().filter(pk__in=keys)
            yield rows.order_by(Case(When(is_exact, then=0), default=1), "slug")

    def bands(self, rows) -> list:
        """Rows that answer the question, by how well: called exactly so, called so, or else."""
        return [
            self._holding(rows, self._exact),
            self._holding(rows, but(self._in_title, self._exact)),
            self._holding(rows, but(self._everything, self._in_title)),
        ]

    def is_exactly(self, obj) -> bool:
        """Whether a document is called just what was asked."""
        return self._exact in obj.tokens.split(" ")

    def _holding(self, rows, expression):
        return holding(rows, expression) if self.wanted else rows.none()

    @cached_property
    def _exact(self) -> str:
        return name_token([normal(run) for run in runs(folded(wanted_of(self.text)))])

    @cached_property
    def _everything(self):
        return all_of(*(any_of(*map(all_tokens, telling(unit.ways))) for unit in self.wanted))

    @cached_property
    def _in_title(self):
        titled = (any_of(*map(standing_in_title, ways_by_words(unit))) for unit in self.wanted)
        return self._without(any_of(self._exact, all_of(*titled)), in_title=True)

    def _without(self, wanted, *, in_title: bool = False):
        """What is wanted and holds nothing excluded; `in_title`, by the words there alone."""
        excluded = [unit for unit in self.units if unit.excluded]
        if in_title:
            unwanted = [standing_in_title(way) for unit in excluded for way in ways_by_words(unit)]
        else:
            unwanted = [all_tokens(way) for unit in excluded for way in telling(unit.ways)]
        return but(wanted, any_of(*unwanted)) if unwanted else wanted


def ways_by_words(unit: Unit) -> list[Way]:
    """The ways of a unit that a title can go; a person who is named elsewhere is no word of it."""
    return telling(way for way in unit.ways if not way[0].startswith(NAMED))


def telling(ways: Iterable[Way]) -> list[Way]:
    """The ways that find something by themselves: what holds a longer one also holds the shorter.

    “Volodymyr Zelenskyy” is no way of its own beside “Zelenskyy”.
    """
    kept: list[Way] = []
    for way in sorted(ways, key=len):
        if not any(set(shorter) <= set(way) for shorter in kept):
            kept.append(way)
    return kept


def all_tokens(way: Way):
    return all_of(*way)


def standing_in_title(way: Way):
    return all_of(*(TITLE + token for token in way))
