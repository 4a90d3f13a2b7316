"""The desk: saves go through the one door, and a refused save loses nothing."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from relations import merging, workflow
from relations.models import Event, Person, Place, Relation, Revision, Source, Tenure, Topic
from tests.desk import at_the_desk, colleague, form_of, step, write
from tests.desk import url_of as change_url
from tests.making import event, load, person, place, topic
from tests.reading import Page, words
from visits.models import Visit

pytestmark = pytest.mark.django_db

#: What the desk shows but nobody adds.
NOT_ADDED_BY_HAND = {
    "relations_correction",
    "relations_merge",
    "relations_record",
    "relations_revision",
    "relations_tenure",
}
#: The inlines of a record, empty.
NO_PARTS = {
    f"{prefix}-{count}": "0"
    for prefix in ("participants", "citations", "links")
    for count in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def test_a_save_is_one_revision_signed_by_the_editor(admin_client, tmp_path):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    url = change_url(found)
    response = admin_client.post(url, form_of(admin_client, url) | {"title_en": "Said anew"})
    assert response.status_code == 302
    revision, _first = Revision.objects.of(found)
    assert (revision.signature, revision.document["title"]["en"]) == ("admin", "Said anew")


def test_a_save_without_a_change_leaves_no_revision(admin_client, tmp_path):
    load(tmp_path, event(body={"en": "One.\n\nTwo."}))
    found = Event.objects.get()
    url = change_url(found)
    assert admin_client.post(url, form_of(admin_client, url)).status_code == 302
    assert Revision.objects.of(found).count() == 1


def test_a_draft_with_gaps_is_saved(admin_client):
    stops = {"stops-TOTAL_FORMS": "0", "stops-INITIAL_FORMS": "0"}
    typed = {"slug": "planned", "order_in_day": "0", "rank": "unknown", "former_slugs": ""}
    response = admin_client.post(reverse("admin:visits_visit_add"), typed | NO_PARTS | stops)
    assert response.status_code == 302
    assert Visit.objects.get().status == "draft"


@pytest.mark.parametrize("date", ["2011-02-30", "1995/1994", "soon", "9999-99-99", "1" * 60])
def test_an_impossible_date_is_an_error_beside_the_field(admin_client, tmp_path, date):
    load(tmp_path, event())
    url = change_url(Event.objects.get())
    response = admin_client.post(url, form_of(admin_client, url) | {"date": date})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors.keys() == {"date"}


def test_parts_added_here_stand_behind_those_already_there(admin_client, tmp_path):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    url = change_url(found)
    there = found.citations.count()
    added = {
        "citations-TOTAL_FORMS": str(there + 1),
        f"citations-{there}-source": str(found.citations.first().source_id),
        f"citations-{there}-stance": "supports",
        f"citations-{there}-locator": "p. 2",
    }
    assert admin_client.post(url, form_of(admin_client, url) | added).status_code == 302
    kept = list(found.citations.values_list("order", "locator"))
    assert kept == [*((n, "") for n in range(there)), (there, "p. 2")]


def cited(*locators: str) -> list[dict]:
    return [{"source": "a-source", "locator": locator} for locator in locators]


def locators(found) -> list[str]:
    rows = workflow.current(found)["citations"]
    return [row["locator"] for row in rows if "locator" in row]


def test_rows_that_exchange_their_numbers_exchange_their_places(admin_client, tmp_path):
    people = [{"person": slug, "role": "speaker"} for slug in ("a-visitor", "a-host")]
    document = event(status="draft", participants=people, citations=cited("p. 1", "p. 2", "p. 3"))
    load(tmp_path, person(), person("a-host"), document)
    found = Event.objects.get()
    before = workflow.current(found)
    first, second, *others = before["citations"]
    numbers = {"citations-0-position": "2", "citations-1-position": "1"}
    assert write(admin_client, found, **numbers).status_code == 302
    assert workflow.current(found) == before | {"citations": [second, first, *others]}
    numbers = {"participants-0-position": "2", "participants-1-position": "1"}
    assert write(admin_client, found, **numbers).status_code == 302
    assert [row["person"] for row in workflow.current(found)["participants"]] == [
        "a-host",
        "a-visitor",
    ]


@pytest.mark.parametrize(
    ("numbers", "order"),
    [
        (("1", "2", "0"), ["p. 3", "p. 1", "p. 2"]),
        (("", "2", "3"), ["p. 2", "p. 3", "p. 1"]),
        (("7", "7", "7"), ["p. 1", "p. 2", "p. 3"]),
        (("", "", "-1"), ["p. 3", "p. 1", "p. 2"]),
    ],
)
def test_rows_stand_in_the_order_of_their_numbers(admin_client, tmp_path, numbers, order):
    load(tmp_path, event(status="draft", citations=cited("p. 1", "p. 2", "p. 3")))
    found = Event.objects.get()
    typed = {f"citations-{row}-position": number for row, number in enumerate(numbers)}
    assert write(admin_client, found, **typed).status_code == 302
    assert locators(found) == order


def test_a_number_alone_makes_no_row(admin_client, tmp_path):
    load(tmp_path, event(status="draft", citations=cited("p. 1", "p. 2")))
    found = Event.objects.get()
    emptied = {"citations-0-source": "", "citations-0-locator": ""}
    assert write(admin_client, found, **emptied).status_code == 302
    assert locators(found) == ["p. 2"]


def test_what_is_no_number_is_an_error_beside_it(admin_client, tmp_path):
    load(tmp_path, event(status="draft", citations=cited("p. 1")))
    answer = write(admin_client, Event.objects.get(), **{"citations-0-position": "first"})
    [citations] = [
        inline.formset
        for inline in answer.context["inline_admin_formsets"]
        if inline.formset.prefix == "citations"
    ]
    assert citations.errors[0].keys() == {"position"}


@pytest.mark.parametrize("language", ["en", "ja", "uk"])
def test_every_page_of_the_desk_opens(admin_client, tmp_path, language):
    load(tmp_path, event())
    from django.contrib import admin

    for model in admin.site._registry:
        name = model._meta.label_lower.replace(".", "_")
        for action in ("changelist", "add"):
            if action == "add" and name in NOT_ADDED_BY_HAND:
                continue
            url = reverse(f"admin:{name}_{action}")
            response = admin_client.get(url, headers={"accept-language": language})
            assert response.status_code == 200, url
            assert response["Content-Language"] == language
            assert response["Cache-Control"] == "private, no-store"


def test_the_history_is_read_only(admin_client, tmp_path):
    load(tmp_path, event())
    revision = Revision.objects.order_by("pk").last()
    assert admin_client.get(reverse("admin:relations_revision_add")).status_code == 403
    assert admin_client.post(change_url(revision), {"note": "x"}).status_code == 403


def test_the_second_of_two_editors_loses_nothing_and_overwrites_nobody(admin_client, tmp_path):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    url = change_url(found)
    first, second = form_of(admin_client, url), form_of(admin_client, url)
    assert admin_client.post(url, first | {"title_en": "From the first"}).status_code == 302
    refused = admin_client.post(url, second | {"title_en": "From the second"})
    assert "Somebody else saved this while you were editing" in refused.content.decode()
    assert "From the second" in refused.content.decode()
    assert Event.objects.get().title_en == "From the first"
    again = second | {"opened_on": refused.context["adminform"].form["opened_on"].value()}
    assert admin_client.post(url, again | {"title_en": "From the second"}).status_code == 302
    assert [r.document["title"]["en"] for r in Revision.objects.of(found)][:2] == [
        "From the second",
        "From the first",
    ]


def test_what_was_published_cannot_be_deleted_here(admin_client, tmp_path):
    load(tmp_path, event(), event("draft", status="draft"))
    published, draft = Event.objects.get(slug="an-event"), Event.objects.get(slug="draft")
    delete = "admin:relations_event_delete"
    assert admin_client.post(reverse(delete, args=[published.pk])).status_code == 403
    asked = reverse(delete, args=[draft.pk])
    sent = {"post": "yes", "seen": admin_client.get(asked).context["seen"]}
    assert admin_client.post(asked, sent).status_code == 302
    bulk = {"action": "delete_selected", "_selected_action": [published.pk], "post": "yes"}
    admin_client.post(reverse("admin:relations_event_changelist"), bulk)
    assert [event.slug for event in Event.objects.all()] == ["an-event"]


def test_an_office_cited_at_the_desk_becomes_public(admin_client, tmp_path):
    office = {
        "key": "minister",
        "office": {"en": "Minister of Tea"},
        "start": "2001",
        "end": "2020",
    }
    speaker = {"person": "a-visitor", "role": "speaker"}
    load(tmp_path, person(tenures=[office]), event(participants=[speaker]))
    tenure = Tenure.objects.get()
    assert "Minister of Tea" not in admin_client.get("/en/people/a-visitor/").content.decode()
    url = change_url(tenure)
    citation = {
        "citations-TOTAL_FORMS": "1",
        "citations-0-source": str(Source.objects.get().pk),
        "citations-0-stance": "supports",
    }
    assert admin_client.post(url, form_of(admin_client, url) | citation).status_code == 302
    assert "Minister of Tea" in admin_client.get("/en/people/a-visitor/").content.decode()
    assert Revision.objects.of(tenure.person).first().signature == "admin"


def test_the_history_of_an_office_is_that_of_the_person(admin_client, tmp_path):
    load(tmp_path, person(tenures=[{"key": "tea", "office": {"en": "Minister of Tea"}}]))
    tenure = Tenure.objects.get()
    answer = admin_client.get(change_url(tenure, "history"))
    assert answer["Location"] == change_url(tenure.person, "history")


TEA = {"key": "tea", "office": {"en": "Minister of Tea"}, "start": "2001", "end": "2020"}
CITED_FOR_TEA = {
    "citations-TOTAL_FORMS": "1",
    "citations-0-stance": "contradicts",
    "citations-0-says_en": "Typed with care",
    "citations-0-locator": "p. 7",
    "note": "After the almanac.",
}


@pytest.fixture
def tea(tmp_path):
    load(tmp_path, person(tenures=[TEA]))
    return Tenure.objects.get()


def typed_for(client, tenure) -> dict:
    """A citation that somebody typed into the form of an office that she has open."""
    row = {
        "citations-0-source": str(Source.objects.get().pk),
        "citations-0-tenure": str(tenure.pk),
    }
    return form_of(client, change_url(tenure)) | CITED_FOR_TEA | row


def keeps(page, typed: dict) -> bool:
    """Whether a page that was not saved shows every character that was typed."""
    assert page.status_code == HTTPStatus.OK
    shown = {}
    for form in (
        page.context["adminform"].form,
        *(f for inline in page.context["inline_admin_formsets"] for f in inline.formset.forms),
    ):
        shown |= {bound.html_name: str(bound.value()) for bound in form}
    return all(
        shown[name] == text
        for name, text in typed.items()
        if name in CITED_FOR_TEA and "TOTAL" not in name
    )


def write_person(office: dict | None, **fields) -> None:
    """Somebody else saves the person: all rows of her offices are other ones then."""
    found = Person.objects.get()
    document = workflow.current(found) | {"tenures": [office] if office else []} | fields
    workflow.save(found, document, by=colleague("kenji", "editor"), note="Meanwhile.")


def test_a_citation_typed_for_an_office_survives_that_somebody_else_saved_the_person(
    admin_client, tea
):
    typed = typed_for(admin_client, tea)
    write_person(TEA | {"end": "2021"}, person="a-guest")
    page = admin_client.post(change_url(tea), typed)
    assert keeps(page, typed)
    told = page.content.decode()
    assert "Somebody else saved this" in told
    assert "Meanwhile." in told
    assert "2021" in told
    assert f'href="{change_url(Person.objects.get(), "history")}"' in told
    again = typed | {
        name: page.context["adminform"].form[name].value() for name in ("opened_on", "which")
    }
    assert admin_client.post(change_url(tea), again).status_code == HTTPStatus.FOUND
    [office] = workflow.current(Person.objects.get())["tenures"]
    assert (office["end"], office["citations"][0]["locator"]) == ("2021", "p. 7")


def test_a_citation_typed_for_an_office_survives_that_the_office_was_taken_out(admin_client, tea):
    typed = typed_for(admin_client, tea)
    write_person(None)
    page = admin_client.post(change_url(tea), typed)
    assert keeps(page, typed)
    assert "Somebody else saved this" in page.content.decode()
    assert not Tenure.objects.exists()
    again = typed | {"opened_on": page.context["adminform"].form["opened_on"].value()}
    assert admin_client.post(change_url(tea), again).status_code == HTTPStatus.FOUND
    [office] = workflow.current(Person.objects.get())["tenures"]
    assert (office["office"], office["citations"][0]["locator"]) == (TEA["office"], "p. 7")


def test_a_citation_typed_for_an_office_follows_a_merge_of_the_person(admin_client, tea, tmp_path):
    load(
        tmp_path,
        person(tenures=[TEA]),
        person("olena", tenures=[TEA | {"start": "1990", "end": "1999"}]),
    )
    typed = typed_for(admin_client, tea)
    gone, kept = (Person.objects.get(slug=slug) for slug in ("a-visitor", "olena"))
    merging.merge(gone, kept, by=colleague("mariia", "publisher"), rationale="One person")
    page = admin_client.post(change_url(tea), typed)
    assert keeps(page, typed)
    again = typed | {"opened_on": page.context["adminform"].form["opened_on"].value()}
    assert admin_client.post(change_url(tea), again).status_code == HTTPStatus.FOUND
    first, left = workflow.current(Person.objects.get())["tenures"]
    assert (left["start"], left["citations"][0]["locator"]) == ("2001", "p. 7")
    assert "citations" not in first


def test_the_form_of_an_office_has_one_button_that_saves(admin_client, tea):
    assert admin_client.get(change_url(tea)).content.decode().count('name="_save"') == 1


def test_what_names_no_office_is_sent_away_as_ever(admin_client, tea):
    typed = typed_for(admin_client, tea)
    write_person(None)
    for which in ("", "nobody/tea", "a-visitor/coffee", "a-visitor"):
        page = admin_client.post(change_url(tea), typed | {"which": which})
        assert (page.status_code, page["Location"]) == (HTTPStatus.FOUND, "/admin/")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("colours", '{"a": ["red;} body{display:none}", "#000000"]}'),
        ("flags", '{"a": 5}'),
        ("flags", '{"a": [{"rect": [0, 0, 1, 1], "fill": "url(x)"}]}'),
    ],
)
def test_what_is_written_into_pictures_and_styles_is_checked(admin_client, tmp_path, field, value):
    load(tmp_path)
    url = change_url(Relation.objects.get())
    response = admin_client.post(url, form_of(admin_client, url) | {field: value})
    assert response.context["adminform"].form.errors.keys() == {field}


def test_a_browsers_line_ends_are_no_change(admin_client, tmp_path):
    load(tmp_path, event(body={"en": "One.\n\nTwo."}))
    found = Event.objects.get()
    url = change_url(found)
    sent = form_of(admin_client, url)
    admin_client.post(url, sent | {"body_en": sent["body_en"].replace("\n", "\r\n")})
    assert Revision.objects.of(found).count() == 1


def test_the_second_editor_is_shown_what_the_first_one_changed_and_who_it_was(
    admin_client, tmp_path
):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    url = change_url(found)
    second = form_of(admin_client, url)
    write(at_the_desk(colleague("kenji", "editor")), found, date="2012", note="By the ministry.")
    refused = admin_client.post(url, second | {"title_en": "From the second"})
    page = words(Page(refused).root)
    assert "Saved by kenji" in page
    assert "By the ministry." in page
    assert "removed: 18 January 2011 added: 2012" in page


def test_the_history_tells_who_changed_what_and_who_approved_it(admin_client, tmp_path):
    load(tmp_path, event())
    found = Event.objects.get()
    write(at_the_desk(colleague("oksana", "author")), found, title_en="Anew", _submit="1")
    step(at_the_desk(colleague("mariia", "publisher")), found, "publish", note="Checked.")
    page = words(Page(admin_client.get(change_url(found, "history"))).root)
    for told in ("oksana", "approved by mariia", "Checked.", "Submitted", "fixtures"):
        assert told in page


def test_a_topic_is_added_to_many_records_at_once(tmp_path):
    load(tmp_path, event(), event("draft", status="draft"), topic(), place())
    rows = {found.slug: found for found in Event.objects.all()}
    desk = at_the_desk(colleague("kenji", "editor"))
    sent = {
        "action": "add_names",
        "topic": Topic.objects.get().pk,
        "place": Place.objects.get().pk,
        "_selected_action": [found.pk for found in rows.values()],
    }
    desk.post(reverse("admin:relations_event_changelist"), sent)
    for found in rows.values():
        document = workflow.current(Event.objects.get(pk=found.pk))
        assert (document["topics"], document["places"]) == (["a-topic"], ["a-place"])
    assert not rows["an-event"].topics.exists()


def test_of_many_records_all_are_changed_or_none(tmp_path):
    load(tmp_path, event(), event("of-another", status="draft"), topic())
    other = Event.objects.get(slug="of-another")
    write(at_the_desk(colleague("kenji", "editor")), other, title_en="Begun by Kenji")
    sent = {
        "action": "add_names",
        "topic": Topic.objects.get().pk,
        "_selected_action": [found.pk for found in Event.objects.all()],
    }
    desk = at_the_desk(colleague("oksana", "author"))
    answer = desk.post(reverse("admin:relations_event_changelist"), sent, follow=True)
    assert "Not all of these are yours" in answer.content.decode()
    assert not workflow.pending(Event.objects.get(slug="an-event"))


def test_a_person_is_changed_and_keeps_the_citations_of_her_offices(tmp_path):
    office = {
        "key": "tea",
        "office": {"en": "Minister of Tea"},
        "citations": [{"source": "a-source"}],
    }
    spelling = {"language": "uk", "spelling": "Відвідувачка"}
    load(tmp_path, person(tenures=[office], variants=[spelling]))
    found = Person.objects.get()
    desk = at_the_desk(colleague("kenji", "editor"))
    assert write(desk, found, name_en="Renamed").status_code == 302
    document = workflow.current(Person.objects.get())
    assert document["name"]["en"] == "Renamed"
    assert document["variants"] == [spelling]
    assert [row["source"] for row in document["tenures"][0]["citations"]] == ["a-source"]


@pytest.mark.parametrize("asked", ["status=%00", f"id__exact={10**40}"])
def test_a_list_whose_address_cannot_be_asked_fails_nobody(admin_client, tmp_path, asked):
    load(tmp_path, event())
    sent = {"action": "add_topic", "_selected_action": [Event.objects.get().pk]}
    answer = admin_client.post(f"{reverse('admin:relations_event_changelist')}?{asked}", sent)
    assert answer.status_code in (HTTPStatus.FOUND, HTTPStatus.BAD_REQUEST)


@pytest.mark.parametrize("model", [Person, Tenure])
def test_who_may_only_read_is_asked_for_no_note(admin_client, tmp_path, model):
    load(tmp_path, person(tenures=[TEA]))
    form = change_url(model.objects.get())
    reader = at_the_desk(colleague("iryna", "viewer"))
    assert "Note:" in words(Page(admin_client.get(form)).root)
    assert "Note:" not in words(Page(reader.get(form)).root)
