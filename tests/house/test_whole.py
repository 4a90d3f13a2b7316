"""The record as it is delivered keeps its own promises: evidence, an honest ledger, checked topics."""

from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from aid.models import Transaction
from relations.languages import LANGUAGES
from relations.models import Topic
from tests.counts import THIRDS, some
from tests.reading import figures, sums

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

LEDGER = "/en/ledger/"


def test_the_fixtures_have_no_error():
    call_command("check_record", stdout=StringIO())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_opens_exactly_the_sums_that_it_adds(read, language):
    shown = figures(read(f"/{language}/ledger/"))
    assert len(shown) > 40
    for address, amount in some(shown.items(), THIRDS[LANGUAGES.index(language)]):
        assert sum(sums(read, address)) == amount, address


@pytest.mark.parametrize("dimension", ["year", "form", "body"])
def test_the_lines_of_a_table_add_up_to_the_total_of_their_stage(read, dimension):
    shown = figures(read(LEDGER))
    by_column = {}
    for address, amount in shown.items():
        query = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}
        if dimension in query:
            column = query["stage"], query["currency"]
            by_column[column] = by_column.get(column, 0) + amount
    assert by_column
    for (stage, currency), amount in by_column.items():
        assert shown[f"/en/ledger/sums/?stage={stage}&currency={currency}"] == amount


def test_a_published_sum_is_either_counted_or_listed_with_its_reason(read):
    counted = len(sums(read, "/en/ledger/sums/"))
    left_out = read("/en/ledger/not-counted/")
    reasons = [
        row[2].text
        for row in left_out.main.iter("tr")
        if [cell.tag for cell in row] == ["th", "td", "td"]
    ]
    assert counted + len(sums(read, "/en/ledger/not-counted/")) == Transaction.objects.count()
    assert reasons
    assert all(reasons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_says_when_it_was_checked(read, language):
    for topic in Topic.objects.published():
        assert topic.checked_on, topic.slug
        page = read(f"/{language}/topics/{topic.slug}/")
        assert page.main.find(".//header//time") is not None
