"""The card of a page: what networks show beside a link to it."""

import re
import struct

import pytest
from django.utils.translation import override

from relations.languages import LANGUAGES
from relations.models import Relation
from relations.pictures import card
from relations.pictures.packing import width_of
from tests.making import event, load, relation, source, visit
from tests.reading import body_of

PNG = b"\x89PNG\r\n\x1a\n"
TITLES = {
    "en": "The Prime Minister’s statement on the sovereignty and territorial integrity of the country",
    "ja": "「ウクライナの主権及び領土一体性」に関する総理大臣の声明、及びその後の対応について。",
    "uk": "Заява прем’єр-міністра щодо суверенітету та територіальної цілісності",
}


def size_of(body: bytes) -> tuple[int, int]:
    """The width and the height that a PNG file says in its head."""
    assert body.startswith(PNG)
    return struct.unpack(">II", body[16:24])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_is_broken_where_the_language_allows_and_fits(language):
    with override(language):
        size, lines = card.fitted(TITLES[language])
    assert 1 < len(lines) <= card.MOST_LINES
    assert all(width_of(line) * size / 12 <= card.WIDTH - 2 * card.MARGIN for line in lines)
    joint = "" if language == "ja" else " "
    assert joint.join(lines) == TITLES[language]
    assert not any(line[0] in card.CLOSING for line in lines)


def test_a_title_that_is_too_long_says_that_it_was_cut():
    _size, lines = card.fitted("word " * 200)
    assert len(lines) == card.MOST_LINES
    assert lines[-1].endswith("…")


@pytest.mark.django_db
class TestCards:
    @pytest.fixture(autouse=True)
    def told(self, tmp_path):
        load(
            tmp_path,
            relation(),
            source(),
            {"person": "a-visitor", "name": TITLES},
            visit(title=TITLES, date="1995-03"),
            event(title={"en": "<b>&\x07 ]]> 𠮷"}),
            event("draft", status="draft"),
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("path", ["", "visits/", "visits/a-visit/", "events/an-event/", "people/a-visitor/", "sources/a-source/", "ledger/", "coverage/?", "search/?q=visit"])  # fmt: skip
    def test_every_page_names_a_card_that_there_is(self, client, language, path):
        html = client.get(f"/{language}/{path}").content.decode()
        address = re.search(r'property="og:image" content="([^"]+)"', html)[1]
        answer = client.get(address.removeprefix("http://testserver"))
        assert answer["Content-Type"] == "image/png"
        assert size_of(body_of(answer)) == (card.WIDTH, card.HEIGHT)

    def test_a_draft_has_none(self, client):
        assert client.get("/en/events/draft.png").status_code == 404

    def test_a_visit_tells_its_date_and_wears_the_colour_of_its_direction(self, client):
        page = client.get("/en/visits/a-visit/").context["record"]
        made = card.card_of("Title", page, Relation.objects.current())
        assert (made.above, made.colour) == ("Visit · March 1995", "visit-b")

    def test_a_card_is_not_offered_as_data(self, client):
        assert ".png" not in re.sub(r"<head>.*?</head>", "", client.get("/en/visits/").content.decode(), flags=re.S)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("the_record")
@pytest.mark.parametrize("address", ["/ja/at-a-glance.png", "/uk/at-a-glance/visits.png"])
def test_a_picture_can_be_taken_along_as_png(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert size_of(answer.content)[0] == 2240
