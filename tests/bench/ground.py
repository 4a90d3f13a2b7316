"""A record to measure on: an empty database, filled from the fixtures to any size.

The records of the fixtures are told again and again, with other dates and with texts mixed from all
of them, so that words are as frequent as in the record.
"""

import os
import random
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

#: With so many dates each mixture of texts is told: what a text is found by takes a while to make.
DATES = 5


def run_on(url: str, program: str, *arguments: str) -> None:
    """A process of its own for each database: Django knows one."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "relations.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "testserver",
        "SITE_URL": "http://testserver",
        "DATABASE_URL": url,
    }
    subprocess.run(
        [sys.executable, program, *arguments], env=os.environ | settings, cwd=ROOT, check=True
    )


def start() -> None:
    """Django, without static files."""
    import django
    from django.conf import settings

    settings.STORAGES |= {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    django.setup()


def prepare() -> None:
    """Django, and all that is in the fixtures."""
    from django.core.management import call_command

    start()
    call_command("migrate", verbosity=0)
    call_command("compilemessages", verbosity=0)
    call_command("loaddata", *sorted((ROOT / "fixtures").glob("*.yaml")), verbosity=0)


def fill(size: int) -> None:
    """Copies of the published records, until there are so many."""
    from django.db import connection, transaction

    from aid.models import Item, Transaction
    from relations.models import Citation, Participation, Record
    from tests.written import DOCUMENTS
    from visits.models import Stop

    originals = dict(Record.objects.published().values_list("slug", "pk"))
    numbers = range(len(originals), size)
    draw = random.Random(1992)
    parts = [(Participation, "record"), (Citation, "record"), (Stop, "visit"), (Transaction, "package"), (Item, "package")]  # fmt: skip
    through = [(field.remote_field.through, "record") for field in Record._meta.many_to_many]
    kinds = [(kind, "record") for kind in Record.kinds()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copies (made bigint, original bigint)")
        for start in range(0, len(numbers), 2_000):
            told = list(copies(draw, DOCUMENTS, numbers[start : start + 2_000]))
            made = Record.objects.bulk_create(record for record, _original in told)
            pairs = [(r.pk, originals[of]) for r, (_r, of) in zip(made, told, strict=True)]
            cursor.executemany("INSERT INTO copies VALUES (%s, %s)", pairs)
        for model, owner in (*kinds, *parts, *through):
            copy(cursor, model, owner)
        cursor.execute("DROP TABLE copies")


def copies(draw: random.Random, documents: dict, numbers: Sequence[int]) -> Iterator[tuple]:
    """Records, each with the slug of the fixture whose parts it takes."""
    from relations.models import Record
    from relations.search import tokens_of

    for place, number in enumerate(numbers):
        if place % DATES == 0:
            document = retold(draw, list(documents.values()))
            kind = next(iter(document))
            tokens = tokens_of(document)
        date = f"{draw.randint(1992, 2026)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        slug = f"{document[kind]}-{number}"
        made = Record(kind=kind, slug=slug, date=date, status="published")
        for field in ("title", "summary", "body"):
            for code, text in document[field].items():
                setattr(made, f"{field}_{code}", text)
        made.tokens = " ".join([tokens, tokens_of({kind: slug, "date": date})])
        made.derive()
        yield made, document[kind]


def retold(draw: random.Random, documents: list[dict]) -> dict:
    """One of the fixtures, with texts mixed of three."""
    own, other, third = draw.sample(documents, 3)
    kind = next(kind for kind in ("event", "visit", "aid") if kind in own)
    titles = {
        code: crossed(text, other["title"].get(code, "")) for code, text in own["title"].items()
    }
    paragraphs = {code: text.split("\n\n") for code, text in third.get("body", {}).items()}
    return {
        kind: own[kind],
        "title": titles,
        "summary": other.get("summary", {}),
        "body": {code: draw.choice(some) for code, some in paragraphs.items()},
        **{name: own[name] for name in ("participants", "topics", "places") if name in own},
    }


def crossed(text: str, other: str) -> str:
    """The first half of one title and the second half of another."""
    return text[: text.find(" ", len(text) // 2)] + other[other.rfind(" ", 0, len(other) // 2) :]


def copy(cursor, model, owner: str) -> None:
    """The rows that belong to the originals, once more for each of their copies."""
    columns = [f.column for f in model._meta.local_concrete_fields if f.name not in ("id", owner)]
    column, table = model._meta.get_field(owner).column, model._meta.db_table
    into = ", ".join(f'"{name}"' for name in (column, *columns))
    of = ", ".join(["made", *(f'"{name}"' for name in columns)])
    cursor.execute(
        f'INSERT INTO {table} ({into}) SELECT {of} FROM {table} JOIN copies ON original = "{column}"'
    )


def say(line: str) -> None:
    print(line, flush=True)
