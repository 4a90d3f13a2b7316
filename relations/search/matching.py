"""The rows that hold the words of a question."""

from django.db import connection
from django.db.models.expressions import RawSQL

from relations.models import Record
from relations.search.tokens import is_japanese, pairs, runs, stem

#: So many words of a question are looked for; a longer one only gets rarer answers.
MOST_WORDS = 32


def matching(rows, question: str):
    """Those of the rows (of a root model) that hold every word of the question or begin so.

    A question without a word finds nothing.
    """
    wanted = list(dict.fromkeys(asked(question)))[:MOST_WORDS]
    if not wanted:
        return rows.none()
    root = Record if issubclass(rows.model, Record) else rows.model
    table = root._meta.db_table
    if connection.vendor == "postgresql":
        here = (
            f"SELECT id FROM {table} "
            "WHERE array_to_tsvector(string_to_array(tokens, ' ')) @@ %s::tsquery"
        )
        words = " & ".join(f"'{word}':*" for word in wanted)
    else:
        here = f"SELECT rowid FROM {table}_words WHERE {table}_words MATCH %s"
        words = " ".join(f'"{word}"*' for word in wanted)
    return rows.filter(pk__in=RawSQL(here, [words]))


def asked(question: str):
    """The beginnings of tokens that a question asks for."""
    for run in runs(question):
        yield from pairs(run) if is_japanese(run) else [stem(run)]
