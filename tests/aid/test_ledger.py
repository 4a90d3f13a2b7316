"""The ledger: every figure is the sum of exactly the rows it opens, and nothing counts twice."""

import re
from decimal import Decimal

import pytest

from tests.making import aid, load, organisation, topic
from tests.reading import Page, figures, sums

pytestmark = pytest.mark.django_db

LEDGER = "/en/ledger/"


def total(read, stage: str, currency: str) -> Decimal:
    """What the ledger's front page says for a stage in a currency; 0 where it says nothing."""
    return figures(read(LEDGER)).get(f"/en/ledger/sums/?stage={stage}&currency={currency}", 0)


def step(key="note", stage="commitment", amount=1_000_000, currency="JPY", **more) -> dict:
    return {"key": key, "stage": stage, "amount": amount, "currency": currency} | more


REASON = {"en": "On conditions.", "ja": "条件付き。", "uk": "За умов."}


def test_a_sum_said_again_changes_no_total(read, tmp_path):
    load(tmp_path, aid("a", transactions=[step()]))
    before = total(read, "commitment", "JPY")
    again = [step(), step("again", amount=1_000_000, restates="note"), step("usd", amount=9_000, currency="USD", restates="note")]  # fmt: skip
    load(tmp_path, aid("a", transactions=again))
    assert total(read, "commitment", "JPY") == before == 1_000_000
    assert total(read, "commitment", "USD") == 0
    assert "The same sum said again." in read("/en/ledger/not-counted/").words


def test_a_raised_pledge_counts_once_and_the_earlier_one_is_told(read, tmp_path):
    life = [
        step("first", "pledge", 100, "USD", date="2022-02-15"),
        step("raised", "pledge", 300, "USD", date="2022-04-19", replaces="first"),
        step("signed", "commitment", 250, "USD", date="2022-05-16"),
    ]
    load(tmp_path, aid("a", transactions=life))
    assert total(read, "pledge", "USD") == 300
    assert total(read, "commitment", "USD") == 250
    assert "A later sum replaced it." in read("/en/ledger/not-counted/").words


@pytest.mark.parametrize(
    "left_out",
    [
        {"not_counted_reason": REASON},
        {"form": "guarantee", "not_counted_reason": REASON},
        {"transactions": [step(not_counted_reason=REASON)]},
        {"participants": [{"organisation": "an-institute", "role": "estimator"}]},
        {"status": "draft"},
    ],
    ids=["conditional", "guarantee", "one sum", "estimate", "draft"],
)
def test_what_is_no_firm_and_public_sum_is_in_no_total(read, tmp_path, left_out):
    load(tmp_path, organisation("an-institute"), aid("a", **left_out))
    assert figures(read(LEDGER)) == {}
    assert sums(read, "/en/ledger/sums/") == []


def test_an_estimate_stands_beside_the_totals_with_its_author(read, tmp_path):
    estimate = aid("guess", participants=[{"organisation": "an-institute", "role": "estimator"}])
    load(tmp_path, organisation("an-institute"), estimate, aid("ours"))
    page = read(LEDGER)
    assert "Outside estimates" in page.words
    assert "Estimated by: An Institute" in page.words
    assert total(read, "commitment", "JPY") == 1_000_000


def test_a_guarantee_without_a_reason_is_refused(tmp_path):
    with pytest.raises(Exception, match="say why it is not counted"):
        load(tmp_path, aid("a", form="guarantee"))


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([step(restates="nothing")], "not another sum of the same stage"),
        ([step(), step("b", "pledge", restates="note")], "not another sum of the same stage"),
        ([step(restates="note")], "not another sum of the same stage"),
        ([step(), step("b", currency="USD", replaces="note")], "in its own currency"),
        ([step(), step("b", restates="note"), step("c", restates="b")], "not another sum"),
        ([step(replaces="b"), step("b")], "stands before it"),
        (
            [step(), step("b", replaces="note"), step("c", replaces="note")],
            "cannot replace the same",
        ),
        (
            [step(), step("b"), step("c", restates="b", replaces="note")],
            "not counted cannot replace",
        ),
        (
            [step(), step("b", replaces="note", not_counted_reason=REASON)],
            "not counted cannot replace",
        ),
    ],
)
def test_a_sum_can_only_restate_or_replace_one_that_stands(tmp_path, steps, message):
    with pytest.raises(Exception, match=message):
        load(tmp_path, aid("a", transactions=steps))


