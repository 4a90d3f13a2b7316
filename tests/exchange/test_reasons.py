"""Every error that an import can give: at which columns, why, and what to write instead."""

import ast
import io
import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from django.db import DatabaseError
from django.utils import translation

from aid.models import AidPackage
from relations.exchange import resources
from relations.exchange.columns import columns_of, constrained, part_model
from relations.models import Event, Source
from tests.desk import at_the_desk, colleague, write
from tests.exchanging import address, cells, csv_of, upload, workbook
from tests.making import aid, event, load, person, place
from visits.models import Visit

pytestmark = pytest.mark.django_db

ROOM = Path(resources.__file__).parent
#: Said of a whole file, or where nothing is wrong.
OF_NO_CELL = re.compile(
    "The file |The workbook |This is an old|Row %|A sheet has|A text of|More than %d|Imported from"
    "|The column “slug”|The column “%s” (is not known|stands twice)|For your information"
)

ROWS = {
    Event: [
        {"slug": "Not a slug"},
        {"slug": "", "title_en": "Nameless"},
        {"slug": "old"},
        {"slug": "a-visit"},
        {"slug": "twice"},
        {"slug": "twice"},
        {"date": "2023-13-45"},
        {"date": "soon"},
        {"date": "2011/2010"},
        {"type": "Statement"},
        {"order_in_day": "-1"},
        {"order_in_day": "first"},
        {"milestone": "maybe"},
        {"places": "nowhere"},
        {"signed_at": "a-plase"},
        {"title_en": "a\0b"},
        {"title_en": "a" * 301},
    ],
    Visit: [
        {"visiting": "XX"},
        {"host": "Japan"},
        {"visiting": "UA", "host": "UA"},
        {"purposes": "fun"},
        {"rank": "high"},
    ],
    Source: [{"url": "here"}, {"url": "ftp://example.org/"}, {"publisher": "a" * 301}],
}
FLAT = [
    {"part": "transaction"},
    {"part": "items", "transactions_key": "a"},
    {"part": "items", "items_key": "a", "donor": "UA"},
    {"part": "items", "items_key": "a", "order": "last"},
]
SHEETS = {
    Event: {
        "citations": [
            {"source": "a-source", "claim": "nothing/here"},
            {"source": "a-source", "stance": "contradicts"},
            {"source": "a-source", "quotation": "word " * 26},
            {"source": "a-source", "quotation": "文" * 81},
            {"claim": "date"},
        ],
        "links": [{"to": "#", "role": "follows"}, {"to": "an-event"}],
        "participants": [{"role": "host"}, {"person": "nobody", "role": "host"}],
    },
    Visit: {
        "stops": [{"place": "a-place", "date": "2012"}],
        "participants": [{"person": "a-host", "role": "visitor"}],
    },
    AidPackage: {
        "transactions": [
            {"key": "a", "stage": "pledge", "amount": "1,000", "currency": "JPY"},
            {"key": "a", "stage": "pledge", "amount": "-1", "currency": "JPY"},
            {"key": "a", "stage": "pledge", "amount": "1.005", "currency": "JPY"},
            {"key": "a", "stage": "pledge", "amount": "1", "currency": "YEN"},
            {"key": "a", "stage": "pledge", "amount": "1", "currency": "JPY", "replaces": "b"},
            {"key": "A b", "stage": "pledge", "amount": "1", "currency": "JPY"},
            {"stage": "pledge", "amount": "1", "currency": "JPY"},
        ],
        "items": [{"key": "a", "value": "1"}],
    },
}  # fmt: skip


@pytest.fixture
def files(tmp_path) -> list[tuple[type, str | bytes, str]]:
    """Files in which everything is wrong that can be wrong with a row."""
    load(
        tmp_path,
        person(),
        person("a-host", country="JP"),
        place(),
        event(former_slugs=["old"], participants=[{"person": "a-visitor", "role": "host"}]),
        aid("there"),
        {"visit": "a-visit", "status": "draft"},
    )
    numbered = {
        model: [{"slug": f"n-{n}"} | row for n, row in enumerate(rows)]
        for model, rows in ROWS.items()
    }
    flat = [{"slug": "there"} | row for row in FLAT]
    found = [(model, csv_of(*rows), "file.csv") for model, rows in numbered.items()]
    found += [(AidPackage, csv_of(*flat), "file.csv"), (Event, "slug\nnew,stray\n", "file.csv")]
    found += [(model, in_sheets(model, parts), "file.xlsx") for model, parts in SHEETS.items()]
    lost = workbook(participants=[["slug", "organisation", "role"], ["an-event", "", "host"]])
    nowhere = workbook(links=[["slug", "to", "role"], ["nowhere", "an-event", "follows"]])
    twice = workbook(
        events=[["slug"], ["new"]],
        participants=[["slug", "person", "role"], *[["new", "a-visitor", "host"]] * 2],
        links=[["slug", "to", "role"], *[["new", "an-event", "follows"]] * 2],
    )
    found += [(Event, content, "file.xlsx") for content in (lost, nowhere, twice, guessed())]
    return found


