"""The rows that hold tokens, found through the index of either database.

An expression is a token, or one made by `all_of`, `any_of`, `but` and `begun`.
"""

from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from relations.models import Record
from relations.search.tokens import runs, words_of

#: So many words of a question of the desk are looked for.
MOST_WORDS = 32


class Joined(NamedTuple):
    """Expressions, and what joins them: all, any, or the first without the second."""

    how: str
    parts: tuple


def all_of(*parts):
    return parts[0] if len(parts) == 1 else Joined("all", parts)


def any_of(*parts):
    return parts[0] if len(parts) == 1 else Joined("any", parts)


def but(wanted, unwanted):
    return Joined("but", (wanted, unwanted))


def begun(token: str):
    """What holds a token that begins so."""
    return Joined("begun", (token,))


FTS5 = {"all": " AND ", "any": " OR ", "but": " NOT ", "token": '"{}"', "begun": '"{}"*'}
TSQUERY = {"all": " & ", "any": " | ", "but": " & !", "token": "'{}'", "begun": "'{}':*"}


def written(expression, signs: dict[str, str]) -> str:
    """The expression in the language of one database; tokens hold nothing that means more there."""
    if isinstance(expression, str):
        return signs["token"].format(expression)
    if expression.how == "begun":
        return signs["begun"].format(*expression.parts)
    inner = (written(part, signs) for part in expression.parts)
    return f"({signs[expression.how].join(inner)})"


def matching(rows, question: str):
    """Those of the rows that hold every word of the question or begin so, for the desk.

    A question without a word finds nothing.
    """
    wanted = words_in(question)
    if not wanted:
        return rows.none()
    return holding(rows, all_of(*map(begun, wanted)))


def words_in(question: str) -> list[str]:
    """The tokens that a question of the desk asks for, each once."""
    words = (word for run in runs(question) for word in words_of(run))
    return list(dict.fromkeys(words))[:MOST_WORDS]


def holding(rows, expression):
    """Those of the rows (of a root model) that hold what the expression asks for.

    In SQL, because Django knows neither index. The expression goes in as a parameter.
    """
    root = Record if issubclass(rows.model, Record) else rows.model
    key, index, asked = index_of(root, expression)
    return rows.filter(pk__in=RawSQL(f"SELECT {key} FROM {index}", [asked]))


def keys_of(models, expression) -> dict[type, list[int]]:
    """The keys of the rows, published or not, that hold what the expression asks for, by model.

    One query for all of them; a model without such a row has no entry.
    """
    parts, asked = [], []
    for number, model in enumerate(models):
        key, index, parameter = index_of(model, expression)
        parts.append(f"SELECT {number}, {key} FROM {index}")
        asked.append(parameter)
    keys = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), asked)
        for number, key in cursor.fetchall():
            keys.setdefault(models[number], []).append(key)
    return keys


def index_of(model, expression) -> tuple[str, str, str]:
    """The column of the keys, the index of a root model that gives them, and its one parameter."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        return "id", f"{table}_found(%s::tsquery) AS id", written(expression, TSQUERY)
    words = f"{table}_words"
    return "rowid", f"{words} WHERE {words} MATCH %s", written(expression, FTS5)
