"""Each field that the desk asks for tells an editor, in her language, what to write into it."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import override

from relations.languages import LANGUAGES
from relations.models import Correction, Tenure
from tests.desk import url_of
from tests.making import event, load, person
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

#: Fields that need no hint, and why.
SAY_IT_THEMSELVES = {
    "position": "“Order”, and the numbers of the other rows stand there",
    "DELETE": "its label is what it does",
}


@pytest.fixture
def forms(tmp_path, admin_client):
    """The addresses of the forms of all models of the house; accounts are Django's."""
    load(tmp_path, person(tenures=[{"key": "tea", "office": {"en": "Tea"}}]), event())
    Correction.objects.create(model="event", slug="an-event", language="en", wrong="Not so.")
    rooms = [model._meta.label_lower.replace(".", "_") for model in admin.site._registry]
    added = (reverse(f"admin:{room}_add") for room in rooms if not room.startswith("auth_"))
    found = [address for address in added if admin_client.get(address).status_code != 403]
    return [*found, url_of(Tenure.objects.get()), url_of(Correction.objects.get())]


def asked(response) -> dict[str, object]:
    """The fields of a form and of an empty row of each of its parts, by their names."""
    parts = [inline.formset for inline in response.context["inline_admin_formsets"]]
    rows = [(f"{part.prefix}.", part.empty_form) for part in parts]
    return {
        f"{prefix}{field.name}": field
        for prefix, form in [("", response.context["adminform"].form), *rows]
        for field in form
        if not field.is_hidden and field.name not in SAY_IT_THEMSELVES
    }


def test_every_field_is_explained_in_each_language(admin_client, forms):
    silent, same, seen = [], [], 0
    for address in forms:
        hints = {}
        for language in LANGUAGES:
            response = admin_client.get(address, headers={"accept-language": language})
            with override(language):
                hints[language] = {name: str(f.help_text) for name, f in asked(response).items()}
            silent += [(address, language, n) for n, hint in hints[language].items() if not hint]
        english = hints.pop("en")
        seen += len(english)
        for language, told in hints.items():
            same += [(address, language, n) for n in told if told[n] and told[n] == english[n]]
    assert seen > 150
    assert silent == []
    assert same == []


def test_a_hint_is_one_line(admin_client, forms):
    for address in forms:
        for name, field in asked(admin_client.get(address)).items():
            assert len(str(field.help_text)) < 240, (address, name)


def test_the_form_of_a_record_explains_its_markup_and_its_dates(admin_client):
    page = words(Page(admin_client.get("/admin/relations/event/add/")).root)
    for told in ("[[kishida-2023|his visit]]", "[@source-slug, p. 3]", "2009? (uncertain)"):
        assert told in page
    assert "at most 25 words, or 80 characters of Japanese" in page
