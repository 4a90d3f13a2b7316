"""Links that die: how addresses are asked, what is remembered, what readers and editors see."""

import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from ipaddress import ip_address
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from relations.languages import LANGUAGES
from relations.links.asking import Answer, ask
from relations.links.network import Connection, Network, is_public
from relations.links.rounds import Pace
from relations.models import LinkCheck, Source
from tests.making import event, load, source, topic

TIMEOUT = 0.3
MARCH = datetime(2027, 3, 3, 12, tzinfo=UTC)
GONE, BACK = Answer("gone", 404), Answer("ok", 200)

#: path: (status of HEAD, status of GET, headers); every other path is there
SCRIPT = {
    "/no-head": (405, 206, {}),
    "/empty": (403, 416, {}),
    "/404": (404, 404, {}),
    "/410": (410, 410, {}),
    "/401": (401, 401, {}),
    "/403": (403, 403, {}),
    "/429": (429, 429, {"Retry-After": "3600"}),
    "/500": (500, 500, {}),
    "/503": (503, 503, {"Retry-After": "Wed, 03 Mar 2027 12:00:00 GMT"}),
    "/moved": (301, 301, {"Location": "/moved-again"}),
    "/moved-again": (308, 308, {"Location": "http://new.example/ルート?q=a b#part"}),
    "/moved-then-lent": (301, 301, {"Location": "/lent"}),
    "/lent": (302, 302, {"Location": "/"}),
    "/moved-to-gone": (301, 301, {"Location": "/404"}),
    "/loop": (301, 301, {"Location": "/loop"}),
    "/nowhere": (302, 302, {}),
    "/inside": (301, 301, {"Location": "http://inside.example/secret"}),
    "/other-port": (302, 302, {"Location": "http://a.example:8080/"}),
    "/with-password": (302, 302, {"Location": "http://me:secret@a.example/"}),
    "/script": (302, 302, {"Location": "javascript:alert(1)"}),
    "/broken-address": (302, 302, {"Location": "http://[half/"}),
    "/far": (301, 301, {"Location": "/?" + "x" * 1000}),
    "/to-tired": (302, 302, {"Location": "http://tired.example/"}),
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers as SCRIPT says; three paths misbehave in ways of their own."""

    def answer(self):
        self.server.asked.append((self.command, self.headers["Host"], self.path))
        self.server.headers = self.headers
        with suppress(ConnectionError):
            misbehaviour = getattr(self, self.path.strip("/").replace("-", "_"), None)
            (misbehaviour or self.follow_script)()

    do_HEAD = do_GET = answer

    def follow_script(self):
        head, get, headers = SCRIPT.get(self.path, (200, 200, {}))
        self.send_response(head if self.command == "HEAD" else get)
        for name, value in headers.items():
            self._headers_buffer.append(f"{name}: {value}\r\n".encode())
        self.end_headers()

    def mute(self):
        """Never answers."""
        self.server.over.wait()

    def drip(self):
        """Answers a byte at a time and comes to no end."""
        while not self.server.over.wait(0.02):
            self.wfile.write(b"H")

    def dumb_to_head(self):
        """Hangs up on HEAD."""
        if self.command == "GET":
            self.send_response(200)
            self.end_headers()

    def garbled(self):
        self.wfile.write(b"\0\xff nonsense\r\n\r\n")

    def huge_head(self):
        """Headers of 10 MB."""
        self.send_response(200)
        self.flush_headers()
        self.pour(b"X-Filler: " + b"x" * 1000 + b"\r\n")

    def huge_body(self):
        """10 MB to whoever does not hang up, and to HEAD nothing."""
        self.send_response(405 if self.command == "HEAD" else 200)
        self.end_headers()
        if self.command == "GET":
            self.pour(b"x" * 1012)

    def pour(self, chunk: bytes):
        for _part in range(10_000):
            self.wfile.write(chunk)
            self.server.poured += len(chunk)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def server():
    """A real web server on this machine: `asked` are (method, host, path) in order."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.poured, server.over = [], 0, Event()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def closed_port():
    """A port on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def network(server, closed_port):
    """The server as the whole web: every host is there but those that are named here."""
    elsewhere = {
        "closed.example": [("127.0.0.1", closed_port)],
        "inside.example": [("10.0.0.7", 80)],
        "two-faced.example": [server.server_address, ("10.0.0.7", 80)],
        "second-address.example": [("127.0.0.1", closed_port), server.server_address],
    }

    def resolve(host, _port):
        if host.startswith("unknown"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return elsewhere.get(host, [server.server_address])

    return Network(resolve=resolve, allows=lambda ip: ip.is_loopback or is_public(ip))


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


# What an address answers


@pytest.mark.parametrize(
    ("path", "result", "status"),
    [
        ("", "ok", 200),
        ("/", "ok", 200),
        ("/#part", "ok", 200),
        ("/no-head", "ok", 206),
        ("/dumb-to-head", "ok", 200),
        ("/empty", "ok", 416),
        ("/lent", "ok", 200),
        ("/far", "ok", 200),
        ("/404", "gone", 404),
        ("/410", "gone", 410),
        ("/moved-to-gone", "gone", 404),
        ("/401", "refused", 401),
        ("/403", "refused", 403),
        ("/429", "refused", 429),
        ("/500", "error", 500),
        ("/503", "error", 503),
        ("/nowhere", "error", 302),
        ("/loop", "error", 301),
        ("/mute", "unreachable", None),
        ("/drip", "unreachable", None),
        ("/garbled", "unreachable", None),
        ("/inside", "unsafe", None),
        ("/other-port", "unsafe", None),
        ("/with-password", "unsafe", None),
        ("/script", "unsafe", None),
        ("/broken-address", "unsafe", None),
    ],
)
def test_an_address_answers(network, path, result, status):
    answer = answer_of(network, f"http://a.example{path}")
    assert (answer.result, answer.status, answer.moved_to) == (result, status, "")


@pytest.mark.parametrize(
    ("url", "result"),
    [
        ("http://unknown.example/", "unreachable"),
        ("http://closed.example/", "unreachable"),
        ("https://a.example/", "unreachable"),
        (f"http://{'long' * 20}.example/", "unsafe"),
        ("http://second-address.example/", "ok"),
        ("http://президент.example/", "ok"),
    ],
)
def test_a_host_answers(network, url, result):
    assert answer_of(network, url).result == result


@pytest.mark.parametrize(
    ("code", "result"),
    [(10, "unreachable"), (18, "unreachable"), (62, "unreachable"), (20, "error")],
)
def test_a_certificate_that_is_wrong_is_no_proof_but_one_that_lacks_its_chain_may_open(
    server, network, code, result
):
    class Distrust:
        def wrap_socket(self, _stream, *, server_hostname):
            error = ssl.SSLCertVerificationError()
            error.verify_code, error.verify_message = code, "certificate of " + server_hostname
            raise error

    strict = Network(resolve=network.resolve, allows=network.allows, trust=Distrust())
    answer = answer_of(strict, "https://a.example/")
    assert answer == Answer(result, reason="certificate of a.example")
    assert not server.asked


def test_a_permanent_redirect_tells_where_it_led_in_the_end(network):
    answer = answer_of(network, "http://a.example/moved")
    new = "http://new.example/%E3%83%AB%E3%83%BC%E3%83%88?q=a%20b#part"
    assert answer == Answer("moved", 200, moved_to=new)


def test_what_is_only_lent_is_not_where_it_moved(network):
    answer = answer_of(network, "http://a.example/moved-then-lent")
    assert answer == Answer("moved", 200, moved_to="http://a.example/lent")


def test_a_loop_is_left_after_five_redirects(server, network):
    answer_of(network, "http://a.example/loop")
    assert server.asked == [("HEAD", "a.example", "/loop")] * 6


def test_a_body_is_not_read(server, network):
    assert answer_of(network, "http://a.example/huge-body").result == "ok"
    assert server.headers["Range"] == "bytes=0-1023"
    server.over.set()
    server.shutdown()
    server.server_close()
    assert server.poured < 5_000_000  # what the system itself took in before we hung up


def test_headers_without_end_are_left(server, network):
    assert answer_of(network, "http://a.example/huge-head").status in (200, None)
    server.shutdown()
    server.server_close()
    assert server.poured < 5_000_000


def test_a_connection_ends_after_so_many_bytes():
    ours, theirs = socket.socketpair()
    with theirs, Connection(ours, deadline=1e9) as connection:
        connection.bytes_left = 5
        theirs.sendall(b"more than five")
        assert connection.makefile("rb").read() == b"more "


def test_an_address_without_an_answer_leaves_time_for_the_next(network, monkeypatch):
    given = []

    def connect(_address, seconds):
        given.append(seconds)
        raise TimeoutError("timed out")

    monkeypatch.setattr("socket.create_connection", connect)
    answer = answer_of(network, "http://second-address.example/")
    assert (answer.result, answer.reason) == ("unreachable", "timed out")
    assert given[0] <= TIMEOUT / 2 < given[1] <= TIMEOUT


def test_we_say_who_is_asking(server, network, settings):
    settings.SITE_URL = "https://record.example"
    answer_of(network, "http://a.example/")
    assert "https://record.example" in server.headers["User-Agent"]


# Where nobody is asked


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://①②⑦.0.0.1/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.0.2.1/",
        "http://192.88.99.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b:1::1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001::1]/",
        "http://[fc00::1]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://1.1.1.1:8080/",
        "http://1.1.1.1:443/",
        "https://1.1.1.1:80/",
        "http://user@1.1.1.1/",
        "http://user:password@1.1.1.1/",
        "http://@1.1.1.1/",
        "http://1.1.1.1:99999/",
        "http://[1.1.1.1/",
        "http:///path",
        "http://",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "//1.1.1.1/",
        "http://a\x00b/",
        "http://a%00b/",
        "http://1.1.1.1 .example/",
    ],
)
def test_no_connection_is_made_into_our_own_network_or_past_the_web(monkeypatch, url):
    def connect(*_arguments):
        raise AssertionError("a connection was made")

    monkeypatch.setattr("socket.create_connection", connect)
    assert answer_of(Network(), url).result == "unsafe"


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::1.1.1.1"])
def test_the_public_web_is_open(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["inside.example", "two-faced.example"])
def test_a_name_that_leads_inside_is_refused(server, network, host):
    assert answer_of(network, f"http://{host}/").result == "unsafe"
    assert not server.asked


def test_no_header_can_be_smuggled_in(server, network):
    answer_of(network, "http://a.example/?x= HTTP/1.1\r\nX-Evil: 1\r\n\r\n")
    assert server.asked[0][2] == "/?x=%20HTTP/1.1X-Evil:%201"
    assert server.headers["X-Evil"] is None


# A round


def sources_at(*urls: str) -> None:
    Source.objects.bulk_create(Source(slug=f"s{n}", url=url) for n, url in enumerate(urls))


def check_links(network, pace: Pace | None = None, **options) -> str:
    """What an operator reads of a round."""
    told = StringIO()
    usual = {"network": network, "pace": pace or a_pace(), "timeout": TIMEOUT, "stdout": told}
    call_command("check_links", **usual | options)
    return told.getvalue()


@pytest.mark.django_db
def test_a_round_tells_of_each_address_and_sums_up(network):
    sources_at("http://a.example/", "http://b.example/404", "http://c.example/moved", "")
    assert check_links(network).splitlines() == [
        "1 of 3: s0: ok, 200",
        "2 of 3: s1: gone, 404",
        "3 of 3: s2: moved, 200, to http://new.example/%E3%83%AB%E3%83%BC%E3%83%88?q=a%20b#part",
        "Asked 3 of 3: 1 ok, 1 moved, 1 gone. Dead links: 0.",
    ]
    assert check_links(network) == "Asked 0 of 0: nothing is due. Dead links: 0.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("option", [{"quiet": True}, {"verbosity": 0}])
def test_a_quiet_round_says_nothing(network, option):
    sources_at("http://a.example/")
    assert check_links(network, **option) == ""
    assert LinkCheck.objects.get().result == "ok"


@pytest.mark.django_db
def test_what_failed_is_kept_with_its_reason(network):
    sources_at("http://unknown.example/", "http://a.example/500", "http://a.example/inside")
    check_links(network)
    kept = LinkCheck.objects.order_by("pk").values_list("result", "status", "reason", "failures")
    assert list(kept) == [
        ("unreachable", None, "Name or service not known", 1),
        ("error", 500, "", 1),
        ("unsafe", None, "inside.example is 10.0.0.7, which is not on the public web", 1),
    ]


@pytest.mark.django_db
def test_readers_come_first_then_what_waited_longest(server, network, tmp_path, monkeypatch):
    hosts = ("asked-lately", "asked-long-ago", "never-asked", "seen", "changed")
    load(
        tmp_path,
        *(source(slug=host, url=f"http://{host}.example/") for host in hosts),
        event(citations=[{"source": "seen"}, {"source": "a-source", "claim": "date"}]),
    )
    now = datetime.now(UTC)
    days = {"asked-lately": 3, "asked-long-ago": 30, "seen": 8, "changed": 1}
    for slug, ago in days.items():
        found = Source.objects.get(slug=slug)
        url = "http://old.example/" if slug == "changed" else found.url
        noted(found, BACK, now - timedelta(days=ago), url=url)
    check_links(network)
    order = [host.removesuffix(".example") for _method, host, _path in server.asked]
    assert order == ["seen", "changed", "never-asked", "asked-long-ago"]
    server.asked.clear()
    check_links(network, older_than=0, limit=1)
    assert [host for _method, host, _path in server.asked] == ["seen.example"]


@pytest.mark.django_db
def test_a_round_is_bounded_and_the_next_goes_on(server, network):
    sources_at(*(f"http://h{n}.example/" for n in range(5)))
    assert "Asked 2 of 2" in check_links(network, limit=2)
    assert "Asked 2 of 2" in check_links(network, limit=2)
    assert "Asked 1 of 1" in check_links(network, limit=2)
    assert [host for _m, host, _p in server.asked] == [f"h{n}.example" for n in range(5)]


@pytest.mark.django_db
def test_a_round_broken_off_ends_cleanly_and_loses_nothing(server, network):
    sources_at(*(f"http://h{n}.example/" for n in range(4)))

    def resolve(host, port):
        if host == "h2.example":
            raise KeyboardInterrupt
        return network.resolve(host, port)

    told = check_links(Network(resolve=resolve, allows=network.allows))
    assert told.splitlines()[2:] == [
        "Interrupted; what was answered until now is kept.",
        "Asked 2 of 4: 2 ok. Dead links: 0.",
    ]
    assert LinkCheck.objects.count() == 2
    check_links(network)
    assert [host for _m, host, _p in server.asked] == [f"h{n}.example" for n in range(4)]


@pytest.mark.django_db
def test_a_host_has_a_pause_between_two_requests_and_others_do_not_wait(server, network):
    sources_at(
        "http://a.example/no-head",
        "http://b.example/",
        "http://a.example/lent",
        "http://c.example/",
    )
    clock = Clock()
    check_links(network, Pace(2, clock=clock, sleep=clock.wait))
    asked = [(method, host) for method, host, _path in server.asked]
    assert asked == [
        ("HEAD", "a.example"), ("GET", "a.example"), ("HEAD", "b.example"),
        ("HEAD", "a.example"), ("HEAD", "a.example"), ("HEAD", "c.example"),
    ]  # fmt: skip
    assert clock.waits == [2, 2, 2]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/429", "/503"])
def test_a_host_that_wants_rest_is_left_alone_for_this_round(server, network, path):
    sources_at(
        f"http://tired.example{path}",
        "http://tired.example/",
        "http://a.example/to-tired",
        "http://a.example/",
    )
    told = check_links(network, limit=2).splitlines()
    assert told[1:] == [
        "1 of 2: s1: left for another round",
        "1 of 2: s2: left for another round",
        "2 of 2: s3: ok, 200",
        f"Asked 2 of 2: 1 ok, 1 {'refused' if path == '/429' else 'error'}, "
        "2 left for another round. Dead links: 0.",
    ]
    assert [path for _m, host, path in server.asked if host == "tired.example"] == [path]
    assert set(LinkCheck.objects.values_list("source__slug", flat=True)) == {"s0", "s3"}


@pytest.mark.django_db
def test_a_machine_without_a_line_condemns_nobody(network):
    sources_at(*(f"http://unknown{n}.example/" for n in range(12)))
    with pytest.raises(CommandError, match="is this machine online"):
        check_links(network)
    assert LinkCheck.objects.count() == 10


@pytest.mark.django_db
def test_one_dead_host_with_many_pages_is_no_missing_line(network):
    sources_at(*(f"http://unknown.example/{n}" for n in range(12)))
    assert "12 unreachable" in check_links(network)


@pytest.mark.parametrize(
    "option", ["--limit=0", "--limit=many", "--timeout=0", "--timeout=nan", "--older-than=-1"]
)
def test_an_option_out_of_bounds_is_refused(option):
    with pytest.raises(CommandError):
        call_command("check_links", option)


# What is dead


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "is_dead"),
    [
        ("1 gone", False),
        ("1 gone, 2 gone", False),
        ("1 gone, 2 gone, 3 gone", True),
        ("1 gone, 2 unreachable, 9 gone", True),
        ("1 gone, 1 gone, 1 gone, 1 gone", False),
        ("1 gone, 2 gone, 2 gone", False),
        ("1 gone, 2 gone, 3 ok, 4 gone", False),
        ("1 gone, 2 gone, 3 refused, 4 gone", False),
        ("1 error, 2 error, 3 gone", False),
        ("1 error, 2 error, 3 error, 4 error", False),
        ("1 refused, 2 refused, 3 refused", False),
        ("1 unsafe, 2 unsafe, 3 unsafe", False),
        ("1 gone, 2 gone, 3 gone, 4 ok", False),
        ("1 gone, 2 gone, 3 gone, 4 moved", False),
        ("1 ok, 2 gone, 3 gone, 4 gone", True),
    ],
)
def test_a_link_is_dead_after_three_absences_in_a_row_on_different_days(days, is_dead):
    sources_at("http://a.example/")
    found = Source.objects.get()
    for day, result in (step.split() for step in days.split(", ")):
        noted(found, Answer(result), MARCH.replace(day=int(day)))
    assert list(Source.objects.with_dead_links()) == [found] * is_dead
    assert bool(Source.objects.get().silent_since) == is_dead


@pytest.mark.django_db
def test_failures_are_counted_from_the_first_of_their_row():
    sources_at("http://a.example/")
    found = Source.objects.get()
    for day, result in enumerate(("error", "error", "gone", "gone"), 1):
        check = noted(found, Answer(result), MARCH.replace(day=day))
    assert (check.failures, check.failing_since.day) == (2, 3)
    check = noted(found, BACK, MARCH)
    assert (check.failures, check.failing_since) == (0, None)


@pytest.mark.django_db
def test_three_rounds_on_three_days_declare_a_link_dead(network, monkeypatch):
    sources_at("http://a.example/404")
    for week in range(3):
        assert not Source.objects.with_dead_links()
        monkeypatch.setattr(
            timezone, "now", lambda week=week: MARCH + timedelta(weeks=week, days=1)
        )
        told = check_links(network, older_than=6)
    assert told.endswith("Dead links: 1.\n")


@pytest.mark.django_db
def test_a_changed_address_voids_what_the_old_one_answered():
    sources_at("http://a.example/")
    found = dead(Source.objects.get())
    found.url = "http://b.example/"
    found.save()
    assert not Source.objects.with_dead_links()
    assert list(Source.objects.never_asked()) == [found]
    check = noted(found, GONE, MARCH + timedelta(days=9))
    assert check.failures == 1


# What readers see

ADDRESS, ARCHIVED = "http://a.example/page", "https://archive.example/copy"
PAGES = ("events/an-event/", "sources/a-source/", "sources/", "topics/a-topic/")


def cited(tmp_path, **fields) -> Source:
    """A source that a record quotes and a topic cites in its text."""
    quoted = {"source": "a-source", "quotation": "Words that stay."}
    load(
        tmp_path,
        source(url=ADDRESS, **fields),
        event(citations=[quoted]),
        topic(body=dict.fromkeys(LANGUAGES, "Told there [@a-source].")),
    )
    return Source.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_dead_address_is_marked_and_its_copy_comes_first(read, tmp_path, language, path):
    dead(cited(tmp_path, archived_url=ARCHIVED))
    page = read(f"/{language}/{path}")
    since = {"en": "since March 2027", "ja": "2027年3月以降", "uk": "з березня 2027 р."}[language]
    with translation.override(language):
        sentence = translation.gettext("the address no longer answers (%(since)s)")
        offered = translation.gettext("try it all the same")
    assert sentence % {"since": since} in page.words.replace("\N{NO-BREAK SPACE}", " ")
    links = {a.get("href"): a.text for a in page.main.iter("a")}
    outside = [address for address in links if address in (ADDRESS, ARCHIVED)]
    assert outside == [ARCHIVED, ADDRESS]
    assert links[ADDRESS] == offered
    assert ("a.example" if path != "sources/a-source/" else ADDRESS) in page.words


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES[:2])
def test_a_dead_source_keeps_its_quotation(read, tmp_path, path):
    dead(cited(tmp_path))
    words = read(f"/en/{path}").words
    assert "Words that stay." in words
    assert "no longer answers" in words


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_changes_for_a_source_that_lives(client, tmp_path, language):
    found = cited(tmp_path, archived_url=ARCHIVED)

    def pages() -> list[bytes]:
        return [client.get(f"/{language}/{path}").content for path in PAGES]

    never_asked = pages()
    for days, result in enumerate(("ok", "moved", "gone", "unreachable", "refused", "error")):
        noted(found, Answer(result, moved_to="http://b.example/"), MARCH + timedelta(days=days))
        assert pages() == never_asked, result
    dead(found)
    assert all(now != before for now, before in zip(pages(), never_asked, strict=True))
    LinkCheck.objects.update(url="http://an-older.example/")
    assert pages() == never_asked


@pytest.mark.django_db
def test_many_dead_links_cost_no_more_queries_than_one(client, tmp_path):
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/en/{path}")
        return len(captured)

    def counted(slugs: list[str]) -> dict[str, int]:
        """The queries of each page, with that many dead sources on it."""
        cited = [{"source": slug} for slug in slugs]
        load(
            tmp_path,
            *(source(slug=slug, url=f"http://{slug}.example/") for slug in slugs),
            event(citations=[*cited, {"source": "a-source", "claim": "date"}]),
            topic(body={"en": " ".join(f"[@{slug}]" for slug in slugs)}),
        )
        for found in Source.objects.exclude(url=""):
            dead(found)
        paths = ("events/an-event/", "sources/dead-0/", "sources/", "topics/a-topic/")
        return {path: queries(path) for path in paths}

    assert counted(["dead-0"]) == counted([f"dead-{n}" for n in range(5)])


@pytest.mark.django_db
def test_checks_are_no_part_of_what_is_exported(tmp_path):
    dead(cited(tmp_path))
    told = StringIO()
    call_command("dumpdata", "relations", format="jsonl", stdout=told)
    assert ADDRESS in told.getvalue()
    assert "failures" not in told.getvalue()
    assert "2027-03" not in told.getvalue()


# What editors see


@pytest.mark.django_db
def test_the_desk_finds_sources_by_how_their_address_answered(admin_client):
    sources_at(*(f"http://h{n}.example/" for n in range(7)), "")
    found = list(Source.objects.order_by("slug"))
    dead(found[0])
    for number, result in enumerate(("gone", "error", "unsafe", "moved", "ok"), 1):
        noted(found[number], Answer(result), MARCH)
    wanted = {
        "dead": ["s0"],
        "failing": ["s1", "s2", "s3"],
        "moved": ["s4"],
        "ok": ["s5"],
        "never": ["s6"],
        "nonsense": [f"s{n}" for n in range(8)],
    }
    for value, slugs in wanted.items():
        response = admin_client.get(
            reverse("admin:relations_source_changelist"), {"address": value}
        )
        listed = sorted(row.slug for row in response.context["cl"].result_list)
        assert listed == slugs, value


@pytest.mark.django_db
def test_the_form_of_a_source_tells_how_its_address_answered(admin_client, tmp_path):
    found = cited(tmp_path)
    url = reverse("admin:relations_source_change", args=[found.pk])
    assert "Never asked." in admin_client.get(url).content.decode()
    dead(found)
    page = admin_client.get(url).content.decode()
    assert "March 5, 2027: Gone, 404" in page
    assert "Failing since March 3, 2027: 3 failures in a row" in page
    noted(found, Answer("moved", 200, moved_to="http://b.example/?<b>"), MARCH)
    page = admin_client.get(url).content.decode()
    assert "http://b.example/?&lt;b&gt;" in page
    assert "Failing since" not in page
