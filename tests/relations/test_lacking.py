"""Whatever Django itself says at the desk, it says in the language of whoever works there."""

import gettext
import json
import re
from collections import defaultdict
from http import HTTPStatus
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import trans_real

from relations.admin import lacking
from tests.desk import at_the_desk, colleague, url_of
from tests.making import aid, event, load, organisation, person, place, topic, visit
from tests.reading import Page

pytestmark = pytest.mark.django_db

TRANSLATED = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
ROOMS = [model._meta.label_lower.replace(".", "_") for model in admin.site._registry]
ASKED_BY_A_SCRIPT = re.compile(
    r"""(?<![.\w])n?gettext\(\s*(?P<quote>['"])(?P<words>.+?)(?P=quote)"""
)
#: What is sent to each form: much of it wrong, so that it comes back with objections.
SENT = {
    "/admin/login/": {"username": "nobody", "password": "nothing"},
    "/admin/password_change/": {"old_password": "a", "new_password1": "1", "new_password2": "2"},
    "/admin/auth/user/add/": {"username": "a b", "password1": "1", "password2": "2"},
    "/admin/relations/event/add/": {"slug": "A b", "date": "x"},
    "/admin/relations/event/import/": {"format": "9"},
    "/admin/relations/event/export/": {"format": "9"},
    "/admin/relations/event/": {"action": "add_names"},
    "/admin/relations/person/": {"action": "nothing"},
}


@pytest.fixture
def everything(tmp_path):
    """A row of each kind that the desk lists."""
    office = {"key": "tea", "office": {"en": "Minister of Tea"}}
    load(
        tmp_path,
        *(event(), event("a-draft", status="draft"), visit(), aid()),
        *(person(tenures=[office]), organisation(), place(), topic()),
        {"inquiry": "an-inquiry", "kind": "event", "first_year": 1992, "last_year": 1993},
    )


@pytest.fixture
def missed(monkeypatch) -> dict[str, set]:
    """By language, the words that were asked for and that no catalogue holds."""
    found = defaultdict(set)
    one, many = trans_real.DjangoTranslation.gettext, trans_real.DjangoTranslation.ngettext

    def said(catalogue, words):
        if catalogue._catalog.get(words) is None:
            found[catalogue.to_language()].add(words)
        return one(catalogue, words)

    def counted(catalogue, singular, plural, number):
        words = many(catalogue, singular, plural, number)
        if words in (singular, plural) and not isinstance(singular, Promise):
            found[catalogue.to_language()].add(singular)
        return words

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", said)
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", counted)
    return found


def pages() -> list[str]:
    """Lists, forms, histories and questions before a deletion, of every model; and the rest."""
    found = ["/admin/", "/admin/scrutiny/", "/admin/nowhere/", *SENT]
    for model, room in zip(admin.site._registry, ROOMS, strict=True):
        found += [reverse(f"admin:{room}_changelist"), reverse(f"admin:{room}_add")]
        found += [f"{found[-2]}?q=nobody", f"{found[-2]}999/change/"]
        if row := model._base_manager.last():
            found += [url_of(row, action) for action in ("change", "history", "delete")]
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_asked_of_the_catalogues_that_they_do_not_hold(everything, missed, language):
    somebody = colleague("mariia", is_superuser=True)
    clients = [Client(), at_the_desk(somebody)]
    asked = [*pages(), f"/admin/auth/user/{somebody.pk}/password/"]
    opened = 0
    for client in clients:
        for address in asked:
            headers = {"accept-language": language}
            opened += client.get(address, headers=headers).status_code == HTTPStatus.OK
        for address, sent in SENT.items():
            client.post(address, sent, headers=headers)
        client.post("/admin/logout/", headers=headers)
    assert opened > 60
    assert missed[language] == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_script_of_the_desk_lacks_words(everything, language):
    client = at_the_desk(colleague("mariia", is_superuser=True))
    answer = client.get("/admin/jsi18n/", headers={"accept-language": language}).content.decode()
    held = json.loads(re.search(r"const newcatalog = (\{.*?\});", answer, re.DOTALL)[1])
    asked = set().union(*map(words_in, scripts(client)))
    assert len(asked) > 20
    assert asked - set(held) == set()
    assert [words for words in lacking.IN_SCRIPTS if held[words] == words] == []


def scripts(client) -> set[str]:
    """The scripts of all pages of the desk."""
    found = set()
    for address in pages():
        answer = client.get(address)
        if answer.status_code == HTTPStatus.OK:
            found |= {script.get("src", "") for script in Page(answer).root.iter("script")}
    return {address for address in found if address.startswith(settings.STATIC_URL)}


def words_in(script: str) -> set[str]:
    path = finders.find(script.removeprefix(settings.STATIC_URL))
    text = Path(path).read_text(encoding="utf-8")
    return {match["words"] for match in ASKED_BY_A_SCRIPT.finditer(text)}


def test_what_django_has_learnt_to_say_is_not_said_for_it():
    """Each word that stands in our catalogue for Django is lacking in a language of ours."""
    theirs = {code: catalogue_of_django(code) for code in TRANSLATED}
    for words in lacking.ON_PAGES:
        assert [code for code in TRANSLATED if words not in theirs[code]], words


def catalogue_of_django(language: str) -> set[str]:
    """What Django says without the catalogue of this project."""
    folders = Path(django.__file__).parent.rglob("locale")
    found = (gettext.find("django", folder, [language]) for folder in folders)
    return {words for path in found if path for words in held_in(Path(path))}


def held_in(path: Path) -> set[str]:
    with path.open("rb") as stream:
        return set(gettext.GNUTranslations(stream)._catalog)
