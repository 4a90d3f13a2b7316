"""Files that are wrong or made to harm: each is told why, and nothing of it slips in."""

import csv
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from relations.models import Event, Revision, Source
from tests.exchanging import address, csv_of, exported, totals, troubles, upload, workbook
from tests.making import event, load, person, place, source

pytestmark = pytest.mark.django_db

#: A byte order mark opens what Excel shall read as UTF-8.
BOM = "\ufeff"


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
    assert troubles(preview) == [("citations", 3, "says_en, says_ja, says_uk")]
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
