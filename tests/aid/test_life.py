"""The life of a package: each step in its row and at its day, and what totals leave out says so."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from itertools import pairwise

import pytest
from django.utils.translation import override

from aid import life
from aid.models import AidPackage
from relations.languages import LANGUAGES
from relations.pictures.months import Months
from relations.pictures.packing import width_of
from tests.making import aid, load

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
PAGE, FILE = "/{}/aid/{}/", "/{}/aid/{}/life.svg"


def step(key: str, stage: str, amount: int, day: str = "", currency: str = "USD", **more) -> dict:
    dated = {"date": day} if day else {}
    return {"key": key, "stage": stage, "amount": amount, "currency": currency} | dated | more


STEPS = [
    step("paid", "disbursement", 400, "2016"),
    step("said", "pledge", 100, "2014-01-10"),
    step("raised", "pledge", 400, "2014-03-10", replaces="said"),
    step("said-again", "pledge", 1, "2014-02-01", "EUR", restates="said"),
    step("signed", "commitment", 9_000, "2014-06-10", "JPY"),
    step("in-dollars", "commitment", 80, "2014-07-01", restates="signed"),
    step("ceiling", "commitment", 36_000, "2014-06-20", "JPY", not_counted_reason={"en": "A < B"}),
    step("some-day", "commitment", 1, currency="EUR"),
]
ITEMS = [
    {
        "key": "lorries",
        "stage": "disbursement",
        "quantity": 3_000,
        "unit": "vehicle",
        "date": "2016-05",
        "description": {"en": "Lorries " * 20},
    }
]


@pytest.fixture
def told(tmp_path):
    load(tmp_path, aid("whole", title={"en": "A package"}, transactions=STEPS, items=ITEMS))


@pytest.fixture
def steps(told) -> dict[str, life.Step]:
    return {step.part.key: step for step in drawn("whole").steps}


def drawn(slug: str) -> life.Life | None:
    return life.draw(AidPackage.objects.get(slug=slug))


def links_of(svg: str) -> dict[str, ElementTree.Element]:
    links = ElementTree.fromstring(svg).iter(f"{SVG}a")
    return {link.get("href"): link for link in links}


def picture_on(html: str) -> str:
    return re.search(r'<svg[^>]*"life-title.*?</svg>', html, re.S)[0]


def test_stages_run_down_and_a_repetition_follows_what_it_repeats(steps):
    assert list(steps) == [
        "said", "raised", "said-again", "signed", "in-dollars", "ceiling", "some-day", "paid", "lorries",
    ]  # fmt: skip
    heights = [step.y for step in steps.values()]
    assert heights == sorted(set(heights))


def test_time_runs_to_the_right_and_a_date_that_is_not_exact_is_a_span(steps):
    days = [steps[key].at for key in ("said", "raised", "signed", "ceiling", "in-dollars", "paid")]
    assert days == sorted(set(days))
    assert steps["said"].start == steps["said"].end == steps["said"].at
    assert steps["paid"].start < steps["paid"].at < steps["paid"].end == life.END


def test_an_undated_step_stands_before_the_beginning_of_time(steps):
    assert steps["some-day"].at + steps["some-day"].radius < life.START
    assert all(step.at >= life.START for step in steps.values() if step.part.date)


def test_the_area_of_a_disc_follows_its_sum_within_a_currency(steps):
    radii = {key: step.radius for key, step in steps.items()}
    assert radii["raised"] == radii["ceiling"] == radii["some-day"] == life.LARGEST
    assert radii["said"] == radii["signed"] == pytest.approx(life.LARGEST / 2)


def test_what_totals_do_not_add_is_hollow_and_says_why(steps):
    hollow = [key for key, step in steps.items() if step.why]
    assert hollow == ["said", "said-again", "in-dollars", "ceiling"]
    assert all(steps[key].tone == 0 for key in hollow)
    assert steps["paid"].tone == steps["lorries"].tone == 1
    assert "A < B" in steps["ceiling"].said
    assert steps["in-dollars"].short == "= US$80"


def test_what_is_too_long_for_its_row_is_cut_but_never_its_number(steps):
    shown = steps["lorries"].short
    assert shown.startswith("3000 vehicles · Lorries")
    assert shown.endswith("…")
    assert life.SUMS + width_of(shown) <= life.WIDTH - life.MARGIN
    assert steps["lorries"].said.count("Lorries") == 20


def test_an_arrow_leads_from_a_replaced_sum_to_the_one_that_took_its_place(steps):
    assert [key for key, step in steps.items() if step.arrow] == ["raised"]
    arrow = steps["raised"].arrow
    assert steps["said"].at < arrow.x < arrow.to_x < steps["raised"].at
    assert steps["said"].y < arrow.y < arrow.to_y < steps["raised"].y


def test_each_mark_leads_to_its_row_of_the_table(read, told):
    html = read(PAGE.format("en", "whole")).html
    links = links_of(picture_on(html))
    assert len(links) == len(STEPS) + len(ITEMS)
    for href in links:
        assert html.count(f'<tr id="{href.removeprefix("#")}">') == 1
    assert html.index("<svg") < html.index('<tr id="sum-said">')


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_leads_to_the_page_and_says_what_it_shows(client, told, language):
    answer = client.get(FILE.format(language, "whole"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert 'filename="whole-life.svg"' in answer["Content-Disposition"]
    page = f"http://testserver{PAGE.format(language, 'whole')}"
    links = links_of(answer.content.decode())
    assert f"{page}#item-lorries" in links
    assert all(href.startswith(f"{page}#") for href in links)
    assert "A package" in answer.content.decode()
    assert page in answer.content.decode().partition("</desc>")[2]


def test_the_same_as_png(client, told):
    answer = client.get(FILE.format("uk", "whole").replace(".svg", ".png"))
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")


@pytest.mark.parametrize(
    "given",
    [
        [step("one", "pledge", 5, "2014")],
        [step("one", "pledge", 5, "2014-05-01"), step("two", "pledge", 6, "2014-05-01")],
        [step("one", "pledge", 5, "2014-05-01"), step("two", "commitment", 6)],
        [step("one", "pledge", 5, "2014-05-01"), step("two", "commitment", 6, "2015/..")],
    ],
)
def test_without_two_days_there_is_no_line_of_time(client, tmp_path, given):
    load(tmp_path, aid("short", transactions=given))
    page = client.get(PAGE.format("en", "short")).content.decode()
    assert "<figure" not in page
    assert "pictures.css" not in page
    assert client.get(FILE.format("en", "short")).status_code == 404


def test_a_draft_has_no_picture_and_a_file_moves_with_its_package(client, tmp_path, told):
    load(tmp_path, aid("waiting", status="draft", transactions=STEPS))
    assert client.get(FILE.format("en", "waiting")).status_code == 404
    AidPackage.objects.filter(slug="whole").update(slug="moved", former_slugs=",whole,")
    moved = client.get(FILE.format("ja", "whole"))
    assert (moved.status_code, moved["Location"]) == (301, FILE.format("ja", "moved"))


def test_a_file_takes_no_parameters(client, told):
    assert client.get(f"{FILE.format('en', 'whole')}?year=2014").status_code == 400


def test_a_long_title_is_written_in_lines_that_fit():
    lines = life.heading("Assistance " * 40)
    assert len(lines) == life.LINES
    assert lines[-1][1].endswith("…")
    for height, line in lines:
        assert height - life.TITLE > -44
        assert width_of(line) * life.TITLE / 12 <= life.WIDTH - 2 * life.MARGIN


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        ("2015-06-01", "2015-06-30", ["June 2015"]),
        ("2014-10-01", "2015-06-30", ["October 2014", "January 2015", "April 2015"]),
        ("2022-01-01", "2026-04-30", ["2022", "2023", "2024", "2025", "2026"]),
        ("1992-01-01", "2026-12-31", ["2000", "2010", "2020"]),
    ],
)
def test_as_many_months_or_years_are_named_as_there_is_room_for(first, last, named):
    months = Months(date.fromisoformat(first), date.fromisoformat(last), life.START, life.END)
    assert [tick.label for tick in months.ticks()] == named


@pytest.mark.usefixtures("the_record")
class TestTheWholeRecord:
    def drawn_everywhere(self) -> dict[str, life.Life]:
        found = {package.slug: life.draw(package) for package in AidPackage.objects.published()}
        pictures = {slug: picture for slug, picture in found.items() if picture}
        assert 10 < len(pictures) < len(found)
        return pictures

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_words_and_no_marks_lie_on_others(self, language):
        with override(language):
            pictures = self.drawn_everywhere()
            for slug, picture in pictures.items():
                for stage, _height in picture.stages:
                    assert life.MARGIN + width_of(stage) < life.UNDATED - life.LARGEST, slug
                for one, other in pairwise(picture.steps):
                    assert other.y - one.y >= one.radius + other.radius, slug
                for each in picture.steps:
                    assert each.at + each.radius < life.SUMS, slug
                    assert life.SUMS + width_of(each.short) <= life.WIDTH - life.MARGIN, slug
                for one, other in pairwise(picture.ticks):
                    assert one.x + width_of(one.label) < other.x, slug

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_page_draws_what_the_file_shows(self, client, read, language):
        pictures = self.drawn_everywhere()
        for slug in list(pictures)[::4]:
            on_page = links_of(picture_on(read(PAGE.format(language, slug)).html))
            in_file = links_of(client.get(FILE.format(language, slug)).content.decode())
            assert [href.partition("#")[2] for href in in_file] == [h[1:] for h in on_page]
            assert len(on_page) == len(pictures[slug].steps)
