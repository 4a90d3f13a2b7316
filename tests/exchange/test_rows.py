"""Spreadsheets at the desk: what goes out comes back unchanged, and what an import does."""

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import workflow
from relations.document import build
from relations.exchange import resources
from relations.models import Event, Place, Record, Revision, Source
from tests.desk import at_the_desk, colleague, write
from tests.exchanging import (
    address,
    cells,
    confirm,
    csv_of,
    exported,
    totals,
    troubles,
    upload,
    workbook,
)
from tests.making import event, load, place, source
from visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("model", [Event, Source])
def test_what_was_exported_comes_back_with_nothing_to_change(admin_client, some, model, kind):
    content = exported(admin_client, model, kind)
    before = Revision.objects.count()
    preview = upload(admin_client, model, content, f"file.{kind}")
    assert totals(preview) == {"skip": model.objects.count()}
    assert "Nothing to change" in preview.content.decode()
    assert Revision.objects.count() == before


# What an import does


def test_new_rows_arrive_as_drafts_whatever_the_file_says(admin_client, some):
    row = {
        "slug": "new", "title_en": "New", "title_uk": "Нове", "date": "2011", "type": "statement",
        "topics": "a-topic", "places": "a-place", "status": "published", "milestone": "TRUE",
    }  # fmt: skip
    preview = upload(admin_client, Event, csv_of(row))
    assert not Event.objects.filter(slug="new").exists()
    assert ("title/uk", "", "Нове") in preview.context["result"].changed[0].changes
    page = confirm(admin_client, Event, preview)
    assert "1 new draft" in page.content.decode()
    new = Event.objects.get(slug="new")
    assert build(new) == {
        "event": "new",
        "title": {"en": "New", "uk": "Нове"},
        "date": "2011",
        "milestone": True,
        "topics": ["a-topic"],
        "places": ["a-place"],
        "type": "statement",
    }
    revision = Revision.objects.of(new).get()
    assert (revision.signature, revision.note) == ("admin", "Imported from file.csv")


def test_a_second_import_of_the_same_file_has_nothing_to_change(admin_client, some):
    rows = [{"slug": f"new-{n}", "title_ja": "新しい", "date": "2011~"} for n in range(3)]
    assert totals(upload(admin_client, Event, csv_of(*rows))) == {"new": 3}
    confirm(admin_client, Event, upload(admin_client, Event, csv_of(*rows)))
    before = Revision.objects.count()
    assert totals(upload(admin_client, Event, csv_of(*rows))) == {"skip": 3}
    assert Revision.objects.count() == before


def test_a_column_left_out_leaves_its_field_and_an_empty_cell_empties_it(admin_client, some):
    Record.objects.filter(slug="first").update(status="draft")
    row = {"slug": "first", "title_en": "Said anew", "title_ja": "", "topics": ""}
    before = build(Event.objects.get(slug="first"))
    preview = upload(admin_client, Event, csv_of(row))
    assert preview.context["result"].changed[0].changes == [
        ("title/en", "One", "Said anew"),
        ("title/ja", "一", ""),
        ("topics", "a-topic", ""),
    ]
    confirm(admin_client, Event, preview)
    del before["topics"]
    expected = before | {"title": {"en": "Said anew", "uk": "Один"}}
    assert build(Event.objects.get(slug="first")) == expected


def test_rows_of_the_further_sheets_are_the_whole_list_of_their_document(admin_client, some):
    Record.objects.filter(slug="first").update(status="draft")
    [heading, *rows] = cells(exported(admin_client, Event, "xlsx"), "participants")
    visitor, agency = (dict(zip(heading, row, strict=True)) for row in rows)
    new = agency | {"order": None, "role": "speaker"}
    content = workbook(
        participants=[heading, *([each[name] for name in heading] for each in (new, agency))],
        links=[["slug", "order", "to", "role"], ["first"]],
    )
    confirm(admin_client, Event, upload(admin_client, Event, content, "file.xlsx"))
    document = build(Event.objects.get(slug="first"))
    assert document["participants"] == [
        {"organisation": "an-agency", "role": "host"},
        {"organisation": "an-agency", "role": "speaker"},
    ]
    assert visitor["person"] == "a-visitor"
    assert "links" not in document
    assert document["citations"]


def test_a_part_loses_nothing_that_the_file_has_no_column_for(admin_client, some):
    content = workbook(participants=[["slug", "person", "role"], ["first", "a-visitor", "host"]])
    assert set(troubles(upload(admin_client, Event, content, "file.xlsx"))) == {
        ("participants", 2, "organisation"),
        ("participants", 2, "capacity_uk"),
    }


