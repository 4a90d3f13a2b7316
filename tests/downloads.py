"""What stands in a download."""

import csv
import io
import json
import zipfile

import openpyxl


def slugs_in(form: str, body: bytes) -> list[str]:
    """The slugs of the rows of a download, in their order."""
    if form == "csv":
        return [row["slug"] for row in rows_of(body)]
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
        names, *rows = sheet.iter_rows(values_only=True)
        return [row[names.index("slug")] for row in rows]
    entries = json.loads(body)["entries"] if form == "json" else map(json.loads, body.splitlines())
    return [next(iter(entry["document"].values())) for entry in entries]


def rows_of(body: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def text_of(body: bytes) -> str:
    """All that an answer says; a workbook is unpacked."""
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())
