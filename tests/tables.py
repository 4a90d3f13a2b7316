"""The rows that a load of the fixtures leaves, to be put into the tables again: a load takes long."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

#: The rows of each table, by its name.
Tables = dict[str, list[tuple]]


def own_models() -> list[type]:
    """The models whose tables a load fills."""
    configs = (apps.get_app_config(name) for name in ("relations", "visits", "aid"))
    return [model for app in configs for model in app.get_models(include_auto_created=True)]


def read_tables() -> Tables:
    with connection.cursor() as cursor:
        return {model._meta.db_table: rows_of(cursor, model) for model in own_models()}


def columns_of(model) -> str:
    """The columns that are written; a database may derive others from them."""
    quote = connection.ops.quote_name
    return ", ".join(quote(field.column) for field in model._meta.local_concrete_fields)


def rows_of(cursor, model) -> list[tuple]:
    table = connection.ops.quote_name(model._meta.db_table)
    cursor.execute(f"SELECT {columns_of(model)} FROM {table}")
    return cursor.fetchall()


def fill_tables(tables: Tables) -> None:
    with connection.cursor() as cursor:
        for model in own_models():
            if rows := tables[model._meta.db_table]:
                marks = ", ".join(["%s"] * len(rows[0]))
                name = connection.ops.quote_name(model._meta.db_table)
                columns = columns_of(model)
                cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", rows)
                # As a database does by itself after so large a load.
                cursor.execute(f"ANALYZE {name}")
        for statement in connection.ops.sequence_reset_sql(no_style(), own_models()):
            cursor.execute(statement)
