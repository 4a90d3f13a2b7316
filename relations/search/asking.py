"""A reader's question: what it asks for, and which rows answer it, in bands."""

from functools import cached_property

from relations.search import names
from relations.search.matching import all_of, any_of, but, holding
from relations.search.passages import Highlighter
from relations.search.questions import Unit, taken_apart
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
        return self._holding(rows, any_of(self._exact, self._everything))

    def titled(self, rows):
        """The rows that are called so: the first two bands."""
        return self._holding(rows, self._in_title)

    def bands(self, rows) -> list:
        """The rows by how well they answer: called exactly so, called so, or else."""
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
        return name_token([normal(run) for run in runs(folded(self.text))])

    @cached_property
    def _everything(self):
        return self._without(
            all_of(*(any_of(*(all_of(*way) for way in u.ways)) for u in self.wanted))
        )

    @cached_property
    def _in_title(self):
        titled = []
        for unit in self.wanted:
            ways = [way for way in unit.ways if not way[0].startswith(NAMED)]
            titled.append(any_of(*(all_of(*(TITLE + token for token in way)) for way in ways)))
        return any_of(self._exact, self._without(all_of(*titled)))

    def _without(self, wanted):
        unwanted = [all_of(*way) for unit in self.units if unit.excluded for way in unit.ways]
        return but(wanted, any_of(*unwanted)) if unwanted else wanted
