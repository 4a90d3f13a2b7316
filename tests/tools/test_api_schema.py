"""The description of the API, as other people's programs hold it against every answer there is."""

import json
from copy import deepcopy

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from relations.api.description import example_of, operations
from relations.languages import LANGUAGES
from relations.models import Record
from tests.reading import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

DESCRIPTION = "/api/v1/openapi.json"
HERE = "http://testserver"
OPERATIONS = {operation.path: operation.view for operation in operations()}
LISTS = [path for path in OPERATIONS if f"{path}/{{slug}}" in OPERATIONS]


def described(language: str = "en") -> dict:
    return Client().get(f"{DESCRIPTION}?lang={language}").json()


def closed(schema):
    """The schema with no room for what it does not name: a field that nobody described shows."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(one) for name, one in schema.items()}
    if isinstance(schema.get("properties"), dict):
        made["additionalProperties"] = False
    return made


def validator_of(description: dict, path: str, status: str = "200") -> Draft202012Validator:
    registry = Registry().with_resource("urn:api", Resource(closed(description), DRAFT202012))
    [content] = description["paths"][path]["get"]["responses"][status]["content"].values()
    schema = json.loads(json.dumps(closed(content["schema"])).replace('"#/', '"urn:api#/'))
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


def valid(validator, response) -> dict:
    answer = json.loads(body_of(response))
    assert [error.message for error in validator.iter_errors(answer)] == []
    return answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_is_openapi_3_1_in_each_language(language):
    description = described(language)
    OPENAPI_31_VALIDATOR.validate(description)
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert len({op["get"]["operationId"] for op in description["paths"].values()}) == len(
        OPERATIONS
    )


def test_a_summary_is_told_in_the_language():
    said = {json.dumps(described(code), ensure_ascii=False) for code in LANGUAGES}
    assert len(said) == 3


@pytest.mark.parametrize("path", OPERATIONS)
def test_an_example_is_answered_as_described(client, path):
    description = described()
    asked = example_of(path, description["paths"][path]["get"])
    assert "{" not in asked
    response = client.get(asked)
    assert response.status_code == 200, asked
    answer = valid(validator_of(description, path), response)
    assert answer.get("entries", True), asked


@pytest.mark.parametrize("path", LISTS)
def test_every_document_is_as_described(client, path):
    description = described()
    of_list, of_one = (validator_of(description, p) for p in (path, f"{path}/{{slug}}"))
    following, found = f"{HERE}{path}?limit=100&lang=ja", 0
    while following:
        answer = valid(of_list, client.get(following))
        following, found = answer["next"], found + len(answer["entries"])
    assert found == answer["total"] > 5
    valid(of_one, client.get(answer["entries"][-1]["api"]))


def test_a_refusal_is_as_described(client):
    description = described()
    for address, status in (("visits?rank=none&since=x&lang=uk", "400"), ("visits/nobody", "404")):
        path = "/api/v1/visits" + ("/{slug}" if status == "404" else "")
        told = valid(validator_of(description, path, status), client.get(f"/api/v1/{address}"))
        assert told["status"] == int(status)


def test_what_is_not_described_would_show():
    description = described()
    validator = validator_of(description, "/api/v1/visits/{slug}")
    told = Client().get("/api/v1/visits/kuchma-1995").json()
    wrong = deepcopy(told)
    wrong["document"]["colour"] = "red"
    assert not list(validator.iter_errors(told))
    assert len(list(validator.iter_errors(wrong))) == 1


def test_every_filter_of_every_page_is_a_parameter():
    paths = described()["paths"]
    for path, view in OPERATIONS.items():
        names = [one["name"] for one in paths[path]["get"]["parameters"] if one["in"] == "query"]
        assert len(names) == len(set(names))
        assert set(names) == {*view.filters(), *view.own}
    kinds = {one["name"]: one for one in paths["/api/v1/records"]["get"]["parameters"]}
    assert kinds["kind"]["schema"]["items"]["enum"] == [kind.KEY for kind in Record.kinds()]
    assert {"grant", "online"} <= set(kinds["form"]["schema"]["items"]["enum"])