def test_the_year_is_known_only_when_the_date_lies_in_one(read, tmp_path):
    steps = [
        step("day", amount=1, date="2022-02-15"),
        step("month", amount=2, date="2022-03"),
        step("two-years", amount=4, date="2022/2023"),
        step("no-date", amount=8),
    ]
    load(tmp_path, aid("a", transactions=steps))
    assert sums(read, "/en/ledger/sums/?year=2022") == [1, 2]
    assert sums(read, "/en/ledger/sums/?year=unknown") == [4, 8]
    assert sums(read, "/en/ledger/sums/?year=2022&year=unknown") == [1, 2, 4, 8]


def test_the_donor_body_is_the_donors_own_that_extends_else_funds(read, tmp_path):
    bodies = [organisation(slug, country="JP") for slug in ("the-ministry", "the-bank")]
    funder = {"organisation": "the-ministry", "role": "funder"}
    extending = {"organisation": "the-bank", "role": "extending"}
    channel = {"organisation": "the-world-bank", "role": "extending"}
    load(
        tmp_path,
        *bodies,
        organisation("the-world-bank"),
        aid("both", participants=[funder, extending], transactions=[step(amount=1)]),
        aid("channel", participants=[channel, funder], transactions=[step(amount=8)]),
        aid("one", participants=[funder], transactions=[step(amount=2)]),
        aid("none", transactions=[step(amount=4)]),
    )
    assert sums(read, "/en/ledger/sums/?body=the-bank") == [1]
    assert sorted(sums(read, "/en/ledger/sums/?body=the-ministry")) == [2, 8]
    assert sums(read, "/en/ledger/sums/?body=unknown") == [4]


def test_a_package_under_two_topics_stands_in_both_lines(read, tmp_path):
    load(tmp_path, topic("energy"), topic("health"), aid("a", topics=["energy", "health"]))
    shown = figures(read(LEDGER))
    for name in ("energy", "health"):
        assert shown[f"/en/ledger/sums/?stage=commitment&currency=JPY&topic={name}"] == 1_000_000
    assert total(read, "commitment", "JPY") == 1_000_000


def test_long_lists_go_on_and_lose_no_sum(read, tmp_path):
    load(tmp_path, *(aid(f"aid-{n}", transactions=[step(amount=n)]) for n in range(1, 61)))
    assert sorted(sums(read, "/en/ledger/sums/")) == list(range(1, 61))
    assert total(read, "commitment", "JPY") == sum(range(1, 61))


def test_help_in_kind_says_how_much_and_what_it_is_worth_if_known(read, tmp_path):
    trucks = {"key": "trucks", "quantity": 30, "unit": "vehicle", "description": {"en": "Trucks"}}
    boxes = {"key": "boxes", "stage": "disbursement", "description": {"en": "Boxes"}, "value": 5, "currency": "EUR"}  # fmt: skip
    load(tmp_path, aid("a", form="in-kind", transactions=[], items=[trucks, boxes]))
    words = read("/en/ledger/in-kind/").words
    assert re.search(r"Trucks Pledge 30 vehicles no value stated", words)
    assert re.search(r"Boxes Disbursement not recorded €5", words)


@pytest.mark.parametrize("query", ["stage=gift", "year=0", "body=nobody", "colour=red", "after=x"])
def test_a_filter_that_is_not_understood_is_a_400_with_the_reason(client, tmp_path, query):
    load(tmp_path, aid("a"))
    response = client.get(f"/en/ledger/sums/?{query}")
    assert response.status_code == 400
    [objection] = response.context["objections"]
    assert objection.parameter == query.split("=")[0]
    assert str(objection.message) in Page(response).words
