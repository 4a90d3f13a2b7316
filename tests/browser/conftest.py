"""A real Chromium in front of the whole record.

Every test opens pages in a browser context of its own. Whatever a browser would complain about
(an error in the console, a blocked style or script, a request to anybody else) fails the test,
and a failing test leaves a screenshot of each open page in .local/screenshots.
"""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from relations.export.pdf import NoPDF
from tests.desk import colleague
from tests.making import event, write
from tests.tables import fill_tables

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / ".local" / "screenshots"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1280, "height": 800}
#: How long something may take to appear on a machine that also runs the other tests.
PATIENCE_IN_MS = 15_000

#: What the fixtures have none of: an entry that readers knew and that is gone.
CITED = {"source": "wikipedia-japan-ukraine-relations"}
KNOWN = event("withdrawn-2000", citations=[CITED | {"claim": c} for c in ("date", "type")])
GONE = KNOWN | {
    "status": "withdrawn",
    "public_reason": {"en": "Told twice.", "ja": "重複のため。", "uk": "Записано двічі."},
}

WATCHES = pytest.StashKey[list]()

# Playwright keeps an event loop running in this thread, and the tests use the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
expect.set_options(timeout=PATIENCE_IN_MS)


class Watch:
    """What one browser context complains about, in the words of the browser."""

    def __init__(self, context: BrowserContext, site: str):
        self.context, self.site = context, site
        self.complaints: list[str] = []
        self.documents: set[str] = set()
        context.on("request", self.requested)
        context.on("response", self.answered)
        context.on("console", self.logged)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.expose_binding("reportViolation", lambda _, text: self.complaints.append(text))
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', event => reportViolation("
            "`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))"
        )

    def requested(self, request) -> None:
        is_swapped_in = request.resource_type == "xhr" and urlsplit(request.url).path.endswith("/")
        if request.is_navigation_request() or is_swapped_in:
            self.documents.add(request.url)
        if not request.url.startswith(f"{self.site}/"):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def answered(self, response) -> None:
        if response.status >= 400 and response.url not in self.documents:
            self.complaints.append(f"{response.status}: {response.url}")

    def logged(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self.is_about_an_error_page(message):
            self.complaints.append(f"console: {message.text}")

    def is_about_an_error_page(self, message: ConsoleMessage) -> bool:
        """Chromium also logs that a page which was opened on purpose is a 400 or a 404."""
        failed = message.text.startswith("Failed to load resource: the server responded")
        return failed and message.location["url"] in self.documents

    def stored(self) -> list[str]:
        """The names of the cookies kept; to ask also lets late complaints arrive."""
        return [cookie["name"] for cookie in self.context.cookies()]


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """A test ends with a look at the complaints; whatever fails, the open pages are kept."""
    watches = pyfuncitem.stash.setdefault(WATCHES, [])
    try:
        result = yield
        for watch in watches:
            watch.stored()
            assert watch.complaints == []
    except Exception:
        keep_screenshots(pyfuncitem.name, watches)
        raise
    return result


def keep_screenshots(test: str, watches: list[Watch]) -> None:
    name = re.sub(r"\W+", "-", test).strip("-")
    pages = [page for watch in watches for page in watch.context.pages]
    for number, page in enumerate(pages, 1):
        page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png", full_page=True)


@pytest.fixture(scope="module")
def transactional_db(loaded_tables, django_db_blocker, tmp_path_factory):
    """The whole record, committed, so that the server's threads see it; emptied at the end.

    It takes the place of pytest-django's fixture, which would empty the tables after every test.
    """
    with django_db_blocker.unblock():
        with transaction.atomic():
            fill_tables(loaded_tables)
        for version in (KNOWN, GONE):
            call_command("loaddata", write(tmp_path_factory.mktemp("gone"), version), verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def site(transactional_db, request) -> str:
    """The origin of a server with the whole record."""
    # Asked for here and not above: a server started before the database would serve another one.
    return request.getfixturevalue("live_server").url


@pytest.fixture(autouse=True)
def no_pdf(monkeypatch):
    """A server that lacks what PDFs are made with: it has a page more to show."""

    def missing():
        raise NoPDF

    monkeypatch.setattr("relations.export.pdf.engine", missing)


@pytest.fixture(scope="session")
def chromium():
    program = shutil.which("chromium")
    assert program, "Chromium is not installed. On Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_reader(chromium, site, request):
    """Opens an empty page for one more reader; options are those of a Playwright context."""
    watches = request.node.stash.setdefault(WATCHES, [])

    def open_page(**options) -> Page:
        context = chromium.new_context(**{"base_url": site, "viewport": DESK} | options)
        context.set_default_timeout(PATIENCE_IN_MS)
        watches.append(Watch(context, site))
        return context.new_page()

    yield open_page
    for watch in watches:
        watch.context.close()


@pytest.fixture
def reader(new_reader) -> Page:
    """An empty page at a desk."""
    return new_reader()


@pytest.fixture
def at_desk(new_reader, site):
    """Opens a page for a colleague who has logged in and has one duty; options as above."""
    users = []

    def sit_down(name: str, duty: str, **options) -> Page:
        users.append(colleague(name, duty, password="half a day's work"))
        session = Client()
        session.force_login(users[-1])
        page = new_reader(**options)
        cookie = session.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}]
        )
        return page

    yield sit_down
    for user in users:
        user.delete()
