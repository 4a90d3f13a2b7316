"""The whole suite, as `make test` runs it: lint, checks, then every test on both databases.

A part that cannot run is a failure: a missing program, a run of no tests, a skipped test.
DATABASE_URL, where it is set, names the PostgreSQL to test on; else a private one is started.
Browsers see no database: every day they run on SQLite alone, in `make test-full` on both.
The last line printed is `N passed, N failed`, summed over both databases.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from contextlib import nullcontext
from ctypes.util import find_library
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
EVERY_TEST = "embedded or properties or browser or tools"
IS_FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
ON_THE_SECOND = EVERY_TEST if IS_FULL else "embedded or properties"
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "record.example",
    "SITE_URL": "https://record.example",
    "DATABASE_URL": "sqlite://:memory:",
}
CHECKS = {
    "ruff check": ["-m", "ruff", "check", "--quiet"],
    "ruff format": ["-m", "ruff", "format", "--check", "--quiet"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    database_url = os.environ.pop("DATABASE_URL", None)
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    ensure_programs(needs_server=database_url is None)
    failed_checks = [name for name, command in CHECKS.items() if not check(name, command)]

    counts = [pytest("SQLite", EVERY_TEST, {})]
    try:
        with nullcontext(database_url) if database_url else postgres.server() as url:
            counts.append(pytest("PostgreSQL", ON_THE_SECOND, {"DATABASE_URL": url}))
    except RuntimeError as problem:
        say(str(problem))
        counts.append((0, 1))

    passed, failed = (sum(column) for column in zip(*counts, strict=True))
    if failed_checks:
        say(f"These checks failed, each counted as one: {', '.join(failed_checks)}")
        failed += len(failed_checks)
    say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def ensure_programs(needs_server: bool) -> None:
    """Installs what is missing if that is in our power; else exits naming the Debian packages."""
    missing = missing_packages(needs_server)
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing with apt, as root: {' '.join(missing)}")
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *missing]
        for command in (["apt-get", "update", "-qq"], install):
            done = subprocess.run(command, env=quietly, stdout=subprocess.PIPE, text=True)
            if done.returncode:
                sys.exit(f"{done.stdout}\napt could not install what the tests need.")
        missing = missing_packages(needs_server)
    if missing:
        sys.exit(
            f"The tests need {', '.join(missing)}. "
            f"On Debian and Ubuntu: sudo apt-get install {' '.join(missing)}"
        )


def missing_packages(needs_server: bool) -> list[str]:
    present = {
        "postgresql": not needs_server or postgres.binaries(),
        "chromium": shutil.which("chromium"),
        "fonts-noto-cjk": has_font_for("ja"),
        "fonts-dejavu-core": has_font_for("uk"),
        "libpango-1.0-0": find_library("pango-1.0"),
        "libpangoft2-1.0-0": find_library("pangoft2-1.0"),
        "libharfbuzz-subset0": find_library("harfbuzz-subset"),
        "gettext": shutil.which("xgettext"),
    }
    return [package for package, found in present.items() if not found]


def has_font_for(language: str) -> bool:
    if not shutil.which("fc-list"):
        return False
    asked = ["fc-list", f":lang={language}"]
    return bool(subprocess.run(asked, stdout=subprocess.PIPE).stdout.strip())


def check(name: str, command: list[str]) -> bool:
    """Runs a check in surroundings like production's; prints its output only if it fails."""
    result = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    say(f"{name}: {'failed' if result.returncode else 'fine'}")
    if result.returncode:
        say(result.stdout)
    return not result.returncode


def pytest(database: str, tests: str, environment: dict[str, str]) -> tuple[int, int]:
    """Runs the tests on one database and returns how many passed and failed."""
    say(f"\nTests on {database}: {tests}")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        # Databases are made anew and left standing: a server thread may still hold one open.
        databases = ["--create-db", "--reuse-db"]
        processes = ["-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"]
        # The slowest are named, so that the suite does not grow slow unseen.
        shown = ["-q", "--durations=12", f"--junitxml={report}"]
        patience = ["-o", "faulthandler_timeout=5400"] if IS_FULL else []
        options = [*shown, *processes, *databases, *patience, "-m", tests]
        code = subprocess.run(
            [sys.executable, "-m", "pytest", *options],
            cwd=ROOT,
            env={**os.environ, **environment},
        ).returncode
        passed, failed, skipped = count(report)
    for name in skipped:
        say(f"Skipped, so counted as failed: {name}")
    failed += len(skipped)
    if not passed + failed:
        say(f"No test ran on {database}.")
    return passed, failed or int(code != 0 or not passed)


def count(report: Path) -> tuple[int, int, list[str]]:
    """Passed, failed and the names of the skipped, from a JUnit file; none if there is no file."""
    if not report.exists():
        return 0, 0, []
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = [case for case in cases if has(case, "failure", "error")]
    skipped = [case for case in cases if has(case, "skipped") and case not in failed]
    names = [f"{case.get('classname')}.{case.get('name')}" for case in skipped]
    return len(cases) - len(failed) - len(skipped), len(failed), names


def has(case: ElementTree.Element, *tags: str) -> bool:
    return any(case.find(tag) is not None for tag in tags)


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
