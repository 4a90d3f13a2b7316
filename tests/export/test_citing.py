"""“Cite this”: what a page says to be cited as, in the styles and in the language of the page."""

import json
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import pytest
from django.utils import translation

from relations import dates
from relations.export.references import Reference
from relations.export.styles import texts
from relations.languages import LANGUAGES
from relations.models import Event, Revision
from relations.recording import recording
from tests.making import aid, event, load, person, place, source, topic, visit
from tests.reading import Page, body_of, words

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 3, 4, 12, tzinfo=UTC)
#: The title of the record and the name of the site.
EVERY = {
    "en": ("Talks in “Kyiv”", "The Record"),
    "ja": ("「和平」会談", "記録"),
    "uk": ("Переговори «Мир»", "Літопис"),
}
#: A record of this site, by language: checked by hand against the manuals of the styles.
OF_A_RECORD = {
    "en": {
        "APA": "The Record. (2026, March 4). Talks in “Kyiv” (Version {version}). {url}",
        "Chicago": "The Record. “Talks in ‘Kyiv.’” Version {version}, March 4, 2026. {url}.",
        "MLA": "“Talks in ‘Kyiv.’” The Record, version {version}, 4 Mar. 2026, {url}.",
    },
    "ja": {
        "APA": "記録（2026年3月4日）．「和平」会談（版{version}）．{url}",
        "Chicago": "記録「『和平』会談」版{version}、2026年3月4日、{url}",
        "MLA": "「『和平』会談」『記録』版{version}、2026年3月4日、{url}",
    },
    "uk": {
        "APA": "Літопис. (2026, 4 березня). Переговори «Мир» (Версія {version}). {url}",
        "Chicago": "Літопис. «Переговори „Мир“». Версія {version}, 4 березня 2026. {url}.",
        "MLA": "«Переговори „Мир“». Літопис, версія {version}, 4 березня 2026, {url}.",
    },
}


@pytest.fixture
def some(tmp_path):
    titles = {language: told[0] for language, told in EVERY.items()}
    load(
        tmp_path,
        person(), place(), topic(),
        event(title=titles, topics=["a-topic"], places=["a-place"]),
        visit(), aid(),
        {"page": "about", "title": {"en": "About"}, "body": {"en": "What it is."}, "status": "published"},
    )  # fmt: skip
    Revision.objects.update(at=PUBLISHED)


def cited(page: Page) -> dict[str, str]:
    """What the page offers to be cited as, by style."""
    lines = [line for line in box_of(page).iter("p") if line.find("span[@class='of']") is not None]
    return {words(line.find("span")): words(line).partition(" ")[2] for line in lines}


def box_of(page: Page) -> Element:
    [box] = [box for box in page.main.iter("details") if box.find("p/span[@class='of']") is not None]  # fmt: skip
    return box


