"""A web server on this machine that stands for the whole web."""

import socket
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from relations.links.network import Network, is_public

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
