"""What readers can still see of a record that went into another one."""

from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext

from relations import merging
from relations.languages import LANGUAGES
from relations.models import Event, Merge, Revision
from tests.desk import colleague
from tests.making import event, load, person, visit
from tests.relations.test_history import answer, change, robots
from visits.models import Visit

pytestmark = pytest.mark.django_db

GONE, KEPT = "/en/events/twice/", "/en/events/once/"
WHY = "Two reports of one meeting"
#: The day on which everything in these tests happened, as a reader of each language has it.
DAYS = {"en": "29 March 2026", "ja": "2026年3月29日", "uk": "29 березня 2026 р."}


@pytest.fixture
def mariia():
    return colleague("mariia", "publisher")


@pytest.fixture
def merge(tmp_path, mariia) -> Merge:
    """A meeting told twice, of which one telling had an earlier version, on 3 and 29 March."""
    load(tmp_path, event("once"), event("twice", title={"en": "Talks"}))
    change(Event.objects.get(slug="twice"), title_en="Long talks")
    Revision.objects.update(at=datetime(2026, 3, 3, 12, tzinfo=UTC))
    return into("twice", "once", mariia)


def into(gone: str, kept: str, by) -> Merge:
    """A record went into another one on 29 March."""
    before = set(Revision.objects.values_list("pk", flat=True))
    gone, kept = (Event.objects.get(slug=slug) for slug in (gone, kept))
    merged = merging.merge(gone, kept, by=by, rationale=WHY)
    day = datetime(2026, 3, 29, 12, tzinfo=UTC)
    Revision.objects.exclude(pk__in=before).update(at=day)
    Merge.objects.filter(pk=merged.pk).update(at=day)
    return merged


def first_version(slug: str = "twice") -> Revision:
    return Revision.objects.filter(model="event", slug=slug).earliest("pk")


def told_of_the_merge(language: str) -> str:
    day = DAYS[language]
    told = {"en": f"Merged into Once on {day}", "ja": f"{day}、「Once」に統合", "uk": f"{day} долучено до запису «Once»"}  # fmt: skip
    return f"{told[language]}: {WHY}"


def hrefs(page) -> list[str]:
    return [link.get("href") for link in page.main.iter("a")]


@pytest.mark.parametrize("end", ["/", ".json", ".ris", ".atom"])
def test_the_bare_address_leads_to_the_record_that_stays(client, merge, end):
    response = client.get(f"/ja/events/twice{end}?utm_source=letter")
    assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert response["Location"] == f"/ja/events/once{end}?utm_source=letter"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", ["version", "as_of"])
def test_its_versions_stay_readable_and_say_where_it_went(client, merge, language, asked):
    value = {"version": first_version().short, "as_of": "2026-03-28"}[asked]
    page = answer(client, f"/{language}/events/twice/?{asked}={value}")
    assert page.heading == {"version": "Talks", "as_of": "Long talks"}[asked]
    with translation.override(language):
        assert gettext("This is an earlier version.") in page.words
    assert told_of_the_merge(language) in page.words
    assert {f"/{language}/events/once/", f"/{language}/events/twice/history/"} <= set(hrefs(page))
    assert robots(page) == ["noindex"]
    assert page.canonical == f"http://testserver/{language}/events/once/"


def test_its_page_offers_to_report_an_error_in_the_record_that_stays(client, merge):
    links = hrefs(answer(client, f"{GONE}?version={first_version().short}"))
    assert "/en/correct/event/once/" in links
    assert "/en/correct/event/twice/" not in links


@pytest.mark.parametrize("form", ["ris", "bib", "csl.json"])
def test_its_versions_can_be_cited(client, merge, form):
    version = first_version().short
    response = client.get(f"/en/events/twice.{form}?version={version}")
    told = b"".join(response.streaming_content).decode()
    assert f"http://testserver/en/events/twice/?version={version}" in told
    assert response["Link"] == '<http://testserver/en/events/once/>; rel="canonical"'


def test_a_form_that_hands_out_no_versions_says_so(client, merge):
    page = answer(client, f"/en/events/twice.json?version={first_version().short}", HTTPStatus.BAD_REQUEST)  # fmt: skip
    assert "version" in page.words


@pytest.mark.parametrize("query", ["version=00000000", "as_of=2026-03-30", "as_of=2026-03-01"])
def test_what_never_stood_there_is_a_404_that_leads_on(client, merge, query):
    page = answer(client, f"{GONE}?{query}", HTTPStatus.NOT_FOUND)
    assert f"Merged into Once on 29 March 2026: {WHY}" in page.words
    assert {KEPT, f"{GONE}history/"} <= set(hrefs(page))


