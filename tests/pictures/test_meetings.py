"""Who met whom: each disc leads to exactly the records in which the two took part together."""

import re
from itertools import combinations, pairwise

import pytest
from django.utils.translation import override

from relations.languages import LANGUAGES
from relations.models import Relation
from relations.pictures import meetings
from relations.pictures.packing import width_of
from tests.drawings import listed_at, marks
from tests.making import aid, event, load, person, visit

pytestmark = pytest.mark.django_db

FILE, PAGE = "/{}/at-a-glance/meetings.svg", "/{}/at-a-glance/meetings/"


def by(role: str, *people: str) -> list[dict]:
    return [{"person": who, "role": role} for who in people]


def there(*people: str, role: str = "participant") -> dict:
    return {"participants": by(role, *people)}


def discs(client, language: str = "en") -> dict[str, str]:
    """What is said of each disc of the file, by the address that it leads to."""
    return marks(client, FILE.format(language))


def drawn():
    return meetings.draw(Relation.objects.current())


@pytest.fixture
def told(tmp_path):
    here = ("ann", "ben", "cho")
    guest = {"person": "xan", "role": "visitor", "tier": "minister"}
    load(
        tmp_path,
        *(person(slug, country="JP") for slug in here),
        *(person(slug) for slug in ("xan", "yva")),
        person("from-elsewhere", country="NL"),
        event("talk", type="consultation", date="2015", participants=[*by("participant", "ann", "xan", "ben", "from-elsewhere"), *by("speaker", "ann")]),
        visit("visit", date="2005-12-31/2006-01-02", participants=[guest, {"person": "ann", "role": "host"}]),
        event("call", form="phone", date="1999", **there("cho", "yva")),
        event("letters", date="1998", **there("ben", "yva", role="signatory")),
        event("paid", type="conference", participants=[*by("funder", "ben"), *by("host", "yva")]),
        event("estimated", type="conference", participants=[*by("host", "ben"), *by("estimator", "yva")]),
        event("one-side", type="conference", **there("ann", "ben")),
        event("a-draft", type="conference", status="draft", **there("ben", "yva")),
        aid("a-grant", **there("ben", "yva", role="signatory")),
    )  # fmt: skip


def test_two_met_where_both_took_part_in_a_meeting_that_is_published(client, told):
    assert sorted(discs(client).values()) == ["Ann · Xan · 2", "Ben · Xan · 1", "Cho · Yva · 1"]


def test_both_sides_stand_in_the_order_of_their_first_meeting(told):
    picture = drawn()
    assert [row.person.slug for row in picture.rows] == ["cho", "ann", "ben"]
    assert [column.person.slug for column in picture.columns] == ["yva", "xan"]
    for lines in (picture.rows, picture.columns):
        places = [line.at for line in lines]
        assert places == sorted(places)


def test_the_page_tells_every_pair_as_a_table_the_most_frequent_first(read, told):
    page = read(PAGE.format("en"))
    table = page.html.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in table.split("</tr>")[:-1]]
    assert [re.sub("<.*?>", "", " ".join(row)) for row in rows] == [
        "Ann Xan 2005–2015 2", "Cho Yva 1999 1", "Ben Xan 2015 1",
    ]  # fmt: skip
    assert "Japan: 3 of 3 people; Ukraine: 2 of 2" in page.words


def test_of_very_many_the_pairs_who_met_most_often_are_shown(read, told, monkeypatch):
    monkeypatch.setattr(meetings, "MOST_DRAWN", 1)
    monkeypatch.setattr(meetings, "MOST_TOLD", 2)
    page = read(PAGE.format("en"))
    assert re.findall(r"<title>([^<]*·[^<]*)</title>", page.html)[-1] == "Ann · Xan · 2"
    assert "Japan: 1 of 3 people; Ukraine: 1 of 2" in page.words
    assert "The 2 pairs who met most often, of 3." in page.words


def test_before_the_first_meeting_there_is_no_picture(client):
    assert "<figure" not in client.get(PAGE.format("en")).content.decode()
    assert client.get(FILE.format("en")).status_code == 404


@pytest.mark.parametrize("page", ["/{}/at-a-glance/", "/{}/people/"])
def test_the_way_there_is_shown(read, page, told):
    assert f'href="{PAGE.format("uk")}"' in read(page.format("uk")).html


@pytest.mark.usefixtures("the_record")
class TestTheWholeRecord:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_disc_opens_as_many_records_as_it_says(self, client, language):
        found = discs(client, language)
        assert len(found) > 20
        for href, said in list(found.items())[::5]:
            assert len(listed_at(client, href)) == int(said.rpartition(" ")[2]) > 0

    def test_no_disc_touches_another_and_all_lie_within_the_picture(self):
        picture = drawn()
        for one, other in combinations(picture.discs, 2):
            apart = (one.x - other.x) ** 2 + (one.y - other.y) ** 2
            assert apart > (one.radius + other.radius) ** 2
        assert all(disc.x + disc.radius < picture.width for disc in picture.discs)
        assert all(picture.top <= disc.y - disc.radius for disc in picture.discs)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_name_covers_another_and_none_is_cut(self, language):
        with override(language):
            self.look_at(drawn())

    def look_at(self, picture):
        heights = [row.at for row in picture.rows]
        assert min(b - a for a, b in pairwise(heights)) > 14
        for row in picture.rows:
            assert 16 + width_of(str(row.name)) < picture.start
        slant = 0.5**0.5
        places = [column.at for column in picture.columns]
        assert min(b - a for a, b in pairwise(places)) * slant > 14
        for column in picture.columns:
            reach = width_of(str(column.name)) * slant
            assert reach < picture.top
            assert column.at + reach < picture.width
