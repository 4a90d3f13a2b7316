"""The JSON-LD of every kind of page, as an RDF reader takes it."""

import json
import re
from datetime import date

import pytest
import rdflib
from rdflib import RDF, Namespace
from rdflib.plugins.parsers.jsonld import to_rdf

from relations.document import roots
from relations.languages import LANGUAGES
from relations.models import Record
from tests.making import aid, event, load, organisation, person, place, source, topic, visit
from tests.reading import Page, words

pytestmark = pytest.mark.django_db

SCHEMA = Namespace("https://schema.org/")
#: Read in the vocabulary of schema.org: what may be said of a thing of each type that we name.
THING = {"name", "description", "url", "sameAs", "alternateName", "mainEntityOfPage"}
WORK = THING | {"inLanguage", "version", "dateModified", "datePublished", "publisher", "license", "citation"}  # fmt: skip
PLACE = THING | {"containedInPlace", "geo"}
PROPERTIES = {
    "Event": THING | {"startDate", "endDate", "location", "attendee", "performer", "contributor", "funder", "eventAttendanceMode"},
    "MonetaryGrant": THING | {"amount", "funder"},
    "Grant": THING | {"funder"},
    "LoanOrCredit": THING | {"amount", "provider"},
    "Intangible": THING,
    "MonetaryAmount": THING | {"value", "currency"},
    "Person": THING | {"hasOccupation"},
    "Role": {"startDate", "endDate", "hasOccupation"},
    "Occupation": THING,
    "Organization": THING,
    "GovernmentOrganization": THING,
    "Place": PLACE, "City": PLACE, "AdministrativeArea": PLACE, "Country": PLACE,
    "GeoCoordinates": {"latitude", "longitude"},
    "Article": WORK | {"headline"},
    "WebPage": WORK,
    "CreativeWork": WORK,
    "Dataset": WORK | {"distribution"},
    "DataDownload": {"encodingFormat", "contentUrl"},
}  # fmt: skip
#: What the page of a document may be about.
TYPES = {
    "event": {"Event"},
    "visit": {"Event"},
    "aid": {"MonetaryGrant", "Grant", "LoanOrCredit", "Intangible"},
    "person": {"Person"},
    "organisation": {"GovernmentOrganization", "Organization"},
    "place": {"Place", "City", "AdministrativeArea", "Country"},
    "topic": {"Article"},
    "page": {"WebPage"},
    "source": {"CreativeWork"},
}
LISTS = ("", "chronology/", "events/", "visits/", "aid/", "topics/", "people/", "organisations/", "places/", "sources/", "search/", "ledger/", "ledger/sums/", "ledger/not-counted/", "ledger/in-kind/", "coverage/")  # fmt: skip
#: Of each kind so many pages are read, spread over all of them.
MOST = 8
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def linked(page: Page) -> dict:
    [script] = [s for s in page.root.iter("script") if s.get("type") == "application/ld+json"]
    return json.loads(script.text)


def graph(told: dict) -> rdflib.Graph:
    """The triples; the context is not fetched but said in a word."""
    assert told["@context"] == "https://schema.org"
    return to_rdf(told | {"@context": {"@vocab": str(SCHEMA)}}, rdflib.Graph())


def things(told):
    """Every thing that is told of, the outer one first."""
    if isinstance(told, dict):
        yield told
        for value in told.values():
            yield from things(value)
    elif isinstance(told, list):
        for one in told:
            yield from things(one)


def check(told: dict) -> None:
    found = graph(told)
    for subject, kind in found.subject_objects(RDF.type):
        name = str(kind).removeprefix(str(SCHEMA))
        said = {str(p).removeprefix(str(SCHEMA)) for p in found.predicates(subject)}
        assert said - {str(RDF.type)} <= PROPERTIES[name], name
    assert {name for thing in things(told) for name, value in thing.items() if not value} == set()
    for thing in things(told):
        assert "@type" in thing
        days = [value for name, value in thing.items() if "Date" in name or "date" in name]
        assert all(is_a_day(day) for day in days), days