def forms(page: Page) -> list[str]:
    """The addresses at which the same can be had for a bibliography."""
    return [link.get("href") for link in box_of(page).iter("a")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_is_cited_in_the_version_that_stands(read, some, language):
    version = Revision.objects.get(slug="an-event").short
    url = f"http://testserver/{language}/events/an-event/?version={version}"
    page = read(f"/{language}/events/an-event/")
    expected = {style: text.format(version=version, url=url) for style, text in OF_A_RECORD[language].items()}  # fmt: skip
    assert cited(page) == expected
    assert forms(page) == [f"/{language}/events/an-event.{form}" for form in ("ris", "bib", "csl.json")]  # fmt: skip
    assert [read(url).heading] == [EVERY[language][0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_earlier_version_is_cited_as_itself_in_every_form(read, client, some, language):
    old = Revision.objects.get(slug="an-event")
    found = Event.objects.get()
    with recording(found, signature="olena"):
        for code in LANGUAGES:
            setattr(found, f"title_{code}", "Said anew")
    new = Revision.objects.filter(slug="an-event").latest("pk")
    page = read(f"/{language}/events/an-event/?version={old.short}")
    assert all(f"?version={old.short}" in text and new.short not in text for text in cited(page).values())  # fmt: skip
    assert len(forms(page)) == 3
    ris, bib, csl = (body_of(client.get(address)).decode() for address in forms(page))
    [item] = json.loads(csl)
    assert item["title"] == EVERY[language][0]
    assert item["version"] == old.short
    assert item["issued"] == {"date-parts": [[2026, 3, 4]]}
    for told in (ris, bib):
        assert EVERY[language][0] in told
        assert f"version={old.short}" in told
        assert new.short not in told
    [day] = [forms(read(f"/{language}/events/an-event/?as_of=2026-03-05"))]
    assert [json.loads(body_of(client.get(address)))[0]["version"] for address in day[2:]] == [old.short]  # fmt: skip


def test_only_what_cites_knows_an_earlier_version(client, some):
    version = Revision.objects.get(slug="an-event").short
    for form in ("json", "csv", "atom"):
        assert client.get(f"/en/events/an-event.{form}?version={version}").status_code == 400
    assert client.get("/en/events/an-event.ris?version=00000000").status_code == 404
    assert client.get("/en/events/an-event.ris?version=zzz").status_code == 400
    assert client.get(f"/en/people/a-visitor.ris?version={version}").status_code == 404
    assert client.get(f"/en/people/a-visitor.json?version={version}").status_code == 400


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("visits/a-visit", "a-visit"),
        ("aid/an-aid", "an-aid"),
        ("topics/a-topic", "a-topic"),
        ("about", "about"),
        ("people/a-visitor", "a-visitor"),
        ("places/a-place", "a-place"),
    ],
)
def test_every_document_names_its_version(read, client, some, path, slug):
    version = Revision.objects.get(slug=slug).short
    page = read(f"/en/{path}/")
    url = f"http://testserver/en/{path}/?version={version}"
    for text in cited(page).values():
        assert page.heading in text
        assert f"ersion {version}" in text
        assert text.removesuffix(".").endswith(f" {url}")
    [item] = json.loads(body_of(client.get(forms(page)[2])))
    assert (item["URL"], item["version"], item["title"]) == (url, version, page.heading)
    assert read(url).heading == page.heading


def test_where_the_history_knows_no_day_none_is_made_up(read, some):
    Revision.objects.filter(slug="an-event").delete()
    said = cited(read("/en/events/an-event/"))
    assert "(n.d.)" in said["APA"]
    assert "2026" not in "".join(said.values())
    assert "?version" not in said["MLA"]
    assert "日付不詳" in cited(read("/ja/events/an-event/"))["APA"]
    assert "(б. д.)" in cited(read("/uk/events/an-event/"))["APA"]


def test_a_view_says_what_it_was_narrowed_to_and_how_new_it_is(read, some):
    page = read("/en/visits/?rank=official&since=2011")
    url = "http://testserver/en/visits/?since=2011&rank=official"
    title = "Visits (From: 2011; Rank: Official visit)"
    assert cited(page) == {
        "APA": f"The Record. (2026, March 4). {title}. {url}",
        "Chicago": f"The Record. “{title}.” March 4, 2026. {url}.",
        "MLA": f"“{title}.” The Record, 4 Mar. 2026, {url}.",
    }
    assert read(url).entries == page.entries == ["a-visit"]
    assert forms(page)[0] == "/en/visits.ris?rank=official&since=2011"


@pytest.mark.parametrize("path", ["", "chronology/", "events/", "visits/", "aid/", "topics/", "people/", "organisations/", "places/", "sources/", "search/?q=visit", "ledger/", "ledger/sums/", "ledger/not-counted/", "ledger/in-kind/", "coverage/"])  # fmt: skip
def test_every_view_can_be_cited(read, some, path):
    for language in LANGUAGES:
        said = cited(read(f"/{language}/{path}"))
        assert set(said) == {"APA", "Chicago", "MLA"}
        for text in said.values():
            assert f"http://testserver/{language}/{path}" in text
            assert EVERY[language][1] in text


def test_what_readers_were_not_given_makes_no_view_newer(read, some, tmp_path):
    load(tmp_path, event("a-draft", status="draft"), person("nobody"))
    Revision.objects.filter(slug__in=["a-draft", "nobody"]).update(at=datetime(2027, 1, 1, tzinfo=UTC))  # fmt: skip
    assert all("2026" in text for text in cited(read("/en/people/")).values())


@pytest.mark.parametrize(
    ("language", "style", "expected"),
    [
        ("en", "APA", "A ministry. (n.d.). A page. https://example.org/"),
        ("en", "Chicago", "A ministry. “A page.” Accessed May 3, 2026. https://example.org/."),
        ("en", "MLA", "“A page.” A ministry, https://example.org/. Accessed 3 May 2026."),
        ("ja", "Chicago", "A ministry「A page」https://example.org/（2026年5月3日閲覧）"),
        ("uk", "MLA", "«A page». A ministry, https://example.org/. Дата звернення: 3 травня 2026."),
    ],
)
def test_a_source_is_cited_as_itself_and_as_read_when_it_has_no_day(read, tmp_path, language, style, expected):  # fmt: skip
    load(tmp_path, source(url="https://example.org/", accessed="2026-05-03"), event())
    page = read(f"/{language}/sources/a-source/")
    assert cited(page)[style] == expected
    marked = "A page" in page.marked("en")
    assert marked == (language != "en")


@pytest.mark.parametrize(
    ("language", "known", "apa", "mla"),
    [
        ("en", "2011", "(2011).", "2011,"),
        ("en", "2011-05", "(2011, May).", "May 2011,"),
        ("en", "2011-09-30", "(2011, September 30).", "30 Sept. 2011,"),
        ("en", "2009~", "(about 2009).", "about 2009,"),
        ("ja", "2011-05", "（2011年5月）", "2011年5月、"),
        ("uk", "2011-05", "(2011, травень).", "травень 2011,"),
        ("uk", "2014/2015", "(2014–2015\xa0рр.).", "2014–2015\xa0рр.,"),
    ],
)
def test_a_date_is_no_more_exact_than_it_is_known(language, known, apa, mla):
    reference = Reference("key", "Why?", "Site", dates.parse(known), "https://example.org/", language)  # fmt: skip
    with translation.override(language):
        said = dict(texts(reference))
    assert apa in said["APA"]
    assert mla in said["MLA"]
    assert "Why?." not in said["MLA"]


def test_hostile_words_stay_words(read, tmp_path):
    title = "<script>alert(1)</script> & “x”"
    load(tmp_path, event(title={"en": title}))
    page = read("/en/events/an-event/")
    assert title in cited(page)["APA"]
    assert "alert(1)</script>" not in page.html