def test_new_records_of_one_file_may_link_to_each_other(admin_client, some):
    content = workbook(
        events=[["slug", "title_en"], ["one", "One"], ["two", "Two"]],
        links=[["slug", "to", "role"], ["one", "two", "follows"]],
    )
    confirm(admin_client, Event, upload(admin_client, Event, content, "file.xlsx"))
    assert build(Event.objects.get(slug="one"))["links"] == [{"to": "two", "role": "follows"}]


@pytest.mark.django_db(transaction=True)
def test_colleagues_save_while_a_file_is_looked_at(admin_client, tmp_path, monkeypatch):
    load(tmp_path, place())
    turns = []

    def save_a_place(_resource) -> None:
        turns.append(Event.objects.count())
        with ThreadPoolExecutor(1) as colleague:
            colleague.submit(save_elsewhere).result()

    def save_elsewhere() -> None:
        Place.objects.update(name_en=f"Saved {len(turns)} times")
        connection.close()

    monkeypatch.setattr(resources.DocumentResource, "_give_way", save_a_place)
    content = workbook(
        events=[["slug", "title_en"], *([f"new-{n}", "New"] for n in range(3))],
        links=[
            ["slug", "to", "role"],
            ["new-0", "new-1", "follows"],
            ["new-1", "new-2", "follows"],
        ],
    )
    assert totals(upload(admin_client, Event, content, "file.xlsx")) == {"new": 3}
    assert turns == [0, 0, 0]
    assert Place.objects.get().name_en == "Saved 3 times"


def test_a_record_of_a_file_may_link_to_one_of_another_kind(admin_client, some, tmp_path):
    load(tmp_path, {"visit": "a-visit", "status": "draft"})
    content = workbook(
        events=[["slug", "title_en"], ["one", "One"], ["two", "Two"]],
        links=[["slug", "to", "role"], ["one", "a-visit", "follows"], ["one", "two", "follows"]],
    )
    confirm(admin_client, Event, upload(admin_client, Event, content, "file.xlsx"))
    links = build(Event.objects.get(slug="one"))["links"]
    assert [link["to"] for link in links] == ["a-visit", "two"]


def test_an_import_changes_no_more_than_colleagues_can_wait_for(admin_client, some, monkeypatch):
    monkeypatch.setattr(resources, "MOST_CHANGED", 2)
    rows = [{"slug": f"new-{n}", "title_en": "New"} for n in range(4)]
    unchanged = {"slug": "first", "title_en": "One"}
    preview = upload(admin_client, Event, csv_of(unchanged, *rows))
    assert troubles(preview) == [("events", 5, "slug")]
    assert "at most 2 documents" in preview.content.decode()
    assert totals(upload(admin_client, Event, csv_of(unchanged, *rows[:2]))) == {
        "new": 2,
        "skip": 1,
    }


def test_what_somebody_saved_after_the_preview_is_not_written_over(admin_client, some):
    Record.objects.filter(slug="first").update(status="draft")
    preview = upload(admin_client, Event, csv_of({"slug": "first", "title_en": "Mine"}))
    Record.objects.filter(slug="first").update(title_en="Theirs")
    page = confirm(admin_client, Event, preview).content.decode()
    assert "somebody saved in between" in page
    assert Event.objects.get(slug="first").title_en == "Theirs"


def test_only_what_was_uploaded_here_can_be_confirmed(admin_client, some):
    preview = upload(admin_client, Event, csv_of({"slug": "new"}))
    sent = {b.html_name: b.value() for b in preview.context["confirm_form"]}
    for name in ("/etc/passwd", sent["import_file_name"] + "x", ""):
        response = admin_client.post(
            address(Event, "process_import"), sent | {"import_file_name": name}
        )
        assert response.status_code == 200
        assert "confirm_form" in response.context
    assert admin_client.post(address(Event, "process_import"), {"format": "9"}).status_code == 200
    assert not Event.objects.filter(slug="new").exists()
    assert "1 new draft" in confirm(admin_client, Event, preview).content.decode()
    again = confirm(admin_client, Event, preview).content.decode()
    assert "Upload the file again" in again


# The pages


