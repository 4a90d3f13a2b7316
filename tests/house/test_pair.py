"""Nothing but fixtures and words about the project names the pair of countries."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: The parties, in the three languages and by code; names of languages are not names of countries.
PAIR = re.compile(
    r"japan(?!ese)|ukrain(?!ian)|日本(?!語)|ウクライナ(?!語)|япон(?!ськ)|укра[їи]н(?!ськ)|[\"']JP[\"']|[\"']UA[\"']",
    re.IGNORECASE,
)
FILES = sorted(
    path
    for folder in ("relations", "visits", "aid", "templates")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".html", ".css", ".svg", ".po", ".js", ".txt", ".xml")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_template_or_message_names_the_pair(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        assert not PAIR.search(line), f"{path}:{number}: {line.strip()}"
