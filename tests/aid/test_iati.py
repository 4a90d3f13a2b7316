"""The IATI file: what it says of a package, and what it does not dare to say."""

from xml.etree import ElementTree

import pytest

from tests.making import aid, load, organisation, source
from tests.reading import Page, body_of

pytestmark = pytest.mark.django_db

RECORD = "{http://testserver/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def file(client):
    """Reads the file of the list, or of one package, as XML."""
    return lambda path="aid", query="": ElementTree.fromstring(
        body_of(client.get(f"/en/{path}.iati.xml{query}"))
    )


def step(key="note", stage="commitment", amount=1_000_000, currency="JPY", **more) -> dict:
    more = {"date": "2011-01-18"} | more
    return {"key": key, "stage": stage, "amount": amount, "currency": currency} | more


def narratives(element) -> dict[str, str]:
    return {each.get(LANGUAGE): each.text for each in element.findall("narrative")}


def told(activity) -> list[tuple]:
    """(type, day, amount, currency) of each transaction."""
    return [
        (
            one.find("transaction-type").get("code"),
            one.find("transaction-date").get("iso-date"),
            one.find("value").text,
            one.find("value").get("currency"),
        )
        for one in activity.findall("transaction")
    ]


def test_stages_are_told_in_the_codes_of_the_standard(file, tmp_path):
    load(tmp_path, aid("lent", transactions=[
        step("a", "pledge", 3, "USD"), step("b", "commitment", "2.50", "EUR"), step("c", "disbursement", 1),
        step("d", "allocation", 4)]))  # fmt: skip
    [activity] = file()
    assert told(activity) == [
        ("12", "2011-01-18", "3", "USD"),
        ("2", "2011-01-18", "2.5", "EUR"),
        ("3", "2011-01-18", "1", "JPY"),
    ]
    [left] = activity.findall(f"{RECORD}sum")
    assert (left.get("key"), left.get("stage"), left.get("counted")) == ("d", "allocation", "1")


def test_a_sum_without_its_day_is_no_transaction_and_gets_none(file, tmp_path):
    vague = [step(f"s{number}", date=date) for number, date in enumerate(("2011-01", "2011-01-18~", "2011-01-18/2011-01-19", ""))]  # fmt: skip
    load(tmp_path, aid("vague", transactions=[*vague, step()]))
    [activity] = file("aid/vague")
    assert len(told(activity)) == 1
    left = {one.get("key"): one.get("date") for one in activity.findall(f"{RECORD}sum")}
    assert left == {"s0": "2011-01", "s1": "2011-01-18~", "s2": "2011-01-18/2011-01-19", "s3": None}


@pytest.mark.parametrize("date", ["2011-01", "2011-01-18?", "2011/2012", "../2011-01-18"])
def test_a_package_without_its_day_is_no_activity_and_keeps_its_date_as_known(file, tmp_path, date):  # fmt: skip
    load(tmp_path, aid("vague", date=date, transactions=[step()]))
    root = file()
    assert root.findall("iati-activity") == []
    [left] = root.findall(f"{RECORD}package")
    assert (left.get("url"), left.get("date")) == ("http://testserver/en/aid/vague/", date)
    assert left.find(f"{RECORD}sum").get("counted") == "1"
    assert narratives(left.find(f"{RECORD}reason"))["en"] == "Its day is not known."


def test_what_goes_on_began_on_its_day(file, tmp_path):
    load(tmp_path, aid("going-on", date="2011-01-18/.."))
    [activity] = file()
    assert activity.find("activity-date").attrib == {"type": "2", "iso-date": "2011-01-18"}


def test_what_totals_do_not_add_is_no_transaction(file, tmp_path):
    reason = {"en": "On conditions.", "ja": "条件付き。", "uk": "За умов."}
    load(tmp_path, organisation("a-think-tank"),
         aid("life", transactions=[step("first", amount=1), step("second", amount=2, replaces="first"), step("usd", currency="USD", restates="second"),
                                   step("perhaps", not_counted_reason=reason)]),
         aid("promise", not_counted_reason=reason, transactions=[step()]),
         aid("reckoned", transactions=[step()], participants=[{"organisation": "a-think-tank", "role": "estimator"}]))  # fmt: skip
    root = file()
    activities = {a.find("iati-identifier").text: a for a in root.findall("iati-activity")}
    assert {name: told(activity) for name, activity in activities.items()} == {
        "testserver-life": [("2", "2011-01-18", "2", "JPY")],
        "testserver-promise": [],
    }
    left = {one.get("key"): one for one in activities["testserver-life"].findall(f"{RECORD}sum")}
    assert {key: one.get("counted") for key, one in left.items()} == dict.fromkeys(("first", "usd", "perhaps"), "0")  # fmt: skip
    assert narratives(left["perhaps"]) == reason
    [estimate] = root.findall(f"{RECORD}package")
    assert narratives(estimate.find(f"{RECORD}reason"))["en"] == "An outside estimate."


