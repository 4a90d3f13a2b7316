"""What is called by words that somebody has only begun to type."""

from relations.search.matching import all_of, begun, holding
from relations.search.questions import MOST_WORDS
from relations.search.tokens import LONGEST, TITLE, WRITTEN, is_japanese, runs, words_of


def beginning(rows, typed: str):
    """Those of the rows whose title or name holds all the words, the last one as far as it goes."""
    *whole, last = [run[:LONGEST] for run in runs(typed)][:MOST_WORDS] or [""]
    if not last:
        return rows.none()
    wanted = [TITLE + token for run in whole for token in words_of(run)]
    if is_japanese(last):
        wanted += [begun(TITLE + token) for token in words_of(last)]
    else:
        wanted.append(begun(WRITTEN + last))
    return holding(rows, all_of(*wanted))
