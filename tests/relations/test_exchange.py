"""Spreadsheets at the desk: what goes out comes back unchanged, and nothing slips in."""

import csv
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import workflow
from relations.document import build
from relations.models import Event, Record, Revision, Source
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
from tests.making import event, load, organisation, person, place, source, topic
from visits.models import Visit

pytestmark = pytest.mark.django_db

#: A byte order mark opens what Excel shall read as UTF-8.
BOM = "\ufeff"


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


# What is wrong with a file


def test_three_bad_rows_of_a_thousand_are_named_and_nothing_is_written(admin_client, some):
    rows = [{"slug": f"new-{n}", "title": f"Page {n}", "kind": "press"} for n in range(1000)]
    rows[100]["published"] = "2011-02-30"
    rows[500]["slug"] = "Not a slug"
    rows[900]["kind"] = "Academic"
    before = Source.objects.count(), Revision.objects.count()
    preview = upload(admin_client, Source, csv_of(*rows))
    assert troubles(preview) == [
        ("sources", 102, "published"),
        ("sources", 502, "slug"),
        ("sources", 902, "kind"),
    ]
    page = preview.content.decode()
    for told in ("not in the calendar", "is not a slug", "Did you mean “academic”?"):
        assert told in page
    assert (Source.objects.count(), Revision.objects.count()) == before


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"slug": ""}, "slug"),
        ({"slug": "UPPER"}, "slug"),
        ({"slug": "a" * 101}, "slug"),
        ({"slug": "a-visit"}, "slug"),
        ({"slug": "old"}, "slug"),
        ({"date": "1995/1994"}, "date"),
        ({"date": "soon"}, "date"),
        ({"type": "Statement"}, "type"),
        ({"order_in_day": "-1"}, "order_in_day"),
        ({"order_in_day": "1" * 40}, "order_in_day"),
        ({"order_in_day": "NaN"}, "order_in_day"),
        ({"milestone": "maybe"}, "milestone"),
        ({"signed_at": "nowhere"}, "signed_at"),
        ({"places": "a-place; nowhere"}, "places"),
        ({"title_en": "a\0b"}, "title_en"),
        ({"title_en": "a" * 301}, "title_en"),
    ],
)
def test_a_bad_cell_is_told_with_its_row_and_column(admin_client, tmp_path, row, column):
    load(
        tmp_path,
        person(),
        place(),
        event(former_slugs=["old"]),
        {"visit": "a-visit", "status": "draft"},
    )
    content = csv_of({"slug": "good", "title_en": "Good"}, {"slug": "bad", "title_en": "Bad"} | row)
    assert troubles(upload(admin_client, Event, content)) == [("events", 3, column)]


@pytest.mark.parametrize("language", ["en", "ja", "uk"])
def test_reasons_are_told_in_the_editors_language(admin_client, some, language):
    file = SimpleUploadedFile("file.csv", csv_of({"slug": "new", "date": "soon"}).encode())
    response = admin_client.post(
        address(Event, "import"),
        {"import_file": file, "resource": "0"},
        headers={"accept-language": language},
    )
    words = {"en": "is not a date", "ja": "日付", "uk": "не є датою"}
    assert words[language] in response.content.decode()


def test_problems_of_a_document_are_told_at_the_cell_they_come_from(admin_client, some):
    content = workbook(
        events=[["slug", "title_en"], ["new", "New"]],
        citations=[
            ["slug", "source", "claim", "stance"],
            ["new", "a-source", "date", ""],
            ["new", "a-source", "", "contradicts"],
        ],
    )
    preview = upload(admin_client, Event, content, "file.xlsx")
    assert troubles(preview) == [("citations", 3, "says")]
    content = workbook(
        events=[["slug", "title_en"], ["new", "New"]],
        citations=[["slug", "source", "claim"], ["new", "a-source", "nothing/here"]],
    )
    preview = upload(admin_client, Event, content, "file.xlsx")
    assert troubles(preview) == [("citations", 2, "claim")]


