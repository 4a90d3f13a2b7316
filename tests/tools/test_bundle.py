"""The bundle as Frictionless reads it: every table, type, code and key of the whole record."""

import io
import json
import zipfile

import pytest
from frictionless import Package, validate

from relations.export.bundle import write_bundle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]


@pytest.fixture
def folder(tmp_path):
    target = io.BytesIO()
    write_bundle(target)
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def problems(folder) -> set[tuple[str, str]]:
    """(resource, sort of error) of whatever is found wrong."""
    report = validate(folder / "datapackage.json")
    found = report.flatten(["name", "type"])
    return {("", error.type) for error in report.errors} | set(map(tuple, found))


def test_the_whole_package_is_valid(folder):
    assert problems(folder) == set()
    package = Package(folder / "datapackage.json")
    assert sum("-documents" in name for name in package.resource_names) == 10
    assert len(package.get_resource("visits").read_rows()) > 30


def test_a_row_that_is_gone_is_missed(folder):
    people = folder / "csv" / "people.csv"
    first, second, *rest = people.read_bytes().split(b"\r\n")
    people.write_bytes(b"\r\n".join([first, *rest]))
    descriptor = json.loads((folder / "datapackage.json").read_text())
    for resource in descriptor["resources"]:
        resource.pop("hash"), resource.pop("bytes")
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    assert {sort for _name, sort in problems(folder)} == {"foreign-key"}
    assert second.startswith(b"person,")
