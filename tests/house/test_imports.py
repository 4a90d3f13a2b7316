"""Imports run downhill, and the apps of the kinds do not know each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Rooms from the valley to the top: a room imports from its own line and from those before it.
SLOPE = (
    {"relations.dates", "relations.money", "relations.codes", "relations.languages", "relations.prose"},
    {"relations.models"},
    {"relations.document", "relations.search"},
    {"relations.standing"},
    {"relations.recording"},
    {"relations.duties", "relations.notices"},
    {"relations.repointing"},
    {"relations.workflow"},
    {"relations.merging"},
    {"relations.agenda", "relations.anniversaries", "relations.chronology", "relations.likeness", "relations.links", "relations.loading",
     "relations.scrutiny", "relations.translations"},
    {"relations.exchange"},
    {"relations.filters", "relations.templatetags"},
    {"relations.leads"},
    {"relations.export", "relations.pictures"},
    {"relations.api", "relations.views", "relations.admin", "relations.desk", "relations.sitemaps", "relations.middleware",
     "relations.management"},
    {"relations.urls"},
    {"relations.settings", "relations.wsgi", "relations.apps"},
)  # fmt: skip
KINDS = ("visits", "aid")
FILES = sorted(
    path
    for app in ("relations", *KINDS)
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts and path.stat().st_size
)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, module or name) of each import from this project."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (
            (node.lineno, name) for name in names if name.split(".")[0] in ("relations", *KINDS)
        )


def height(name: str) -> int:
    room = ".".join(name.split(".")[:2])
    found = [level for level, rooms in enumerate(SLOPE) if room in rooms]
    assert found, f"{room} has no place on the slope: give it one here."
    return found[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_downhill(path):
    here = module_of(path)
    app = here.split(".")[0]
    for line, name in imports(path):
        target = name.split(".")[0]
        if app in KINDS:
            assert target in (app, "relations"), f"{path}:{line} imports {name}"
        else:
            assert target == "relations", f"{path}:{line} imports {name}"
            if here not in ("relations", "relations.models") and name != "relations":
                assert height(name) <= height(here), f"{path}:{line} imports {name} uphill"


def test_only_settings_and_addresses_name_the_kinds():
    for path in (ROOT / "relations").rglob("*.py"):
        if path.name in ("settings.py", "urls.py") or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value.split(".")
                assert not (len(words) > 1 and words[0] in KINDS), f"{path}:{node.lineno}"
