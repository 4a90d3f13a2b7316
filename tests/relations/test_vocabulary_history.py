"""The public history of people, organisations, places and sources: what they said before."""

from http import HTTPStatus

import pytest
from django.utils import translation
from django.utils.translation import gettext

from relations import merging
from relations.languages import LANGUAGES
from relations.models import Organisation, Person, Place, Revision, Source
from tests import reading
from tests.desk import colleague
from tests.making import event, load, organisation, person, place, source
from tests.reading import body_of
from tests.relations.test_history import answer, change, dated, robots, words_of

pytestmark = pytest.mark.django_db

NAMED_TODAY = {
    "en": "The present page shows which entries name it.",
    "ja": "これを挙げている記録は、現在のページに示している。",
    "uk": "Які записи на це посилаються, показує теперішня сторінка.",
}
PAGES = {Person: "people", Organisation: "organisations", Place: "places", Source: "sources"}


@pytest.fixture(params=PAGES, ids=lambda model: model.KEY)
def renamed(request, tmp_path):
    """An entry of each vocabulary that got another name since it was first loaded."""
    named = [
        {"person": "an-entry", "role": "speaker"},
        {"organisation": "an-entry", "role": "host"},
    ]
    load(
        tmp_path,
        person("an-entry"), organisation("an-entry"), place("an-entry"),
        source("an-entry", title="An Entry"), event(participants=named, places=["an-entry"]),
        event("cites", citations=[{"source": "an-entry", "claim": "date"}]),
    )  # fmt: skip
    found = request.param.objects.get(slug="an-entry")
    field = "title" if request.param is Source else "name_en"
    change(found, note="The papers call it otherwise.", **{field: "Other"})
    return found


def test_a_page_leads_to_what_it_said_before(client, renamed):
    address = f"/en/{PAGES[type(renamed)]}/an-entry/history/"
    page = answer(client, renamed.get_absolute_url())
    assert address in [link.get("href") for link in page.main.iter("a")]
    history = answer(client, address)
    assert "The papers call it otherwise." in history.words
    assert "removed: An Entry added: Other" in history.words
    assert words_of(history, "summary") == ["What changed"]
    versions = [f"{renamed.get_absolute_url()}?version={revision.short}" for revision in Revision.objects.of(renamed)]  # fmt: skip
    assert versions == [a.get("href") for a in history.main.iter("a") if "version=" in a.get("href", "")]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_is_shown_as_it_stood(client, renamed, language):
    present = f"/{language}/{PAGES[type(renamed)]}/an-entry/"
    first, _last = dated(renamed)
    page = answer(client, f"{present}?version={first.short}")
    assert page.heading == "An Entry"
    assert answer(client, present).heading == "Other"
    with translation.override(language):
        assert gettext("This is an earlier version.") in page.words
        assert gettext("Names are those of today.") not in page.words
    assert first.short in page.words
    assert {present, f"{present}history/"} <= {a.get("href") for a in page.main.iter("a")}
    assert robots(page) == ["noindex"]
    assert page.canonical == f"http://testserver{present}"
    assert page.records == []
    assert NAMED_TODAY[language] in page.words
    day = answer(client, f"{present}?as_of=2026-03-03")
    assert day.words == page.words
    today = answer(client, f"{present}?as_of=2026-03-04")
    assert today.heading == "Other"
    with translation.override(language):
        assert gettext("This version stands today.") in today.words


@pytest.mark.parametrize("end", [".ris", ".bib", ".csl.json"])
def test_a_version_of_an_entry_can_be_cited(client, renamed, end):
    first, _last = dated(renamed)
    path = f"/en/{PAGES[type(renamed)]}/an-entry"
    told = body_of(client.get(f"{path}{end}?version={first.short}")).decode()
    assert "An Entry" in told
    page = answer(client, f"{path}/?version={first.short}")
    assert f"{path}{end}?version={first.short}" in [a.get("href") for a in page.main.iter("a")]
    if not isinstance(renamed, Source):
        assert f"http://testserver{path}/?version={first.short}" in told


def test_a_citation_by_an_old_address_leads_to_the_version(client, renamed):
    first = dated(renamed)[0]
    change(renamed, slug="renamed")
    folder = PAGES[type(renamed)]
    moved = client.get(f"/uk/{folder}/an-entry/?version={first.short}", follow=True)
    assert moved.redirect_chain == [(f"/uk/{folder}/renamed/?version={first.short}", 301)]
    assert reading.Page(moved).heading == "An Entry"


BAD = ["version=3f9a", "version=%00", "as_of=2026-02-30", "as_of=9999-12-31", "version=00000000&as_of=2026-03-01", "nothing=1", "version=00000000&version=00000001"]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_what_is_not_understood_is_refused_with_a_reason(client, renamed, query):
    page = answer(client, f"{renamed.get_absolute_url()}?{query}", HTTPStatus.BAD_REQUEST)
    assert query.split("=")[0] in page.words


