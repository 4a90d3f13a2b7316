"""The program starts only with what it needs, and says what is missing."""

import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHOLE = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "record.example",
    "SITE_URL": "https://record.example",
    "DATABASE_URL": "sqlite://:memory:",
}


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_without_a_needed_variable_it_refuses_to_start_and_names_it(name):
    done = manage("check", **{key: value for key, value in WHOLE.items() if key != name})
    assert done.returncode != 0
    assert f"{name} is not set. Set it in the environment, for example {name}=" in done.stderr


def test_debug_needs_nothing():
    assert manage("check", DEBUG="1", DATABASE_URL="sqlite://:memory:").returncode == 0


def test_production_is_safe_to_deploy():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **WHOLE)
    assert done.returncode == 0, done.stderr


def test_the_migrations_are_complete():
    done = manage("makemigrations", "--check", "--dry-run", **WHOLE)
    assert done.returncode == 0, done.stdout