def in_sheets(model, parts: dict) -> bytes:
    """A document for each row of the parts."""
    slugs, sheets = [], {}
    for part, rows in parts.items():
        heading = ["slug", *dict.fromkeys(name for row in rows for name in row)]
        sheets[part] = [heading]
        for row in rows:
            slug = f"{part}-{len(slugs)}"
            slugs.append(slug)
            said = [slug if row.get(n) == "#" else row.get(n, "") for n in heading[1:]]
            sheets[part].append([slug, *said])
    own = {"date": "2011", "visiting": "UA", "host": "JP"} if model is Visit else {}
    main = [["slug", *own], *([slug, *own.values()] for slug in slugs)]
    return workbook(**{model.FILE: main}, **sheets)


def guessed() -> bytes:
    """What Excel reckons, fails to reckon, and takes for a day."""
    book = openpyxl.Workbook()
    book.active.append(["slug", "title_en", "title_ja", "date"])
    book.active.append(["new", "=1+1", "#N/A", datetime(1995, 3, 1)])  # noqa: DTZ001
    book.active["C2"].data_type = "e"
    book.active["D2"].number_format = "mmm-yy"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def told(client, model, content, name: str) -> list:
    result = upload(client, model, content, name).context["result"]
    with translation.override(client.defaults["HTTP_ACCEPT_LANGUAGE"]):
        found = result.troubles
    assert found
    return found


@pytest.fixture
def troubles(admin_client, files, monkeypatch):
    """All that is told of the files, and of what stands in the way of a good one, in a language."""
    load_event = Event.objects.get(slug="an-event")
    write(admin_client, load_event, title_en="Somebody’s")
    author = at_the_desk(colleague("oksana", "author"))

    def in_language(language: str) -> list:
        found = []
        for client in (admin_client, author):
            client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        for model, content, name in files:
            found += [(model, each) for each in told(admin_client, model, content, name)]
        good = csv_of({"slug": "new", "title_en": "New"}, {"slug": "newer", "title_en": "New"})
        theirs = csv_of({"slug": "an-event", "title_en": "Hers"})
        found += [(Event, each) for each in told(author, Event, theirs, "file.csv")]
        with monkeypatch.context() as patched:
            patched.setattr(resources, "MOST_CHANGED", 1)
            found += [(Event, each) for each in told(admin_client, Event, good, "file.csv")]
        with monkeypatch.context() as patched:
            patched.setattr(resources, "save", fail)
            found += [(Event, each) for each in told(admin_client, Event, good, "file.csv")]
        return found

    return in_language


def fail(*_arguments, **_options):
    raise DatabaseError


@pytest.mark.parametrize("language", ["en", "ja", "uk"])
def test_every_error_names_its_columns_the_reason_and_what_to_write(troubles, language):
    script = {"en": "[a-z]", "ja": "[\u3040-\u30ff\u4e00-\u9fff]", "uk": "[\u0400-\u04ff]"}
    for model, (_sheet, line, column, message, fix) in troubles(language):
        assert line, message
        assert column, message
        headings = {"slug", "order", "part", "2"} | {
            prefix + each.name
            for owner, prefixes in ((model, [""]), *parts_of(model))
            for each in columns_of(owner)
            for prefix in prefixes
        }
        assert set(column.split(", ")) <= headings, (column, message)
        assert re.search(script[language], message), message
        assert re.search(script[language], fix), (column, message, fix)


def parts_of(model):
    return [(part_model(model, part), ["", f"{part}_"]) for part in model.parts]


def test_no_error_was_left_out(troubles):
    found = [text for _model, trouble in troubles("en") for text in (trouble.message, trouble.fix)]
    for name in ("rows", "flat", "resources", "columns", "files"):
        for msgid in said_in(ROOM / f"{name}.py"):
            pattern = re.sub(r"%(\\\(\w+\\\))?[sd]", ".*", re.escape(msgid))
            assert OF_NO_CELL.match(msgid) or any(re.search(pattern, text) for text in found), msgid


def said_in(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_t":
            yield node.args[0].value


def test_every_constraint_names_its_columns():
    for model in (Event, Visit, AidPackage, Source):
        for owner in (model, *(part_model(model, part) for part in model.parts)):
            for constraint in owner._meta.constraints:
                if constraint.name != "citation_of_one":
                    assert constrained(owner, str(constraint.violation_error_message))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Ukraine", "Japanese Yen", "English"]),
        ("ja", ["ウクライナ", "日本円", "英語"]),
        ("uk", ["Україна", "японська єна", "англійська"]),
    ],
)
def test_the_template_lists_countries_currencies_and_languages(
    admin_client, tmp_path, language, names
):
    load(tmp_path, aid())
    rows = []
    for model in (Visit, AidPackage, Source):
        response = admin_client.get(
            address(model, "template"), headers={"accept-language": language}
        )
        rows += cells(response.content, "codes")
    country, currency, tongue = names
    assert ["visits", "visiting", "UA", country] in rows
    assert ["transactions", "currency", "JPY", currency] in rows
    assert ["sources", "language", "en", tongue] in rows
