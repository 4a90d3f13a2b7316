"""Asking one address: what it answers, where it leads, and nothing of what it holds."""

import http.client
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from django.conf import settings

from relations.codes import LinkResult
from relations.links.network import PORTS, Network, Unproven, Unreachable, Unsafe, said

MOST_REDIRECTS = 5
#: The longest address that a source can have.
LONGEST = 1000
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
FOR_NOW = (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
#: What may stand behind the host as it is; everything else is percent-encoded on the way.
AS_IT_IS = "/%:?@!$&'()*+,;=-._~"

#: Called with a host, it waits until that host may be asked; inside, it is being asked.
Turn = Callable[[str], AbstractContextManager]


class Answer(NamedTuple):
    """One of LinkResult; the status of HTTP, None where nothing answered; why not, in English;
    the address it moved to for good; and the host that asked to be left alone, if one did."""

    result: str
    status: int | None = None
    reason: str = ""
    moved_to: str = ""
    tired_host: str = ""


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]

    @property
    def leads_on(self) -> bool:
        return self.status in (*FOR_GOOD, *FOR_NOW) and bool(self.headers.get("Location"))

    @property
    def asks_for_rest(self) -> bool:
        return self.status == HTTPStatus.TOO_MANY_REQUESTS or (
            self.status == HTTPStatus.SERVICE_UNAVAILABLE and "Retry-After" in self.headers
        )


class Silent(Exception):
    """The machine is there but says nothing that is HTTP."""


def ask(url: str, *, network: Network, timeout: float, turn: Turn) -> Answer:
    """What `url` answers, after at most MOST_REDIRECTS redirects.

    Each request takes at most `timeout` seconds and waits for its turn.
    """
    try:
        return _follow(url, network, timeout, turn)
    except Unsafe as error:
        return Answer(LinkResult.UNSAFE, reason=str(error)[:200])
    except Unproven as error:
        return Answer(LinkResult.ERROR, reason=str(error)[:200])
    except (Unreachable, Silent) as error:
        return Answer(LinkResult.UNREACHABLE, reason=str(error)[:200])


def _follow(url: str, network, timeout, turn) -> Answer:
    moved_to, still_for_good = "", True
    for _step in range(MOST_REDIRECTS + 1):
        reply = _reply(url, network, timeout, turn)
        if not reply.leads_on:
            return _answer(reply, moved_to, host_of(url))
        url = _next(url, reply.headers["Location"])
        still_for_good &= reply.status in FOR_GOOD and len(url) <= LONGEST
        moved_to = url if still_for_good else moved_to
    return Answer(LinkResult.ERROR, reply.status, f"more than {MOST_REDIRECTS} redirects")


def _answer(reply: Reply, moved_to: str, host: str) -> Answer:
    status = reply.status
    tired_host = host if reply.asks_for_rest else ""
    # 416 is said of a page without a single byte.
    if 200 <= status < 300 or status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return Answer(LinkResult.MOVED if moved_to else LinkResult.OK, status, moved_to=moved_to)
    if status in GONE:
        return Answer(LinkResult.GONE, status)
    if status in REFUSED:
        return Answer(LinkResult.REFUSED, status, tired_host=tired_host)
    return Answer(LinkResult.ERROR, status, tired_host=tired_host)


def _reply(url: str, network, timeout, turn) -> Reply:
    """HEAD, and GET of the first kilobyte where a server does not like to be asked by HEAD."""
    try:
        reply = _request("HEAD", url, network, timeout, turn)
    except Silent:
        reply = None
    if reply and (reply.status < 400 or reply.asks_for_rest):
        return reply
    return _request("GET", url, network, timeout, turn)


def _request(method: str, url: str, network, timeout, turn) -> Reply:
    scheme, host, target = _parted(url)
    with turn(host), closing(network.connect(scheme, host, timeout)) as connection:
        try:
            return _exchange(connection, method, host, target)
        except http.client.HTTPException as error:
            raise Silent(type(error).__name__) from error
        except OSError as error:
            raise Silent(said(error)) from error


def _exchange(connection, method: str, host: str, target: str) -> Reply:
    """One request and the head of its response; whatever follows is left unread."""
    client = http.client.HTTPConnection(host, PORTS["http"])
    client.sock = connection
    client.request(method, target, headers=_headers(method))
    # Not client.getresponse(), which closes the connection under a response that is still read.
    response = http.client.HTTPResponse(connection, method=method)
    response.begin()
    return Reply(response.status, response.headers)


def _headers(method: str) -> dict[str, str]:
    headers = {
        "User-Agent": f"Mozilla/5.0 (compatible; link check; +{settings.SITE_URL})",
        "Accept": "*/*",
        "Connection": "close",
    }
    return headers | {"Range": "bytes=0-1023"} if method == "GET" else headers


def host_of(url: str) -> str:
    """The host of an address, in lower case; '' where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _next(url: str, location: str) -> str:
    """Where a redirect from `url` leads. Headers are read as Latin-1 but often hold UTF-8."""
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return _encoded(urljoin(url, location))
    except ValueError:
        raise Unsafe("redirects to what is not an address") from None


def _encoded(url: str) -> str:
    """The address in ASCII, but for its host. ValueError when it is none."""
    scheme, netloc, path, query, fragment = urlsplit(url)
    path, query, fragment = (quote(part, safe=AS_IT_IS) for part in (path, query, fragment))
    return urlunsplit((scheme, netloc, path, query, fragment))


def _parted(url: str) -> tuple[str, str, str]:
    """The scheme, the host and what is asked of it. Unsafe for what is not plainly on the web."""
    try:
        parts = urlsplit(_encoded(url))
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        raise Unsafe("not an address of the web") from None
    if parts.scheme not in PORTS or not HOST.fullmatch(host):
        raise Unsafe("not an address of the web")
    if "@" in parts.netloc:
        raise Unsafe("a name or a password stands in the address")
    if port not in (None, PORTS[parts.scheme]):
        raise Unsafe(f"port {port} is not asked")
    return parts.scheme, host, urlunsplit(("", "", parts.path or "/", parts.query, ""))
