"""Aid packages as spreadsheets, with their sums and items."""

import io

import openpyxl
import pytest

from aid.models import AidPackage
from relations.document import build
from relations.models import Record
from tests.exchanging import address, confirm, exported, totals, troubles, upload, workbook
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
