"""What stands in a download."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import icalendar
import openpyxl


def slugs_in(form: str, body: bytes) -> list[str]:
    """The slugs of the rows of a download, in their order."""
    return READERS[form](body)


def of_json(body: bytes) -> list[str]:
    return [slug_of(entry) for entry in json.loads(body)["entries"]]


def of_lines(body: bytes) -> list[str]:
    return [slug_of(json.loads(line)) for line in body.splitlines()]


def slug_of(entry: dict) -> str:
    return next(iter(entry["document"].values()))


def of_workbook(body: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
    names, *rows = sheet.iter_rows(values_only=True)
    return [row[names.index("slug")] for row in rows]


def of_feed(body: bytes) -> list[str]:
    ids = (entry.find(f"{ATOM}id") for entry in ElementTree.fromstring(body).iter(f"{ATOM}entry"))
    return [found.text.rstrip("/").rpartition("/")[2] for found in ids]


def of_calendar(body: bytes) -> list[str]:
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return [event["UID"].rstrip("/").rpartition("/")[2] for event in events]


ATOM = "{http://www.w3.org/2005/Atom}"
READERS = {
    "json": of_json,
    "jsonl": of_lines,
    "csv": lambda body: [row["slug"] for row in rows_of(body)],
    "xlsx": of_workbook,
    "atom": of_feed,
    "ics": of_calendar,
    "ris": lambda body: re.findall("^ID  - (.+?)\r$", body.decode(), re.MULTILINE),
    "bib": lambda body: re.findall("^@online{(.+),$", body.decode(), re.MULTILINE),
    "csl.json": lambda body: [cited["id"] for cited in json.loads(body)],
}


def rows_of(body: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def text_of(body: bytes) -> str:
    """All that an answer says; a workbook is unpacked, of a PDF or a PNG only what is not packed."""
    if body.startswith((b"%PDF", b"\x89PNG")):
        return body.decode("latin-1")
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())
