"""How long the search takes, measured with the judged questions; `make bench` runs it.

It asks 5,000 records on SQLite, 100,000 on PostgreSQL. Nothing is asserted: what is slow depends
on the machine, so a `SELECT 1` and a plain list stand beside the figures.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable

from ground import ROOT, fill, prepare, run_on, say

#: How often each question is asked; the middle one counts.
TIMES = 3
SLOWEST = 5
SIZES = {"sqlite": 5_000, "postgresql": 100_000}


def main() -> None:
    import postgres

    with tempfile.TemporaryDirectory() as folder:
        run_on(f"sqlite:///{folder}/record.sqlite3", __file__, str(SIZES["sqlite"]))
    with postgres.server() as url:
        run_on(url, __file__, str(SIZES["postgresql"]))


def bench(size: int) -> None:
    began = time.monotonic()
    prepare()
    fill(size)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"\n{connection.vendor}, {size:,} records, filled in {time.monotonic() - began:.0f} s")
    measure()


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


if __name__ == "__main__":
    bench(int(sys.argv[1])) if sys.argv[1:] else main()
