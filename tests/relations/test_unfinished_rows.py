"""A row of a draft may lack what readers need; nobody can publish it, and it is named."""

from http import HTTPStatus

import pytest
from django.test import Client

from aid.models import AidPackage
from relations import scrutiny
from relations.document import build
from relations.document.check import without_gaps
from relations.models import Event, Person, Revision
from tests.desk import form_of, step, url_of, write
from tests.making import aid, event, load, person, visit
from tests.reading import Page, words
from visits.models import Visit

pytestmark = pytest.mark.django_db

#: What somebody has typed so far of one row, and what it lacks for its readers.
BEGUN = {
    "participants": ({"capacity": {"en": "Ambassador"}}, ["Person", "Role"]),
    "citations": ({"quotation": "Both sides agreed."}, ["Source"]),
    "links": ({"role": "follows"}, ["Linked entry"]),
    "stops": ({"what": {"en": "Talks"}}, ["Place"]),
    "transactions": ({"note": {"en": "Half of it"}}, ["Key", "Stage", "Amount", "Currency"]),
    "items": ({"description": {"en": "Lorries"}}, ["Key"]),
}
MAKING = {Event: event, Visit: visit, AidPackage: aid}
PAIRS = [
    (model, part)
    for part in BEGUN
    for model in MAKING
    if part in model.parts and (part in ("participants", "citations", "links")) == (model is Event)
]


@pytest.fixture(params=PAIRS, ids=lambda pair: pair[1])
def begun(request, tmp_path, author):
    """A draft with one row that somebody began at the desk, and the name of its part."""
    model, part = request.param
    draft = MAKING[model](status="draft", citations=[], participants=[], **own_rows(model))
    load(tmp_path, person(), draft)
    found = model.objects.get()
    fields = {f"{part}-TOTAL_FORMS": "1"}
    for name, value in BEGUN[part][0].items():
        texts = value if isinstance(value, dict) else {"": value}
        fields |= {f"{part}-0-{name}_{code}".rstrip("_"): text for code, text in texts.items()}
    usual = {"citations-0-stance": "supports", "transactions-0-qualifier": "exact"}
    usual |= {"items-0-stage": "pledge", "items-0-unit": "piece", "items-0-qualifier": "exact"}
    kept = {name: value for name, value in usual.items() if name.startswith(part)}
    answer = write(author, found, **kept, **fields)
    assert answer.status_code == HTTPStatus.FOUND, answer.content.decode()
    return model.objects.get(), part


def own_rows(model) -> dict:
    return {"transactions": []} if model is AidPackage else {}


def test_a_draft_keeps_a_row_that_lacks_something(begun, author):
    obj, part = begun
    assert build(obj)[part] == [BEGUN[part][0]]
    [name, value] = next(iter(BEGUN[part][0].items()))
    shown = value["en"] if isinstance(value, dict) else value
    suffix = "_en" if isinstance(value, dict) else ""
    assert form_of(author, url_of(obj))[f"{part}-0-{name}{suffix}"] == shown


def test_publishing_refuses_and_names_what_the_row_lacks(begun, author, publisher):
    obj, part = begun
    step(author, obj, "submit")
    refused = words(Page(step(publisher, obj, "publish")).root)
    for field in BEGUN[part][1]:
        assert f" · {field}: It cannot be published without " in refused
    assert not Revision.objects.of(obj).public().exists()


def test_whatever_the_desk_shows_of_the_draft_can_be_opened(begun, author, editor, publisher):
    obj, _part = begun
    addresses = [url_of(obj), url_of(obj, "history"), url_of(obj, "delete"), "/admin/"]
    addresses += [url_of(obj).replace(f"/{obj.pk}/change/", ""), "/admin/scrutiny/"]
    for client in (author, editor, publisher):
        for address in addresses:
            answer = client.get(address, follow=True)
            assert answer.status_code == HTTPStatus.OK, address
    for language in ("en", "ja", "uk"):
        typed = form_of(author, url_of(obj))
        answer = author.post(f"{url_of(obj).replace('change/', 'preview/')}{language}/", typed)
        assert answer.status_code == HTTPStatus.OK


def test_a_preview_leaves_the_row_out_and_keeps_the_whole_ones(tmp_path, author):
    rows = [{"quotation": "Of nobody."}, {"source": "a-source", "quotation": "Of a source."}]
    load(tmp_path, event(status="draft", citations=rows))
    found = Event.objects.get()
    assert without_gaps(build(found))["citations"][0] == rows[1]
    typed = form_of(author, url_of(found))
    page = author.post(f"{url_of(found).replace('change/', 'preview/')}en/", typed).content.decode()
    assert "Of a source." in page
    assert "Of nobody." not in page


def test_a_proposal_keeps_a_row_that_lacks_something(tmp_path, author, publisher):
    load(tmp_path, person(), visit())
    found = Visit.objects.get()
    before = Client().get(found.get_absolute_url()).content
    answer = write(author, found, **{"stops-TOTAL_FORMS": "1", "stops-0-what_en": "Talks"})
    assert answer.status_code == HTTPStatus.FOUND
    assert form_of(author, url_of(found))["stops-0-what_en"] == "Talks"
    step(author, found, "submit")
    refused = words(Page(step(publisher, found, "publish")).root)
    assert "Stop · 1 · Place: It cannot be published without this." in refused
    assert Client().get(found.get_absolute_url()).content == before


def test_two_rows_of_one_person_may_wait_for_their_roles(tmp_path):
    rows = [{"person": "a-visitor"}, {"person": "a-visitor"}]
    load(tmp_path, person(), event(status="draft", participants=rows))
    assert build(Event.objects.get())["participants"] == rows


def test_rows_without_a_name_make_no_duplicates_and_hide_none(tmp_path):
    nameless = {"participants": [{"role": "host"}], "links": [{"role": "follows"}]}
    load(tmp_path, *(event(slug, status="draft", **nameless) for slug in ("one", "two")))
    assert not list(scrutiny.likely_duplicates())
    named = nameless | {"participants": [{"person": "a-visitor", "role": "host"}]}
    load(tmp_path, person(), *(event(slug, status="draft", **named) for slug in ("one", "two")))
    assert len(list(scrutiny.likely_duplicates())) == 1


def test_an_office_is_cited_whole_because_it_holds_at_once(tmp_path, author):
    office = {"key": "minister", "office": {"en": "Minister"}, "start": "2020"}
    load(tmp_path, person(tenures=[office]))
    tenure = Person.objects.get().tenures.get()
    fields = {"citations-TOTAL_FORMS": "1", "citations-0-locator": "p. 3"}
    answer = write(author, tenure, **fields, **{"citations-0-stance": "supports"})
    assert answer.status_code == HTTPStatus.OK
    assert "It cannot be published without this." in answer.content.decode()
