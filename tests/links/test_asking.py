"""How an address is asked, what it answers, and where nobody is asked."""

import socket
import ssl
from ipaddress import ip_address

import pytest

from relations.links.asking import Answer
from relations.links.network import Connection, Network, is_public
from tests.rounds import TIMEOUT, answer_of


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
