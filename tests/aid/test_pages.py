"""An aid package's page: its stages, its sums as the source has them, and what is not counted."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from relations.languages import LANGUAGES
from tests.making import aid, load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]


@pytest.mark.parametrize(
    ("slug", "sums"),
    [
        ("pledge-2014", {"en": "up to ¥150 billion", "ja": "最大1,500億円", "uk": "до 150 млрд єн"}),
        ("bortnychi-loan-2015", {"en": "up to ¥108.193 billion", "ja": "最大1,081億9,300万円", "uk": "до 108,193 млрд єн"}),
        ("jbic-bstdb-credit-line-2024", {"en": "up to US$150 million", "ja": "最大1億5,000万米ドル", "uk": "до 150 млн дол. США"}),
        ("education-and-culture-grants-1998-2009", {"en": "at least US$4.3 million", "ja": "430万米ドル以上", "uk": "щонайменше 4,3 млн дол. США"}),
        ("emergency-recovery-phase-3-2024", {"en": "¥15.8 billion", "ja": "158億円", "uk": "15,8 млрд єн"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_is_told_in_the_words_of_the_language(read, slug, sums, language):
    assert sums[language] in read(f"/{language}/aid/{slug}/").words
    assert sums[language] in rows(read, language)


def rows(read, language) -> str:
    """The words of the list of aid, on all of its pages."""
    words, address = "", f"/{language}/aid/"
    while address:
        page = read(address)
        words += page.words
        address = page.next and f"/{language}/aid/{page.next}"
    return words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stage_is_named(read, language):
    with translation.override(language):
        stages = [gettext("Pledge"), gettext("Commitment"), gettext("Disbursement")]
    for stage, slug in zip(stages, ("pledge-2014", "bortnychi-loan-2015", "education-and-culture-grants-1998-2009"), strict=True):  # fmt: skip
        assert stage in read(f"/{language}/aid/{slug}/").words


def test_stages_stay_apart_and_are_never_added(read, tmp_path):
    steps = [
        {"key": "said", "stage": "pledge", "amount": 3_000_000, "currency": "USD", "date": "2014-03"},
        {"key": "signed", "stage": "commitment", "amount": 2_000_000, "currency": "USD", "date": "2014-07-17"},
        {"key": "paid", "stage": "disbursement", "amount": 1_000_000, "currency": "EUR"},
    ]  # fmt: skip
    load(tmp_path, aid(transactions=steps))
    words = read("/en/aid/an-aid/").words
    for told in ("Pledge US$3 million March 2014", "Commitment US$2 million 17 July 2014", "Disbursement €1 million not recorded"):  # fmt: skip
        assert told in words
    assert "US$5 million" not in words
    assert "6 million" not in words


NOT_COUNTED = {
    "en": "counting both would count the same money twice",
    "ja": "合算すると同じ資金を二重に数えることになる",
    "uk": "ті самі кошти було б пораховано двічі",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_counted_says_why(read, language):
    page = read(f"/{language}/aid/pledge-2014/")
    assert NOT_COUNTED[language] in page.words
    with translation.override(language):
        assert gettext("Not counted in totals") in page.words


def test_what_is_counted_says_nothing_of_it(read):
    page = read("/en/aid/bortnychi-loan-2015/")
    assert "Not counted in totals" not in page.words
    assert "Counted in totals Yes" in page.words


def test_help_in_kind_is_told_in_numbers_with_its_value_if_one_is_stated(read, tmp_path):
    page = read("/en/aid/sdf-vehicles-2025/")
    assert "about 30 vehicles" in page.words
    assert "no value stated" in page.words
    item = {"key": "pumps", "quantity": 12, "description": {"en": "Pumps"}, "value": 500_000, "currency": "JPY"}  # fmt: skip
    load(tmp_path, aid(form="in-kind", transactions=[], items=[item]))
    page = read("/en/aid/an-aid/")
    assert "12 pieces" in page.words
    assert "¥500,000" in page.words
    assert "no value stated" not in page.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_value_is_said_in_every_language(read, language):
    with translation.override(language):
        assert gettext("no value stated") in read(f"/{language}/aid/sdf-vehicles-2025/").words


def test_a_note_stands_by_its_sum(read):
    assert "Reported terms are 0.1 per cent over 40 years." in read("/en/aid/bortnychi-loan-2015/").words  # fmt: skip


def test_who_gave_who_carried_and_who_received_is_told(read):
    page = read("/en/aid/bortnychi-loan-2015/")
    for told in (
        "Japan",
        "Ukraine",
        "Loan",
        "Natalie Jaresko",
        "Masakazu Ichikawa",
        "15 June 2015",
    ):
        assert told in page.words
    people = {a.get("href") for a in page.main.iter("a")}
    assert {"/en/organisations/jica/", "/en/people/natalie-jaresko/"} <= people


def test_a_later_loan_and_the_pledge_it_carries_lead_to_each_other(read):
    assert "pledge-2014" in read("/en/aid/bortnychi-loan-2015/").records
    pledge = read("/en/aid/pledge-2014/")
    assert "bortnychi-loan-2015" in pledge.records
    assert "Implemented by" in pledge.words


def test_a_form_that_is_not_stated_is_said_to_be_so(read):
    assert "Form not stated" in read("/en/aid/pledge-2014/").words


def test_a_row_shows_what_came_in_kind(read):
    assert "about 30 vehicles" in read("/en/aid/?form=in-kind").words