def is_a_day(text: str) -> bool:
    """Whether it is a year, a month or a day of the calendar."""
    return bool(DAY.fullmatch(text) and date.fromisoformat(text + "-01-01"[len(text) - 4 :]))


def samples(model) -> list:
    slugs = list(model.objects.published().order_by("slug").values_list("slug", flat=True))
    step = max(1, len(slugs) // MOST)
    return list(model.objects.filter(slug__in=slugs[::step]))


@pytest.mark.usefixtures("the_record")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TYPES)
def test_the_page_of_a_document_tells_what_it_shows(read, key, language):
    model = roots()[key]
    found = samples(model)
    assert found
    for obj in found:
        page = read(obj.get_absolute_url().replace("/en/", f"/{language}/"))
        told = linked(page)
        check(told)
        assert told["@type"] in TYPES[key]
        assert " ".join(told["name"].split()) == page.heading
        around = told if key in ("topic", "page") else told["mainEntityOfPage"]
        assert around["url"] == page.canonical
        assert around["inLanguage"] == language
        assert around["publisher"]["name"] in page.title
        shown = words(page.root)
        names = [thing["name"] for thing in things(told) if "name" in thing]
        assert [name for name in names if " ".join(name.split()) not in shown] == []
        if issubclass(model, Record) and "startDate" in told:
            assert obj.date.startswith(told["startDate"])
            assert told.get("endDate", "") in obj.date


@pytest.mark.usefixtures("the_record")
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_a_dataset_in_every_form_that_it_offers(read, client, language, path):
    page = read(f"/{language}/{path}")
    scripts = [s for s in page.root.iter("script") if s.get("type") == "application/ld+json"]
    if path == "search/":
        assert scripts == []
        return
    told = linked(page)
    check(told)
    assert told["@type"] == "Dataset"
    assert told["url"] == page.canonical
    assert len(told["description"]) >= 50
    offered = {link.get("href"): link.get("type") for link in page.links("alternate") if link.get("type") and "anniversaries" not in link.get("href")}  # fmt: skip
    forms = {form["contentUrl"].removeprefix("http://testserver"): form["encodingFormat"] for form in told.get("distribution", ())}  # fmt: skip
    if path:
        assert forms == offered
    if language == LANGUAGES[0]:
        assert all(client.get(address).status_code == 200 for address in forms)


def test_dates_and_sums_are_told_only_where_they_are_exact(read, tmp_path):
    dates = {"2011": ("2011", None), "2011-05": ("2011-05", None), "2011-05-06/2011-06": ("2011-05-06", "2011-06"), "2011~": (None, None), "2011-21": (None, None),
             "201X": (None, None), "[2011,2012]": (None, None), "2011-05/..": ("2011-05", None), "../..": (None, None)}  # fmt: skip
    step = {"key": "a", "stage": "commitment", "amount": 5, "currency": "JPY"}
    sums = {
        "exact": [step],
        "twice": [step, step | {"key": "b", "stage": "disbursement"}],
        "about": [step | {"qualifier": "about"}],
        "differing": [step, step | {"key": "b", "amount": 6}],
    }
    load(
        tmp_path,
        *(event(f"event-{number}", date=known) for number, known in enumerate(dates)),
        *(aid(slug, transactions=steps) for slug, steps in sums.items()),
        aid("lent", form="loan"), aid("vouched", form="guarantee", not_counted_reason={"en": "Not paid."}),
    )  # fmt: skip
    for number, expected in enumerate(dates.values()):
        told = linked(read(f"/en/events/event-{number}/"))
        assert (told.get("startDate"), told.get("endDate")) == expected
    told = {slug: linked(read(f"/en/aid/{slug}/")) for slug in (*sums, "lent", "vouched")}
    five = {"@type": "MonetaryAmount", "value": "5", "currency": "JPY"}
    assert {slug: told[slug].get("amount") for slug in sums} == {"exact": five, "twice": five, "about": None, "differing": None}  # fmt: skip
    assert told["exact"]["@type"] == "MonetaryGrant"
    assert (told["lent"]["@type"], told["lent"]["amount"]["value"]) == ("LoanOrCredit", "1000000")
    assert (told["vouched"]["@type"], told["vouched"].get("amount")) == ("Intangible", None)


