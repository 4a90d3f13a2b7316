"""Any two versions of a document compared at the desk, drafts and proposals included."""

from http import HTTPStatus

import pytest

from relations.models import Event, Person, Revision
from tests.desk import at_the_desk, colleague, url_of, write
from tests.making import event, load, person
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

QUOTED = {"source": "a-source", "claim": "date", "quotation": "On that very day"}


@pytest.fixture
def desk():
    return at_the_desk(colleague("oksana", "author"))


@pytest.fixture
def versions(tmp_path, desk) -> list[Revision]:
    """Three versions, the oldest first: as published, then two proposals."""
    load(tmp_path, event(title={"en": "A talk in Kyiv"}))
    found = Event.objects.get()
    write(desk, found, title_en="A talk in Lviv")
    write(desk, found, summary_en="Told at length.")
    return list(Revision.objects.of(found).reverse())


def compare(desk, obj, **asked):
    return desk.get(url_of(obj, "history"), asked)


def section(response, name: str) -> str:
    found = (s for s in Page(response).root.iter() if s.get("aria-labelledby") == name)
    return next((words(s) for s in found), "")


def test_each_version_says_what_it_changed_and_the_first_that_it_is_the_first(desk, versions):
    page = Page(desk.get(url_of(Event.objects.get(), "history")))
    told = [words(item) for item in page.root.iter("li") if item.get("class") == "desk-note"]
    assert len(told) == 3
    assert "added: Told at length." in told[0]
    assert "A talk in removed: Kyiv added: Lviv" in told[1]
    assert "The first version." in told[2]
    assert "What changed" not in told[2]


def test_two_versions_are_compared_over_whatever_lies_between(desk, versions):
    first, _second, third = versions
    told = section(
        compare(desk, Event.objects.get(), **{"from": first.short, "to": third.short}), "compared"
    )
    assert "A talk in removed: Kyiv added: Lviv" in told
    assert "added: Told at length." in told
    assert f"{first.short}, " in told
    assert "oksana, Draft" in told


def test_they_are_compared_backwards_too_and_by_longer_digits(desk, versions):
    first, second, _third = versions
    told = compare(desk, Event.objects.get(), **{"from": second.digest, "to": first.short})
    assert "A talk in removed: Lviv added: Kyiv" in section(told, "compared")


def test_the_parts_of_a_document_are_compared_row_by_row(tmp_path, desk):
    load(tmp_path, event(citations=[QUOTED]))
    load(tmp_path, event(citations=[QUOTED | {"quotation": "On the same day"}]))
    new, old = Revision.objects.of(Event.objects.get())
    told = compare(desk, Event.objects.get(), **{"from": old.short, "to": new.short})
    assert "On removed: that very added: the same day" in section(told, "compared")


def test_every_version_can_be_chosen_and_the_last_two_are_at_first(desk, versions):
    page = Page(desk.get(url_of(Event.objects.get(), "history")))
    boxes = {box.get("name"): list(box) for box in page.root.iter("select")}
    for offered in (boxes["from"], boxes["to"]):
        assert [o.get("value") for o in offered] == [v.short for v in reversed(versions)]
    chosen = [
        option.get("value")
        for name in ("from", "to")
        for option in boxes[name]
        if "selected" in option.attrib
    ]
    assert chosen == [versions[1].short, versions[2].short]
    links = [a.get("href") for a in page.root.iter("a")]
    assert f"?from={versions[0].short}&to={versions[2].short}" in links


def test_vocabulary_is_compared_as_well(tmp_path, desk):
    load(tmp_path, person())
    load(tmp_path, person(name={"en": "The Visitor"}))
    found = Person.objects.get()
    new, old = Revision.objects.of(found)
    told = compare(desk, found, **{"from": old.short, "to": new.short})
    assert "removed: A added: The Visitor" in section(told, "compared")


@pytest.mark.parametrize(
    ("asked", "status", "reason"),
    [
        ({"from": "{known}", "to": "00000000"}, HTTPStatus.NOT_FOUND, "no version with the digest “00000000”"),
        ({"from": "{other}", "to": "{known}"}, HTTPStatus.NOT_FOUND, "no version with the digest"),
        ({"from": "{known}"}, HTTPStatus.BAD_REQUEST, "to: Name two versions"),
        ({"from": "", "to": ""}, HTTPStatus.BAD_REQUEST, "from: Name two versions"),
        ({"from": "zzz", "to": "{known}"}, HTTPStatus.BAD_REQUEST, "from: A version is called by at least eight"),
        ({"from": "{known}", "to": ["{known}", "{known}"]}, HTTPStatus.BAD_REQUEST, "to: This can be given only once."),
        ({"from": "{known}\0", "to": "{known}"}, HTTPStatus.BAD_REQUEST, "from: A version is called by"),
    ],
)  # fmt: skip
def test_what_is_no_version_of_this_document_is_refused_with_a_reason(
    tmp_path, desk, versions, asked, status, reason
):
    load(tmp_path, event("another"))
    other = Revision.objects.of(Event.objects.get(slug="another")).first()
    names = {"known": versions[0].short, "other": other.short}
    sent = {
        name: [one.format(**names) for one in given] if isinstance(given, list) else given.format(**names)
        for name, given in asked.items()
    }  # fmt: skip
    answer = compare(desk, Event.objects.get(slug="an-event"), **sent)
    assert answer.status_code == status
    assert reason in words(Page(answer).root)
    assert list(Page(answer).root.iter("select"))


def test_whoever_may_see_nothing_compares_nothing(versions):
    stranger = at_the_desk(colleague("nobody"))
    asked = {"from": versions[0].short, "to": versions[2].short}
    assert compare(stranger, Event.objects.get(), **asked).status_code == HTTPStatus.FOUND