@pytest.mark.parametrize("language", ["en", "ja", "uk"])
@pytest.mark.parametrize("model", [Event, Visit, Source])
def test_the_template_explains_itself_and_its_example_is_passed_over(admin_client, model, language):
    response = admin_client.get(address(model, "template"), headers={"accept-language": language})
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["about", model.FILE, *model.parts, "codes"]
    example = cells(response.content, model.FILE)[1]
    assert example[0].startswith("example-")
    explained = [row[:2] for row in cells(response.content, "about")]
    for sheet in (model.FILE, *model.parts):
        for name in cells(response.content, sheet)[0]:
            assert [sheet, name] in explained
    codes = [row[:3] for row in cells(response.content, "codes")]
    if model is Visit:
        assert ["visits", "rank", "official-working"] in codes
        label = {"en": "State visit", "ja": "国賓訪問", "uk": "Державний візит"}[language]
        assert ["visits", "rank", "state", label] in cells(response.content, "codes")
    assert "no rows" in str(
        upload(admin_client, model, response.content, "t.xlsx").context["form"].errors
    )


def test_the_template_says_of_a_column_what_its_field_at_the_desk_says(admin_client):
    content = admin_client.get(address(Visit, "template")).content
    told = {(sheet, column): said for sheet, column, said in cells(content, "about")[2:] if said}
    quotation, stop = told["citations", "quotation"], told["stops", "date"]
    assert "at most 25 words, or 80 characters of Japanese" in quotation
    assert stop.startswith("Within the days of the visit. A date as known, in EDTF")
    assert told["visits", "host"].endswith("A country code of ISO 3166-1: JP, UA.")


def test_the_example_of_a_template_has_only_what_the_site_knows(admin_client):
    """Under another slug only the documents that the example names are missing."""
    for model in (Event, Visit, Source):
        content = admin_client.get(address(model, "template")).content
        book = openpyxl.load_workbook(io.BytesIO(content))
        for sheet in (model.FILE, *model.parts):
            for row in book[sheet].iter_rows(min_row=2):
                row[0].value = "a-new-one"
        stream = io.BytesIO()
        book.save(stream)
        preview = upload(admin_client, model, stream.getvalue(), "file.xlsx")
        for trouble in preview.context["result"].troubles:
            assert "has the slug “example-" in trouble.message, trouble


@pytest.mark.parametrize("model", [Event, Source, Visit])
def test_the_pages_need_nothing_inline(admin_client, some, model):
    preview = upload(admin_client, model, csv_of({"slug": "new"}))
    bad = upload(admin_client, model, csv_of({"slug": ""}))
    refused = upload(admin_client, model, "")
    pages = [admin_client.get(address(model, a)) for a in ("import", "export", "changelist")]
    for page in (preview, bad, refused, *pages):
        html = page.content.decode()
        assert page["Content-Security-Policy"]
        assert page["Cache-Control"] == "private, no-store"
        for inline in ("<style", " style=", " onclick=", " onchange=", "<script>"):
            assert inline not in html
    for action in ("import", "export"):
        assert address(model, action) in pages[-1].content.decode()


def test_an_export_holds_what_the_list_showed(admin_client, some):
    response = admin_client.post(
        address(Event, "export") + "?q=second", {"format": "1", "resource": "0"}
    )
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row["slug"] for row in rows} == {"second"}
    for question in ("nothing=1", "topics__id__exact=x", "q=%00"):
        response = admin_client.get(address(Event, "export") + f"?{question}")
        assert response.status_code in (200, 400), question


def test_who_may_look_may_export_and_who_may_add_may_import(some):
    pages = [address(Event, action) for action in ("export", "import", "template")]
    duties = {"": [302, 302, 302], "viewer": [200, 403, 403], "author": [200, 200, 200]}
    for duty, expected in duties.items():
        client = at_the_desk(colleague(f"a-{duty or 'stranger'}", duty))
        assert [client.get(page).status_code for page in pages] == expected
    viewer = at_the_desk(colleague("viktor", "viewer"))
    assert viewer.post(address(Event, "process_import"), {"x": "1"}).status_code == 403


def test_a_row_of_what_readers_see_becomes_a_proposal(admin_client, tmp_path):
    load(tmp_path, event())
    row = Event.objects.get()
    live = build(row)
    content = csv_of({"slug": "an-event", "title_uk": "Подія", "status": "published"})
    preview = upload(admin_client, Event, content)
    assert totals(preview) == {"update": 1}
    assert [c.path for c in preview.context["result"].changed[0].changes] == ["title/uk"]
    assert "1 of them as a proposal" in preview.content.decode()
    assert workflow.pending(row) is None
    confirm(admin_client, Event, preview)
    row.refresh_from_db()
    assert build(row) == live
    proposal = workflow.pending(row)
    assert proposal.state == "draft"
    assert proposal.document["title"]["uk"] == "Подія"
    assert totals(upload(admin_client, Event, content)) == {"skip": 1}
    for kind in ("csv", "xlsx"):
        again = exported(admin_client, Event, kind)
        assert totals(upload(admin_client, Event, again, f"file.{kind}")) == {"skip": 1}
    assert Revision.objects.of(row).count() == 2