def refusal(client, content, name: str = "file.csv") -> str:
    """What the page says about a file that cannot be taken at all."""
    response = upload(client, Event, content, name)
    assert "result" not in response.context
    [*messages] = response.context["form"].errors["import_file"]
    return " ".join(messages)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (" \n", "is empty"),
        ("slug,title_en\n", "no rows"),
        ("slug,title_en\nexample-visit-2030,Example\n", "no rows"),
        ("slug,slug\na,b\n", "“slug” stands twice"),
        ("slug,titel_en\na,b\n", "“titel_en” is not known. Did you mean “title_en”?"),
        ("title_en\nb\n", "“slug” is missing"),
        ('slug,title_en\na,"never closed\n', "quotation marks"),
        ("slug,title_en\na,Київ\n".encode("cp1251"), "probably Windows-1251"),
        ("slug,title_en\na,東京の訪問\n".encode("cp932"), "probably Shift_JIS"),
        ("slug,title_en\na,b\n".encode("utf-16"), "probably UTF-16"),
        ("slug\n" + "\n".join(f"a-{n}" for n in range(5001)), "more than 5000 rows"),
        ("slug\n" + "a\n" * 30_000, "more than 20000 rows"),
        ("slug," + ",".join(f"c{n}" for n in range(200)), "More than 200 columns"),
        ('slug\n"' + "a" * 200_000 + '"', "field larger"),
        (b"slug\n" + b"a" * 3_000_000, "larger than 3 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old Excel file"),
        (b"PK\x03\x04 and no more", "no workbook"),
        (b"%PDF-1.7 \xff\xff", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(admin_client, some, content, said):
    assert said in refusal(admin_client, content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", BOM])
def test_utf_8_is_read_with_and_without_its_mark(admin_client, some, mark, delimiter):
    content = f"{mark}slug,title_uk\nnew,Львів\n".replace(",", delimiter)
    preview = upload(admin_client, Event, content)
    assert preview.context["result"].changed[0].after["title"] == {"uk": "Львів"}


def test_a_slug_that_stands_twice_is_told(admin_client, some):
    content = csv_of({"slug": "new", "date": "2011"}, {"slug": "new", "date": "2012"})
    assert troubles(upload(admin_client, Event, content)) == [("events", 3, "slug")]


def test_unknown_sheets_and_values_without_a_column_are_refused(admin_client, some):
    sheets = {"events": [["slug"], ["new"]], "particpants": [["slug"], ["new"]]}
    assert "particpants" in refusal(admin_client, workbook(**sheets), "file.xlsx")
    content = workbook(events=[["slug", "date"], ["new", "2011", "stray"]])
    assert troubles(upload(admin_client, Event, content, "file.xlsx")) == [("events", 2, "3")]


# Hostile workbooks


def repacked(content: bytes, **members: bytes) -> bytes:
    """A workbook with some of its files replaced, named as `sheet1`."""
    stream = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(content))
    with old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, members.get(stem, old.read(name)))
    return stream.getvalue()


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>%s</sheetData></worksheet>"
)
SLUG_ROW = b'<row r="1"><c r="A1" t="inlineStr"><is><t>slug</t></is></c></row>'
ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"sheet1": SHEET % (b" " * 60_000_000)}, "unpacks to far more"),
        ({"sheet1": SHEET % (b"<row>" + b"<c/>" * 1_000_000 + b"</row>")}, "far more cells"),
        ({"sheet1": SHEET % (b"<row/>" * 2_000_000)}, "far more cells"),
        ({"sheet1": SHEET % (SLUG_ROW + b'<row r="99999999999"><c/></row>')}, "more than 20000 rows"),
        ({"sheet1": SHEET % (b'<row r="' + b"1" * 9_000_000 + b'"/>')}, "far more cells"),
        ({"sheet1": SHEET % (b"<!--" + b"<" * 9_000_000 + b"-->")}, "far more cells"),
        ({"sheet1": ENTITIES + SHEET % SLUG_ROW}, "XML entities"),
        ({"sheet1": OUTSIDE + SHEET % SLUG_ROW}, "XML entities"),
        ({"workbook": OUTSIDE + b"<workbook/>"}, "XML entities"),
        ({"styles": b"<styleSheet>" + b"<xf/>" * 500_000 + b"</styleSheet>"}, "far more cells"),
        ({"workbook": b"<workbook"}, "no workbook"),
        ({"workbook": b"\xff\xfe\x00"}, "no workbook"),
        ({"[Content_Types]": b"<Types/>"}, "no workbook"),
        ({"sheet1": SHEET % b'<row r="1"><c r="1A" t="s"><v>99</v></c></row>'}, "no workbook"),
    ],
)  # fmt: skip
def test_a_workbook_made_to_harm_is_refused(admin_client, some, members, said):
    content = repacked(workbook(events=[["slug"], ["new"]]), **members)
    assert len(content) < 3_000_000
    assert said in refusal(admin_client, content, "file.xlsx")