def test_who_gave_and_worked_is_named_with_an_identifier_only_where_it_is_known(file, tmp_path):
    load(tmp_path, organisation("a-ministry", kind="ministry", name={"en": "A Ministry", "uk": "Міністерство"}, identifiers={"iati": "XM-DAC-0-0"}),
         organisation("an-agency", kind="agency", identifiers={"wikidata": "Q1"}), organisation("a-bank"),
         aid("given", participants=[{"organisation": "an-agency", "role": "implementer"}, {"organisation": "a-ministry", "role": "funder"},
                                    {"organisation": "a-bank", "role": "recipient"}], transactions=[step()]),
         aid("unnamed", transactions=[step()]))  # fmt: skip
    given, unnamed = file("aid/given")[0], file("aid/unnamed")[0]
    [funder, agency] = given.findall("participating-org")
    assert funder.attrib == {"role": "1", "type": "10", "ref": "XM-DAC-0-0"}
    assert narratives(funder) == {"en": "A Ministry", "uk": "Міністерство"}
    assert agency.attrib == {"role": "4"}
    assert given.find("transaction/provider-org").get("ref") == "XM-DAC-0-0"
    assert narratives(given.find("transaction/receiver-org"))["en"] == "A Bank"
    assert narratives(unnamed.find("participating-org"))["en"] == "Japan"
    assert narratives(unnamed.find("transaction/provider-org"))["uk"] == "Японія"
    assert narratives(unnamed.find("transaction/receiver-org"))["ja"] == "ウクライナ"


def test_this_site_reports_what_others_gave_under_its_own_name(file, tmp_path):
    load(tmp_path, aid("given-anew", former_slugs=["given-once"]))
    [activity] = file()
    reporter = activity.find("reporting-org")
    assert reporter.attrib == {"ref": "testserver", "type": "90", "secondary-reporter": "1"}
    assert narratives(reporter)["en"] == "The Record"
    assert activity.find("iati-identifier").text == "testserver-given-anew"
    assert activity.find("other-identifier").get("ref") == "testserver-given-once"


@pytest.mark.parametrize(
    ("stages", "code"),
    [(["pledge"], "1"), (["pledge", "commitment"], "2"), (["disbursement"], "2"), ([], "2")],
)
def test_a_status_that_nobody_recorded_is_said_to_be_so(file, tmp_path, stages, code):
    load(tmp_path, aid("given", transactions=[step(stage, stage) for stage in stages]),
         aid("closed", activity_status="4", transactions=[step()]))  # fmt: skip
    activity, closed = file("aid/given")[0], file("aid/closed")[0]
    assert activity.find("activity-status").get("code") == code
    assert "not recorded" in narratives(activity.findall("description")[1])["en"]
    assert closed.find("activity-status").get("code") == "4"
    assert len(closed.findall("description")) == 1


def test_an_inexact_sum_says_so_in_three_languages(file, tmp_path):
    note = {"en": "By a note.", "uk": "За нотою."}
    load(tmp_path, aid("given", transactions=[step(amount=5_000_000, qualifier="up-to", note=note)]))  # fmt: skip
    transaction = file()[0].find("transaction")
    assert transaction.find("value").get(f"{RECORD}qualifier") == "up-to"
    assert narratives(transaction.find("description")) == {
        "en": "Commitment: up to ¥5 million\nBy a note.",
        "ja": "コミットメント: 最大500万円",
        "uk": "Зобов’язання: до 5\xa0млн єн\nЗа нотою.",
    }


def test_sources_that_can_be_opened_are_linked_once(file, tmp_path):
    load(tmp_path, source("a-source", url="https://example.org/a?b=c&d"),
         source("a-treaty", kind="treaty", title="[The text]", language="uk-Latn", url="https://example.org/T.PDF"), source("on-paper"),
         aid("given", citations=[{"source": "a-source"}, {"source": "a-treaty"}, {"source": "on-paper"}]))  # fmt: skip
    links = file()[0].findall("document-link")
    assert [(one.get("url"), one.get("format"), one.find("category").get("code")) for one in links] == [
        ("https://example.org/a?b=c&d", "text/html", "A12"),
        ("https://example.org/T.PDF", "application/pdf", "A09"),
    ]  # fmt: skip
    assert narratives(links[1].find("title")) == {"uk": "The text"}


def test_the_file_is_filtered_as_its_page_and_offered_there_alone(client, file, tmp_path):
    load(tmp_path, aid("a-grant"), aid("a-loan", form="loan"), organisation())
    [activity] = file(query="?form=loan")
    assert activity.find("iati-identifier").text == "testserver-a-loan"
    assert "IATI" in Page(client.get("/uk/aid/?form=loan")).words
    assert "IATI" not in Page(client.get("/uk/chronology/")).words
    assert client.get("/en/organisations.iati.xml").status_code == 404
    assert client.get("/en/aid.iati.xml?form=gift").status_code == 400