def test_the_record_that_stays_keeps_its_own_versions(client, merge):
    page = answer(client, f"{KEPT}?version={first_version('once').short}")
    assert page.heading == "Once"
    assert "Merged into" not in page.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_history_tells_its_versions_and_where_it_went(client, merge, language):
    page = answer(client, f"/{language}/events/twice/history/")
    version = f"/{language}/events/twice/?version={first_version().short}"
    assert {version, f"/{language}/events/once/"} <= set(hrefs(page))
    assert told_of_the_merge(language) in page.words
    with translation.override(language):
        assert gettext("stands today") not in page.words
    assert page.canonical == f"http://testserver/{language}/events/once/history/"
    old, new = Revision.objects.of(Event.objects.get(slug="twice")).published()
    compared = answer(client, f"{GONE}history/?from={new.short}&to={old.short}")
    assert "Long talks" in compared.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_of_the_record_that_stays_tells_what_it_took_in(client, merge, language):
    page = answer(client, f"/{language}/events/once/history/")
    assert f"/{language}/events/twice/history/" in hrefs(page)
    told = {"en": f"Took in Long talks on {DAYS['en']}: {WHY}", "ja": f"{DAYS['ja']}、「Long talks」をここに統合: {WHY}", "uk": f"{DAYS['uk']} сюди долучено запис «Long talks»: {WHY}"}  # fmt: skip
    assert told[language] in page.words


def test_it_is_told_by_the_files_of_a_record_that_moved_house(client, merge, tmp_path):
    call_command("export_fixtures", str(tmp_path / "out"), "--history", verbosity=0)
    Event.objects.filter(slug="twice").delete()
    for model in (Event, Revision, Merge):
        model.objects.all().delete()
    call_command("loaddata", *map(str, sorted((tmp_path / "out").iterdir())), verbosity=0)
    assert f"Took in Long talks on 29 March 2026: {WHY}" in answer(client, f"{KEPT}history/").words
    assert "Merged into Once on 29 March 2026" in answer(client, f"{GONE}history/").words


def test_a_renamed_record_still_tells_what_it_took_in(client, merge):
    change(Event.objects.get(slug="once"), slug="one")
    page = answer(client, "/en/events/one/history/")
    assert f"Took in Long talks on 29 March 2026: {WHY}" in page.words
    old = answer(client, f"{GONE}?version={first_version().short}")
    assert "/en/events/one/" in hrefs(old)
    assert f"on 29 March 2026: {WHY}" in old.words


def test_after_the_undo_all_is_as_before_and_both_histories_tell_of_it(client, merge, mariia):
    merging.undo(merge, by=mariia)
    Merge.objects.update(undone_at=datetime(2026, 3, 31, tzinfo=UTC))
    page = answer(client, GONE)
    assert page.heading == "Long talks"
    old = answer(client, f"{GONE}?version={first_version().short}")
    assert "Merged into" not in old.words
    assert old.canonical == f"http://testserver{GONE}"
    told = answer(client, f"{GONE}history/").words
    assert WHY in told
    assert f"Undone: {WHY}" in told
    kept = answer(client, f"{KEPT}history/")
    assert f"Took in Long talks on 29 March 2026: {WHY} · undone on 31 March 2026" in kept.words
    assert f"{GONE}history/" in hrefs(kept)


def test_a_draft_that_was_merged_is_told_nowhere(client, tmp_path, mariia):
    load(tmp_path, event("once"), event("hush", title={"en": "Hush"}, status="draft"))
    draft = Revision.objects.of(Event.objects.get(slug="hush")).get()
    merged = into("hush", "once", mariia)
    addresses = [f"/en/events/hush/{end}" for end in ("", "history/", f"?version={draft.short}", "?as_of=2026-03-28")]  # fmt: skip
    for undone in (False, True):
        if undone:
            merging.undo(merged, by=mariia)
        for address in addresses:
            assert client.get(address).status_code == HTTPStatus.NOT_FOUND
        page = answer(client, f"{KEPT}history/")
        assert not {"Hush", "hush", WHY} & {word for word in ("Hush", "hush", WHY) if word in page.html}  # fmt: skip
    change(Event.objects.get(slug="hush"), status="published")
    assert "Took in" not in answer(client, f"{KEPT}history/").words


def test_one_that_was_loaded_as_merged_shows_nothing_of_itself(client, tmp_path):
    load(tmp_path, event("once"), event("hush", status="merged", merged_into="once"))
    for end in ("", "history/", "?version=00000000"):
        response = client.get(f"/en/events/hush/{end}")
        assert (response.status_code, response["Location"]) == (301, KEPT + end)
    assert "Took in" not in answer(client, f"{KEPT}history/").words


def test_with_the_record_that_stays_its_versions_are_withdrawn(client, merge):
    kept = Event.objects.get(slug="once")
    change(kept, status="withdrawn", public_reason_en="It never took place.")
    for end in ("", "history/", f"?version={first_version().short}"):
        page = client.get(f"{GONE}{end}", follow=True)
        assert page.status_code == HTTPStatus.GONE
        assert "Talks" not in page.content.decode()


def test_of_two_merges_in_a_row_the_last_record_is_named(client, merge, mariia, tmp_path):
    load(tmp_path, event("third"))
    into("once", "third", mariia)
    page = answer(client, f"{GONE}?version={first_version().short}")
    assert f"Merged into Third on 29 March 2026: {WHY}" in page.words
    assert f"Took in Long talks on 29 March 2026: {WHY}" in answer(client, f"{KEPT}history/").words


def test_a_merge_into_another_kind_leads_to_its_page(client, tmp_path, mariia):
    load(tmp_path, person(), visit(), event("twice"))
    kept = Visit.objects.get().record
    change(Event.objects.get(), status="merged", merged_into=kept, note="It was a visit.")
    assert client.get(GONE)["Location"] == "/en/visits/a-visit/"
    assert "It was a visit." in answer(client, f"{GONE}history/").words
    assert "Took in Twice" in answer(client, "/en/visits/a-visit/history/").words
