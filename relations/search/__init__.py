"""Finding documents by their words, in three scripts at once and alike on both databases.

`stream` makes of a text the tokens that a row keeps; `matching` finds the rows that hold those of a
question. An index of the database stands on the column, see `relations.search.index`.
"""

from relations.search.matching import matching
from relations.search.texts import tokens_of

__all__ = ["matching", "tokens_of"]
