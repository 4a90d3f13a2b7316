"""The bundle: all that is published and nothing else, explained, and always the same bytes."""

import csv
import io
import json
import zipfile
from hashlib import sha256

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import override

from relations.export.bundle import write_bundle
from relations.languages import LANGUAGES
from tests.downloads import rows_of
from tests.making import (
    aid,
    event,
    load,
    organisation,
    person,
    place,
    relation,
    source,
    topic,
    visit,
)
from tests.reading import Page, body_of

pytestmark = pytest.mark.django_db

#: A little of everything, hidden things among it.
DOCUMENTS = [
    relation(), source(), source("a-book", title="=1+1"), source("secret-source"), topic("told"), topic("secret-topic", status="draft"),
    organisation("an-agency"), organisation("secret-body"), place("kyiv"), place("secret-place"), person(),
    person("olena", name={"en": "Olena", "ja": "オレナ", "uk": "Олена"}, tenures=[
        {"key": "office", "office": {"en": "Minister"}, "organisation": "secret-body", "start": "1999", "citations": [{"source": "a-book"}]},
        {"key": "secret", "office": {"en": "Secret office"}, "start": "2001"}]),
    event("secret-event", status="draft", participants=[{"organisation": "secret-body", "role": "host"}]),
    event("agreed", date="1995-03", topics=["secret-topic", "told"], links=[{"to": "secret-event", "role": "follows"}, {"to": "went", "role": "follows"}],
          participants=[{"person": "olena", "role": "host"}]),
    visit("went", stops=[{"place": "kyiv"}]),
    aid("paid", transactions=[{"key": "one", "stage": "disbursement", "amount": "1500000.50", "currency": "JPY", "date": "2011", "qualifier": "about"}]),
    {"page": "about", "title": {"en": "About"}, "body": {"en": "What this is."}, "status": "published"},
    {"inquiry": "looked", "kind": "visit", "first_year": 1992, "last_year": 1993, "made_on": "2026-11-22", "scope": {"en": "Two archives."}, "status": "published"},
]  # fmt: skip


def made() -> bytes:
    target = io.BytesIO()
    write_bundle(target)
    return target.getvalue()


