"""Rounds that ask addresses, on a clock of their own, and answers that were noted before."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from django.core.management import call_command

from relations.links.asking import Answer, ask
from relations.links.rounds import Pace
from relations.models import LinkCheck, Source

TIMEOUT = 0.3
MARCH = datetime(2027, 3, 3, 12, tzinfo=UTC)
GONE, BACK = Answer("gone", 404), Answer("ok", 200)


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self):
        self.now, self.waits = 0.0, []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def a_pace(pause: float = 0) -> Pace:
    clock = Clock()
    return Pace(pause, clock=clock, sleep=clock.wait)


def answer_of(network, url: str) -> Answer:
    return ask(url, network=network, timeout=TIMEOUT, turn=a_pace().turn)


def sources_at(*urls: str) -> None:
    Source.objects.bulk_create(Source(slug=f"s{n}", url=url) for n, url in enumerate(urls))


def check_links(network, pace: Pace | None = None, **options) -> str:
    """What an operator reads of a round."""
    told = StringIO()
    usual = {"network": network, "pace": pace or a_pace(), "timeout": TIMEOUT, "stdout": told}
    call_command("check_links", **usual | options)
    return told.getvalue()


def noted(found: Source, answer: Answer, at: datetime, *, url: str = "") -> LinkCheck:
    check = LinkCheck.objects.filter(source=found).first() or LinkCheck(source=found)
    check.note(url or found.url, answer, at)
    check.save()
    return check


def dead(found: Source) -> Source:
    """The source, its address absent on three days in March."""
    for day in range(3):
        noted(found, GONE, MARCH + timedelta(days=day))
    return found
