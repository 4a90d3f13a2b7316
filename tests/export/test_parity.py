"""The whole record as data: the rows of its pages, in their order, and what pages say of it."""

import json
import random
from urllib.parse import urlencode

import pytest

from relations import models
from relations.document import build, digest
from relations.export import FORMS, forms
from relations.filters import chronology_filters, filters_of
from relations.languages import LANGUAGES
from relations.models import Organisation, Person, Place, Record, Source, Topic
from tests.counts import TIMES
from tests.downloads import slugs_in
from tests.reading import Page, body_of, every_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

LISTS = {
    "chronology": Record,
    **dict(zip(("events", "visits", "aid"), Record.kinds(), strict=True)),
    "people": Person,
    "organisations": Organisation,
    "places": Place,
    "sources": Source,
    "topics": Topic,
    "search": Record,
}
#: So many lists, filtered at random, are compared with their pages.
COMPARED = 20 if TIMES == 1 else 200


def forms_of(name: str) -> list[str]:
    return [ending for ending, form in FORMS.items() if form.serves(LISTS[name])]


def filtered(chance: random.Random) -> tuple[str, str]:
    """A list, and a query of one to three of its filters."""
    name = chance.choice(sorted(LISTS))
    model = LISTS[name]
    made = chronology_filters(None) if model is Record else filters_of(model)
    fields = made({}, model.objects.published()).form.fields
    offered = {
        n: [v for v, _label in f.choices] for n, f in fields.items() if hasattr(f, "choices")
    }
    typed = {"q": ["visit", "日本", "грант"], "since": ["1995", "2014-03"], "until": ["2015"]}
    known = {n: v for n, v in (offered | typed).items() if n in fields and v}
    asked = chance.sample(sorted(known), min(len(known), chance.randint(1, 3)))
    return name, urlencode([(n, chance.choice([str(v) for v in known[n]])) for n in asked])


def test_a_download_has_the_rows_of_its_page_in_their_order(client):
    chance = random.Random(7)
    found = 0
    for number in range(COMPARED):
        name, query = filtered(chance)
        language = LANGUAGES[number % 3]
        shown = every_record(client, f"/{language}/{name}/?{query}")
        found += bool(shown)
        for form in forms_of(name):
            response = client.get(f"/{language}/{name}.{form}?{query}")
            slugs = slugs_in(form, body_of(response))
            # What has no day stands in no calendar.
            right = [slug for slug in shown if slug in slugs] if form == "ics" else shown
            assert slugs == right, response.request
    assert found > COMPARED / 3


@pytest.mark.parametrize("name", LISTS)
def test_a_page_leads_to_its_data_as_it_is_filtered(client, name):
    asked = "utm_source=x" if name == "topics" else "q=japan&utm_source=x"
    page = Page(client.get(f"/uk/{name}/?{asked}"))
    shown = {a.get("href") for a in page.main.iter("a") if a.get("type")}
    told = {link.get("href") for link in page.links("alternate") if link.get("type")}
    assert shown == told
    assert len(shown) == sum(f.is_listed and f.serves(LISTS[name]) for f in forms().values())
    for address in shown:
        response = client.get(address)
        assert (response.status_code, response.request["PATH_INFO"][:4]) == (200, "/uk/")
        assert address.endswith(f"?{asked}")


def test_a_document_is_handed_out_as_its_page_names_it(client):
    for model in (*Record.kinds(), Person, Organisation, Place, Source, Topic, models.Page):
        obj = model.objects.published().order_by("slug").first()
        response = client.get(f"{obj.get_absolute_url().rstrip('/')}.json")
        told = json.loads(body_of(response))
        assert told["version"] == digest(build(obj))
        assert told["url"] == response.wsgi_request.build_absolute_uri(obj.get_absolute_url())
        assert told["document"][model.KEY] == obj.slug