def opened(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def some(tmp_path):
    load(tmp_path, *DOCUMENTS)


@pytest.fixture(scope="module")
def bundle(django_db_setup, django_db_blocker, tmp_path_factory):
    """The members of the bundle of all these documents."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(tmp_path_factory.mktemp("documents"), *DOCUMENTS)
        body = made()
        transaction.set_rollback(True)
    return opened(body)


@pytest.fixture
def described(bundle) -> dict[str, dict]:
    """The resources of the data package by name."""
    package = json.loads(bundle["datapackage.json"])
    return {resource["name"]: resource for resource in package["resources"]}


def table(bundle, resource: dict) -> list[dict]:
    return rows_of(bundle[resource["path"]])


def test_the_same_record_makes_the_same_bytes_in_whatever_order_it_was_loaded(tmp_path):
    bodies = set()
    for documents in (DOCUMENTS, DOCUMENTS[::-1]):
        with transaction.atomic():
            load(tmp_path, *documents)
            bodies |= {made(), made()}
            transaction.set_rollback(True)
    assert len(bodies) == 1


def test_what_is_exported_and_loaded_again_makes_the_same_bytes(some, tmp_path):
    before = made()
    call_command("export_fixtures", tmp_path / "out", verbosity=0)
    with transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
        assert made() != before
        call_command("loaddata", *sorted((tmp_path / "out").glob("*.yaml")), verbosity=0)
        assert made() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_whoever_asks_changes_nothing(some, language):
    before = made()
    with override(language):
        assert made() == before


def test_its_members_have_no_clock_and_one_owner(some):
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o100644}


def test_a_change_changes_the_version(some, tmp_path):
    versions = {write_bundle(io.BytesIO())}
    load(tmp_path, event("agreed", title={"en": "Agreed at last"}))
    versions |= {write_bundle(io.BytesIO())}
    assert len(versions) == 2


def test_what_no_reader_may_see_is_nowhere_in_it(bundle):
    told = b"\n".join(bundle.values()).decode().lower()
    assert "olena" in told
    assert "secret-body" in told  # the organisation of an office that a source confirms
    assert "secret" not in told.replace("secret-body", "")
    assert "secret-body" not in bundle["csv/organisations.csv"].decode()


def test_every_published_document_is_in_it_as_table_and_as_a_whole(bundle, described):
    slugs = {
        name: [row["slug"] for row in table(bundle, described[name])]
        for name in described
        if f"{name}-documents" in described
    }
    assert slugs == {
        "events": ["agreed"], "visits": ["went"], "aid": ["paid"], "topics": ["told"], "pages": ["about"],
        "people": ["a-visitor", "olena"], "organisations": [], "places": ["kyiv"], "sources": ["a-book", "a-source"], "inquiries": ["looked"],
    }  # fmt: skip
    for name, found in slugs.items():
        lines = bundle[described[f"{name}-documents"]["path"]].splitlines()
        assert [next(iter(json.loads(line)["document"].values())) for line in lines] == found


def test_cells_are_codes_dates_as_known_and_texts_in_each_language(bundle, described):
    [agreed] = table(bundle, described["events"])
    assert (agreed["date"], agreed["earliest"], agreed["type"], agreed["topics"]) == ("1995-03", "1995-03-01", "statement", "told")  # fmt: skip
    assert not [name for name in agreed if name.endswith("_shown")]
    [sum_] = table(bundle, described["aid-transactions"])
    assert (sum_["slug"], sum_["order"], sum_["amount"], sum_["qualifier"]) == ("paid", "1", "1500000.5", "about")  # fmt: skip
    assert table(bundle, described["people"])[1]["name_uk"] == "Олена"
    assert [row["title"] for row in table(bundle, described["sources"])] == ["'=1+1", "A page"]
    assert json.loads(bundle["jsonl/sources.jsonl"].splitlines()[0])["document"]["title"] == "=1+1"


def test_the_citations_of_an_office_name_it(bundle, described):
    [office] = table(bundle, described["people-tenures"])
    [citation] = table(bundle, described["people-tenures_citations"])
    assert (office["slug"], office["order"]) == (citation["slug"], citation["tenures"]) == ("olena", "1")  # fmt: skip
    assert (citation["order"], citation["source"]) == ("1", "a-book")


def test_the_package_describes_each_table_as_it_is(bundle, described):
    assert {r["path"] for r in described.values()} == {name for name in bundle if name.endswith((".csv", ".jsonl"))}  # fmt: skip
    for resource in described.values():
        body = bundle[resource["path"]]
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{sha256(body).hexdigest()}"
        if "schema" in resource:
            heading = next(csv.reader(io.StringIO(body.decode())))
            assert [field["name"] for field in resource["schema"]["fields"]] == heading
            assert all(field["description"] for field in resource["schema"]["fields"])


def test_keys_are_keys_and_lead_to_rows(bundle, described):
    def values(name: str, columns: list[str]) -> list[tuple]:
        rows = table(bundle, described[name])
        return [tuple(row[column] for column in columns) for row in rows]

    led = 0
    for name, resource in described.items():
        if "schema" not in resource:
            continue
        keys = values(name, resource["schema"]["primaryKey"])
        assert len(keys) == len(set(keys)), name
        for key in resource["schema"].get("foreignKeys", ()):
            there = set(values(key["reference"]["resource"], key["reference"]["fields"]))
            named = {one for one in values(name, key["fields"]) if any(one)}
            assert named <= there, (name, key)
            led += len(named)
    assert led > 20


def test_every_column_and_every_code_is_explained_in_three_languages(bundle, described):
    dictionary = rows_of(bundle["dictionary.csv"])
    named = {(row["table"], row["column"]): row for row in dictionary}
    for name, resource in described.items():
        if resource["path"].startswith("csv/"):
            fields = resource["schema"]["fields"]
            assert {(name, f["name"]): f["type"] for f in fields}.items() <= {key: row["type"] for key, row in named.items()}.items()  # fmt: skip
    assert all(row[f"holds_{language}"] for row in dictionary for language in LANGUAGES)
    qualifier = named["aid-transactions", "qualifier"]
    assert (qualifier["empty"], qualifier["holds_ja"][:3]) == ("exact", "精度：")
    labels = {(r["table"], r["column"], r["code"]): r["label_uk"] for r in rows_of(bundle["codes.csv"])}  # fmt: skip
    assert labels["aid-transactions", "stage", "pledge"] == "Обіцянка"
    assert labels["places", "kind", "city"] == "Місто"


def test_people_are_told_what_it_is_under_which_licences_and_how_to_cite_it(bundle):
    version = json.loads(bundle["datapackage.json"])["version"]
    readme, licence = bundle["README.md"].decode(), bundle["LICENSE.md"].decode()
    for name in ("The Record", "記録", "Літопис"):
        assert f"# {name}" in readme
        assert name in licence
    assert readme.count(version) == len(LANGUAGES)
    assert "| `csv/events.csv` | 1 |" in readme
    assert "&" not in readme + licence
    cited = yaml.safe_load(bundle["CITATION.cff"])
    assert cited["authors"] == [{"name": "The Record", "website": "http://testserver"}]
    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", version)
    package = json.loads(bundle["datapackage.json"])
    assert cited["license"] == ["CC-BY-SA-4.0", "CC0-1.0", "CC-BY-4.0"]
    assert {one["name"] for one in package["licenses"]} == set(cited["license"])
    assert all(one["path"] in licence for one in package["licenses"])


def test_readers_download_what_the_command_writes(client, some, tmp_path):
    path = tmp_path / "record.zip"
    call_command("export_bundle", path, stdout=(told := io.StringIO()))
    response = client.get("/bundle.zip")
    assert body_of(response) == path.read_bytes()
    assert response["Content-Type"] == "application/zip"
    version = json.loads(opened(path.read_bytes())["datapackage.json"])["version"]
    assert response["Content-Disposition"] == 'attachment; filename="the-pair.zip"'
    assert version in told.getvalue()
    assert not response.cookies


def test_a_page_leads_to_it_and_it_takes_no_filters(client, some):
    assert client.get("/bundle.zip?kind=visit").status_code == 400
    page = Page(client.get("/en/"))
    assert "/bundle.zip" in {a.get("href") for a in page.root.iter("a")}
    assert "/bundle.zip" in {link.get("href") for link in page.links("alternate")}


def test_an_empty_record_has_a_bundle_too(db):
    bundle = opened(made())
    assert rows_of(bundle["csv/events.csv"]) == []
    assert json.loads(bundle["datapackage.json"])["name"] == "record"
