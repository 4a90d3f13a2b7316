"""A round: which addresses are asked, how often the same host is bothered, and what is kept."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils import timezone

from relations.codes import LinkResult
from relations.links.asking import Answer, ask, host_of
from relations.links.network import Network
from relations.models import LinkCheck, Source

#: So many hosts in a row that cannot be reached are the fault of this machine's own line.
OFFLINE_AFTER = 10


class Offline(Exception):
    """This machine seems to have no connection."""


class Tired(Exception):
    """The host asked to be left alone."""


class Pace:
    """One request at a time, and `pause` seconds between two to the same host."""

    def __init__(self, pause: float, *, clock=time.monotonic, sleep=time.sleep):
        self.pause, self.clock, self.sleep = pause, clock, sleep
        self.ended: dict[str, float] = {}
        self.tired: set[str] = set()

    @contextmanager
    def turn(self, host: str):
        """Waits until `host` may be asked again; Tired when it wants to be left alone."""
        if host in self.tired:
            raise Tired(host)
        rest = self.ended[host] + self.pause - self.clock() if host in self.ended else 0
        if rest > 0:
            self.sleep(rest)
        try:
            yield
        finally:
            self.ended[host] = self.clock()


def go_round(
    sources: Iterable[Source], *, limit: int, network: Network, pace: Pace, timeout: float
) -> Iterator[tuple[Source, Answer | None]]:
    """Ask the addresses of at most `limit` sources, one after the other.

    Each answer is kept before the next address is asked, so a round that is broken off has lost
    nothing. None stands for a source whose host is left alone for the rest of the round; it does
    not count and keeps its place in the queue. Raises Offline.
    """
    asked, lost = 0, set()
    for source in sources:
        if asked == limit:
            return
        try:
            answer = ask(source.url, network=network, timeout=timeout, turn=pace.turn)
        except Tired:
            yield source, None
            continue
        keep(source, answer)
        asked += 1
        pace.tired |= {answer.tired_host} - {""}
        yield source, answer
        lost = {*lost, host_of(source.url)} if answer.result == LinkResult.UNREACHABLE else set()
        if len(lost) == OFFLINE_AFTER:
            raise Offline


def keep(source: Source, answer: Answer) -> None:
    check = getattr(source, "link_check", None) or LinkCheck(source=source)
    check.note(source.url, answer, timezone.now())
    check.save()
