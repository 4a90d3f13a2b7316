"""What others call the same thing is asked row by row, and whatever is kept stays as it is."""

from http import HTTPStatus

import pytest

from relations import workflow
from relations.models import Organisation, Person, Place, Revision
from tests.desk import form_of, url_of, write
from tests.making import event, load, organisation, person, place
from tests.reading import Page

pytestmark = pytest.mark.django_db

KOIZUMI = {"wikidata": "Q130852"}


def kept(obj) -> dict:
    return workflow.current(type(obj).objects.get(pk=obj.pk)).get("identifiers", {})


def rows(response) -> dict[str, str]:
    """What stands in each row, by the scheme before it."""
    root = Page(response).root
    labels = {label.get("for"): "".join(label.itertext()) for label in root.iter("label")}
    fields = (f for f in root.iter("input") if f.get("name", "").startswith("identifiers_"))
    return {labels[field.get("id")]: field.get("value", "") for field in fields}


@pytest.mark.parametrize(
    ("model", "document", "schemes"),
    [
        (Person, person(identifiers=KOIZUMI), ["Wikidata", "ISNI", "VIAF"]),
        (Organisation, organisation(identifiers=KOIZUMI), ["Wikidata", "ISNI", "VIAF", "IATI"]),
        (Place, place(identifiers=KOIZUMI), ["Wikidata", "GeoNames"]),
    ],
)
def test_there_is_a_row_for_each_scheme(admin_client, tmp_path, model, document, schemes):
    load(tmp_path, document)
    obj = model.objects.get()
    told = rows(admin_client.get(url_of(obj)))
    assert list(told) == schemes
    assert told["Wikidata"] == "Q130852"
    assert write(admin_client, obj).status_code == HTTPStatus.FOUND
    assert Revision.objects.of(obj).count() == 1


def test_what_is_typed_into_a_row_is_kept_under_its_scheme(admin_client, tmp_path):
    load(tmp_path, place(identifiers={"wikidata": "Q1490"}))
    found = Place.objects.get()
    typed = {"identifiers_geonames": " 1850147 ", "identifiers_wikidata": ""}
    assert write(admin_client, found, **typed).status_code == HTTPStatus.FOUND
    assert kept(found) == {"geonames": "1850147"}


@pytest.mark.parametrize(
    ("scheme", "wrong", "told"),
    [
        ("wikidata", "wikidata: Q123", "Wikidata: “wikidata: Q123” is not in its form, Q and"),
        ("isni", "0000 0001", "ISNI: “0000 0001” is not in its form, 16 figures"),
        ("viaf", "VIAF12", "VIAF: “VIAF12”"),
        ("iati", "JP 8", "such as JP-8"),
    ],
)
def test_what_is_no_identifier_is_told_beside_its_scheme_and_not_lost(
    admin_client, tmp_path, scheme, wrong, told
):
    load(tmp_path, organisation(identifiers=KOIZUMI))
    found = Organisation.objects.get()
    typed = {f"identifiers_{scheme}": wrong, "name_en": "Another name"}
    refused = write(admin_client, found, **typed)
    errors = refused.context["adminform"].form.errors
    assert errors.keys() == {"identifiers"}
    assert told in errors["identifiers"][0]
    assert wrong in rows(refused).values()
    assert "Another name" in refused.content.decode()
    assert kept(found) == KOIZUMI


def test_the_reason_is_told_in_the_editors_language(admin_client, tmp_path):
    load(tmp_path, person())
    found = Person.objects.get()
    typed = form_of(admin_client, url_of(found)) | {"identifiers_wikidata": "130852"}
    for language, told in (("ja", "Qと数字"), ("uk", "Q і цифри")):
        answer = admin_client.post(url_of(found), typed, headers={"accept-language": language})
        assert told in answer.content.decode()


def test_schemes_that_only_a_file_knows_outlive_a_save(admin_client, tmp_path):
    others = {"orcid": "0000", "archive": {"fonds": "Р-1"}}
    load(tmp_path, person(identifiers=others | KOIZUMI), event())
    found = Person.objects.get()
    assert rows(admin_client.get(url_of(found)))["orcid"] == "0000"
    changed = {"identifiers_wikidata": "Q17", "identifiers_orcid": "0001"}
    assert write(admin_client, found, **changed).status_code == HTTPStatus.FOUND
    assert kept(found) == others | {"orcid": "0001", "wikidata": "Q17"}


def test_rows_come_back_from_a_form_whose_document_is_gone(admin_client, tmp_path):
    load(tmp_path, person(identifiers={"orcid": "0000"}))
    found = Person.objects.get()
    typed = form_of(admin_client, url_of(found))
    Person.objects.all().delete()
    assert rows(admin_client.post(url_of(found), typed))["orcid"] == "0000"
