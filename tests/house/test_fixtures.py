"""The fixtures are whole: they load, come out as they went in, and speak three languages."""

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from relations.document import build, roots
from relations.languages import LANGUAGES
from relations.models import Record, Relation, Revision, Source
from relations.models.documented import Documented

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

FOLDER = Path(__file__).parents[2] / "fixtures"
PATHS = sorted(FOLDER.glob("*.yaml"))
DOCUMENTS = [document for path in PATHS for document in yaml.safe_load(path.read_text())]
#: What the first slice of the record has to tell.
PROMISED = {
    "event": {
        "recognition-1991", "establishment-of-relations-1992", "embassy-of-japan-in-kyiv-1993",
        "embassy-of-ukraine-in-tokyo-1995", "sanctions-2014", "sanctions-2022",
        "kyiv-spelling-2022", "accord-2024",
    },
    "visit": {
        "kuchma-1995", "yushchenko-2005", "tymoshenko-2009", "yanukovych-2011",
        "poroshenko-2016", "zelenskyy-2019", "zelenskyy-2023", "shmyhal-2024",
        "abe-2015", "kishida-2023",
    },
    "aid": {
        "pledge-2014", "bortnychi-loan-2015", "emergency-recovery-phase-3-2024",
        "jbic-bstdb-credit-line-2024", "sdf-vehicles-2025",
        "education-and-culture-grants-1998-2009",
    },
}  # fmt: skip


def test_no_document_stands_twice():
    names = [next(iter(document.items())) for document in DOCUMENTS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", PROMISED)
def test_what_was_promised_is_published(kind):
    slugs = roots()[kind].objects.published().values_list("slug", flat=True)
    assert set(slugs) >= PROMISED[kind]


def test_loading_again_changes_nothing():
    before = Revision.objects.count()
    call_command("loaddata", *PATHS, verbosity=0)
    assert Revision.objects.count() == before


def test_an_export_gives_the_committed_bytes(tmp_path):
    call_command("export_fixtures", tmp_path, verbosity=0)
    exported = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert exported == {path.name: path.read_text() for path in PATHS}


def untranslated(value, path=""):
    """The paths of texts that lack a language of the site."""
    if isinstance(value, dict):
        if set(value) & set(LANGUAGES) and set(value) != set(LANGUAGES):
            yield path
        for key, part in value.items():
            yield from untranslated(part, f"{path}/{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from untranslated(part, f"{path}/{number}")


def test_every_text_stands_in_three_languages():
    """But for names whose spelling is unsure: then the holder's own spelling is shown."""
    missing = {}
    for document in DOCUMENTS:
        paths = {path for path in untranslated(document) if not path.endswith("/translation")}
        if any(variant.get("unsure") for variant in document.get("variants", ())):
            paths -= {"/name"}
        if paths:
            missing[next(iter(document.items()))] = paths
    assert missing == {}


def test_the_article_is_a_tertiary_source_under_its_licence():
    article = Source.objects.get(slug="wikipedia-japan-ukraine-relations")
    assert (article.kind, article.licence) == ("tertiary", "CC-BY-SA-4.0")
    assert article.url == "https://en.wikipedia.org/wiki/Japan–Ukraine_relations"


def test_disagreeing_sources_are_kept():
    contradicting = Record.objects.filter(citations__stance="contradicts")
    assert {"kuchma-1995", "kyiv-spelling-2022"} <= {record.slug for record in contradicting}


def test_visits_go_both_ways():
    relation = Relation.objects.current()
    visits = roots()["visit"].objects.published()
    assert visits.filter(host=relation.party_a).count() >= 8
    assert visits.filter(host=relation.party_b).count() >= 2


@pytest.mark.parametrize("model", roots().values(), ids=lambda model: model.KEY)
def test_every_object_has_a_document_that_says_the_same_as_its_revision(model: type[Documented]):
    for obj in model.objects.all():
        assert Revision.objects.of(obj).first().document == build(obj)
