"""Finding documents by their words, in three scripts at once and alike on both databases.

`tokens_of` makes of a document the tokens that its row keeps, see `texts`; an index of the database
stands on them, see `index`. `Question` understands what a reader asks and says in bands what
answers it; `beginning` suggests while one types; `matching` is the simpler search of the desk.
"""

from relations.search.asking import Question
from relations.search.beginnings import beginning
from relations.search.matching import matching, words_in
from relations.search.texts import tokens_of

__all__ = ["Question", "beginning", "matching", "tokens_of", "words_in"]