def test_who_took_part_is_told_by_what_she_did(read, tmp_path):
    load(
        tmp_path, person("guest"), person("speaker"), organisation("a-ministry", kind="ministry"), place(),
        event(form="online", signed_at="a-place", type="agreement", places=["a-place"], participants=[
            {"person": "guest", "role": "visitor"}, {"person": "speaker", "role": "speaker"},
            {"organisation": "a-ministry", "role": "signatory"}, {"organisation": "a-ministry", "role": "implementer"}]),
    )  # fmt: skip
    told = linked(read("/en/events/an-event/"))
    names = {name: [who["name"] for who in told.get(name, ())] for name in ("attendee", "performer", "contributor", "location")}  # fmt: skip
    assert names == {"attendee": ["Guest"], "performer": ["Speaker"], "contributor": ["A Ministry"], "location": ["A Place"]}  # fmt: skip
    assert told["contributor"][0]["@type"] == "GovernmentOrganization"
    assert told["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_only_cited_offices_and_sure_spellings_are_told(read, tmp_path):
    offices = [
        {"key": "told", "office": {"en": "Minister"}, "start": "2009", "end": "2011-05-06", "citations": [{"source": "a-source"}]},
        {"key": "untold", "office": {"en": "Secret office"}, "start": "1999"},
    ]  # fmt: skip
    variants = [{"language": "uk-Latn", "spelling": "Visytor"}, {"language": "ja", "spelling": "ヴィ", "unsure": True}]  # fmt: skip
    load(tmp_path, person(tenures=offices, variants=variants, identifiers={"wikidata": "Q42"}), visit())  # fmt: skip
    told = linked(read("/en/people/a-visitor/"))
    check(told)
    assert told["hasOccupation"] == [{"@type": "Role", "startDate": "2009", "endDate": "2011-05-06", "hasOccupation": {"@type": "Occupation", "name": "Minister"}}]  # fmt: skip
    assert told["alternateName"] == ["Visytor"]
    assert told["sameAs"] == "https://www.wikidata.org/entity/Q42"


def test_nothing_that_waits_is_told(read, client, tmp_path):
    load(tmp_path, topic("secret-topic", title={"en": "Secret"}, status="draft"), event("secret-event", status="draft"),
         event(topics=["secret-topic"], links=[{"to": "secret-event", "role": "follows"}]))  # fmt: skip
    assert "secret" not in json.dumps(linked(read("/en/events/an-event/"))).lower()
    response = client.get("/en/events/secret-event/")
    assert response.status_code == 404
    assert "ld+json" not in response.content.decode()


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)</script>", '"}, {"@type": "Person', "<!-- <script>", "a\u2028b & 'c' \\"])  # fmt: skip
def test_nothing_breaks_out_of_the_script(read, tmp_path, hostile):
    words_of = {"en": hostile}
    load(
        tmp_path, source(title=hostile, publisher=hostile), person(name=words_of), place(name=words_of),
        topic(title=words_of, summary=words_of), event(title=words_of, summary=words_of, places=["a-place"]),
        visit(title=words_of), aid(title=words_of),
    )  # fmt: skip
    for path in ("events/an-event", "visits/a-visit", "aid/an-aid", "people/a-visitor", "places/a-place", "topics/a-topic", "sources/a-source"):  # fmt: skip
        page = read(f"/en/{path}/")
        told = linked(page)
        check(told)
        assert told["name"] == hostile
        [raw] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.html, re.DOTALL)  # fmt: skip
        assert json.loads(raw) == told
        assert not set("<>&\u2028") & set(raw)
