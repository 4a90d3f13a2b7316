"""Starts the site with `make run`, as a stranger would, reads it, stops it, and does it again.

The second start has to be quick, and to find what the first one loaded.
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["en", "ja", "uk"]
PAGES = [
    "",
    "chronology/",
    "visits/kishida-2023/",
    "events/accord-2024/",
    "aid/jbic-bstdb-credit-line-2024/",
]
SECONDS_WITH_INSTALLATION = 600
SECONDS_TO_START_AGAIN = 30
SECONDS_TO_STOP = 15


class Failure(Exception):
    """What went wrong, in words for whoever reads the log."""


def main() -> int:
    port = free_port()
    with tempfile.TemporaryFile("w+") as log:
        try:
            visit(port, log, "First", SECONDS_WITH_INSTALLATION)
            log.seek(0)
            log.truncate()
            visit(port, log, "Second", SECONDS_TO_START_AGAIN)
            if "Loading the fixtures" in written(log):
                raise Failure("The second start loaded the fixtures again.")
        except Failure as failure:
            print(f"{failure}\n\nWhat `make run` wrote:\n{written(log)}")
            return 1
    return 0


def visit(port: int, log: IO[str], which: str, seconds: int) -> None:
    """Starts the site, reads every page, stops it. Raises Failure."""
    began = time.monotonic()
    with running(port, log) as process:
        while not is_listening(port):
            if process.poll() is not None:
                raise Failure(f"{which} start: `make run` ended with code {process.returncode}.")
            if time.monotonic() > began + seconds:
                raise Failure(f"{which} start: no answer within {seconds} seconds.")
            time.sleep(0.2)
        print(f"{which} start: listening after {time.monotonic() - began:.1f} s", flush=True)
        for language in LANGUAGES:
            read_entrance(port, language)
            for page in PAGES:
                read_page(port, language, f"/{language}/{page}")


@contextmanager
def running(port: int, log: IO[str]) -> Iterator[subprocess.Popen]:
    """`make run` in a process group of its own, which is stopped as a whole."""
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        stop(process, port)


def stop(process: subprocess.Popen, port: int) -> None:
    """Ends the whole group; `make` is gone before the server that it started."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            return
        if is_gone(process, port):
            return


def is_gone(process: subprocess.Popen, port: int) -> bool:
    """Whether `make` has ended and the port is free; asked until it is so or time is up."""
    deadline = time.monotonic() + SECONDS_TO_STOP
    while time.monotonic() < deadline:
        if process.poll() is not None and not is_listening(port):
            return True
        time.sleep(0.1)
    return False


def read_entrance(port: int, language: str) -> None:
    response, _ = fetch(port, "/", {"Accept-Language": language})
    expect(response.status == 302, f"/ answered {response.status} instead of 302")
    expect(response.headers["Location"] == f"/{language}/", f"/ did not lead to /{language}/")
    expect("Set-Cookie" not in response.headers, "/ set a cookie")
    print(f"/ leads a reader of {language} to /{language}/", flush=True)


def read_page(port: int, language: str, path: str) -> None:
    response, body = fetch(port, path)
    expect(response.status == 200, f"{path} answered {response.status}")
    expect(f'<html lang="{language}"' in body, f"{path} is not marked as written in {language}")
    expect("Set-Cookie" not in response.headers, f"{path} set a cookie")
    expect("Content-Security-Policy" in response.headers, f"{path} has no content policy")
    for sheet in re.findall(r'<link[^>]*\shref="([^"]+\.css)"', body):
        status = fetch(port, sheet)[0].status
        expect(status == 200, f"{sheet}, the style of {path}, answered {status}")
    title = re.search(r"<title>(.*?)</title>", body, re.DOTALL)
    expect(title, f"{path} has no title")
    print(f"{path} is fine: {' '.join(title[1].split())}", flush=True)


def fetch(
    port: int, path: str, headers: dict | None = None
) -> tuple[http.client.HTTPResponse, str]:
    """The response, its headers read, and its body."""
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def expect(true: object, otherwise: str) -> None:
    if not true:
        raise Failure(otherwise)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def written(log: IO[str]) -> str:
    log.seek(0)
    return log.read()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
