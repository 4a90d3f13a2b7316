"""Where a place is: written as two numbers, checked, told to readers and to programs."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from relations.languages import LANGUAGES
from relations.models import Place
from relations.models.fields import Point, point_of, validate_coordinates
from tests.making import event, load, place

HERE = "35.6895, 139.6917"
ELSEWHERE = {"geonames": "1850147", "wikidata": "Q1490"}
WRONG = ("35.6895 139.6917", "35,6895, 139,6917", "139.6917, 35.6895", "0, 180.5", "-90.1, 0", "35.68951234, 0", "north", "٣٥, ١٣٩")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "point"),
    [(HERE, Point(35.6895, 139.6917)), ("-34, -58.4", Point(-34, -58.4)), ("90, -180", Point(90, -180))],
)  # fmt: skip
def test_coordinates_are_latitude_and_longitude(text, point):
    validate_coordinates(text)
    assert point_of(text) == point


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_point_is_refused_with_an_example(text, language):
    with override(language), pytest.raises(ValidationError) as refused:
        validate_coordinates(text)
    assert text in refused.value.messages[0]
    assert "50.4547, 30.5238" in refused.value.messages[0]


@pytest.mark.django_db
class TestReaders:
    @pytest.fixture(autouse=True)
    def told(self, tmp_path):
        load(
            tmp_path,
            place("tokyo", coordinates=HERE, identifiers=ELSEWHERE),
            place("null-island", kind="other", coordinates="0, 0"),
            place("a-region", kind="region"),
            event(places=["tokyo", "null-island", "a-region"]),
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_page_says_where_it_is_and_who_else_knows_it(self, read, language):
        page = read(f"/{language}/places/tokyo/")
        assert HERE in page.words
        links = {link.get("href") for link in page.main.iter("a")}
        assert "https://www.geonames.org/1850147" in links
        assert "Coordinates" not in read("/en/places/a-region/").words

    def test_programs_are_told_the_point_and_both_identifiers(self, client):
        told = linked(client, "tokyo")
        assert told["geo"] == {"@type": "GeoCoordinates", "latitude": "35.6895", "longitude": "139.6917"}  # fmt: skip
        assert told["sameAs"] == ["https://www.wikidata.org/entity/Q1490", "https://sws.geonames.org/1850147"]  # fmt: skip
        assert linked(client, "null-island")["geo"]["latitude"] == "0.0"
        assert "geo" not in linked(client, "a-region")

    def test_the_api_hands_them_out_and_describes_them(self, client):
        answer = client.get("/api/v1/places/tokyo").json()
        assert answer["document"]["coordinates"] == HERE
        schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
        described = schemas["Place"]["properties"]["coordinates"]
        assert described["title"] == "Coordinates"
        assert re.fullmatch(described["pattern"], HERE)

    def test_the_desk_explains_them_and_says_what_is_wrong(self, admin_client):
        address = reverse("admin:relations_place_change", args=[Place.objects.get(slug="tokyo").pk])
        form = admin_client.get(address)
        assert "for example 50.4547, 30.5238" in form.content.decode()
        typed = form.context["adminform"].form.initial | {"coordinates": "139.7, 35.7", "identifiers": "{}"}  # fmt: skip
        management = {"variants-TOTAL_FORMS": 0, "variants-INITIAL_FORMS": 0}
        answer = admin_client.post(address, typed | management)
        assert "“139.7, 35.7” is no latitude and longitude" in answer.content.decode()
        assert Place.objects.get(slug="tokyo").coordinates == HERE

    def test_the_history_names_what_changed(self, client, tmp_path):
        load(tmp_path, place("tokyo", coordinates="35.7, 139.7", identifiers=ELSEWHERE))
        history = client.get("/en/places/tokyo/history/").content.decode()
        assert "Coordinates" in history
        assert "35.7, 139.7" in history


def linked(client, slug: str) -> dict:
    html = client.get(f"/en/places/{slug}/").content.decode()
    return json.loads(re.search(r"ld\+json\">(.*?)</script>", html)[1])
