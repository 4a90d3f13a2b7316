"""The aid records in IATI 2.03, as the standard's own schema and code lists read them."""

from collections import Counter
from decimal import Decimal

import pytest
from lxml import etree
from okfn_iati import enums
from okfn_iati.iati_schema_validator import IatiValidator

from aid import ledger
from aid.models import AidPackage, Transaction
from relations.languages import LANGUAGES
from tests.making import aid, load
from tests.reading import body_of

pytestmark = pytest.mark.django_db

STAGES = {"12": "pledge", "2": "commitment", "3": "disbursement"}
RECORD = {"record": "http://testserver/"}
#: Where a code stands, and the list that it is from.
CODES = {
    "//activity-status/@code": enums.ActivityStatus,
    "//reporting-org/@type | //participating-org/@type | //provider-org/@type": enums.OrganisationType,
    "//participating-org/@role": enums.OrganisationRole,
    "//activity-date/@type": enums.ActivityDateType,
    "//transaction-type/@code": enums.TransactionType,
    "//default-finance-type/@code": enums.FinanceType,
    "//default-flow-type/@code": enums.FlowType,
    "//default-aid-type/@code": enums.AidType,
    "//document-link/category/@code": enums.DocumentCategory,
}  # fmt: skip


@pytest.fixture
def file(client):
    return lambda path: body_of(client.get(path))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_file_is_valid(the_record, file, language):
    is_valid, errors = IatiValidator().validate(file(f"/{language}/aid.iati.xml").decode())
    assert is_valid, errors


def test_hostile_words_leave_the_file_valid(tmp_path, file):
    words = dict.fromkeys(LANGUAGES, 'a <b> & "c" ]]> --> 𠮷 \x0b')
    load(tmp_path, aid("told", title=words, summary=words))
    is_valid, errors = IatiValidator().validate(file("/en/aid/told.iati.xml").decode())
    assert is_valid, errors


def test_codes_are_those_of_the_lists(the_record, file):
    root = etree.fromstring(file("/en/aid.iati.xml"))
    for path, listed in CODES.items():
        found = set(map(str, root.xpath(path)))
        assert found, path
        assert found <= {str(code.value) for code in listed}, path


def test_every_package_and_every_sum_is_told_once(the_record, file):
    root = etree.fromstring(file("/en/aid.iati.xml"))
    activities, packages = root.xpath("iati-activity"), root.xpath("record:package", namespaces=RECORD)  # fmt: skip
    urls = [a.get("linked-data-uri") for a in activities] + [p.get("url") for p in packages]
    published = AidPackage.objects.published()
    assert Counter(urls) == Counter(f"http://testserver/en/aid/{p.slug}/" for p in published)
    assert len(set(root.xpath("//iati-identifier/text()"))) == len(activities) > 50
    sums = root.xpath("//transaction"), root.xpath("//record:sum", namespaces=RECORD)
    assert sum(map(len, sums)) == Transaction.objects.published().count()


def test_the_sums_add_up_to_the_ledger(the_record, file):
    root = etree.fromstring(file("/en/aid.iati.xml"))
    totals = Counter()
    for one in root.xpath("//transaction"):
        stage = STAGES[one.find("transaction-type").get("code")]
        totals[stage, one.find("value").get("currency")] += Decimal(one.find("value").text)
    for one in root.xpath("//record:sum[@counted='1']", namespaces=RECORD):
        totals[one.get("stage"), one.get("currency")] += Decimal(one.get("amount"))
    figures = ledger.added_up(ledger.counted())
    assert totals == {key: figure.amount for key, figure in figures}
