"""Forged requests: fields that no form has, other people's rows, steps that are not hers.

None has an effect, and no refusal tells what the row says or who works here.
"""

from http import HTTPStatus

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from tests.counts import TIMES
from tests.desk import session_of
from tests.forging import KINDS, Forger
from tests.situations import NAMED, accounts, rows_in

pytestmark = pytest.mark.django_db

REQUESTS = 250 * TIMES
ANSWERS = {
    HTTPStatus.OK,
    HTTPStatus.FOUND,
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
}
#: What stands in no refusal: a name of a colleague, a word of a document.
NAMES = (NAMED, "Said anew", "event-", "visit-", "aid-", "-draft", "-published", "Minister")


@pytest.fixture(scope="module")
def forger(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), transaction.atomic():
        users = accounts()
        rows = rows_in(tmp_path_factory.mktemp("forged"), users)
        yield Forger({name: session_of(user) for name, user in users.items()}, rows)
        transaction.set_rollback(True)


def everything() -> dict[str, list]:
    """Every row of every table, but for those that keep who was here."""
    with connection.cursor() as cursor:
        return {table: rows_of(cursor, table) for table in TABLES}


def rows_of(cursor, table: str) -> list[tuple]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
    return cursor.fetchall()


TABLES = [
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model not in (LogEntry, Session)
]


def is_aborted() -> bool:
    """Whether PostgreSQL refused a question, after which it answers none of the transaction."""
    if connection.vendor != "postgresql":
        return False
    return connection.connection.info.transaction_status == TransactionStatus.INERROR


def test_what_is_forged_has_no_effect_and_no_refusal_tells_a_name(forger):
    before = everything()
    for number in range(REQUESTS):
        kind = KINDS[number % len(KINDS)]
        forgery = getattr(forger, kind)()
        client = forger.client(forgery.actor)
        with transaction.atomic():
            if forgery.sent is None:
                answer = client.get(forgery.url)
            else:
                answer = client.post(forgery.url, forgery.sent)
            transaction.set_rollback(is_aborted())
        told = f"{kind}: {forgery}"
        assert answer.status_code in ANSWERS, told
        if answer.status_code == HTTPStatus.FORBIDDEN:
            assert not [name for name in NAMES if name in answer.content.decode()], told
        assert everything() == before, told
