"""Words find documents in three scripts, in any form, on either database, once they are saved."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from relations.models import Event, Person, Place, Record, Source
from relations.recording import recording
from relations.search import matching
from relations.search.tokens import THEN, stem, tokens
from tests.desk import at_the_desk, colleague
from tests.making import aid, event, load, person, place, source, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(tmp_path):
    title = {
        "en": "Talks about grants in Kyiv",
        "ja": "キーウで無償資金協力について首脳会談",
        "uk": "Переговори про гранти в Києві: візит, м’яка сила та санкції",
    }
    load(
        tmp_path,
        person("leonid-kuchma", name={"en": "Leonid Kuchma", "ja": "レオニード・クチマ", "uk": "Леонід Кучма"}),
        person(),
        place("kyiv", variants=[{"language": "ja", "spelling": "キエフ"}]),
        source("a-note", title="Note verbale", publisher="外務省", url="https://www.mofa.go.jp/a/note.html"),
        event("talks", title=title),
        event("a-bridge", title={"ja": "橋の建設"}),
        visit("a-visit"),
        aid("an-aid", summary={"en": "A loan for Naïve Café"}),
    )  # fmt: skip


def slugs(rows, question: str) -> list[str]:
    return sorted(matching(rows.objects.all(), question).values_list("slug", flat=True))


@pytest.mark.parametrize(
    "question",
    [
        "talk", "TALKS", "ｔａｌｋｓ", "grant", "kyi", "会談", "首脳", "キーウ", "ｷｰｳ", "無償資金協力",
        "Київ", "києва", "КИЄВІ", "візиту", "візитів", "грант", "гранту", "санкцій", "санкція",
        "мяка", "м'яка", "м`яка", "grants kyiv", "гранти 会談", "talks-about",
    ],
)  # fmt: skip
def test_a_word_is_found_in_any_script_and_form(some, question):
    assert slugs(Event, question) == ["talks"]
    assert "talks" in slugs(Record, question)


@pytest.mark.parametrize(
    "question",
    ["東京", "議会", "nothing", "talks nothing", "Харків", "ukraine", "京都"],
)
def test_what_does_not_hold_every_word_is_not_found(some, question):
    assert slugs(Event, question) == []


@pytest.mark.parametrize("question", ["", " ", "…", "\0", "'\"", "* - :", "🇯🇵", "\ud800", "_"])
def test_a_question_without_a_word_finds_nothing(some, question):
    assert slugs(Record, question) == []


@pytest.mark.parametrize(
    "question",
    [
        "talks' OR 1=1 --", 'talks" OR "x', "talks NEAR/2 kyiv", "talks AND NOT kyiv", "talks:*",
        "talks & !kyiv | x", "(talks", "{talks}", "talks\0kyiv", "a" * 8192, "талант " * 2000,
        "%", "tokens:talks", "-talks", "^talks",
    ],
)  # fmt: skip
def test_no_question_breaks_the_database(some, question):
    assert set(slugs(Record, question)) <= {"talks"}


def test_one_kanji_is_found_and_accents_do_not_matter(some):
    assert slugs(Record, "橋") == ["a-bridge"]
    assert slugs(Record, "cafe naive") == ["an-aid"]


def test_people_places_and_sources_are_found_by_every_spelling_and_address(some):
    assert slugs(Person, "Кучми") == slugs(Person, "クチマ") == ["leonid-kuchma"]
    assert slugs(Place, "キエフ") == ["kyiv"]
    assert slugs(Source, "外務") == slugs(Source, "mofa note") == ["a-note"]


@pytest.mark.parametrize("letter", ["a", "ї", "橋"])
def test_a_word_of_thousands_of_letters_is_no_failure(tmp_path, letter):
    load(tmp_path, event("endless", title={"en": "Endless"}, body={"en": f"{letter * 3_000} ends"}))
    assert slugs(Event, "endless ends") == ["endless"]


def test_what_changes_is_found_by_its_new_words_alone(some):
    found = Event.objects.get(slug="a-bridge")
    with recording(found):
        found.title_ja = "鉄道の建設"
    assert (slugs(Record, "橋"), slugs(Record, "鉄道")) == ([], ["a-bridge"])
    found.delete()
    assert slugs(Record, "鉄道") == []


def test_what_was_not_saved_is_not_found(some):
    with transaction.atomic():
        found = Event.objects.get(slug="a-bridge")
        with recording(found):
            found.title_en = "A tunnel"
        assert slugs(Record, "tunnel") == ["a-bridge"]
        transaction.set_rollback(True)
    assert slugs(Record, "tunnel") == []


def test_what_was_written_before_is_found_after_an_upgrade(some):
    Record.objects.update(tokens="")
    assert slugs(Record, "talks") == []
    call_command("index_words", verbosity=0)
    assert slugs(Record, "talks") == ["talks"]


def test_the_desk_finds_by_words(some):
    curator = at_the_desk(colleague("kenji", "editor"))
    listed = curator.get(reverse("admin:relations_event_changelist"), {"q": "переговорів"})
    assert [row.slug for row in listed.context["cl"].result_list] == ["talks"]
    asked = {"app_label": "relations", "model_name": "participation", "field_name": "person"}
    offered = curator.get(reverse("admin:autocomplete"), asked | {"term": "クチ"}).json()
    assert [each["text"] for each in offered["results"]] == ["Leonid Kuchma"]


def test_the_desk_finds_in_what_has_no_index(tmp_path):
    asked = {"kind": "event", "first_year": 1992, "last_year": 1993}
    load(
        tmp_path,
        {"inquiry": "an-inquiry", "scope": {"uk": "Договори про позики"}} | asked,
        {"inquiry": "another", "scope": {"ja": "首脳会談の記録"}} | asked,
    )
    curator = at_the_desk(colleague("kenji", "editor"))
    for question, found in (
        ("договорів позики", ["an-inquiry"]), ("首脳会談", ["another"]), ("another", ["another"]),
        ("договорів записи", []), ("…", []),
    ):  # fmt: skip
        listed = curator.get(reverse("admin:relations_inquiry_changelist"), {"q": question})
        assert [row.slug for row in listed.context["cl"].result_list] == found
    pair = curator.get(reverse("admin:relations_relation_changelist"), {"q": "літопис"})
    assert [row.slug for row in pair.context["cl"].result_list] == ["the-pair"]


def test_a_slug_finds_its_own_document_at_the_desk(some, tmp_path):
    load(tmp_path, event("talks-again", title={"en": "Talks again"}))
    curator = at_the_desk(colleague("kenji", "editor"))
    for question, found in (("talks", ["talks"]), ("talking", ["talks", "talks-again"])):
        listed = curator.get(reverse("admin:relations_event_changelist"), {"q": question})
        assert sorted(row.slug for row in listed.context["cl"].result_list) == found
    asked = {"app_label": "relations", "model_name": "link", "field_name": "to"}
    offered = curator.get(reverse("admin:autocomplete"), asked | {"term": "talks\0"})
    assert offered.status_code == 200


def test_tokens_are_words_and_pairs():
    assert list(tokens("Visits to 東京都, ＡＢＣ１２")) == [
        "visit", "to", f"visit{THEN}to", "東京", "京都", "東", "京", "都", "abc12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "forms",
    [
        "візит візиту візитом візити візитів візитами візитах",
        "грант гранту гранти грантів грантами",
        "угода угоди угоді угоду угодою угод угодам",
        "санкція санкції санкцій санкціями санкціях санкцію",
        "Київ Києва Києву Києвом Києві",
        "Харків Харкова Харкову Харковом Харкові",
        "японський японського японському японським японська японської японські японських",
        "переговори переговорів переговорами переговорах",
        "президент президента президенту президентом президенти президентів",
        "допомога допомоги допомогу допомогою допомозі",
        "Україна України Україні Україну Україною",
        "посольство посольства посольству посольством посольств",
    ],
)
def test_the_forms_of_a_ukrainian_word_meet(forms):
    assert len({stem(form.casefold()) for form in forms.split()}) == 1, [
        stem(form.casefold()) for form in forms.split()
    ]
