"""What the tests of spreadsheets send out and take in."""

import pytest

from tests.making import event, load, organisation, person, place, topic


@pytest.fixture
def some(tmp_path):
    """An event with everything an event can have, and another."""
    load(
        tmp_path,
        person(),
        organisation(),
        place(),
        topic(),
        event(
            "first",
            title={"en": "One", "ja": "一", "uk": "Один"},
            body={"en": "# Two\n\nparagraphs, “quoted”; and more"},
            date="1995-03/1995-04",
            milestone=True,
            order_in_day=2,
            topics=["a-topic"],
            places=["a-place"],
            signed_at="a-place",
            participants=[
                {"person": "a-visitor", "role": "signatory", "capacity": {"uk": "Міністр"}},
                {"organisation": "an-agency", "role": "host"},
            ],
            links=[{"to": "second", "role": "follows"}],
        ),
        event("second"),
    )
