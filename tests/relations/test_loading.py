"""Loading: what is refused says file, document, field and reason, and nothing of it remains."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from relations.document import build
from relations.models import Event, Person, Record, Revision, Source
from relations.recording import recording, write_down
from tests.making import (
    aid,
    event,
    load,
    organisation,
    person,
    place,
    relation,
    source,
    visit,
    write,
)
from visits.models import Visit

pytestmark = pytest.mark.django_db

ADA = person("a-visitor")


def refusal(folder, *documents) -> str:
    with pytest.raises(CommandError) as refused:
        load(folder, *documents)
    return str(refused.value)


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([event(colour="red")], "event an-event: colour: Unknown field; known here: "),
        ([event(date="2011-02-30")], "event an-event: date: "),
        ([event(date="1995/1994")], "event an-event: date: "),
        ([event(date=2011)], "event an-event: date: “2011” is not what is expected: a text; put it in quotes."),
        ([event(topics=["nowhere"])], "event an-event: topics: No topic has the slug “nowhere”."),
        ([event(citations=[{"source": "lost"}])], "event an-event: citations/1/source: No source has the slug “lost”."),
        ([event(citations=[{"claim": "date"}])], "event an-event: citations/1/source: It cannot be published without this."),
        ([event(links=[{"role": "follows"}])], "event an-event: links/1/to: It cannot be published without this."),
        ([ADA, visit(stops=[{"date": "2011"}])], "visit a-visit: stops/1/place: It cannot be published without this."),
        ([event(participants=[{"role": "speaker"}])], "event an-event: participants/1/person: It cannot be published without one of these: Person, Organisation."),
        ([aid(items=[{"key": "Bad Key"}])], "aid an-aid: items/Bad Key/key: Use lower-case letters"),
        ([event(type="party")], "event an-event: type: “party” is not in the list: recognition, "),
        ([event(title={"fr": "Titre"})], "event an-event: title: “fr” is not a language of this site: en, ja, uk."),
        ([event(milestone="yes")], "event an-event: milestone: “yes” is not what is expected: true or false."),
        ([event(citations=[])], "event an-event: citations: Published without a citation"),
        ([event(date="")], "event an-event: "),
        ([event(citations=[{"source": "a-source", "claim": "rank"}])], "event an-event: citations/1/claim: “rank” names nothing in this document."),
        ([event(citations=[{"source": "a-source", "stance": "contradicts"}])], "event an-event: citations/1/says: Say in our words what a contradicting source says."),
        ([event(citations=[{"source": "a-source", "quotation": "word " * 26}])], "event an-event: citations/1/quotation: Quote at most 25 words."),
        ([event(citations=[{"source": "a-source", "quotation": "語" * 81}])], "event an-event: citations/1/quotation: Quote at most 80 characters."),
        ([event(links=[{"to": "an-event", "role": "follows"}])], "event an-event: links/1: A record cannot link to itself."),
        ([ADA, visit(host="XQ")], "visit a-visit: host: “XQ” is not a country code of ISO 3166-1."),
        ([ADA, visit(host="UA")], "A visit leads to another country than it starts from."),
        ([ADA, visit(purposes=["tourism"])], "visit a-visit: purposes: “tourism” is not in the list: bilateral-talks, "),
        ([person("a-visitor", country="JP"), visit()], "visit a-visit: participants/a-visitor/person: A Visitor is from the host’s own side and cannot be the visitor."),
        ([ADA, place(), visit(stops=[{"place": "a-place", "date": "2012"}])], "visit a-visit: stops/a-place/date: The stop of 2012 lies outside the visit, 2011-01-18."),
        ([visit(participants=[])], "visit a-visit: participants: A published visit needs a visitor."),
        ([aid(transactions=[{"key": "x", "stage": "pledge", "amount": "much", "currency": "JPY"}])], "aid an-aid: transactions/x/amount: “much” is not a number."),
        ([aid(transactions=[{"key": "x", "stage": "pledge", "amount": 1, "currency": "QQQ"}])], "aid an-aid: transactions/x/currency: “QQQ” is not a currency code of ISO 4217."),
        ([aid(transactions=[{"key": "x", "stage": "gift", "amount": 1, "currency": "JPY"}])], "aid an-aid: transactions/x/stage: “gift” is not in the list: pledge, commitment, "),
        ([aid(transactions=[{"key": "x", "stage": "pledge", "amount": -1, "currency": "JPY"}])], "aid an-aid: transactions/x/amount: Ensure this value is greater than or equal to 0."),
        ([{"treaty": "peace"}], "treaty: No document opens with this word; known: aid, event, "),
        ([{"event": "Not A Slug"}], "event: “Not A Slug” is not a slug"),
        (["just text"], "A document is a mapping that opens with its kind and slug."),
    ],
)  # fmt: skip
def test_a_bad_document_is_refused_with_its_reason(tmp_path, documents, message):
    assert message in refusal(tmp_path, *documents)
    assert not Record.objects.exists()
    assert not Source.objects.exists()
    assert not Revision.objects.exists()


def test_a_refusal_opens_with_the_file(tmp_path):
    assert refusal(tmp_path, event(type="party")).startswith("records.yaml: event an-event: ")


def test_every_reason_is_told_at_once(tmp_path):
    message = refusal(tmp_path, event(type="party", colour="red", topics=["nowhere"]))
    assert [word in message for word in ("type", "colour", "topics")] == [True] * 3


def test_overlapping_tenures_of_one_office_are_refused(tmp_path):
    def minister(slug, start, end):
        tenure = {
            "key": "minister",
            "office": {"en": "Minister of Tea"},
            "start": start,
            "end": end,
        }
        return person(slug, tenures=[tenure])

    message = refusal(tmp_path, minister("ada", "2001", "2005"), minister("bo", "2003-05", "2007"))
    assert "tenures/minister: " in message
    assert "held the same office (Minister of Tea) at that time" in message
    assert not Person.objects.exists()


def test_the_day_of_a_hand_over_is_shared(tmp_path):
    office = {"key": "minister", "office": {"en": "Minister of Tea"}}
    load(
        tmp_path,
        person("ada", tenures=[office | {"start": "2001", "end": "2003-05-06"}]),
        person("bo", tenures=[office | {"start": "2003-05-06"}]),
    )
    assert Person.objects.count() == 2


def test_a_tenure_that_ends_before_it_starts_is_refused(tmp_path):
    tenure = {"key": "m", "office": {"en": "Minister"}, "start": "2005", "end": "2001"}
    assert "tenures/m" in refusal(tmp_path, person(tenures=[tenure]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- event: [", "records.yaml"),
        ("event: x", "records.yaml: a fixture is a list of documents."),
        ("- event: x\n  date: '2011'\n  date: '2012'\n", "“date” stands twice in one mapping"),
        ('- event: "a\\0b"', "records.yaml"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, text, message):
    path = tmp_path / "records.yaml"
    path.write_text(text)
    with pytest.raises(CommandError) as refused:
        call_command("loaddata", path, verbosity=0)
    assert message in str(refused.value)


def test_a_date_without_quotes_is_kept_as_it_is_written(tmp_path):
    path = tmp_path / "records.yaml"
    path.write_text("- event: x\n  date: 2022-03-31\n")
    call_command("loaddata", path, verbosity=0)
    assert Event.objects.get().date == "2022-03-31"


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_characters_that_cannot_be_stored_are_refused(tmp_path, text):
    import json

    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps({"event": "x", "title": {"en": text}}))
    with pytest.raises(CommandError, match="x: title: The text holds a character"):
        call_command("loaddata", path, verbosity=0)
    assert not Event.objects.exists()


def test_documents_may_name_each_other_in_any_order(tmp_path):
    first = event("first", links=[{"to": "second", "role": "follows"}])
    records = write(tmp_path, first, visit("second"), name="1.yaml")
    names = write(tmp_path, ADA, source(), relation(), name="2.yaml")
    call_command("loaddata", records, names, verbosity=0)
    assert Event.objects.get().links.get().to.slug == "second"


def test_loading_twice_changes_nothing(tmp_path):
    load(tmp_path, ADA, visit(), event(), aid())
    before = list(Revision.objects.values())
    load(tmp_path, ADA, visit(), event(), aid())
    assert list(Revision.objects.values()) == before


def test_a_part_that_left_the_document_leaves_the_database(tmp_path):
    load(
        tmp_path,
        organisation(),
        event(participants=[{"organisation": "an-agency", "role": "host"}]),
    )
    load(tmp_path, organisation(), event())
    assert not Event.objects.get().participants.exists()


def edit(tmp_path):
    """An editor retitles the event."""
    load(tmp_path, event())
    found = Event.objects.get()
    with recording(found, signature="olena"):
        found.title_en = "What the editor wrote"


def test_a_load_never_overwrites_an_editor(tmp_path):
    edit(tmp_path)
    message = refusal(tmp_path, event(title={"en": "From the file"}), organisation())
    assert "event an-event: an-event: changed by olena on " in message
    assert Event.objects.get().title_en == "What the editor wrote"


def test_an_operator_may_insist(tmp_path, monkeypatch):
    edit(tmp_path)
    monkeypatch.setenv("FIXTURES_OVERWRITE", "1")
    load(tmp_path, event(title={"en": "From the file"}))
    assert Event.objects.get().title_en == "From the file"


def test_after_an_export_the_merged_file_loads(tmp_path):
    edit(tmp_path)
    call_command("export_fixtures", tmp_path / "out", verbosity=0)
    load(tmp_path, event(title={"en": "Merged by hand"}))
    assert Event.objects.get().title_en == "Merged by hand"


@pytest.mark.django_db(transaction=True)
def test_what_was_exported_loads_into_an_empty_database_with_the_same_bytes(tmp_path):
    load(tmp_path, ADA, place(), organisation(), event(), aid(), visit(places=["a-place"]))
    call_command("export_fixtures", tmp_path / "one", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", *sorted((tmp_path / "one").glob("*.yaml")), verbosity=0)
    call_command("export_fixtures", tmp_path / "two", verbosity=0)
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
    assert sorted(contents(tmp_path / "one"))[:2] == ["aid-2010s.yaml", "events-2010s.yaml"]


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.django_db(transaction=True)
def test_json_lines_carry_the_same_documents(tmp_path):
    load(tmp_path, ADA, visit())
    call_command("dumpdata", "visits", "relations", format="jsonl", output=tmp_path / "all.jsonl")
    before = set(Revision.objects.values_list("digest", flat=True))
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", tmp_path / "all.jsonl", verbosity=0)
    assert set(Revision.objects.values_list("digest", flat=True)) == before
    assert Visit.objects.get().participants.get().person.slug == "a-visitor"


@pytest.mark.django_db(transaction=True)
def test_old_versions_travel_with_the_history(tmp_path):
    edit(tmp_path)
    call_command("export_fixtures", tmp_path / "out", history=True, verbosity=0)
    digests = set(Revision.objects.values_list("digest", flat=True))
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", *sorted((tmp_path / "out").glob("*.*")), verbosity=0)
    assert set(Revision.objects.values_list("digest", flat=True)) == digests


def test_check_fixtures_shows_what_a_load_would_change_and_changes_nothing(tmp_path, capsys):
    load(tmp_path, event())
    write(tmp_path, event(date="2011-02"), event("another"))
    call_command("check_fixtures", tmp_path)
    shown = capsys.readouterr().out
    assert "changed: event an-event: date: '2011-01-18' -> '2011-02'" in shown
    assert "new: event another" in shown
    assert Event.objects.get().date == "2011-01-18"


def test_is_empty_tells_by_its_exit_code(tmp_path):
    with pytest.raises(SystemExit) as empty:
        call_command("is_empty")
    load(tmp_path)
    with pytest.raises(SystemExit) as filled:
        call_command("is_empty")
    assert (bool(empty.value.code), bool(filled.value.code)) == (False, True)


@pytest.mark.parametrize("dates", [{"since": "2005", "until": "2001"}, {"since": "2001/2002"}])
def test_a_spelling_whose_dates_make_no_period_is_refused(tmp_path, dates):
    spelling = {"language": "ja", "spelling": "甲"} | dates
    assert "place a-place: variants/1: " in refusal(tmp_path, place(variants=[spelling]))


def test_a_load_does_not_fork_a_record_that_an_editor_renamed(tmp_path):
    load(tmp_path, event())
    found = Event.objects.get()
    with recording(found, signature="olena"):
        found.slug = "renamed"
    message = refusal(tmp_path, event())
    assert "an-event: renamed since: its slug is now “renamed”." in message
    assert Event.objects.count() == 1


def test_a_file_renames_with_the_former_slug(tmp_path):
    load(tmp_path, event())
    load(tmp_path, event("renamed", former_slugs=["an-event"]))
    assert Event.objects.get().slug == "renamed"


def speaks(slug: str) -> dict:
    """What an event says in which somebody of this slug speaks."""
    claim = {"source": "a-source", "claim": f"participants/{slug}"}
    return {"participants": [{"person": slug, "role": "speaker"}], "citations": [claim]}


def test_files_rename_what_an_earlier_document_names(tmp_path):
    load(tmp_path, event(**speaks("a-visitor")), person())
    moved = (event(**speaks("a-guest")), person("a-guest", former_slugs=["a-visitor"]))
    load(tmp_path, *moved)
    assert build(Event.objects.get())["citations"][0]["claim"] == "participants/a-guest"
    assert Revision.objects.of(Person.objects.get()).count() == 2
    before = Revision.objects.count()
    load(tmp_path, *moved)
    assert Revision.objects.count() == before


def test_what_the_files_do_not_hold_follows_what_they_rename(tmp_path):
    load(
        tmp_path,
        person(),
        event(**speaks("a-visitor")),
        event("a-draft", status="draft", **speaks("a-visitor")),
    )
    renamed = person("a-guest", former_slugs=["a-visitor"])
    load(tmp_path, renamed)
    for slug, state in (("an-event", "published"), ("a-draft", "draft")):
        version = Revision.objects.of(Event.objects.get(slug=slug)).first()
        assert version.document["citations"][0]["claim"] == "participants/a-guest"
        assert (version.signature, version.state) == ("fixtures", state)
    load(tmp_path, renamed, event(title={"en": "From the next file"}, **speaks("a-guest")))
    assert Event.objects.get(slug="an-event").title_en == "From the next file"


def test_a_file_that_renames_takes_nothing_from_an_editor(tmp_path):
    load(tmp_path, person(), event(**speaks("a-visitor")))
    with recording(found := Event.objects.get(), signature="olena"):
        found.title_en = "By hand"
    load(tmp_path, person("a-guest", former_slugs=["a-visitor"]))
    found = Event.objects.get()
    assert build(found)["title"] == {"en": "By hand"}
    assert "an-event" in refusal(tmp_path, event(**speaks("a-guest")))


def test_a_file_does_not_rename_under_a_proposal(tmp_path, monkeypatch):
    load(tmp_path, person(), event(**speaks("a-visitor")))
    proposed = build(Event.objects.get()) | {"title": {"en": "Proposed"}, "status": "draft"}
    write_down(Event.objects.get(), proposed, signature="olena")
    moved = person("a-guest", former_slugs=["a-visitor"])
    assert "event an-event names it, and a proposal waits there" in refusal(tmp_path, moved)
    assert Person.objects.get().slug == "a-visitor"
    monkeypatch.setenv("FIXTURES_OVERWRITE", "1")
    load(tmp_path, moved)
    waiting = Revision.objects.of(Event.objects.get()).first()
    assert (waiting.state, waiting.signature) == ("draft", "olena")
    assert waiting.document["citations"][0]["claim"] == "participants/a-guest"


def test_an_export_elsewhere_does_not_let_an_old_file_in(tmp_path):
    edit(tmp_path)
    call_command("export_fixtures", tmp_path / "out", verbosity=0)
    assert "changed by olena" in refusal(tmp_path, event())


def test_an_export_leaves_other_files_alone(tmp_path):
    load(tmp_path, event())
    (tmp_path / "out").mkdir()
    for name in ("people-notes.yaml", "aid-old.yaml", "visits-1950s.yaml"):
        (tmp_path / "out" / name).write_text("[]")
    call_command("export_fixtures", tmp_path / "out", verbosity=0)
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"people-notes.yaml", "aid-old.yaml"} <= left
    assert "visits-1950s.yaml" not in left


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([event(topics=5)], "event an-event: topics: “5” is not what is expected: a list."),
        ([event(former_slugs=5)], "event an-event: former_slugs: “5” is not a list."),
        ([event(publish_at=5)], "event an-event: publish_at: “5” is not what is expected"),
        ([event(), event()], "event an-event: an-event: this document stands twice in the file."),
        ([event("one"), aid("one")], "aid one: "),
        ([event(status="withdrawn")], "public_reason: Say in public why it is withdrawn."),
        ([event(checked={"ja": 5})], "event an-event: checked: “5” is not a text."),
        ([{"topic": "t", "title": {"en": "T"}, "body": {"en": "[[gone]] [@lost]"}, "status": "published"}], "topic t: body/en: The text names “gone”, which does not exist."),
    ],
)  # fmt: skip
def test_a_document_of_the_wrong_form_is_refused_with_its_reason(tmp_path, documents, message):
    assert message in refusal(tmp_path, *documents)
    assert not Record.objects.exists()


def test_every_row_that_breaks_a_rule_of_the_database_is_named(tmp_path):
    step = {"key": "note", "stage": "pledge", "amount": 5, "currency": "JPY"}
    message = refusal(tmp_path, aid(transactions=[step, step, step | {"key": "another"}, step]))
    assert message.count("aid an-aid: transactions/note: The same key stands twice.") == 2
    both = {"person": "a-visitor", "organisation": "an-agency", "role": "speaker"}
    rows = [both, {"person": "a-visitor", "role": "speaker"}, both | {"role": "host"}]
    message = refusal(tmp_path, person(), organisation(), event(participants=rows))
    for number in (1, 3):
        assert f"event an-event: participants/{number}: Name exactly one of these" in message
    assert "participants/2" not in message
    assert not Record.objects.exists()


def test_a_sum_of_nothing_is_kept(tmp_path):
    step = {"key": "x", "stage": "pledge", "amount": 0, "currency": "JPY"}
    load(tmp_path, aid(transactions=[step]))
    assert Revision.objects.get(model="aid").document["transactions"] == [step]


def test_after_a_large_load_the_database_knows_how_much_there_is(tmp_path):
    load(tmp_path, *(place(f"place-{number}") for number in range(120)))
    counted = {
        "postgresql": "SELECT reltuples::int FROM pg_class WHERE relname = 'relations_place'",
        "sqlite": "SELECT max(CAST(stat AS int)) FROM sqlite_stat1 WHERE tbl = 'relations_place'",
    }
    with connection.cursor() as cursor:
        cursor.execute(counted[connection.vendor])
        assert cursor.fetchone() == (120,)
