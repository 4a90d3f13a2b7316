"""The tables of the ledger as pictures: the figures of the table, each as large as it says."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest
from django.http import QueryDict

from aid import ledger, pictures
from relations.languages import LANGUAGES
from tests.making import aid, load

SVG = "{http://www.w3.org/2000/svg}"


def step(key: str, stage: str, amount: int, currency: str, date: str) -> dict:
    return {"key": key, "stage": stage, "amount": amount, "currency": currency, "date": date}


def picture():
    return pictures.years(ledger.table(ledger.counted(), ledger.DIMENSIONS[0]))


@pytest.fixture
def panels(db, tmp_path):
    given = [
        step("a", "pledge", 400, "USD", "2014"),
        step("b", "disbursement", 100, "USD", "2014-05"),
        step("c", "commitment", 7_000, "JPY", "2020"),
        step("d", "commitment", 9, "USD", "2013/2015"),
    ]
    load(tmp_path, aid(transactions=given))
    return {panel.currency: panel for panel in picture().panels}


def test_each_currency_has_its_own_measure(panels):
    assert list(panels) == ["USD", "JPY"]
    high = {bar.figure.amount: bar.height for panel in panels.values() for bar in panel.bars}
    assert high[400] == high[7_000] == pictures.TALLEST
    assert high[100] == pytest.approx(high[400] / 4)


def test_a_sum_whose_year_is_not_known_stands_in_no_year(panels):
    assert [bar.figure.amount for bar in panels["USD"].bars] == [400, 100]


def test_stages_stand_side_by_side_and_each_looks_otherwise(panels):
    pledged, paid = panels["USD"].bars
    assert pledged.x + pledged.width <= paid.x
    assert (pledged.tone, paid.tone) == (0, 1)
    assert pledged.y + pledged.height == paid.y + paid.height == panels["USD"].ground


@pytest.mark.django_db
def test_without_a_sum_there_is_no_picture(read):
    assert "<figure" not in read("/en/ledger/").html


@pytest.mark.django_db
class TestFiles:
    FILE = "/en/at-a-glance/ledger.svg"

    @pytest.fixture(autouse=True)
    def told(self, tmp_path):
        given = [
            step("a", "pledge", 400, "USD", "2014"),
            step("b", "disbursement", 100, "USD", "2014-05"),
            step("c", "commitment", 7_000, "JPY", "2020"),
        ]
        load(tmp_path, aid(transactions=given))

    def drawn(self, client, query: str = "") -> dict[str, str]:
        """What each bar says, and where it leads."""
        tree = ElementTree.fromstring(client.get(self.FILE + query).content)
        links = ((link.find(f"{SVG}title").text, link) for link in tree.iter(f"{SVG}a"))
        return {said: link.get("href").partition("?")[2] for said, link in links}

    def test_of_all_sums_there_is_a_bar_for_each_year(self, client):
        assert self.drawn(client) == {
            "2014 · Pledge · US$400": "stage=pledge&currency=USD&year=2014",
            "2014 · Disbursement · US$100": "stage=disbursement&currency=USD&year=2014",
            "2020 · Commitment · ¥7,000": "stage=commitment&currency=JPY&year=2020",
        }

    def test_the_filters_choose_the_sums_and_stay_in_the_links(self, client):
        [(said, query)] = self.drawn(client, "?by=form&year=2014&stage=pledge").items()
        assert said.endswith("Pledge · US$400")
        assert QueryDict(query) == QueryDict("year=2014&stage=pledge&currency=USD&form=grant")
        page = client.get(f"/en/ledger/sums/?{query}").content.decode()
        assert "US$400" in page
        assert "US$100" not in page

    def test_the_file_says_what_it_was_narrowed_to_and_what_bars_mean(self, client):
        told = client.get(f"{self.FILE}?by=form&stage=pledge").content.decode()
        assert ">Counted sums by currency and stage: Form (Stage: Pledge)</text>" in told
        assert "http://testserver/en/ledger/sums/?stage=pledge · " in told
        assert ">Pledge</text>" in told

    def test_the_sums_lead_to_their_picture(self, client):
        page = client.get("/en/ledger/sums/?stage=pledge").content.decode()
        assert 'href="/en/at-a-glance/ledger.svg?by=body&amp;stage=pledge"' in page

    def test_sums_without_a_year_lead_to_no_picture_by_years(self, client, tmp_path):
        load(tmp_path, aid("long", transactions=[step("d", "commitment", 9, "USD", "2013/2015")]))
        page = client.get("/en/ledger/sums/?year=unknown").content.decode()
        assert "ledger.svg?by=form&amp;year=unknown" in page
        assert "by=year" not in page

    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("by=topic", "<code>year</code>, <code>form</code>, <code>body</code>"),
            ("by=form&by=body", "This can be given only once."),
            ("stage=promise", "“promise” is not accepted."),
            ("after=an-aid", "There is no such filter here."),
            ("by=%00", "“"),
        ],
    )
    def test_what_is_not_understood_is_refused_with_the_reason(self, client, query, reason):
        answer = client.get(f"{self.FILE}?{query}")
        assert answer.status_code == 400
        assert reason in answer.content.decode()

    def test_of_no_sum_there_is_no_picture(self, client):
        assert client.get(f"{self.FILE}?stage=allocation").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("the_record")
class TestTheWholeLedger:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", ["year", "form", "body"])
    def test_the_bars_open_what_the_table_opens(self, read, language, name):
        html = read(f"/{language}/ledger/").html.partition(f'<h2 id="by-{name}">')[2]
        drawn = ElementTree.fromstring(
            re.search(r"<svg[^>]*aria-labelledby.*?</svg>", html, re.S)[0]
        )
        links = [link.get("href") for link in drawn.iter(f"{SVG}a")]
        table = html.partition("<table")[2].partition("</table>")[0]
        in_table = re.findall(r'href="([^"]+)"', table.replace("&amp;", "&"))
        assert sorted(links) == sorted(href for href in in_table if "year=unknown" not in href)
        assert len(links) > 5

    def test_lying_bars_have_a_line_each_and_begin_together(self):
        drawn = pictures.breakdown(ledger.table(ledger.counted(), ledger.DIMENSIONS[2]))
        bars = [bar for block in drawn.blocks for row in block.rows for bar in row.bars]
        assert len({bar.x for bar in bars}) == 1
        ends = [bar.y + bar.height for bar in bars]
        assert all(end <= bar.y for end, bar in zip(ends, bars[1:], strict=False))
        assert ends[-1] < drawn.height

    def test_no_bar_hides_another(self):
        for panel in picture().panels:
            for one, other in combinations(panel.bars, 2):
                assert one.x + one.width <= other.x + 0.2 or other.x + other.width <= one.x + 0.2
