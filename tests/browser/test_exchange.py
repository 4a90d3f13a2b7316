"""A curator takes a spreadsheet, changes it and brings it back, with the keyboard alone."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, expect

from relations.models import Event
from tests.exchanging import csv_of


@pytest.fixture
def desk(new_reader, site) -> Page:
    user = get_user_model().objects.create_superuser("taras", password="half a day's work")
    session = Client()
    session.force_login(user)
    page = new_reader()
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": session.cookies[name].value, "url": site}])
    yield page
    Event.objects.filter(slug__startswith="brought-").delete()
    user.delete()


def choose(desk: Page, content: str) -> None:
    file = {"name": "events.csv", "mimeType": "text/csv", "buffer": content.encode()}
    desk.get_by_label("File (.xlsx or .csv").set_input_files(file)
    desk.get_by_role("button", name="Show what would change").press("Enter")


def test_a_file_is_looked_at_corrected_and_imported(desk):
    desk.goto("/admin/relations/event/")
    desk.get_by_role("link", name="Import").press("Enter")
    choose(desk, csv_of({"slug": "brought-1", "title_uk": "Подія", "date": "2030-02-30"}))
    expect(desk.get_by_role("main").get_by_role("table")).to_contain_text("date")
    expect(desk.get_by_text("1 place needs a correction")).to_be_visible()

    choose(desk, csv_of({"slug": "brought-1", "title_uk": "Подія", "date": "2030-02-28"}))
    expect(desk.get_by_text("1 new draft", exact=True)).to_be_visible()
    desk.locator("summary", has_text="brought-1").press("Enter")
    expect(desk.get_by_role("main").get_by_role("table")).to_contain_text("Подія")
    desk.get_by_role("button", name="Import all of this").press("Enter")
    expect(desk.get_by_text("Imported: 1 new draft.")).to_be_visible()
    assert Event.objects.get(slug="brought-1").status == "draft"


def test_an_export_and_the_template_are_downloads(desk):
    desk.goto("/admin/relations/event/?q=accord")
    desk.get_by_role("link", name="Export").press("Enter")
    desk.get_by_label("Format").select_option(index=1)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download").press("Enter")
    assert download.value.suggested_filename.startswith("events-")
    desk.goto("/admin/relations/event/import/")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download the template").press("Enter")
    assert download.value.suggested_filename == "events-template.xlsx"
