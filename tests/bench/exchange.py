"""How long spreadsheets take at the desk, on SQLite, and how long another curator waits meanwhile.

A workbook of 1,000 new visits, each with a visitor, a stop and two citations, is looked at, imported
and looked at again. Nothing is asserted: what is slow depends on the machine.
"""

import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ground import prepare, run_on, say

SIZE = 1_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run_on(f"sqlite:///{folder}/record.sqlite3", __file__, str(SIZE))


def bench(size: int) -> None:
    prepare()
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.exchanging import confirm, upload
    from visits.models import Visit

    setup_test_environment()
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench"))
    content = visits(size)
    say(f"{size:,} visits")
    for what in ("new", "unchanged"):
        preview = report(f"a look at {what} ones", lambda: upload(client, Visit, content, "v.xlsx"))
        if what == "new":
            report("their import", lambda preview=preview: confirm(client, Visit, preview))


def visits(size: int) -> bytes:
    from tests.exchanging import workbook

    slugs = [f"measured-{number}" for number in range(size)]
    heading = ["slug", "title_en", "title_ja", "title_uk", "date", "visiting", "host", "rank"]
    said = ["A visit to Tokyo", "東京訪問", "Візит до Токіо", "2011-01-18", "UA", "JP", "official"]
    cited = [("participants", 10), ("date", 11)]
    return workbook(
        visits=[heading, *([slug, *said] for slug in slugs)],
        participants=[
            ["slug", "person", "role", "tier"],
            *([slug, "leonid-kuchma", "visitor", "head-of-state"] for slug in slugs),
        ],
        stops=[["slug", "place", "date"], *([slug, "tokyo", "2011-01-18"] for slug in slugs)],
        citations=[
            ["slug", "source", "claim", "locator"],
            *(
                [slug, "embassy-japan-grassroots-2015", claim, f"p. {page}"]
                for slug in slugs
                for claim, page in cited
            ),
        ],
    )


def report(what: str, asked: Callable):
    """Time it, and the longest that somebody else waited for the database meanwhile."""
    from django.db import connection

    waits, done = [0.0], threading.Event()
    neighbour = threading.Thread(
        target=save_now_and_then, args=(connection.settings_dict["NAME"], waits, done)
    )
    neighbour.start()
    began = time.monotonic()
    try:
        answer = asked()
    finally:
        took = time.monotonic() - began
        done.set()
        neighbour.join()
    say(f"    {what}: {took:.1f} s, another waited {max(waits):.1f} s at most")
    return answer


def save_now_and_then(database: Path, waits: list[float], done: threading.Event) -> None:
    connection = sqlite3.connect(database, timeout=600, isolation_level=None)
    while not done.wait(0.2):
        began = time.monotonic()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        waits.append(time.monotonic() - began)
    connection.close()


if __name__ == "__main__":
    bench(int(sys.argv[1])) if sys.argv[1:] else main()
