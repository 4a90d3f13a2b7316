"""Aid packages as spreadsheets, with their sums and items."""

import csv
import io

import openpyxl
import pytest

from aid.models import AidPackage
from relations.document import build
from relations.models import Record
from tests.exchanging import (
    address,
    confirm,
    csv_of,
    exported,
    totals,
    troubles,
    upload,
    workbook,
)
from tests.making import aid, load

pytestmark = pytest.mark.django_db

STEPS = [
    {"key": "pledge", "stage": "pledge", "amount": 9_999_999_999_999, "currency": "JPY"},
    {
        "key": "raised",
        "stage": "pledge",
        "amount": "9999999999998.99",
        "currency": "JPY",
        "qualifier": "about",
        "date": "2011~",
        "note": {"ja": "増額", "uk": "Збільшено"},
    },
    {"key": "free", "stage": "disbursement", "amount": 0, "currency": "USD"},
]
ITEMS = [{"key": "pumps", "quantity": "1.5", "unit": "tonne", "description": {"en": "Pumps"}}]


@pytest.fixture
def some(tmp_path):
    load(tmp_path, aid(transactions=STEPS, items=ITEMS, status="draft"), aid("other"))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_comes_back_with_nothing_to_change(admin_client, some, kind):
    content = exported(admin_client, AidPackage, kind)
    assert totals(upload(admin_client, AidPackage, content, f"file.{kind}")) == {
        "skip": AidPackage.objects.count()
    }


def flat(content: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_file_has_a_row_for_each_sum_with_its_package(admin_client, some):
    rows = flat(exported(admin_client, AidPackage, "csv"))
    sums = [row for row in rows if (row["slug"], row["part"]) == ("an-aid", "transactions")]
    assert [row["transactions_key"] for row in sums] == ["pledge", "raised", "free"]
    assert sums[1]["transactions_amount"] == "9999999999998.99"
    assert sums[1]["transactions_note_uk"] == "Збільшено"
    assert {(row["donor"], row["date"], row["title_en"]) for row in sums} == {
        ("JP", "2011-01-18", "")
    }


def test_a_csv_file_makes_the_same_package_anew(admin_client, some):
    rows = flat(exported(admin_client, AidPackage, "csv"))
    content = csv_of(*({**row, "slug": "anew"} for row in rows if row["slug"] == "an-aid"))
    confirm(admin_client, AidPackage, upload(admin_client, AidPackage, content))
    old, new = (build(AidPackage.objects.get(slug=slug)) for slug in ("an-aid", "anew"))
    assert new == old | {"aid": "anew"}
    assert len(new["transactions"]) == 3
    assert new["items"]


def test_rows_of_sums_alone_change_the_sums(admin_client, some):
    before = build(AidPackage.objects.get(slug="an-aid"))
    rows = flat(exported(admin_client, AidPackage, "csv"))
    sums = [row for row in rows if (row["slug"], row["part"]) == ("an-aid", "transactions")]
    sums[0]["transactions_amount"] = "12"
    preview = upload(admin_client, AidPackage, csv_of(*sums))
    changes = preview.context["result"].changed[0].changes
    assert changes == [("transactions/1/amount", "9999999999999", "12")]
    confirm(admin_client, AidPackage, preview)
    after = build(AidPackage.objects.get(slug="an-aid"))
    assert after["transactions"][0].pop("amount") == 12
    del before["transactions"][0]["amount"]
    assert after == before


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ({"donor": "UA"}, "donor", "The document says “JP” here"),
        ({"items_key": "pumps"}, "items_key", "Write “items” into its column “part”"),
        ({"part": "transaction"}, "part", "Did you mean “transactions”?"),
        ({"transactions_amount": "1,000"}, "transactions_amount", "not a plain number"),
        ({"transactions_stage": "promise"}, "transactions_stage", "is not in the list"),
        ({"transactions_replaces": "nothing"}, "transactions_replaces", "not another sum"),
        ({"order": "first"}, "order", "not a place in a list"),
    ],
)
def test_a_bad_cell_of_a_csv_file_is_told_by_the_name_of_its_column(
    admin_client, some, changed, column, said
):
    rows = flat(exported(admin_client, AidPackage, "csv"))
    place = next(n for n, row in enumerate(rows) if row["transactions_key"] == "raised")
    rows[place] |= changed
    preview = upload(admin_client, AidPackage, csv_of(*rows))
    assert troubles(preview) == [("aid", place + 2, column)]
    assert said in preview.content.decode()


