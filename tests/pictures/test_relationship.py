"""The whole relationship at a glance: every entry has its mark in its place, and none hides another."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest
from django.utils.translation import override

from relations.languages import LANGUAGES
from relations.models import Record, Relation
from relations.pictures import relationship
from relations.pictures.packing import width_of
from tests.making import aid, event, load, person, relation, source, visit

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
FILE, PAGE = "/{}/at-a-glance.svg", "/{}/at-a-glance/"


def sums(currency: str, amount: int, **fields) -> list[dict]:
    step = {"key": "note", "stage": "commitment", "amount": amount, "currency": currency}
    return [step | fields]


@pytest.fixture
def told(tmp_path):
    load(
        tmp_path,
        relation(),
        source(),
        person(),
        person("a-guest", country="JP"),
        event("first", date="1992-01-26", title={"en": "A < B & \"C\" </svg><script>\x07"}),
        visit("to-japan", date="1995-03"),
        visit("to-ukraine", date="2015", visiting="JP", host="UA", participants=[{"person": "a-guest", "role": "visitor", "tier": "minister"}]),
        aid("small", date="2022", transactions=sums("JPY", 100)),
        aid("large", date="2022", transactions=sums("JPY", 10_000)),
        aid("dollars", date="2023-06", transactions=sums("USD", 5)),
        aid("not-counted", date="2024", transactions=sums("JPY", 10**12, not_counted_reason={"en": "A guarantee."})),
        event("going-on", date="1992/.."),
        event("draft", status="draft", date="2000"),
    )  # fmt: skip


@pytest.fixture
def drawn(told):
    picture = relationship.draw(Relation.objects.current())
    return {one.record.slug: one for one in picture.drawn}


def links_of(svg: bytes) -> dict[str, ElementTree.Element]:
    tree = ElementTree.fromstring(svg)
    return {link.get("href"): link for link in tree.iter(f"{SVG}a")}


def test_what_is_published_and_dated_is_drawn_and_nothing_else(drawn):
    slugs = {"first", "to-japan", "to-ukraine", "small", "large", "dollars", "not-counted"}
    assert set(drawn) == slugs


def test_time_runs_to_the_right_and_on_a_phone_down(drawn):
    order = [drawn[slug] for slug in ("first", "to-japan", "to-ukraine", "dollars")]
    for places in ([one.lying.x for one in order], [one.standing.y for one in order]):
        assert places == sorted(set(places))


def test_visits_stand_on_the_two_sides_of_the_events_and_sums_beyond_them(drawn):
    order = [drawn[slug] for slug in ("to-japan", "first", "to-ukraine", "small")]
    for places in ([one.lying.y for one in order], [one.standing.x for one in order]):
        assert places == sorted(set(places))
    assert [drawn[slug].shape for slug in ("to-japan", "first", "to-ukraine")] == ["down", "ring", "up"]  # fmt: skip


def test_the_area_of_a_disc_follows_its_sum_within_a_currency(drawn):
    assert drawn["large"].lying.radius == pytest.approx(10 * drawn["small"].lying.radius, rel=0.2)
    for spots in ("lying", "standing"):
        radii = {slug: getattr(one, spots).radius for slug, one in drawn.items()}
        assert radii["dollars"] == radii["large"] > radii["small"]
    assert (drawn["not-counted"].shape, drawn["not-counted"].sum_shown) == ("square", "")
    assert (drawn["large"].shape, drawn["large"].sum_shown) == ("disc", "¥10,000")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_leads_to_every_entry_and_names_its_source(client, told, language):
    answer = client.get(FILE.format(language))
    assert answer["Content-Type"] == "image/svg+xml"
    links = links_of(answer.content)
    shown = Record.objects.published().filter(continuing=False)
    assert {href.rstrip("/").rpartition("/")[2] for href in links} == {r.slug for r in shown}
    address = f"http://testserver/{language}/events/first/"
    assert 'A < B & "C" </svg><script>' in links[address].find(f"{SVG}title").text
    assert f"http://testserver{PAGE.format(language)}" in answer.content.decode()


def test_the_page_tells_the_same_as_a_table(read, told):
    page = read(PAGE.format("en"))
    table = page.html.partition("<table")[2]
    in_table = re.findall(r'href="(/en/(?:events|visits|aid)/[^"]+)"', table)
    in_picture = re.findall(r'<a href="(/en/[^"]+)"><title', page.html)
    assert sorted(in_table) == sorted(in_picture)
    assert len(in_table) == 7
    for words in ("¥10,000", "Visit: A to B", "Visit: B to A", "Aid package"):
        assert words in table


def test_before_the_first_entry_there_is_no_picture(client):
    assert "<figure" not in client.get(PAGE.format("en")).content.decode()
    assert "<figure" not in client.get("/en/").content.decode()
    for form in ("svg", "png"):
        assert client.get(f"/en/at-a-glance.{form}").status_code == 404


def test_what_is_drawn_twice_is_told_once_and_filed_once(client, read, told):
    page, file = read(PAGE.format("en")).html, client.get(FILE.format("en")).content.decode()
    shapes = r"<a [^>]*><title.*?</title>(.*?)</a>"
    drawn_on_page, drawn_in_file = (re.findall(shapes, text) for text in (page, file))
    assert len(drawn_on_page) == len(drawn_in_file) == 7
    assert {len(re.findall("<(?:circle|path)", mark)) for mark in drawn_on_page} == {2}
    assert {len(re.findall("<(?:circle|path)", mark)) for mark in drawn_in_file} == {1}
    assert "standing" not in file


def test_what_lasts_beyond_the_newest_entry_has_its_place(tmp_path):
    load(tmp_path, relation(), source(), event("long", date="2001/2030"), event(date="2002"))
    picture = relationship.draw(Relation.objects.current())
    assert all(one.standing.y > picture.standing.top for one in picture.drawn)


def test_of_very_many_the_milestones_come_first(told, monkeypatch, read):
    Record.objects.filter(slug="first").update(milestone=True)
    monkeypatch.setattr(relationship, "MOST_DRAWN", 2)
    page = read(PAGE.format("en"))
    drawn = re.findall(r'<a href="/en/\w+/([^/]+)/"><title', page.html)
    assert sorted(drawn) == ["first", "not-counted"]
    assert "5 further entries are not drawn" in page.html


@pytest.mark.usefixtures("the_record")
class TestTheWholeRecord:
    @pytest.fixture(params=LANGUAGES)
    def picture(self, request):
        with override(request.param):
            yield relationship.draw(Relation.objects.current())

    @pytest.mark.parametrize("spots", ["lying", "standing"])
    def test_no_mark_hides_another(self, picture, spots):
        placed = [(one.record.slug, getattr(one, spots)) for one in picture.drawn]
        close = [
            (slug, beside)
            for (slug, one), (beside, other) in combinations(placed, 2)
            if abs(one.x - other.x) + abs(one.y - other.y) < (one.radius + other.radius) * 0.8
        ]
        assert close == []

    def test_a_finger_hits_one_mark_alone(self, picture):
        for one, other in combinations([one.standing for one in picture.drawn], 2):
            assert max(abs(one.x - other.x), abs(one.y - other.y)) >= 18

    @pytest.mark.parametrize("spots", ["lying", "standing"])
    def test_no_name_covers_another(self, picture, spots):
        for one, other in combinations(getattr(picture, spots).labels, 2):
            if abs(one.y - other.y) < 12:
                (left, right), (start, end) = (reach(label) for label in (one, other))
                assert right <= start or end <= left, (one.text, other.text)

    def test_names_of_a_phone_cover_no_year_and_no_mark(self, picture):
        drawing = picture.standing
        for label in drawing.labels:
            left, right = reach(label)
            assert left >= 0
            assert right <= min(one.standing.x - one.standing.radius for one in picture.drawn)
            assert all(abs(label.y - (tick.at + 13)) >= 12 for tick in drawing.ticks)

    def test_each_year_of_a_phone_holds_what_is_of_it(self, picture):
        ends = [*(tick.at for tick in picture.standing.ticks), picture.standing.height]
        for one in picture.drawn:
            year = max(one.middle.year, picture.standing.ticks[0].year)
            number = year - picture.standing.ticks[0].year
            assert ends[number] < one.standing.y < ends[number + 1]

    @pytest.mark.parametrize("spots", ["lying", "standing"])
    def test_everything_lies_within_the_picture(self, picture, spots):
        drawing = getattr(picture, spots)
        for one in picture.drawn:
            spot = getattr(one, spots)
            assert spot.radius <= spot.x <= drawing.width - spot.radius
            assert spot.radius <= spot.y <= drawing.height - spot.radius

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_file_is_one_that_any_program_reads(self, client, language):
        links = links_of(client.get(FILE.format(language)).content)
        assert len(links) == Record.objects.published().filter(continuing=False).count()


def reach(label) -> tuple[float, float]:
    width = width_of(label.text)
    left = {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    return label.x - left, label.x - left + width
