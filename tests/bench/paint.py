"""How soon a page is painted on a slow telephone; `make bench` runs it.

The site runs as in production and holds the fixtures. Chromium is given 1.6 Mb/s, 150 ms to the
server, a quarter of the processor, a screen 390 px wide and an empty cache. Nothing is asserted:
what is slow depends on the machine. DATABASE_URL, where it is set, names a record that is filled.
"""

import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: How often each page is opened in each language; the middle one counts.
TIMES = 3
PAGES = {
    "home": "",
    "a list": "chronology/",
    "a record": "visits/zelenskyy-2023/",
    "at a glance": "at-a-glance/",
    "the ledger": "ledger/",
    "what was looked for": "coverage/",
}
MOBILE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "device_scale_factor": 3}
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
#: What the browser itself has measured, once all is loaded.
MEASURED = """() => new Promise(resolve => {
  let shift = 0
  const observer = new PerformanceObserver(list => list.getEntries().forEach(entry => shift += entry.value))
  observer.observe({type: 'layout-shift', buffered: true})
  setTimeout(() => {
    const files = performance.getEntriesByType('resource')
    const [page] = performance.getEntriesByType('navigation')
    const bytes = some => some.reduce((sum, file) => sum + file.encodedBodySize, 0)
    resolve({
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      answer: page.responseStart,
      shift,
      script: bytes(files.filter(file => file.initiatorType === 'script')),
      all: bytes([page, ...files]),
    })
  }, 500)
})"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site, chromium() as own:
        say("\nFirst contentful paint at 150 ms and 1.6 Mb/s, a quarter of the processor")
        for name, path in PAGES.items():
            addresses = [f"{site}/{language}/{path}" for language in ("en", "ja", "uk")]
            report(name, [opened(own, address) for address in TIMES * addresses])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The origin of a server that runs as `make run` does."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = f"http://localhost:{port}"
    own = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": site,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/record.sqlite3",
    }
    environment = os.environ | own
    fill(environment, is_empty="DATABASE_URL" not in os.environ)
    gunicorn = ["gunicorn", "relations.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    quiet = ["--no-control-socket", "--log-level", "warning"]
    server = subprocess.Popen([sys.executable, "-m", *gunicorn, *quiet], cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield site
    finally:
        server.terminate()
        server.wait()


def fill(environment: dict, is_empty: bool) -> None:
    fixtures = sorted(map(str, (ROOT / "fixtures").glob("*.yaml")))
    commands = [["compilemessages"], ["collectstatic", "--noinput"]]
    if is_empty:
        commands += [["migrate"], ["loaddata", *fixtures]]
    for command in commands:
        manage = [sys.executable, "manage.py", *command, "--verbosity", "0"]
        subprocess.run(manage, cwd=ROOT, env=environment, check=True)


def wait_for(port: int) -> None:
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("The server does not start.")


@contextmanager
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def opened(browser, address: str) -> dict[str, float]:
    """What a browser measures that has never been here."""
    context = browser.new_context(**MOBILE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="load")
    measured = page.evaluate(MEASURED)
    context.close()
    return measured


def report(name: str, runs: list[dict[str, float]]) -> None:
    middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    slowest = max(run["paint"] for run in runs)
    say(
        f"{name}: p50 {middle['paint']:.0f} ms, slowest {slowest:.0f} ms "
        f"(first byte {middle['answer']:.0f} ms), layout shift {middle['shift']:.3f}, "
        f"script {middle['script'] / 1000:.1f} kB of {middle['all'] / 1000:.1f} kB"
    )


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
