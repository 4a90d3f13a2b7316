"""Pages are light: what a reader on a slow line has to fetch is bounded."""

from pathlib import Path

import pytest

from relations.languages import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

STYLES = Path(__file__).parents[2] / "relations" / "static" / "relations"
LISTS = ("", "chronology/", "events/", "visits/", "aid/", "topics/", "people/", "organisations/", "places/", "sources/", "ledger/", "ledger/sums/", "ledger/not-counted/", "ledger/in-kind/", "coverage/", "corrections/")  # fmt: skip


def test_the_style_sheet_is_under_20_kb():
    assert sum(path.stat().st_size for path in STYLES.rglob("*.css")) < 20_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_under_60_kb(client, language, path):
    assert len(client.get(f"/{language}/{path}").content) < 60_000
