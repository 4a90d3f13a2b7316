"""The judged questions: what readers would ask, and the document that should stand first."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from relations.languages import LANGUAGES
from tests.counts import THIRDS, some
from tests.reading import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

JUDGED = yaml.safe_load(Path(__file__).with_name("judged.yaml").read_text())
#: So many of the thirty questions of a language have their answer first, and all among so many.
RIGHT_FIRST, NEARLY = 28, 3


def test_ninety_questions_are_judged_thirty_in_each_language():
    assert Counter(row["language"] for row in JUDGED) == dict.fromkeys(LANGUAGES, 30)
    assert len({(row["asked"], row["language"]) for row in JUDGED}) == 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_answer_stands_first(client, language):
    places = {}
    rows = [row for row in JUDGED if row["language"] == language]
    for row in some(rows, THIRDS[LANGUAGES.index(language)]):
        found = Page(client.get(f"/{language}/search/", {"q": row["asked"]})).answers
        place = found.index(row["right"]) if row["right"] in found else None
        if place != 0:
            places[row["asked"]] = (place, row["right"], found[:NEARLY])
    far = {asked: why for asked, why in places.items() if why[0] is None or why[0] >= NEARLY}
    assert far == {}
    assert 30 - len(places) >= RIGHT_FIRST, places
