"""A refusal names the fields as forms and readers do, in the language of whoever is refused."""

import pytest
from django.urls import reverse

from aid.models import AidPackage
from relations.models import Citation, Event, Revision, Topic
from tests.desk import restore, step, write
from tests.making import aid, event, load, topic
from tests.reading import Page, words

pytestmark = pytest.mark.django_db


def told(answer) -> list[str]:
    """The problems and messages of a page."""
    lists = (ul for ul in Page(answer).root.iter("ul") if "errorlist" in ul.get("class", ""))
    said = [words(item) for found in lists for item in found]
    return said + [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Reason"), ("ja", "理由"), ("uk", "Причина")]
)
def test_what_a_step_lacks_is_named_in_the_language_of_the_desk(
    tmp_path, publisher, language, label
):
    load(tmp_path, event())
    publisher.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    refused = step(publisher, Event.objects.get(), "withdraw")
    [problem] = told(refused)
    assert problem.startswith(f"{label}: ")
    assert "reason_uk" in {field.get("name") for field in Page(refused).root.iter("textarea")}


def test_a_claim_of_a_part_is_named_by_the_part_and_its_row(tmp_path, publisher):
    load(tmp_path, aid(status="submitted", citations=[]))
    problems = told(step(publisher, AidPackage.objects.get(), "publish"))
    assert "Transaction · note: Published without a citation." in problems


def test_what_keeps_a_version_from_being_restored_is_named(tmp_path, publisher):
    load(tmp_path, event(status="draft", topics=["gone"]), topic("gone", status="draft"))
    found = Event.objects.get()
    first = Revision.objects.of(found).first().digest
    write(publisher, found, topics=[])
    Topic.objects.all().delete()
    problems = told(restore(publisher, found, first, follow=True))
    assert "Topics: No topic has the slug “gone”." in problems


def test_what_keeps_a_topic_from_being_added_to_many_is_named(tmp_path, publisher):
    load(tmp_path, event(), topic())
    found = Event.objects.get()
    Citation.objects.filter(claim="date").update(claim="participants/nobody")
    chosen = {"_selected_action": [found.pk], "topic": Topic.objects.get().pk}
    address = reverse("admin:relations_event_changelist")
    [problem] = told(publisher.post(address, chosen | {"action": "add_names"}, follow=True))
    assert "An event: Citation · 2 · Claim: " in problem
