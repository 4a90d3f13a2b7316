"""A PostgreSQL for one run: a cluster in a temporary folder, stopped and removed at the end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS_TO_START = 60
SECONDS_TO_STOP = 30


def binaries() -> Path | None:
    """The folder of the newest installed server's programs: Debian's place first, then the PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """Yields the URL of a running server. Raises RuntimeError, with its log, if it does not start.

    PostgreSQL refuses to run as root; root lends it the account `postgres`.
    """
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed.")
    as_root = os.geteuid() == 0
    account = {"user": "postgres", "group": "postgres", "extra_groups": []} if as_root else {}
    with tempfile.TemporaryDirectory(prefix="record-pg-") as folder:
        if as_root:
            shutil.chown(folder, "postgres", "postgres")
        started = {"cwd": folder, "stderr": subprocess.STDOUT, **account}
        port = free_port()
        create(programs, folder, started)
        with open(f"{folder}/log", "w+b") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", f"{folder}/cluster", *options(folder, port)],
                stdout=log,
                start_new_session=True,  # Ctrl-C is for the tests; the server is stopped below
                **started,
            )
            try:
                wait_until_ready(programs, process, port, log)
                yield f"postgres://postgres@127.0.0.1:{port}/postgres"
            finally:
                stop(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def create(programs: Path, folder: str, started: dict) -> None:
    where = ["-D", f"{folder}/cluster"]
    how = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    result = subprocess.run(
        [programs / "initdb", *where, *how, "--no-sync", "--no-instructions"],
        stdout=subprocess.PIPE,
        text=True,
        **started,
    )
    if result.returncode:
        raise RuntimeError(f"PostgreSQL's initdb failed:\n{result.stdout}")


def options(folder: str, port: int) -> list[str]:
    chosen = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        # Nothing here outlives the run, so nothing waits for the disk.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        # Each module clears its tables itself; in the middle of one they would seem to be empty.
        "autovacuum": "off",
    }
    return [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]


def wait_until_ready(programs: Path, process: subprocess.Popen, port: int, log) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    ask = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres"]
    while subprocess.run(ask).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read().decode(errors='replace')}")
        time.sleep(0.1)


def stop(process: subprocess.Popen) -> None:
    """A fast shutdown, which closes open connections; an immediate one if that takes too long."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait()
