"""What a page may ask of the database, and that it asks no more when there is more to tell."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aid.models import AidPackage, Item, Transaction
from relations.models import (
    Citation,
    Correction,
    Event,
    Link,
    Organisation,
    Page,
    Participation,
    Person,
    Place,
    Record,
    Relation,
    Revision,
    Source,
    Tenure,
    Topic,
    Variant,
)
from relations.search import tokens_of
from tests.reading import body_of
from visits.models import Stop, Visit

pytestmark = pytest.mark.django_db

FEW, MANY = 30, 3_000
FIRST_DAY = date(1992, 1, 26)
KINDS = (Event, Visit, AidPackage)
#: The most queries that a page may make, of whatever size the record is.
BUDGETS = {
    "/en/": 24,
    "/en/chronology/": 24,
    "/en/chronology/?kind=visit&rank=official": 27,
    "/en/chronology/?topic=topic-0&person=person-0&organisation=organisation-0&place=place-0&since=1992-02": 36,
    "/en/chronology/?after=record-28": 25,
    "/en/chronology/?q=record+record-0": 24,
    "/en/search/": 2,
    "/en/search/?q=record+1992": 34,
    "/en/search/?q=record&after=record-28": 36,
    "/en/search/?q=person": 25,
    "/en/search/?q=january+1992+record&kind=visit&rank=official&topic=topic-0": 41,
    "/en/search/?q=nothing+whatever&person=person-0": 53,
    "/en/search.json": 1,
    "/en/brief/": 3,
    "/en/brief/?until=1992-07": 40,
    "/en/brief.pdf?until=1992-02": 40,
    "/en/events/": 21,
    "/en/visits/": 26,
    "/en/aid/": 25,
    "/en/ledger/": 20,
    "/en/ledger/sums/?stage=commitment": 19,
    "/en/ledger/sums/?currency=JPY&currency=USD&currency=EUR&body=unknown&body=organisation-0": 18,
    "/en/visits/?direction=to-jp&direction=to-ua&direction=to-jp&level=minister&level=speaker": 30,
    "/en/ledger/not-counted/": 26,
    "/en/ledger/in-kind/": 14,
    "/en/coverage/": 6,
    "/en/accessibility/": 1,
    "/en/at-a-glance/": 9,
    "/en/at-a-glance.svg": 9,
    "/en/at-a-glance/meetings/": 5,
    "/en/at-a-glance/meetings.svg": 4,
    "/en/at-a-glance/coverage.svg": 5,
    "/en/at-a-glance/ledger.svg?by=body&stage=commitment": 8,
    "/en/at-a-glance/topics.svg": 4,
    "/en/at-a-glance/visits/": 4,
    "/en/at-a-glance/visits.svg": 3,
    "/en/map/": 6,
    "/en/map.svg": 6,
    "/en/anniversaries/": 3,
    "/en/anniversaries.atom": 3,
    "/en/anniversaries.ics": 4,
    "/en/corrections/": 8,
    "/en/correct/visit/record-28/": 8,
    "/en/correct/visit/record-28/thanks/": 2,
    "/en/events/record-27/": 20,
    "/en/events/record-27/?as_of=2020-01-01": 14,
    "/en/events/record-27/history/": 12,
    "/en/events/record-27/history/?after=25": 10,
    "/en/events/record-27/history/?from=00000001&to=00000017": 12,
    "/en/visits/record-28/": 21,
    "/en/visits/record-28/history/": 6,
    "/en/visits/record-28.json": 21,
    "/en/visits/record-28.xlsx": 21,
    "/en/visits/record-28.png": 22,
    "/en/visits/record-28.ris": 22,
    "/en/people/person-0.csv": 11,
    "/en/aid/record-29/": 22,
    "/en/aid/record-29/history/": 6,
    "/en/people/": 7,
    "/en/people/?q=person": 11,
    "/en/people/?role=host": 8,
    "/en/people/person-0/": 18,
    "/en/people/person-0/?as_of=2020-01-01": 18,
    "/en/people/person-0/history/": 8,
    "/en/organisations/": 8,
    "/en/organisations/organisation-0/": 16,
    "/en/places/": 7,
    "/en/places/place-0/": 13,
    "/en/sources/": 7,
    "/en/sources/?q=source": 10,
    "/en/sources/source-0/": 19,
    "/en/topics/": 5,
    "/en/topics/topic-0/": 12,
    "/en/topics/topic-0.json": 6,
    "/en/topics/topic-0/history/": 4,
    "/en/about/": 5,
    "/en/about.json": 6,
    "/en/about/about/history/": 4,
    "/en/nowhere/": 0,
    "/en/events/nowhere/": 2,
    "/en/events/?type=party": 1,
    "/api/v1/": 1,
    "/api/v1/openapi.json": 10,
    "/api/v1/records?limit=20": 35,
    "/api/v1/records?q=record+record-0&after=record-28&limit=20": 23,
    "/api/v1/records/record-28": 20,
    "/api/v1/visits?rank=official&limit=20": 22,
    "/api/v1/visits/record-28": 20,
    "/api/v1/people?limit=3": 17,
    "/api/v1/people/person-0": 10,
    "/api/v1/sources?limit=3&fields=title": 5,
    "/api/v1/topics?limit=3": 4,
    "/api/v1/search?q=record+1992&limit=20": 40,
    "/api/v1/facets?kind=visit&rank=official": 21,
    "/api/v1/totals?stage=commitment": 4,
    "/api/v1/visits/nowhere": 2,
    "/en/api/": 11,
    "/en/api/promises/": 1,
    "/favicon.svg": 1,
    "/colours.css": 1,
    "/robots.txt": 0,
    "/": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker) -> dict[str, tuple[int, int]]:
    """How many queries each page makes with few records and with many."""
    with django_db_blocker.unblock(), transaction.atomic():
        begin()
        tell(range(FEW))
        few = {address: queries(address) for address in BUDGETS}
        tell(range(FEW, MANY))
        yield {address: (few[address], queries(address)) for address in BUDGETS}
        transaction.set_rollback(True)


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        body_of(Client().get(address))
    return len(captured)


def begin() -> None:
    Relation.objects.create(slug="the-pair", party_a="JP", party_b="UA", name_en="The Record")
    Page.objects.create(
        slug="about", title_en="About", body_en="See [[record-0]].", status="published"
    )
    Revision.objects.create(
        model="person",
        slug="person-0",
        digest="0" * 64,
        content=json.dumps(
            {"person": "person-0", "name": {"en": "P."}, "tenures": [held(n) for n in range(3)]}
        ),
        at=datetime(2019, 1, 1, tzinfo=UTC),
        state="",
    )
    for number in range(4):
        Topic.objects.create(slug=f"topic-{number}", title_en=f"Topic {number}", status="published")


def held(number: int) -> dict:
    """An office as the first version of a person told it."""
    office = {"key": f"office-{number}", "office": {"en": f"Office {number}"}}
    return office | {"organisation": "organisation-0", "citations": [{"source": "source-0"}]}


def tell(numbers: range) -> None:
    """Records with a full set of parts, and a tenth as many of everything they name."""
    tenths = range(numbers.start // 10, numbers.stop // 10)
    for model in (Person, Organisation, Place):
        made = model.objects.bulk_create(
            model(
                slug=f"{model.KEY}-{n}",
                name_en=f"{model.KEY} {n}",
                tokens=tokens_of(
                    {model.KEY: f"{model.KEY}-{n}", "name": {"en": f"{model.KEY} {n}"}}
                ),
            )
            for n in tenths
        )
        Variant.objects.bulk_create(Variant(**{model.KEY: obj}, spelling=obj.slug) for obj in made)
    Source.objects.bulk_create(
        Source(
            slug=f"source-{n}",
            title=f"Source {n}",
            url=f"https://example.org/{n}",
            tokens=tokens_of({"source": f"source-{n}", "title": f"Source {n}"}),
        )
        for n in tenths
    )
    appoint(Person.objects.filter(slug__in=[f"person-{n}" for n in tenths]))
    records = Record.objects.bulk_create(map(record, numbers))
    write_kinds(zip(numbers, records, strict=True))
    Revision.objects.bulk_create(map(turn, numbers))
    attach(zip(numbers, records, strict=True))
    correct(records)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself after so large a load


def correct(records) -> None:
    """A correction of every record, and one of everything that it names."""
    named = (("person", "person-0"), ("place", "place-0"), ("source", "source-0"))
    Correction.objects.bulk_create(
        Correction(
            model=model,
            slug=slug,
            state="corrected",
            answer_en="Said anew.",
            closed_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for made in records
        for model, slug in ((made.kind, made.slug), *named)
    )


def appoint(people) -> None:
    """Three cited offices for everybody."""
    source = Source.objects.first()
    offices = Tenure.objects.bulk_create(
        Tenure(person=person, key=f"office-{n}", office_en=f"Office {n}", start="1991", end="2030")
        for person in people
        for n in range(3)
    )
    Citation.objects.bulk_create(Citation(tenure=office, source=source) for office in offices)


def record(number: int) -> Record:
    made = Record(
        kind=KINDS[number % 3].KEY,
        slug=f"record-{number}",
        title_en=f"Record {number}",
        body_en="After [[record-0]] [@source-0].",
        date=(FIRST_DAY + timedelta(days=number)).isoformat(),
        milestone=True,
        status="published",
    )
    made.derive()
    made.tokens = tokens_of(
        {made.kind: made.slug, "title": {"en": made.title_en}, "date": str(made.date)}
    )
    return made


def turn(number: int) -> Revision:
    """A published version of one and the same event, each with a citation more or less."""
    content = {
        "event": "record-27",
        "title": {"en": f"Record {number}"},
        "topics": ["topic-0"],
        "participants": [{"person": f"person-{number % 3}", "role": "host"}],
        "citations": [{"source": "source-0", "claim": "date"}] * (number % 2),
    }
    return Revision(
        model="event",
        slug="record-27",
        digest=f"{number:08x}{number:056x}",
        content=json.dumps(content),
        at=datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        state="published",
    )


def write_kinds(numbered) -> None:
    own = {
        Event: {"type": "statement"},
        Visit: {"visiting": "UA", "host": "JP", "rank": "official"},
        AidPackage: {"donor": "JP", "recipient": "UA", "form": "grant"},
    }
    for number, made in numbered:
        kind = KINDS[number % 3]
        # As a loader does: the row of the kind alone, its parent being there already.
        kind(record=made, **own[kind]).save_base(raw=True, force_insert=True)


def attach(numbered) -> None:
    """The parts. Of everything that can be named, the first is named by every record."""
    names = {model: list(model.objects.order_by("pk")) for model in (Person, Organisation, Place, Source, Topic)}  # fmt: skip
    rows = {model: [] for model in (Participation, Citation, Link, Stop, Transaction, Item, Record.topics.through, Record.places.through)}  # fmt: skip
    before = None
    for number, made in numbered:
        first = {model: named[0] for model, named in names.items()}
        turn = {model: named[1:][number % (len(named) - 1)] for model, named in names.items()}
        for chosen in (first, turn):
            role = "visitor" if chosen is first else "host"
            rows[Participation] += [
                Participation(record=made, person=chosen[Person], role=role, tier="minister"),
                Participation(record=made, organisation=chosen[Organisation], role=role),
            ]
            rows[Citation].append(Citation(record=made, source=chosen[Source], quotation="Words."))
            rows[Record.topics.through].append(
                Record.topics.through(record=made, topic=chosen[Topic])
            )
            rows[Record.places.through].append(
                Record.places.through(record=made, place=chosen[Place])
            )
            if made.kind == Visit.KEY:
                rows[Stop].append(Stop(visit_id=made.pk, place=chosen[Place]))
            if made.kind == AidPackage.KEY:
                own = "estimator" if number % 30 == 2 else "funder"
                rows[Participation].append(Participation(record=made, organisation=chosen[Organisation], role=own))  # fmt: skip
                rows[Transaction].append(Transaction(package_id=made.pk, key=role, stage="pledge", amount=1, currency="JPY", year=2000 + number % 20))  # fmt: skip
                rows[Item].append(Item(package_id=made.pk, key=role, quantity=30, unit="vehicle"))
        if before:
            rows[Link].append(Link(from_record=made, to=before, role="follows"))
        before = made
    for model, made in rows.items():
        model.objects.bulk_create(made)


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_keeps_to_its_budget_however_much_there_is(asked, address):
    few, many = asked[address]
    assert few == many
    assert many <= BUDGETS[address]
