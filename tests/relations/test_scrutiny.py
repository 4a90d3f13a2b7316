"""What `check_record` reports to an editor, and that the fixtures leave it nothing to report."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from relations.models import Person
from tests.making import event, load, person, place, source, topic, visit

pytestmark = pytest.mark.django_db

WHOLE = {
    "title": {"en": "A talk", "ja": "会談", "uk": "Розмова"},
    "topics": ["a-topic"],
    "participants": [{"person": "a-visitor", "role": "speaker"}],
}
VISITOR = person(name={"en": "A Visitor", "ja": "訪問者", "uk": "Гість"})
TOPIC = topic(title={"en": "A topic", "ja": "主題", "uk": "Тема"})


def report(tmp_path, *documents: dict) -> tuple[list[str], bool]:
    """The lines of the command, and whether it failed."""
    load(tmp_path, VISITOR, TOPIC, *documents)
    out = StringIO()
    try:
        call_command("check_record", stdout=out)
    except CommandError:
        return out.getvalue().splitlines(), True
    return out.getvalue().splitlines(), False


def test_a_whole_entry_gives_nothing_to_report(tmp_path):
    assert report(tmp_path, event(**WHOLE)) == (["0 errors, 0 notices."], False)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"topics": []}, "error: event an-event: topics: None is named."),
        ({"participants": []}, "error: event an-event: participants: None is named."),
        ({"title": {"en": "A talk", "uk": "Розмова"}}, "error: event an-event: title/ja: The text is missing in this language."),
    ],
    ids=["no topic", "no participant", "no Japanese"],
)  # fmt: skip
def test_a_gap_is_an_error(tmp_path, fields, line):
    lines, failed = report(tmp_path, event(**WHOLE | fields))
    assert line in lines
    assert failed


def test_a_draft_is_only_noticed(tmp_path):
    draft = event(**WHOLE | {"status": "draft", "citations": []})
    lines, failed = report(tmp_path, draft)
    assert "notice: event an-event: date: No citation supports this claim." in lines
    assert not failed


def test_a_quotation_needs_a_translation_into_each_other_language(tmp_path):
    quoted = {"source": "a-source", "claim": "date", "quotation": "На зустрічі", "translation": {"en": "At the meeting"}}  # fmt: skip
    lines, _failed = report(tmp_path, source(language="uk"), event(**WHOLE, citations=[quoted]))
    missing = (
        "error: event an-event: citations/1/translation/{}: The text is missing in this language."
    )
    assert missing.format("ja") in lines
    assert missing.format("en") not in lines
    assert missing.format("uk") not in lines


def test_the_same_people_on_the_same_day_are_a_likely_duplicate(tmp_path):
    lines, failed = report(tmp_path, event("one", **WHOLE), event("two", **WHOLE))
    assert "error: event one: Same day and same people as “two”: merge them, or link them." in lines
    assert failed


def test_a_draft_that_repeats_what_is_published_is_noticed(tmp_path):
    lines, failed = report(tmp_path, event("one", **WHOLE), event("two", **WHOLE, status="draft"))
    assert any("Same day and same people" in line and line.startswith("notice") for line in lines)
    assert not failed


def test_an_office_that_two_held_at_once_is_an_error(tmp_path):
    load(tmp_path, VISITOR, person("another"))
    for each in Person.objects.all():
        each.tenures.create(key="president", office_en="President", start="1994", end="2005")
    both = [{"person": slug, "role": "speaker"} for slug in ("a-visitor", "another")]
    load(tmp_path, TOPIC, event(**WHOLE | {"participants": both}))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_record", stdout=out)
    assert "held the same office (President)" in out.getvalue()


def test_a_visit_whose_guest_has_left_office_since_the_office_was_cited(tmp_path):
    trip = visit(
        **WHOLE | {"participants": [{"person": "a-visitor", "role": "visitor", "tier": "other"}]}
    )
    load(tmp_path, VISITOR, TOPIC, trip)
    office = {"key": "president", "office": {"en": "President", "ja": "大統領", "uk": "Президент"}, "start": "1994", "end": "2005", "citations": [{"source": "a-source"}]}  # fmt: skip
    load(tmp_path, VISITOR | {"tenures": [office]})
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_record", stdout=out)
    assert "a-visitor/out_of_office: By the cited offices" in out.getvalue()


def test_linked_entries_and_other_days_are_no_duplicates(tmp_path):
    linked = event("two", **WHOLE, links=[{"to": "one", "role": "follows"}])
    other_day = event("three", **WHOLE, date="2011-01-19")
    assert not report(tmp_path, event("one", **WHOLE), linked, other_day)[1]


def test_an_unsure_spelling_is_noticed_and_its_name_not_missed(tmp_path):
    unsure = {"language": "uk", "spelling": "Місто", "unsure": True}
    somewhere = place(name={"en": "A Place", "ja": "場所"}, variants=[unsure])
    lines, failed = report(tmp_path, somewhere, event(**WHOLE, places=["a-place"]))
    assert "notice: place a-place: variants/1: Unsure: Місто (uk)." in lines
    assert not failed


def test_the_command_changes_nothing(tmp_path):
    from relations.models import Revision

    load(tmp_path, VISITOR, visit(topics=[]))
    before = Revision.objects.count()
    with pytest.raises(CommandError):
        call_command("check_record", stdout=StringIO())
    assert Revision.objects.count() == before
