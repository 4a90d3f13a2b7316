"""What the README promises is there, and what is there the README tells."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_every_setting_is_in_the_table_and_every_row_is_a_setting():
    sources = [*(ROOT / "relations").rglob("*.py")]
    used = re.compile(r"(?:environ\.get|required)\(\s*\"([A-Z_]+)\"")
    read = {name for path in sources for name in used.findall(path.read_text())}
    read |= {"DATABASE_URL"}  # read by dj-database-url
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)) == read


def test_every_command_it_names_exists():
    named = set(re.findall(r"manage\.py (\w+)", README))
    assert {"loaddata", "check_fixtures", "export_fixtures", "dumpdata"} <= named
    assert named <= set(get_commands())


def test_every_make_target_it_names_exists():
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"`?make ([a-z-]+)`?", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize(
    "path", re.findall(r"`((?:relations|visits|aid|tests|templates)/[\w/.]*)", README)
)
def test_every_path_it_names_exists(path):
    assert (ROOT / path).exists()


def test_the_example_document_has_only_known_fields():
    from relations.document import roots
    from relations.document.shape import check_keys
    from relations.loading.yaml import read

    example = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)[1]
    [document] = read(example, "README.md")
    assert check_keys(roots()["visit"], document, opening="visit") == []