def test_a_csv_file_with_an_unknown_column_of_a_part_is_refused(admin_client, some):
    content = csv_of({"slug": "an-aid", "part": "items", "items_kye": "pumps"})
    errors = upload(admin_client, AidPackage, content).context["form"].errors
    assert "Did you mean “items_key”?" in errors["import_file"][0]


def test_sums_are_numbers_in_a_workbook(admin_client, some):
    book = openpyxl.load_workbook(io.BytesIO(exported(admin_client, AidPackage, "xlsx")))
    heading, *rows = book["transactions"].iter_rows(values_only=True)
    sums = [dict(zip(heading, row, strict=True)) for row in rows]
    loaded = set(Record.objects.order_by("-pk").values_list("slug", flat=True)[:2])
    amounts = [row["amount"] for row in sums if row["slug"] in loaded]
    assert amounts == [9_999_999_999_999, 9_999_999_999_998.99, 0, 1_000_000]


def test_one_sheet_alone_changes_the_sums_and_leaves_the_rest(admin_client, some):
    before = build(AidPackage.objects.get(slug="an-aid"))
    rows = [
        ["an-aid", "pledge", "pledge", "5000000", "JPY", "", ""],
        ["an-aid", "raised", "pledge", 7500000.5, "JPY", "pledge", "Збільшено"],
    ]
    heading = ["slug", "key", "stage", "amount", "currency", "replaces", "note_uk"]
    for name in ("qualifier", "date", "note_ja"):
        heading.append(name)
        for row in rows:
            row.append("")
    content = workbook(transactions=[heading, *rows])
    confirm(admin_client, AidPackage, upload(admin_client, AidPackage, content, "file.xlsx"))
    assert build(AidPackage.objects.get(slug="an-aid")) == before | {
        "transactions": [
            {"key": "pledge", "stage": "pledge", "amount": 5_000_000, "currency": "JPY"},
            {
                "key": "raised",
                "stage": "pledge",
                "amount": "7500000.5",
                "currency": "JPY",
                "replaces": "pledge",
                "note": {"uk": "Збільшено"},
            },
        ]
    }


def test_what_is_wrong_with_a_sum_is_told_at_its_cell(admin_client, some):
    heading = ["slug", "key", "stage", "amount", "currency", "replaces"]
    content = workbook(
        aid=[["slug"], ["one"], ["two"], ["three"]],
        transactions=[
            heading,
            ["one", "a", "pledge", "1,000,000", "JPY", ""],
            ["one", "b", "pledge", "1.005", "YEN", ""],
            ["two", "a", "pledge", "-1", "JPY", ""],
            ["two", "b", "promise", "1e400", "JPY", ""],
            ["three", "a", "pledge", "1", "JPY", ""],
            ["three", "b", "pledge", "2", "USD", "a"],
            ["nowhere", "a", "pledge", "2", "USD", ""],
        ],
    )
    assert troubles(upload(admin_client, AidPackage, content, "file.xlsx")) == [
        ("transactions", 2, "amount"),
        ("transactions", 3, "amount"),
        ("transactions", 3, "currency"),
        ("transactions", 4, "amount"),
        ("transactions", 5, "stage"),
        ("transactions", 5, "amount"),
        ("transactions", 7, "replaces"),
        ("transactions", 8, "slug"),
    ]


def test_the_template_has_a_sheet_of_sums_and_one_of_items(admin_client):
    content = admin_client.get(address(AidPackage, "template")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {"transactions", "items", "participants", "citations", "links"} <= set(book.sheetnames)
