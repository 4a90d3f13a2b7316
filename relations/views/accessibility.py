"""The accessibility statement: what the site keeps to, and what the last run of axe-core found.

The full run of tests/browser/test_open_to_all.py writes the figures into `accessibility.json`.
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.shortcuts import render

from relations.views.reading import ReaderView, refuse_parameters

LAST_RUN = Path(__file__).parents[1] / "accessibility.json"
#: When somebody last went through the words of the statement.
STATED_ON = "2026-11-29"
FRESH = timedelta(days=90)


class Run(NamedTuple):
    """One run over every kind of page: on which day, of what, in how many states, and what broke.

    A state is one page in one language, theme and width; `violations` counts the places found.
    """

    day: str
    axe: str
    pages: list[str]
    desk: list[str]
    states: int
    violations: int

    @property
    def is_stale(self) -> bool:
        return datetime.now(UTC).date() - date.fromisoformat(self.day) > FRESH


def last_run() -> Run | None:
    return Run(**json.loads(LAST_RUN.read_text("utf-8"))) if LAST_RUN.exists() else None


class Statement(ReaderView):
    def get(self, request):
        refuse_parameters(request)
        context = {"run": last_run(), "stated_on": STATED_ON}
        return render(request, "relations/accessibility.html", context)
