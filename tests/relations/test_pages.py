"""Pages as readers meet them: what is shown, in which language, and what is never shown."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from relations.languages import LANGUAGES
from relations.models import Event, Person, Record, Source
from relations.recording import recording
from tests.hidden import unseen
from tests.making import event, load, person, place, source, topic, visit
from tests.reading import Page, every_record, words
from visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]


def page_of(client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return Page(response)


# What is not published


@pytest.mark.parametrize("name", ["person", "place", "organisation", "topic"])
def test_what_only_a_draft_names_is_no_value_of_a_filter(client, tmp_path, name):
    load(tmp_path, *unseen("draft", lambda: "hush"))
    response = client.get(f"/en/chronology/?{name}={name}-draft")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert Page(response).words.count(f"{name}-draft") == 1  # as it was asked for


def test_a_topic_that_is_no_more_than_a_draft_is_shown_on_no_record(client, tmp_path):
    load(tmp_path, topic("secret", title={"en": "Secret plans"}, status="draft"), event(topics=["secret"]))  # fmt: skip
    for address in ("/en/", "/en/chronology/", "/en/events/", "/en/events/an-event/"):
        assert "Secret plans" not in page_of(client, address).words


def test_a_text_that_mentions_a_draft_does_not_lead_to_it(client, tmp_path):
    body = {"en": "See [[a-secret]] and [[kuchma-1995]]."}
    load(tmp_path, event("a-secret", title={"en": "Hush"}, status="draft"), event(body=body))
    page = page_of(client, "/en/events/an-event/")
    assert page.records == ["kuchma-1995"]
    assert "Hush" not in page.words


# What was published once keeps an answer


def change(record, **fields) -> None:
    with recording(record, signature="olena"):
        for name, value in fields.items():
            setattr(record, name, value)


@pytest.fixture
def published(tmp_path) -> Event:
    load(tmp_path, event())
    return Event.objects.get(slug="an-event")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_record_says_why(client, published, language):
    reason = {"en": "It was a mistake.", "ja": "誤りでした。", "uk": "Це була помилка."}
    change(
        published, status="withdrawn", **{f"public_reason_{code}": reason[code] for code in reason}
    )
    response = client.get(f"/{language}/events/an-event/")
    page = Page(response)
    assert response.status_code == HTTPStatus.GONE
    assert page.lang == language
    assert reason[language] in page.words
    assert "An event" in page.words
    assert page.switch == {code: f"/{code}/events/an-event/" for code in LANGUAGES}


def test_a_withdrawn_record_is_listed_nowhere(client, published):
    assert "an-event" in every_record(client, "/en/events/")
    change(published, status="withdrawn", public_reason_en="A mistake.")
    assert "an-event" not in every_record(client, "/en/events/")
    assert b"an-event" not in client.get("/sitemap.xml").content
    assert client.get("/en/sources/a-source/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_former_address_leads_to_the_new_one(client, published, language):
    change(published, slug="renamed")
    change(published, slug="renamed-again")
    for slug in ("an-event", "renamed"):
        response = client.get(f"/{language}/events/{slug}/")
        assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
        assert response["Location"] == f"/{language}/events/renamed-again/"
        assert not response.cookies
        assert "Vary" not in response


@pytest.mark.parametrize(
    ("model", "slug", "address"),
    [(Person, "leonid-kuchma", "people"), (Source, "jiji-accord-2024", "sources")],
)
def test_a_former_name_leads_to_the_new_one(client, model, slug, address):
    change(model.objects.get(slug=slug), slug="renamed")
    response = client.get(f"/uk/{address}/{slug}/")
    assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert response["Location"] == f"/uk/{address}/renamed/"


def test_a_merged_record_leads_to_the_one_it_went_into(client, published):
    change(published, status="merged", merged_into=Visit.objects.get(slug="kuchma-1995").record)
    response = client.get("/ja/events/an-event/")
    assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert response["Location"] == "/ja/visits/kuchma-1995/"
    assert "an-event" not in every_record(client, "/en/events/")


def test_a_record_that_was_renamed_and_withdrawn_still_says_why(client, published):
    change(published, slug="renamed")
    change(published, status="withdrawn", public_reason_en="It was a mistake.")
    assert landing(client, "/en/events/an-event/").status_code == HTTPStatus.GONE


def test_a_record_that_was_renamed_and_merged_still_leads_on(client, published):
    change(published, slug="renamed")
    change(published, status="merged", merged_into=Visit.objects.get(slug="kuchma-1995").record)
    assert landing(client, "/en/events/an-event/").status_code == HTTPStatus.OK


def test_a_record_merged_into_one_that_was_withdrawn_says_why(client, published):
    kuchma = Visit.objects.get(slug="kuchma-1995")
    change(published, status="merged", merged_into=kuchma.record)
    change(kuchma, status="withdrawn", public_reason_en="It was a mistake.")
    assert landing(client, "/en/events/an-event/").status_code == HTTPStatus.GONE


def landing(client: Client, address: str):
    """The answer at the end of the redirects."""
    return client.get(address, follow=True)


def test_a_draft_does_not_take_a_former_address_away(client, published, tmp_path):
    change(published, slug="renamed")
    Event(slug="an-event", title_en="A draft").save()
    response = client.get("/en/events/an-event/")
    assert response["Location"] == "/en/events/renamed/"


# A missing translation


@pytest.fixture
def untranslated(tmp_path) -> None:
    load(
        tmp_path,
        person("a-host", name={"ja": "主人", "uk": "Господар"}, country="JP"),
        place("a-town", name={"uk": "Містечко"}, country="UA"),
        topic("a-theme", title={"ja": "主題"}),
        event(
            "half-told",
            title={"ja": "題名", "uk": "Назва"},
            summary={"uk": "Стислий виклад"},
            body={"ja": "本文"},
            milestone=True,
            date="2998-01-01",
            topics=["a-theme"],
            places=["a-town"],
            participants=[{"person": "a-host", "role": "speaker", "capacity": {"uk": "Голова"}}],
            citations=[{"source": "a-source", "says": {"ja": "説明"}}],
        ),
    )


def is_marked(page: Page, text: str, lang: str) -> bool:
    return any(text in marked for marked in page.marked(lang))


def test_a_missing_translation_falls_back_and_says_in_which_language(client, untranslated):
    page = page_of(client, "/en/events/half-told/")
    assert page.heading == "題名"
    told = [("題名", "ja"), ("Стислий виклад", "uk"), ("本文", "ja"), ("主題", "ja"), ("Містечко", "uk"), ("主人", "ja"), ("Голова", "uk"), ("説明", "ja")]  # fmt: skip
    for text, lang in told:
        assert is_marked(page, text, lang)


def test_what_is_translated_is_not_marked(client, untranslated):
    page = page_of(client, "/uk/events/half-told/")
    assert page.heading == "Назва"
    assert not is_marked(page, "Назва", "uk")
    assert not is_marked(page, "Стислий виклад", "uk")
    assert is_marked(page, "本文", "ja")


@pytest.mark.parametrize("address", ["/en/", "/en/chronology/", "/en/events/", "/en/people/a-host/", "/en/places/a-town/", "/en/sources/a-source/"])  # fmt: skip
def test_a_list_falls_back_too(client, untranslated, address):
    page = page_of(client, address)
    assert "half-told" in page.records
    assert is_marked(page, "題名", "ja")


def test_a_name_is_shown_in_its_holders_own_language_first(client, untranslated):
    assert page_of(client, "/en/people/a-host/").heading == "主人"
    assert page_of(client, "/en/places/a-town/").heading == "Містечко"
    assert is_marked(page_of(client, "/en/people/"), "主人", "ja")


def test_no_link_is_without_words(client, untranslated):
    for address in (
        "/en/",
        "/en/chronology/",
        "/en/events/half-told/",
        "/en/people/",
        "/en/places/",
    ):
        for anchor in page_of(client, address).root.iter("a"):
            assert words(anchor) or anchor.get("aria-label")


# The front page


def test_the_front_page_counts_what_is_published(client, tmp_path):
    before = page_of(client, "/en/").words
    for kind in Record.kinds():
        number = kind.objects.published().count()
        assert f"{kind._meta.verbose_name_plural.capitalize()} {number}" in before
    load(tmp_path, event())
    assert f"Events {Event.objects.published().count()}" in page_of(client, "/en/").words


def test_the_front_page_leads_to_the_newest_and_to_the_milestones(client, tmp_path):
    load(tmp_path, event(date="2998-01-01"))
    page = page_of(client, "/en/")
    assert page.entries[0] == "an-event"
    assert set(every_record(client, "/en/chronology/")) >= set(page.records)
    milestones = Record.objects.published().filter(milestone=True)
    assert set(milestones.values_list("slug", flat=True)) & set(page.records)


def test_an_empty_site_says_that_it_is_about_to_open(client):
    Record.objects.published().update(status="draft")
    page = page_of(client, "/en/")
    assert "There are no entries yet." in page.words
    assert "There are no entries yet." in page_of(client, "/en/people/").words


# Events, people, organisations, places, sources, pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_tells_what_when_and_by_whom(client, language):
    page = page_of(client, f"/{language}/events/accord-2024/")
    when = {"en": "13 June 2024", "ja": "2024年6月13日", "uk": "13 червня 2024 р."}
    who = {"en": "Fumio Kishida", "ja": "岸田文雄", "uk": "Фуміо Кісіда"}
    assert when[language] in page.words
    assert who[language] in page.words
    with translation.override(language):
        accord = Event.objects.get(slug="accord-2024")
        assert accord.get_type_display() in page.words
        assert str(accord.title) == page.heading
        assert gettext("Evidence") in page.words


def test_a_quotation_keeps_the_language_of_its_source(client):
    page = page_of(client, "/en/events/recognition-1991/")
    assert "Визнання України: 28 грудня 1991 року." in page.marked("uk")


def test_a_person_is_shown_with_cited_offices_only(client, tmp_path):
    office = {"start": "2009", "end": "2012"}
    tenures = [
        {"key": "tea", "office": {"en": "Minister of Tea"}, "citations": [{"source": "a-source", "quotation": "She poured."}], **office},
        {"key": "salt", "office": {"en": "Minister of Salt"}, **office},
    ]  # fmt: skip
    load(tmp_path, person("a-visitor", tenures=tenures), visit())
    page = page_of(client, "/en/people/a-visitor/")
    assert "Minister of Tea" in page.words
    assert "She poured." in page.words
    assert "Minister of Salt" not in page.words
    assert page.records == ["a-visit"]
    assert "Minister of Tea" in page_of(client, "/en/visits/a-visit/").words
    assert "Minister of Salt" not in page_of(client, "/en/visits/a-visit/").words


def test_a_person_leads_to_every_record_that_names_her(client):
    named = Record.objects.published().filter(participants__person__slug="shinzo-abe").distinct()
    assert set(every_record(client, "/en/people/shinzo-abe/")) == set(named.values_list("slug", flat=True))  # fmt: skip
    assert {"abe-2015", "pledge-2014"} <= set(page_of(client, "/en/people/shinzo-abe/").records)


def test_a_place_gathers_records_however_they_name_it(client, tmp_path):
    stop = [{"place": "a-place", "date": "2011-01-18"}]
    load(
        tmp_path,
        place(variants=[{"language": "ja", "spelling": "旧名", "until": "2022-03-31"}]),
        person("a-visitor"),
        event("signed", signed_at="a-place"),
        event("happened", places=["a-place"]),
        visit("stopped", stops=stop),
    )
    page = page_of(client, "/en/places/a-place/")
    assert page.records == ["happened", "signed", "stopped"]
    assert "旧名" in page.marked("ja")


def test_an_organisation_leads_to_its_records(client):
    assert "bortnychi-loan-2015" in page_of(client, "/en/organisations/jica/").records


def test_a_source_shows_the_claims_that_stand_on_it(client):
    page = page_of(client, "/en/sources/embassy-ukraine-political-relations-ja/")
    assert {"kuchma-1995", "embassy-of-ukraine-in-tokyo-1995"} <= set(page.records)
    assert "1995年3月22日~25日クチマ大統領公式訪日" in page.marked("ja")
    assert "Rank" in page.words


def test_a_source_says_what_is_not_recorded_about_it(client, tmp_path):
    load(tmp_path, source("a-source", title="[A note without a heading]"), event())
    page = page_of(client, "/en/sources/a-source/")
    assert page.heading == "A note without a heading"
    assert "our description" in page.words
    assert "not recorded" in page.words


def test_a_source_that_differs_is_told_apart(client):
    address = "/en/sources/wikipedia-japan-ukraine-relations/"
    first = page_of(client, address)
    assert "CC-BY-SA-4.0" in first.words
    assert "calls it a state visit" in page_of(client, address + first.next).words


def test_a_long_list_of_names_goes_on(client, tmp_path):
    speakers = [f"speaker-{number:03}" for number in range(130)]
    named = [{"person": slug, "role": "speaker"} for slug in speakers]
    load(tmp_path, *map(person, speakers), event(participants=named))
    found, address = [], "/en/people/"
    while address:
        page = page_of(client, address)
        found += [a.get("href").split("/")[3] for a in page.main.iter("a") if a.get("href", "").startswith("/en/people/") and a.get("href") != "/en/people/"]  # fmt: skip
        address = page.next and f"/en/people/{page.next}"
    assert found == sorted(Person.objects.published().values_list("slug", flat=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_says_what_it_is(client, language):
    page = page_of(client, f"/{language}/about/")
    heading = {"en": "About this record", "ja": "この記録について", "uk": "Про цей літопис"}
    assert page.heading == heading[language]
    terms = page_of(client, f"/{language}/about/licence/")
    assert any("creativecommons.org" in a.get("href", "") for a in terms.main.iter("a"))
