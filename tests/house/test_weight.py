"""Pages are light: what a reader on a slow line has to fetch is bounded."""

from pathlib import Path

import pytest
from django.test import Client

from relations.languages import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

STYLES = Path(__file__).parents[2] / "relations" / "static" / "relations"
LISTS = ("chronology/", "events/", "visits/", "aid/", "topics/", "people/", "organisations/", "places/", "sources/", "ledger/sums/", "ledger/not-counted/", "ledger/in-kind/", "coverage/", "corrections/", "anniversaries/", "api/", "api/promises/")  # fmt: skip


@pytest.mark.parametrize("sheet", ["record.css", "desk.css", "brief.css", "pictures.css"])
def test_a_style_sheet_is_under_20_kb(sheet):
    assert (STYLES / sheet).stat().st_size < 20_000


def test_readers_fetch_no_sheet_but_the_one_and_where_there_is_a_picture_its_own():
    sheets = {"record.css", "desk.css", "brief.css", "pictures.css"}
    assert {path.name for path in STYLES.rglob("*.css")} == sheets
    for address, is_drawn in (("/en/chronology/", False), ("/en/", True)):
        html = Client().get(address).content.decode()
        linked = {name for name in sheets if name in html}
        assert linked == {"record.css", *(["pictures.css"] if is_drawn else [])}


def test_the_script_is_under_4_kb():
    of_the_desk = {"desk.js", "preview.js", "unsaved.js"}
    assert {path.name for path in STYLES.rglob("*.js")} == {"record.js", *of_the_desk}
    html = Client().get("/en/").content.decode()
    assert not any(name in html for name in of_the_desk)
    assert (STYLES / "record.js").stat().st_size < 4_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_under_60_kb(client, language, path):
    assert len(client.get(f"/{language}/{path}").content) < 60_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "ledger/", "at-a-glance/meetings/"])
def test_a_page_with_pictures_is_under_100_kb(client, language, path):
    assert len(client.get(f"/{language}/{path}").content) < 100_000