def test_an_author_may_not_change_the_draft_of_somebody_else(tmp_path):
    load(tmp_path, event(status="draft"))
    write(at_the_desk(colleague("kenji", "editor")), Event.objects.get(), title_en="Kenji’s")
    client = at_the_desk(colleague("oksana", "author"))
    rows = ({"slug": "an-event", "title_en": "Theirs"}, {"slug": "new", "title_en": "Hers"})
    assert troubles(upload(client, Event, csv_of(*rows))) == [("events", 2, "slug")]
    confirm(client, Event, upload(client, Event, csv_of(rows[1])))
    assert Event.objects.get(slug="new").title_en == "Hers"


def test_a_source_is_no_draft_and_its_change_is_public_at_once(tmp_path):
    load(tmp_path, event(), source("unseen", publisher="A ministry"))
    kenji = colleague("kenji", "editor")
    client = at_the_desk(kenji)
    rows = [
        {"slug": slug, "title": "A page", "publisher": "Another ministry"}
        for slug in ("a-source", "unseen", "new")
    ]
    preview = upload(client, Source, csv_of(*rows))
    page = preview.content.decode()
    assert "draft" not in page
    assert preview.context["result"].summary == [
        "1 new source, which readers see once something published cites it",
        "2 changed documents, 1 of them public at once, because readers see it",
    ]
    labels = re.findall(r"<strong>([a-z-]+)</strong>: ([a-z, ]+)</summary>", page)
    assert dict(labels) == {
        "a-source": "change, public at once",
        "unseen": "change",
        "new": "new source",
    }
    assert "Imported: 1 new source, which" in confirm(client, Source, preview).content.decode()
    revision = Revision.objects.of(Source.objects.get(slug="a-source")).first()
    assert (revision.by, revision.document["publisher"]) == (kenji, "Another ministry")


def test_who_may_not_change_a_public_source_in_its_form_may_not_import_it(tmp_path):
    load(tmp_path, event(), source("unseen"))
    client = at_the_desk(colleague("oksana", "author"))
    rows = [{"slug": slug, "publisher": "Hers"} for slug in ("a-source", "unseen", "new")]
    assert troubles(upload(client, Source, csv_of(*rows))) == [("sources", 2, "slug")]
    confirm(client, Source, upload(client, Source, csv_of(*rows[1:])))
    publishers = dict(Source.objects.values_list("slug", "publisher"))
    assert publishers == {"a-source": "A ministry", "unseen": "Hers", "new": "Hers"}


def test_a_source_that_readers_came_to_see_after_the_preview_is_not_changed(tmp_path):
    load(tmp_path, source("unseen"))
    client = at_the_desk(colleague("kenji", "editor"))
    preview = upload(client, Source, csv_of({"slug": "unseen", "publisher": "Another"}))
    load(tmp_path, event(citations=[{"source": "unseen", "claim": "date"}]))
    assert "somebody saved in between" in confirm(client, Source, preview).content.decode()
    assert Source.objects.get(slug="unseen").publisher == "A ministry"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", {1: "1 new draft.", 2: "2 new drafts.", 5: "5 new drafts."}),
        ("ja", {1: "新規の下書き1件。", 2: "新規の下書き2件。", 5: "新規の下書き5件。"}),
        ("uk", {1: "1 нова чернетка.", 2: "2 нові чернетки.", 5: "5 нових чернеток."}),
    ],
)
def test_what_was_imported_is_counted_as_the_language_counts(admin_client, language, told):
    admin_client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    for n, expected in told.items():
        rows = [{"slug": f"one-of-{n}-{each}", "title_en": "New"} for each in range(n)]
        page = confirm(admin_client, Event, upload(admin_client, Event, csv_of(*rows)))
        assert expected in page.content.decode()


def test_an_import_looks_each_name_up_once(tmp_path):
    load(tmp_path, place())
    client = at_the_desk(colleague("kenji", "editor"))
    asked = []
    for size in (2, 6):
        rows = ({"slug": f"of-{size}-number-{n}", "places": "a-place"} for n in range(size))
        with CaptureQueriesContext(connection) as queries:
            assert totals(upload(client, Event, csv_of(*rows))) == {"new": size}
        asked.append(sum("a-place" in q["sql"] and q["sql"].startswith("SELECT") for q in queries))
    assert asked[0] == asked[1]
