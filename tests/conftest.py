"""What surrounds every test: the settings, the message catalogues, and which tests a run chooses.

Plain `pytest` runs the embedded suite, which needs requirements.txt and nothing else. The folders
in EXTRAS need more and are not even imported unless the -m expression names them, as in
`pytest -m "embedded or browser"`. A test carries the name of its folder as its marker.
"""

import os
import re
import secrets
import tempfile
from http import HTTPStatus
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tests.reading import Page
from tests.tables import Tables, fill_tables, read_tables

HERE = Path(__file__).parent
EXTRAS = {"properties", "browser", "tools"}

# .pytest.ini names no settings module: pytest-django would read it before this file is imported.
os.environ.update(
    DJANGO_SETTINGS_MODULE="relations.settings",
    DEBUG="0",
    SECRET_KEY=secrets.token_urlsafe(50),
    ALLOWED_HOSTS="testserver,localhost",
    SITE_URL="http://testserver",
    BEHIND_PROXY="0",
)
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A file, where Django would take memory: there a browser's requests would share one connection, and
# of two that meet in it one waits for SQLite and the other for Python, for ever.
DATABASES = tempfile.TemporaryDirectory(prefix="record-tests-")
if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{DATABASES.name}/tests.sqlite3"
# Static files come straight from their folders; nothing has to be collected first.
settings.STORAGES |= {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
django.setup()


def named_extras(config: pytest.Config) -> set[str]:
    """Those of EXTRAS that the run's -m expression mentions."""
    return EXTRAS & set(re.findall(r"\w+", config.option.markexpr))


def pytest_configure(config: pytest.Config) -> None:
    if "properties" in named_extras(config):
        from hypothesis import settings as hypothesis

        # The daily run draws the same examples each time: when it fails, the change is to blame.
        hypothesis.register_profile("daily", derandomize=True, deadline=None)
        hypothesis.register_profile("full", max_examples=5_000, deadline=None, print_blob=True)
        hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "daily"))


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):  # once, before xdist starts its workers
        call_command("compilemessages", verbosity=0)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if collection_path.parent == HERE and collection_path.name in EXTRAS - named_extras(config):
        return True
    return None


def pytest_itemcollected(item: pytest.Item) -> None:
    folder = item.path.relative_to(HERE).parts[0]
    item.add_marker(folder if folder in EXTRAS else "embedded")
    if folder == "browser":
        # Chromium keeps connections open; their threads may end after the live server has.
        late_thread = "ignore::pytest.PytestUnhandledThreadExceptionWarning"
        item.add_marker(pytest.mark.filterwarnings(late_thread))


@pytest.fixture(scope="module", autouse=True)
def cleared(django_db_blocker):
    """On PostgreSQL a module leaves nothing behind, not even the room of rows rolled back.

    The planner would take the big empty tables for cheap ones and read them again and again.
    """
    yield
    is_made = connection.settings_dict["NAME"].startswith("test_")
    if connection.vendor == "postgresql" and is_made:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM")


@pytest.fixture(scope="session")
def loaded_tables(django_db_setup, django_db_blocker) -> Tables:
    """The rows of every table after an operator's load of the fixtures: a load takes a while."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *sorted((HERE.parent / "fixtures").glob("*.yaml")), verbosity=0)
        tables = read_tables()
        transaction.set_rollback(True)
    return tables


@pytest.fixture(scope="module")
def the_record(loaded_tables, django_db_blocker):
    """The whole record as an operator loads it, for a module and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill_tables(loaded_tables)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def read(client):
    """Opens an address as a reader would."""

    def page(address: str) -> Page:
        response = client.get(address)
        assert response.status_code == HTTPStatus.OK, address
        return Page(response)

    return page
