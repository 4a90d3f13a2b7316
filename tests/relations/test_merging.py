"""Merging duplicates at the desk: what named the one names the other, and all of it can be undone."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from relations import workflow
from relations.document import build
from relations.document.renaming import turned_back
from relations.models import Event, Merge, Organisation, Person, Place, Revision, Source, Topic
from tests.desk import at_the_desk, colleague, form_of, restore, step, url_of, write
from tests.making import event, load, organisation, person, place, source, topic, visit

pytestmark = pytest.mark.django_db

WHY = "Two spellings of one name"


@pytest.fixture
def mariia():
    return at_the_desk(colleague("mariia", "publisher"))


def office(key: str, **fields) -> dict:
    return {
        "key": key,
        "office": {"en": f"Office of {key}"},
        "start": "2001",
        "end": "2002",
    } | fields


def asked(client, gone, kept, **typed):
    """The page on which somebody looks at what a merge would change."""
    sent = {"into": kept.pk, "rationale": WHY, "_look": ""} | typed
    return client.post(url_of(gone, "merge"), sent)


def merge(client, gone, kept):
    """Look at what would change, then press the button."""
    seen = asked(client, gone, kept).context["form"]["opened_on"].value()
    answer = asked(client, gone, kept, opened_on=seen, _merge="")
    assert answer.status_code == HTTPStatus.FOUND, answer.context["form"].errors
    return Merge.objects.first()


def undo(client, merged):
    return client.post(reverse("admin:relations_merge_undo", args=[merged.pk]), follow=True)


def everything() -> dict:
    models = (Person, Organisation, Place, Source, Topic, Event)
    return {(m, obj.slug): build(obj) for m in models for obj in m.objects.all()}


@pytest.fixture
def two_people(tmp_path):
    """One person under two names, in records in every state."""
    visits = visit("their-visit", participants=[
        {"person": "o-petrenko", "role": "visitor", "tier": "minister"},
        {"person": "a-visitor", "role": "visitor", "tier": "head-of-state"},
    ])  # fmt: skip
    named = {"participants": [{"person": "o-petrenko", "role": "speaker"}]}
    load(
        tmp_path,
        person(),
        person("olena-petrenko", name={"en": "Olena Petrenko", "uk": "Олена Петренко"}),
        person(
            "o-petrenko",
            name={"en": "O. Petrenko", "ja": "ペトレンコ"},
            former_slugs=["petrenko"],
            variants=[{"language": "ru", "spelling": "Елена Петренко"}],
            tenures=[office("first")],
        ),
        visits,
        event("published", citations=[{"source": "a-source", "claim": "participants/o-petrenko"}], **named),
        event("draft", status="draft", **named),
    )  # fmt: skip
    return Person.objects.get(slug="o-petrenko"), Person.objects.get(slug="olena-petrenko")


def test_whatever_named_a_duplicate_names_the_one_that_stays(two_people, mariia, client):
    merge(mariia, *two_people)
    assert not Person.objects.filter(slug="o-petrenko").exists()
    for slug in ("published", "draft"):
        document = build(Event.objects.get(slug=slug))
        assert document["participants"] == [{"person": "olena-petrenko", "role": "speaker"}]
    assert build(Event.objects.get(slug="published"))["citations"][0]["claim"] == (
        "participants/olena-petrenko"
    )
    for address in ("o-petrenko", "petrenko"):
        moved = client.get(f"/en/people/{address}/")
        assert (moved.status_code, moved["Location"]) == (301, "/en/people/olena-petrenko/")
    assert "Their visit" in client.get("/en/people/olena-petrenko/").content.decode()


def test_the_one_that_stays_keeps_its_words_and_gains_spellings_and_offices(two_people, mariia):
    merge(mariia, *two_people)
    document = build(Person.objects.get(slug="olena-petrenko"))
    assert document["name"] == {"en": "Olena Petrenko", "uk": "Олена Петренко"}
    assert [(row["language"], row["spelling"]) for row in document["variants"]] == [
        ("ru", "Елена Петренко"), ("en", "O. Petrenko"), ("ja", "ペトレンコ"),
    ]  # fmt: skip
    assert document["tenures"] == [office("first")]


def test_readers_are_told_why_their_page_names_another(two_people, mariia, client):
    merge(mariia, *two_people)
    assert WHY in client.get("/en/events/published/history/").content.decode()


def test_a_merge_is_undone_to_the_last_word(two_people, mariia, client):
    before = everything()
    merged = merge(mariia, *two_people)
    assert everything() != before
    history = mariia.get(url_of(Event.objects.get(slug="published"), "history")).content.decode()
    assert reverse("admin:relations_merge_change", args=[merged.pk]) in history
    assert "Undone: both stand as they did." in undo(mariia, merged).content.decode()
    assert everything() == before
    assert client.get("/en/people/o-petrenko/").status_code == HTTPStatus.OK
    assert "undone already" in undo(mariia, merged).content.decode()


def test_undoing_spares_what_was_written_since(two_people, mariia):
    merged = merge(mariia, *two_people)
    draft = Event.objects.get(slug="draft")
    write(mariia, draft, title_en="Another title", **{"participants-0-role": "host"})
    told = undo(mariia, merged).content.decode()
    assert "event draft: participants" in told
    document = build(Event.objects.get(slug="draft"))
    assert document["title"]["en"] == "Another title"
    assert document["participants"] == [{"person": "olena-petrenko", "role": "host"}]
    assert build(Event.objects.get(slug="published"))["participants"][0]["person"] == "o-petrenko"


def test_a_proposal_is_written_anew_and_stays_its_authors(two_people, mariia):
    oksana, published = (
        at_the_desk(colleague("oksana", "author")),
        Event.objects.get(slug="published"),
    )
    write(oksana, published, title_en="Proposed", _submit="1")
    merge(mariia, *two_people)
    proposal = workflow.pending(Event.objects.get(slug="published"))
    assert proposal.document["participants"][0]["person"] == "olena-petrenko"
    assert proposal.document["title"]["en"] == "Proposed"
    assert (proposal.state, proposal.signature) == ("submitted", "oksana")
    assert step(mariia, published, "publish").status_code == HTTPStatus.FOUND
    now = Event.objects.get(slug="published")
    assert (now.title_en, workflow.pending(now)) == ("Proposed", None)


def test_nobody_comes_to_approve_her_own_words_by_a_merge(two_people, mariia):
    draft = Event.objects.get(slug="draft")
    write(mariia, draft, title_en="Her words", _submit="1")
    merge(mariia, *two_people)
    step(mariia, draft, "publish", note="Mine")
    assert Event.objects.get(slug="draft").status == "submitted"
    kenji = at_the_desk(colleague("kenji", "publisher"))
    step(kenji, draft, "publish")
    assert Event.objects.get(slug="draft").status == "published"


@pytest.mark.parametrize("is_undone", [False, True])
def test_nor_by_one_that_changes_a_page_which_she_withdrew(two_people, mariia, is_undone):
    page = Event.objects.get(slug="published")
    as_it_was = Revision.objects.of(page).get()
    step(mariia, page, "withdraw", reason_en="A mistake of ours.")
    merged = merge(mariia, *two_people)
    if is_undone:
        undo(mariia, merged)
    restore(mariia, page, as_it_was.digest)
    step(mariia, page, "submit")
    assert step(mariia, page, "publish").status_code == HTTPStatus.FORBIDDEN
    step(at_the_desk(colleague("kenji", "publisher")), page, "publish")
    published = Revision.objects.of(page).first()
    assert (published.signature, published.approved_by.username) == ("mariia", "kenji")


def test_a_draft_that_was_merged_and_is_back_stays_its_writers(tmp_path, mariia):
    load(tmp_path, event("kept"), event("draft", status="draft"))
    kept, draft = (Event.objects.get(slug=slug) for slug in ("kept", "draft"))
    write(
        at_the_desk(colleague("oksana", "author")),
        draft,
        title_en="Hers",
        note="Mine.",
        _submit="1",
    )
    undo(mariia, merge(mariia, draft, kept))
    draft = Event.objects.get(slug="draft")
    step(mariia, draft, "publish")
    published = Revision.objects.of(draft).first()
    assert (published.state, published.signature, published.note) == (
        "published",
        "oksana",
        "Mine.",
    )


def test_a_source_is_merged_in_citations_and_in_prose(tmp_path, mariia, client):
    body = {"en": "So it was [@copy, p. 3] and [@copy] and [@copy-of-another]."}
    load(
        tmp_path,
        source(),
        source("original", title="The original"),
        source("copy", title="A copy"),
        source("copy-of-another"),
        topic(body=body),
        event(citations=[{"source": "copy", "claim": "date"}, {"source": "original", "claim": "date"}]),
    )  # fmt: skip
    merged = merge(mariia, Source.objects.get(slug="copy"), Source.objects.get(slug="original"))
    assert (
        Topic.objects.get().body_en
        == "So it was [@original, p. 3] and [@original] and [@copy-of-another]."
    )
    dates = [c for c in build(Event.objects.get())["citations"] if c["claim"] == "date"]
    assert dates == [{"source": "original", "claim": "date"}]
    assert client.get("/en/sources/copy/")["Location"] == "/en/sources/original/"
    undo(mariia, merged)
    assert Topic.objects.get().body_en == body["en"]


def test_organisations_and_places_follow_in_parts_and_offices(tmp_path, mariia):
    load(
        tmp_path,
        person(tenures=[office("first", organisation="the-agency")]),
        organisation(), organisation("the-agency"), place(), place("the-place"),
        event(places=["a-place", "the-place"], signed_at="the-place"),
        visit(stops=[{"place": "the-place"}]),
    )  # fmt: skip
    merge(
        mariia,
        Organisation.objects.get(slug="the-agency"),
        Organisation.objects.get(slug="an-agency"),
    )
    merge(mariia, Place.objects.get(slug="the-place"), Place.objects.get(slug="a-place"))
    assert build(Person.objects.get())["tenures"][0]["organisation"] == "an-agency"
    document = build(Event.objects.get())
    assert (document["places"], document["signed_at"]) == (["a-place"], "a-place")


@pytest.fixture
def two_records(tmp_path):
    links = [{"to": "twice", "role": "follows"}, {"to": "once", "role": "follows"}]
    load(
        tmp_path, person(), place(),
        event("once", links=[{"to": "twice", "role": "follows"}]),
        event("twice"),
        visit("names-both", links=links),
        topic(body={"en": "See [[twice]] and [[twice|there]]."}),
    )  # fmt: skip
    return Event.objects.get(slug="twice"), Event.objects.get(slug="once")


def test_a_record_says_where_it_went(two_records, mariia, client):
    merged = merge(mariia, *two_records)
    gone = client.get("/en/events/twice/")
    assert (gone.status_code, gone["Location"]) == (301, "/en/events/once/")
    assert "Twice" not in client.get("/en/events/").content.decode()
    assert build(Event.objects.get(slug="once")).get("links") is None
    assert Topic.objects.get().body_en == "See [[once]] and [[once|there]]."
    undo(mariia, merged)
    assert client.get("/en/events/twice/").status_code == HTTPStatus.OK
    assert build(Event.objects.get(slug="once"))["links"] == [{"to": "twice", "role": "follows"}]
    assert Topic.objects.get().body_en == "See [[twice]] and [[twice|there]]."


@pytest.mark.parametrize(
    ("change", "objection"),
    [
        ({"rationale": " "}, "This field is required"),
        ({"into": ""}, "This field is required"),
        ({"into": "999"}, "Select a valid choice"),
        ({"into": "itself"}, "Choose another entry of the same kind"),
    ],
)
def test_what_a_merge_lacks_is_said_beside_the_field(two_people, mariia, change, objection):
    gone, kept = two_people
    sent = {name: gone.pk if value == "itself" else value for name, value in change.items()}
    answer = asked(mariia, gone, kept, **sent)
    assert objection in answer.content.decode()
    assert not Merge.objects.exists()


def test_what_was_changed_since_is_shown_before_it_is_merged(two_people, mariia):
    gone, kept = two_people
    seen = asked(mariia, gone, kept).context["form"]["opened_on"].value()
    write(at_the_desk(colleague("kenji", "editor")), kept, name_en="Helen Petrenko")
    answer = asked(mariia, gone, kept, opened_on=seen, _merge="")
    assert answer.status_code == HTTPStatus.OK
    assert "Somebody else saved this" in answer.content.decode()
    assert Person.objects.filter(slug="o-petrenko").exists()


def test_looking_changes_nothing(two_people, mariia):
    before, revisions = everything(), Revision.objects.count()
    page = asked(mariia, *two_people).content.decode()
    assert "Event published" in page
    assert (everything(), Revision.objects.count()) == (before, revisions)


def test_a_document_that_cannot_follow_is_named_and_nothing_is_merged(two_people, mariia):
    gone, _kept = two_people
    before = everything()
    answer = asked(mariia, gone, Person.objects.get(slug="a-visitor"))
    assert "visit their-visit: participants/2" in answer.content.decode()
    assert everything() == before


def test_what_readers_know_goes_into_nothing_that_they_do_not(tmp_path, mariia):
    load(tmp_path, event("known"), event("unknown", status="draft"))
    known, unknown = Event.objects.get(slug="known"), Event.objects.get(slug="unknown")
    assert "Readers know the duplicate" in asked(mariia, known, unknown).content.decode()
    merged = merge(mariia, unknown, known)
    assert mariia.get("/en/events/unknown/").status_code == HTTPStatus.NOT_FOUND
    undo(mariia, merged)
    assert Event.objects.get(slug="unknown").status == "draft"


def test_merging_takes_a_publisher(two_people):
    gone, kept = two_people
    kenji = at_the_desk(colleague("kenji", "editor"))
    assert asked(kenji, gone, kept).status_code == HTTPStatus.FORBIDDEN
    assert url_of(gone, "merge") not in kenji.get(url_of(gone)).content.decode()
    merged = merge(at_the_desk(colleague("mariia", "publisher")), gone, kept)
    assert undo(kenji, merged).status_code == HTTPStatus.FORBIDDEN
    assert not Person.objects.filter(slug="o-petrenko").exists()


def test_a_later_merge_is_undone_first(two_people, mariia, tmp_path):
    load(tmp_path, person("third"))
    first = merge(mariia, *two_people)
    kept = Person.objects.get(slug="olena-petrenko")
    second = merge(mariia, kept, Person.objects.get(slug="third"))
    assert "Undo the later merge first" in undo(mariia, first).content.decode()
    undo(mariia, second)
    undo(mariia, first)
    assert Person.objects.filter(slug__in=["o-petrenko", "olena-petrenko", "third"]).count() == 3


def test_a_load_of_the_old_fixture_does_not_bring_a_duplicate_back(two_people, mariia, tmp_path):
    merge(mariia, *two_people)
    with pytest.raises(Exception, match="its slug is now “olena-petrenko”"):
        load(tmp_path, person("o-petrenko"))


@pytest.mark.parametrize(
    ("now", "before", "after", "back"),
    [
        (["b", "c"], ["a", "c"], ["b", "c"], ["a", "c"]),
        (["b", "c", "d"], ["a", "c"], ["b", "c"], ["a", "c", "d"]),
        (["b"], ["a", "b"], ["b"], ["a", "b"]),
        ({"en": "new", "ja": "x"}, {"en": "old"}, {"en": "new"}, {"en": "old", "ja": "x"}),
        ({}, {}, {"links": [1]}, {}),
        ({"links": [1, 2]}, {}, {"links": [1]}, {"links": [2]}),
    ],
)  # fmt: skip
def test_turning_back_undoes_a_change_and_no_other(now, before, after, back):
    assert turned_back(now, before, after) == (back, [])


def test_an_earlier_version_that_names_the_duplicate_can_be_restored(two_people, mariia):
    draft = Event.objects.get(slug="draft")
    first = Revision.objects.of(draft).last()
    merge(mariia, *two_people)
    write(mariia, draft, title_en="Another title")
    restore(mariia, draft, first.digest)
    document = build(Event.objects.get(slug="draft"))
    assert document["title"] == {"en": "Draft"}
    assert document["participants"] == [{"person": "olena-petrenko", "role": "speaker"}]


def test_what_is_begun_at_the_address_of_a_duplicate_has_a_history_of_its_own(tmp_path, mariia):
    load(tmp_path, organisation("kept"), organisation("gone"))
    gone, kept = (Organisation.objects.get(slug=slug) for slug in ("gone", "kept"))
    merged = merge(mariia, gone, kept)
    add = reverse("admin:relations_organisation_add")
    mariia.post(add, form_of(mariia, add) | {"slug": "gone", "name_en": "Another body"})
    another = Organisation.objects.get(slug="gone")
    assert [version.document["name"] for version in Revision.objects.of(another)] == [
        {"en": "Another body"}
    ]
    assert "The address “gone” has another use by now." in undo(mariia, merged).text
    assert Organisation.objects.get(slug="gone").name_en == "Another body"


def test_nor_has_a_record_that_is_begun_where_a_draft_was(tmp_path, mariia):
    load(tmp_path, event("kept"), event("gone", status="draft"))
    kept, gone = (Event.objects.get(slug=slug) for slug in ("kept", "gone"))
    write(at_the_desk(colleague("oksana", "author")), gone, title_en="Hers")
    words = build(Event.objects.get(slug="gone"))
    merged = merge(mariia, Event.objects.get(slug="gone"), kept)
    another = Event()
    kenji = colleague("kenji", "publisher")
    workflow.save(another, words, by=kenji)
    assert workflow.writers(another) == {kenji.pk}
    assert "The address “gone” has another use by now." in undo(mariia, merged).text
    assert workflow.writers(Event.objects.get(slug="gone")) == {kenji.pk}
