"""Spreadsheets as an editor takes them out and brings them back, through the pages of the desk."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


def address(model, action: str) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{action}")


def exported(client, model, kind: str) -> bytes:
    """The file of a model's documents, as `xlsx` or `csv`."""
    formats = {"xlsx": "0", "csv": "1"}
    response = client.post(address(model, "export"), {"format": formats[kind], "resource": "0"})
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    return response.content


def upload(client, model, content: bytes | str, name: str = "file.csv"):
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, content)
    sent = {"import_file": file, "resource": "0"}
    response = client.post(address(model, "import"), sent)
    assert response.status_code == 200
    return response


def confirm(client, model, preview):
    form = preview.context["confirm_form"]
    return client.post(
        address(model, "process_import"), {b.html_name: b.value() for b in form}, follow=True
    )


def totals(preview) -> dict[str, int]:
    return {name: n for name, n in preview.context["result"].totals.items() if n}


def troubles(preview) -> list[tuple]:
    """(sheet, row, column) of each place that needs a correction; nothing can be confirmed."""
    assert "confirm_form" not in preview.context
    return [tuple(trouble[:3]) for trouble in preview.context["result"].troubles]


def workbook(**sheets: list[list]) -> bytes:
    """A workbook as an editor's program would write it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(content: bytes, sheet: str) -> list[list]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def csv_of(*rows: dict) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
