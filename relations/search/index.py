"""The index of the tokens that rows keep, for migrations.

PostgreSQL: GIN over a column that it derives, the tokens as lexemes, without its own parser; a
column, because it makes nothing anew for each row. A function asks the index: by itself the planner
would rather read the whole table, for it does not know how long the lexemes are. SQLite: a table of
FTS5, kept by triggers. A later migration that alters such a table on SQLite makes it anew and
drops its triggers: it ends with this operation again.
"""

from django.db.migrations.operations.base import Operation

POSTGRESQL = (
    "DROP FUNCTION IF EXISTS {table}_found",
    "DROP INDEX IF EXISTS {table}_words",
    "ALTER TABLE {table} DROP COLUMN IF EXISTS words",
    "ALTER TABLE {table} ADD COLUMN words tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED",
    "CREATE INDEX {table}_words ON {table} USING gin (words)",
    "CREATE FUNCTION {table}_found(question tsquery) RETURNS SETOF bigint "
    "LANGUAGE sql STABLE SET enable_seqscan = off "
    "AS 'SELECT id FROM {table} WHERE words @@ question'",
)
FORGET = (
    "INSERT INTO {table}_words({table}_words, rowid, tokens) VALUES('delete', old.id, old.tokens)"
)
KEEP = "INSERT INTO {table}_words(rowid, tokens) VALUES(new.id, new.tokens)"
SQLITE = (
    "DROP TRIGGER IF EXISTS {table}_words_added",
    "DROP TRIGGER IF EXISTS {table}_words_gone",
    "DROP TRIGGER IF EXISTS {table}_words_changed",
    "DROP TABLE IF EXISTS {table}_words",
    "CREATE VIRTUAL TABLE {table}_words USING fts5(tokens, content='{table}', "
    "content_rowid='id', tokenize=\"unicode61 remove_diacritics 0\")",
    "INSERT INTO {table}_words({table}_words) VALUES('rebuild')",
    f"CREATE TRIGGER {{table}}_words_added AFTER INSERT ON {{table}} BEGIN {KEEP}; END",
    f"CREATE TRIGGER {{table}}_words_gone AFTER DELETE ON {{table}} BEGIN {FORGET}; END",
    "CREATE TRIGGER {table}_words_changed AFTER UPDATE OF tokens ON {table} "
    f"WHEN old.tokens IS NOT new.tokens BEGIN {FORGET}; {KEEP}; END",
)


class IndexWords(Operation):
    """Index the tokens of a model's rows."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str):
        self.model = model

    def state_forwards(self, app_label, state):
        """The models say nothing of it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
        self.run(schema_editor, to_state.apps.get_model(app_label, self.model), statements)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        statements = POSTGRESQL[:3] if is_postgresql else SQLITE[:4]
        self.run(schema_editor, from_state.apps.get_model(app_label, self.model), statements)

    def run(self, schema_editor, model, statements) -> None:
        for statement in statements:
            schema_editor.execute(statement.format(table=model._meta.db_table), params=None)

    def describe(self) -> str:
        return f"Index the words of {self.model}"
