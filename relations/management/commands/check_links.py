"""Ask the addresses of the sources whether they still answer, and remember what they say."""

from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from relations.codes import LinkResult
from relations.links.asking import Answer
from relations.links.network import Network
from relations.links.rounds import OFFLINE_AFTER, Offline, Pace, go_round
from relations.models import Source

#: What is said of an address whose host wants to be left alone.
LEFT = "left for another round"


def number(kind: type, least: float, most: float) -> Callable:
    """What reads a number of the command line and refuses one that is out of bounds."""

    def read(text: str):
        value = kind(text)
        if not least <= value <= most:
            raise ArgumentTypeError(f"{text} is not between {least} and {most}")
        return value

    read.__name__ = "number"
    return read


class Command(BaseCommand):
    help = (
        "Ask the addresses of sources whether they still answer: those that readers see first, "
        "then those asked longest ago. Ctrl-C ends a round; the next one goes on where it ended."
    )
    stealth_options = ("network", "pace")

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=number(int, 1, 100_000), default=200, help="at most so many addresses"
        )
        parser.add_argument(
            "--older-than", type=number(int, 0, 36_500), default=7, metavar="DAYS",
            help="leave alone what was asked in the last so many days",
        )  # fmt: skip
        parser.add_argument(
            "--timeout", type=number(float, 0.1, 300), default=10, help="seconds for one request"
        )
        parser.add_argument(
            "--pause", type=number(float, 0, 3600), default=2,
            help="seconds between two requests to the same host",
        )  # fmt: skip
        parser.add_argument("--quiet", action="store_true", help="the same as --verbosity 0")

    def handle(self, *, limit, older_than, timeout, pause, quiet, verbosity, **injected):
        network, pace = injected.get("network") or Network(), injected.get("pace") or Pace(pause)
        write = self.stdout.write if verbosity and not quiet else silent
        before = timezone.now() - timedelta(days=older_than)
        sources = list(Source.objects.to_ask(before).as_shown())
        total, told = min(limit, len(sources)), Counter()
        try:
            for source, answer in go_round(
                sources, limit=limit, network=network, pace=pace, timeout=timeout
            ):
                told[answer.result if answer else LEFT] += 1
                write(f"{told.total() - told[LEFT]} of {total}: {source.slug}: {shown(answer)}")
        except KeyboardInterrupt:
            write("Interrupted; what was answered until now is kept.")
        except Offline:
            raise CommandError(
                f"{OFFLINE_AFTER} hosts in a row cannot be reached: is this machine online?"
            ) from None
        finally:
            write(summary(told, total))


def silent(_line: str) -> None:
    pass


def shown(answer: Answer | None) -> str:
    """One answer as a line of the log has it: `gone, 404`; `moved, 200, to https://...`."""
    if answer is None:
        return LEFT
    to = f"to {answer.moved_to}" if answer.moved_to else ""
    return ", ".join(
        str(part) for part in (answer.result, answer.status, answer.reason, to) if part
    )


def summary(told: Counter, total: int) -> str:
    asked = told.total() - told[LEFT]
    results = ", ".join(
        f"{told[result]} {result}" for result in (*LinkResult, LEFT) if told[result]
    )
    dead = Source.objects.with_dead_links().count()
    return f"Asked {asked} of {total}: {results or 'nothing is due'}. Dead links: {dead}."
