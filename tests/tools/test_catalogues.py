"""The message catalogues say everything the sources say, in every language, and nothing else."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCES = ("relations", "visits", "aid", "templates", "manage.py")
TRANSLATED = ("ja", "uk")
PLURAL_FORMS = {"ja": 1, "uk": 3}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


def copy_of_the_sources(folder: Path) -> Path:
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "*.mo")
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, folder)
    return folder


def gather(folder: Path) -> None:
    """Collect the messages of the project in `folder`, as `make messages` does."""
    options = (
        "--locale ja --locale uk --no-wrap --add-location file --no-obsolete "
        "--extension html,txt,py,svg"
    )
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--verbosity", "0", *options.split()],
        cwd=folder,
        env={**os.environ, "DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"},
        check=True,
    )


def catalogue_path(root: Path, language: str) -> Path:
    return root / "relations" / "locale" / language / "LC_MESSAGES" / "django.po"


def catalogue(root: Path, language: str) -> Catalog:
    with catalogue_path(root, language).open("rb") as stream:
        return read_po(stream)


def messages(found: Catalog) -> dict[tuple, Message]:
    """The messages by context and English words; the header is none of them."""
    return {(message.context, message.id): message for message in found if message.id}


def forms(words: str | tuple) -> tuple:
    return words if isinstance(words, tuple) else (words,)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.fixture(scope="module")
def gathered(tmp_path_factory) -> Path:
    """The sources with catalogues that hold just what was collected, untranslated."""
    folder = copy_of_the_sources(tmp_path_factory.mktemp("sources"))
    for language in TRANSLATED:
        catalogue_path(folder, language).unlink()
    gather(folder)
    return folder


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_exactly_the_messages_of_the_sources(gathered, language):
    wanted, held = messages(catalogue(gathered, language)), messages(catalogue(ROOT, language))
    assert len(wanted) > 100
    assert sorted(map(str, wanted.keys() - held.keys())) == [], "missing: run `make messages`"
    assert sorted(map(str, held.keys() - wanted.keys())) == [], "unused: run `make messages`"
    assert not catalogue(ROOT, language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_in_every_plural_form(language):
    found = catalogue(ROOT, language)
    assert found.num_plurals == PLURAL_FORMS[language]
    for message in messages(found).values():
        expected = found.num_plurals if message.pluralizable else 1
        assert len(forms(message.string)) == expected, message.id
        assert all(text.strip() for text in forms(message.string)), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_placeholders(language):
    for message in messages(catalogue(ROOT, language)).values():
        for text in forms(message.string):
            assert placeholders(text) == placeholders(forms(message.id)[-1]), message.id


def test_gathering_again_changes_nothing(tmp_path):
    folder = copy_of_the_sources(tmp_path)
    states = []
    for _run in range(2):
        gather(folder)
        states.append([catalogue_path(folder, code).read_bytes() for code in TRANSLATED])
    assert states[0] == states[1]
    assert b"-Date:" not in b"".join(states[0])