@pytest.mark.parametrize("query", ["version=00000000", "as_of=2026-02-28"])
def test_what_never_stood_is_a_404_that_leads_on(client, renamed, query):
    dated(renamed)
    page = answer(client, f"{renamed.get_absolute_url()}?{query}", HTTPStatus.NOT_FOUND)
    assert renamed.get_absolute_url() in [a.get("href") for a in page.main.iter("a")]


def test_a_list_does_not_go_on_in_an_earlier_version(client, renamed):
    first = dated(renamed)[0]
    query = f"version={first.short}&after=an-event"
    answer(client, f"{renamed.get_absolute_url()}?{query}", HTTPStatus.BAD_REQUEST)


def test_the_offices_of_a_version_are_those_that_a_source_confirmed(client, tmp_path):
    cited = {"citations": [{"source": "gazette", "quotation": "She was appointed."}]}
    minister = {"key": "first", "office": {"en": "Minister"}, "organisation": "an-agency"}
    adviser = {"key": "second", "office": {"en": "Secret adviser"}}
    spelt = [{"language": "ru", "spelling": "Гость"}]
    guest = person("a-guest", variants=spelt, tenures=[minister | cited, adviser])
    named = {"participants": [{"person": "a-guest", "role": "speaker"}]}
    load(tmp_path, organisation(), source("gazette", title="The gazette"), guest, event(**named))
    load(tmp_path, person("a-guest"))
    first = dated(Person.objects.get())[0]
    page = answer(client, f"/en/people/a-guest/?version={first.short}")
    for told in ("Minister", "An Agency", "The gazette", "She was appointed.", "Гость"):
        assert told in page.words
    assert "Secret" not in page.html
    links = {a.get("href") for a in page.main.iter("a")}
    answers = {link: client.get(link).status_code for link in links if link.startswith("/")}
    assert set(answers.values()) == {HTTPStatus.OK}, answers


def test_a_cited_version_of_a_duplicate_is_shown_where_its_address_leads(client, tmp_path):
    named = [{"person": slug, "role": "speaker"} for slug in ("a-person", "twice")]
    load(tmp_path, person("a-person"), person("twice"), event(participants=named))
    duplicate = Person.objects.get(slug="twice")
    change(duplicate, name_en="Twice Told")
    first = Revision.objects.of(duplicate).last().short
    cited = f"{duplicate.get_absolute_url()}?version={first}"
    assert answer(client, cited).heading == "Twice"
    kept = Person.objects.get(slug="a-person")
    merging.merge(duplicate, kept, by=colleague("mariia", "publisher"), rationale="One person.")
    moved = client.get(cited)
    assert moved.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert moved["Location"] == f"{kept.get_absolute_url()}?version={first}"
    page = answer(client, moved["Location"])
    assert page.heading == "Twice"
    [report] = [a.get("href") for a in page.root.iter("a") if "/correct/" in a.get("href", "")]
    answer(client, report)


def test_versions_of_a_duplicate_that_no_reader_knew_stay_at_the_desk(client, tmp_path):
    named = [{"person": "a-person", "role": "speaker"}]
    load(tmp_path, person("a-person"), person("secret"), event(participants=named))
    secret, kept = Person.objects.get(slug="secret"), Person.objects.get(slug="a-person")
    version = Revision.objects.of(secret).first().short
    merging.merge(secret, kept, by=colleague("mariia", "publisher"), rationale="One person.")
    answer(client, f"{kept.get_absolute_url()}?version={version}", HTTPStatus.NOT_FOUND)


def test_a_duplicate_of_another_at_an_earlier_address_gives_away_no_version(client, tmp_path):
    slugs = ("the-kept", "known", "other")
    named = [{"person": slug, "role": "speaker"} for slug in slugs]
    load(tmp_path, *map(person, slugs), event(participants=named))
    mariia, (kept, known, other) = colleague("mariia", "publisher"), map(by_slug, slugs)
    change(known, slug="renamed")
    change(other, slug="known")
    version = Revision.objects.of(other).first().short
    merging.merge(other, kept, by=mariia, rationale="One person.")
    answer(client, f"{known.get_absolute_url()}?version={version}", HTTPStatus.NOT_FOUND)


def by_slug(slug: str) -> Person:
    return Person.objects.get(slug=slug)


def test_an_earlier_address_that_another_has_now_gives_away_none_of_its_versions(client, tmp_path):
    named = [{"person": slug, "role": "speaker"} for slug in ("a-person", "another")]
    load(tmp_path, person("a-person"), person("another"), event(participants=named))
    former = Person.objects.get(slug="a-person")
    Person.objects.filter(pk=former.pk).update(former_slugs=["another"])
    other = Revision.objects.of(Person.objects.get(slug="another")).first().short
    answer(client, f"{former.get_absolute_url()}?version={other}", HTTPStatus.NOT_FOUND)