def test_a_workbook_with_thousands_of_files_is_refused(admin_client, some):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2000):
            archive.writestr(f"../../{number}.xml", b"")
    assert "unpacks to far more" in refusal(admin_client, stream.getvalue(), "file.xlsx")


@pytest.mark.parametrize("cut", [10, 100, 1000, 3000])
def test_a_broken_workbook_is_refused(admin_client, some, cut):
    content = workbook(events=[["slug"], ["new"]])[:-cut]
    assert refusal(admin_client, content, "file.xlsx")


# Formulas

TEXTS = [
    f"{opening}{rest}"
    for opening in ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "'=", "''@", "=-", "\t")
    for rest in ("1+1", 'HYPERLINK("http://evil.example","x")', "cmd|' /C calc'!A0", "SUM(A1:A9)")
]  # fmt: skip


@pytest.fixture
def dangerous(tmp_path) -> list[str]:
    """The slugs of sources whose titles a spreadsheet could run."""
    load(tmp_path, *(source(f"s-{n:02}", title=text) for n, text in enumerate(TEXTS)))
    return [f"s-{n:02}" for n in range(len(TEXTS))]


def test_no_text_is_a_formula_in_a_workbook(admin_client, dangerous):
    content = exported(admin_client, Source, "xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if "worksheets/" in n]
    assert len(sheets) == 3
    assert not any(b"<f" in sheet.replace(b"<formula", b"") for sheet in sheets)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {c.data_type for row in book["sources"].iter_rows() for c in row} <= {
        "s",
        "n",
        "inlineStr",
    }
    assert len(TEXTS) == 60
    assert totals(upload(admin_client, Source, content, "file.xlsx")) == {"skip": 61}


def test_no_cell_of_a_csv_file_opens_like_a_formula(admin_client, dangerous):
    content = exported(admin_client, Source, "csv")
    text = content.decode()
    assert text.startswith(BOM)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 62
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert totals(upload(admin_client, Source, content)) == {"skip": 61}


def test_plain_numbers_stay_numbers():
    from relations.exchange.files import as_stored, defused

    for text in ("-5", "+81", "-0.5", "tis'", "'tis", "", "a=b"):
        assert defused(text) == as_stored(text) == text
    assert as_stored("'=1") == "=1"


def test_a_formula_in_an_upload_is_refused_and_a_text_like_one_is_not(admin_client, some):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["slug", "title_en"])
    sheet.append(["one", "=1+1"])
    sheet.append(["two", "=1+1"])
    sheet["B3"].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    preview = upload(admin_client, Event, stream.getvalue(), "file.xlsx")
    assert troubles(preview) == [("events", 2, "title_en")]
    assert "Paste its value" in preview.content.decode()


def test_a_month_of_which_excel_made_a_day_is_refused_and_a_day_is_taken(admin_client, some):
    from datetime import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["slug", "date"])
    for slug, shown in (("day", "yyyy-mm-dd"), ("month", "mmm-yy")):
        sheet.append([slug, datetime(1995, 3, 1)])  # noqa: DTZ001
        sheet.cell(sheet.max_row, 2).number_format = shown
    sheet.append(["year", 2011])
    stream = io.BytesIO()
    book.save(stream)
    preview = upload(admin_client, Event, stream.getvalue(), "file.xlsx")
    assert troubles(preview) == [("events", 3, "date")]
    dates = {r.row.slug: r.after.get("date") for r in preview.context["result"].changed}
    assert dates == {"day": "1995-03-01", "year": "2011"}


def test_control_characters_survive_a_workbook(admin_client, tmp_path):
    load(tmp_path, source("strange", title="a\x0bb\rc\nd"))
    content = exported(admin_client, Source, "xlsx")
    assert totals(upload(admin_client, Source, content, "file.xlsx")) == {"skip": 2}


def test_a_text_too_long_for_a_cell_is_never_cut(admin_client, tmp_path):
    load(tmp_path, event(body={"en": "word " * 7000}))
    response = admin_client.post(address(Event, "export"), {"format": "0", "resource": "0"})
    assert "too long for a cell" in response.content.decode()
    content = exported(admin_client, Event, "csv")
    assert totals(upload(admin_client, Event, content)) == {"skip": 1}


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
    assert [row["slug"] for row in rows] == ["second"]
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
