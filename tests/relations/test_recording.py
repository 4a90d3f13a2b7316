"""One door: each change is one revision, and what is not fit to be kept leaves no trace."""

import pytest
from django.db import IntegrityError

from relations.document import Refused, build, digest, hydrate
from relations.models import Event, Record, Revision
from relations.recording import recording
from tests.making import aid, event, load, organisation, person, place, topic, visit
from visits.models import Visit

pytestmark = pytest.mark.django_db


def history(obj) -> list[str]:
    return [revision.signature for revision in Revision.objects.of(obj)]


def test_a_change_is_one_revision_and_no_change_is_none(tmp_path):
    load(tmp_path, event())
    found = Event.objects.get()
    with recording(found, signature="olena"):
        found.title_en = "New title"
    with recording(found, signature="nobody"):
        found.save()
    assert history(found) == ["olena", "fixtures"]
    assert Revision.objects.of(found).first().document["title"] == {"en": "New title"}


def test_bounds_follow_the_date(tmp_path):
    load(tmp_path, event())
    found = Event.objects.get()
    with recording(found, signature="olena"):
        found.date = "1992-01-26/.."
    found.refresh_from_db()
    assert (found.earliest.isoformat(), found.latest.year, found.continuing) == (
        "1992-01-26",
        9999,
        True,
    )


def retitle_and_drop_citations(found):
    with recording(found, signature="olena"):
        found.title_en = "New title"
        found.save()
        found.citations.all().delete()


def test_what_is_refused_leaves_no_trace(tmp_path):
    load(tmp_path, event())
    found = Event.objects.get()
    cited = found.citations.count()
    with pytest.raises(Refused, match="Published without a citation"):
        retitle_and_drop_citations(found)
    found.refresh_from_db()
    assert found.title_en == "An event"
    assert found.citations.count() == cited > 0
    assert history(found) == ["fixtures"]


def test_a_new_slug_keeps_the_old_address_and_the_history(tmp_path):
    load(tmp_path, event())
    found = Event.objects.get()
    with recording(found, signature="olena"):
        found.slug = "renamed"
    assert found.former_slugs == ["an-event"]
    assert history(found) == ["olena", "fixtures"]


def test_of_a_loaded_draft_only_the_address_in_the_file_is_kept(tmp_path):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    for slug in ("known-to-the-desk", "final"):
        with recording(found, signature="olena"):
            found.slug = slug
    assert found.former_slugs == ["an-event"]
    load(tmp_path, event("known-to-the-desk"))
    assert Event.objects.count() == 2


def test_a_draft_may_have_gaps(tmp_path):
    draft = Visit(slug="planned")
    with recording(draft, signature="olena"):
        draft.save()
    assert history(draft) == ["olena"]


def test_the_database_itself_refuses_a_published_record_without_a_date():
    with pytest.raises(IntegrityError):
        Event.objects.create(slug="no-date", status="published")


WHOLE = visit(
    title={"en": "A visit", "ja": "訪問", "uk": "Візит"},
    body={"en": "First.\n\nSecond."},
    date="2011-01-18/2011-01-21",
    purposes=["summit", "signing"],
    topics=["a-topic"],
    places=["a-place"],
    milestone=True,
    checked={"en": {"by": "olena", "on": "2026-01-01"}},
    stops=[{"place": "a-place", "date": "2011-01-18", "what": {"en": "Arrival"}}],
    citations=[
        {"source": "a-source", "claim": "rank", "stance": "contradicts", "says": {"en": "A state visit"}},
        {"source": "a-source", "quotation": "He came.", "locator": "p. 3"},
    ],
    links=[{"to": "an-event", "role": "announced-during"}],
)  # fmt: skip
GIFT = aid(
    not_counted_reason={"en": "Conditional"},
    transactions=[{"key": "half", "stage": "pledge", "amount": "0.5", "currency": "USD", "qualifier": "up-to"}],
    items=[{"key": "cars", "quantity": 30, "unit": "vehicle", "qualifier": "about"}],
    participants=[{"organisation": "an-agency", "role": "funder"}],
)  # fmt: skip


@pytest.mark.parametrize("document", [WHOLE, GIFT], ids=["visit", "aid"])
def test_a_document_comes_back_from_the_database_as_it_was(tmp_path, document):
    load(tmp_path, person("a-visitor"), place(), topic(), organisation(), event(), document)
    key, slug = next(iter(document.items()))
    found = next(kind for kind in Record.kinds() if key == kind.KEY).objects.get(slug=slug)
    assert build(found) == document


@pytest.mark.parametrize("document", [WHOLE, GIFT], ids=["visit", "aid"])
def test_a_hydrated_document_is_shown_as_the_saved_one_and_writes_nothing(
    tmp_path, document, django_assert_max_num_queries
):
    load(tmp_path, person("a-visitor"), place(), topic(), organisation(), event(), document)
    with django_assert_max_num_queries(12):
        shown = hydrate(document, pk=1)
    with django_assert_max_num_queries(0):
        assert digest(build_from_cache(shown)) == digest(document)


def build_from_cache(shown) -> dict:
    """The document of a hydrated object, read as a template reads it."""
    from relations.document import shape

    def contents(obj):
        pairs = [(name, shape.plain(obj, name)) for name in obj.document_fields]
        written = {n: value for n, value in pairs if not shape.is_silent(obj, n, value)}
        for name in obj.parts:
            if rows := [contents(part) for part in getattr(obj, name).all()]:
                written[name] = rows
        return written

    return {shown.KEY: shown.slug} | contents(shown)


def test_a_name_that_is_gone_is_shown_by_its_slug():
    shown = hydrate({"event": "old", "places": ["vanished"]})
    assert [place.slug for place in shown.places.all()] == ["vanished"]
