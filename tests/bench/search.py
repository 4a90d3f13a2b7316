"""How long the search takes, measured with the judged questions; `make bench` runs it.

The records of the fixtures are told again and again, with other dates and with texts mixed from all
of them, so that words are as frequent as in the record: 5,000 on SQLite, 100,000 on PostgreSQL.
Nothing is asserted: what is slow depends on the machine, so a `SELECT 1` and a plain list stand
beside the figures.
"""

import os
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

#: With so many dates each mixture of texts is told: what a text is found by takes a while to make.
DATES = 5
#: How often each question is asked; the middle one counts.
TIMES = 3
SLOWEST = 5
SIZES = {"sqlite": 5_000, "postgresql": 100_000}


def main() -> None:
    import postgres

    with tempfile.TemporaryDirectory() as folder:
        run_on(f"sqlite:///{folder}/record.sqlite3", SIZES["sqlite"])
    with postgres.server() as url:
        run_on(url, SIZES["postgresql"])


def run_on(url: str, size: int) -> None:
    """A process of its own for each database: Django knows one."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "relations.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "testserver",
        "SITE_URL": "http://testserver",
        "DATABASE_URL": url,
    }
    subprocess.run(
        [sys.executable, __file__, str(size)], env=os.environ | settings, cwd=ROOT, check=True
    )


def bench(size: int) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES |= {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    django.setup()
    from django.db import connection

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("compilemessages", verbosity=0)
    call_command("loaddata", *sorted((ROOT / "fixtures").glob("*.yaml")), verbosity=0)
    fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"\n{connection.vendor}, {size:,} records, filled in {time.monotonic() - began:.0f} s")
    measure()


# Filling


def fill(size: int) -> None:
    """Copies of the published records, until there are so many."""
    from django.db import connection, transaction

    from aid.models import Item, Transaction
    from relations.models import Citation, Participation, Record
    from tests.written import DOCUMENTS
    from visits.models import Stop

    originals = dict(Record.objects.published().values_list("slug", "pk"))
    numbers = range(size - Record.objects.published().count())
    draw = random.Random(1992)
    parts = [(Participation, "record"), (Citation, "record"), (Stop, "visit"), (Transaction, "package"), (Item, "package")]  # fmt: skip
    through = [(field.remote_field.through, "record") for field in Record._meta.many_to_many]
    kinds = [(kind, "record") for kind in Record.kinds()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copies (made bigint, original bigint)")
        for start in numbers[::2_000]:
            told = list(copies(draw, DOCUMENTS, numbers[start : start + 2_000]))
            made = Record.objects.bulk_create(record for record, _original in told)
            pairs = [(r.pk, originals[of]) for r, (_r, of) in zip(made, told, strict=True)]
            cursor.executemany("INSERT INTO copies VALUES (%s, %s)", pairs)
        for model, owner in (*kinds, *parts, *through):
            copy(cursor, model, owner)


def copies(draw: random.Random, documents: dict, numbers: range) -> Iterator[tuple]:
    """Records, each with the slug of the fixture whose parts it takes."""
    from relations.models import Record
    from relations.search import tokens_of

    for number in numbers:
        if number % DATES == 0:
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


# Measuring


def measure() -> None:
    import yaml
    from django.test import Client

    judged = yaml.safe_load((ROOT / "tests/search/judged.yaml").read_text())
    asked = [(one["asked"], one["language"]) for one in judged]
    client = Client()

    def page(text: str, language: str) -> None:
        assert client.get(f"/{language}/search/", {"q": text}).status_code == 200

    def listed(text: str, language: str) -> None:
        assert client.get(f"/{language}/chronology/").status_code == 200

    yardstick = report("SELECT 1", {"": spent(select_one)})
    plain = report("a plain page of the chronology", of_each(listed, asked[::30]))
    report("finding the entries", of_each(found, asked), SELECT_1=yardstick)
    report("all that a page asks for", of_each(answers, asked), SELECT_1=yardstick)
    some = of_each(page, asked[::3])
    report("a whole page of the search", some, SELECT_1=yardstick, list=plain)


def select_one() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def found(text: str, language: str) -> None:
    """What the search itself does: the question understood, its answers counted and in order."""
    from relations import chronology
    from relations.models import Record
    from relations.search import Question

    question, published = Question(text), Record.objects.published()
    chronology.count_up(question.answered(published))
    for band in question.bands(published):
        list(band.in_order().values_list("pk", "kind")[: chronology.PAGE_SIZE + 1])


def answers(text: str, language: str) -> None:
    """The same with names and sources beside them, and all that the rows show."""
    from relations import chronology
    from relations.models import Record
    from relations.search import Question
    from relations.views.search import around

    question = Question(text)
    published = Record.objects.published()
    around(question)
    chronology.page(question.answered(published), bands=question.bands(published))


def of_each(measured: Callable, asked: list[tuple[str, str]]) -> dict[str, float]:
    measured(*asked[0])
    return {text: spent(measured, text, language) for text, language in asked}


def spent(measured: Callable, *arguments: str) -> float:
    """Milliseconds: the middle one of a few."""
    times = []
    for _time in range(TIMES):
        began = time.perf_counter()
        measured(*arguments)
        times.append(1_000 * (time.perf_counter() - began))
    return statistics.median(times)


def report(what: str, times: dict[str, float], **yardsticks: float) -> float:
    """Say how long it takes; the median in milliseconds."""
    in_order = sorted(times.values())
    middle = statistics.median(in_order)
    late = in_order[int(0.95 * (len(in_order) - 1))]
    ratios = "".join(f", {middle / one:.1f} x {name}" for name, one in yardsticks.items())
    say(f"{what}: p50 {middle:.2f} ms, p95 {late:.2f} ms{ratios}")
    slowest = sorted(times, key=times.get, reverse=True)[:SLOWEST] if len(times) > SLOWEST else []
    for text in slowest:
        say(f"    {times[text]:7.1f} ms  {text}")
    return middle


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    bench(int(sys.argv[1])) if sys.argv[1:] else main()
