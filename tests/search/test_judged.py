"""The judged questions: what readers would ask, and the document that should stand first."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.test import Client

from relations.languages import LANGUAGES
from tests.reading import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

JUDGED = yaml.safe_load(Path(__file__).with_name("judged.yaml").read_text())
#: So many of the questions have their answer first, and all of them among so many.
RIGHT_FIRST, NEARLY = 86, 3


def answers(asked: str, language: str) -> list[str]:
    """What the page of a question offers, in its order, as `model/slug`."""
    page = Page(Client().get(f"/{language}/search/", {"q": asked}))
    return page.answers


def test_ninety_questions_are_judged_thirty_in_each_language():
    assert Counter(row["language"] for row in JUDGED) == dict.fromkeys(LANGUAGES, 30)
    assert len({(row["asked"], row["language"]) for row in JUDGED}) == 90


def test_the_right_answer_stands_first():
    places = {}
    for row in JUDGED:
        found = answers(row["asked"], row["language"])
        place = found.index(row["right"]) if row["right"] in found else None
        if place != 0:
            places[row["asked"]] = (place, row["right"], found[:NEARLY])
    far = {asked: why for asked, why in places.items() if why[0] is None or why[0] >= NEARLY}
    assert far == {}
    assert len(JUDGED) - len(places) >= RIGHT_FIRST, places
