"""Topics and pages: prose whose every reference leads somewhere, and pages worth landing on."""

import re

import pytest
from django.utils import timezone

from relations import prose
from relations.languages import LANGUAGES
from relations.models import Page, Record, Source, Topic
from tests.making import event, load, person, source, topic

pytestmark = pytest.mark.django_db


def texts():
    return [*Topic.objects.published(), *Page.objects.published()]


def test_every_reference_of_the_prose_leads_somewhere(the_record):
    for text in texts():
        for language in LANGUAGES:
            records, sources = prose.mentions(getattr(text, f"body_{language}"))
            found = Record.objects.published().filter(slug__in=records)
            assert set(found.values_list("slug", flat=True)) == set(records), text.slug
            cited = Source.objects.published().filter(slug__in=sources)
            assert set(cited.values_list("slug", flat=True)) == set(sources), text.slug


def test_a_text_cites_and_embeds_the_same_in_each_language(the_record):
    for text in texts():
        english, *others = (
            tuple(map(set, prose.mentions(getattr(text, f"body_{code}")))) for code in LANGUAGES
        )
        assert all(other == english for other in others), text.slug


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_page_numbers_its_sources_and_shows_its_chronology(client, the_record, language):
    for text in Topic.objects.published():
        page = client.get(f"/{language}/topics/{text.slug}/").content.decode()
        numbers = set(re.findall(r'href="#source-(\d+)"', page))
        assert numbers
        assert numbers == set(re.findall(r'id="source-(\d+)"', page))
        assert "[@" not in page
        for record in Record.objects.published().filter(topics=text)[:5]:
            assert f"/{record.slug}/" in page


def test_a_source_is_public_while_a_published_topic_cites_it(client, tmp_path):
    told = topic(body={"en": "A claim.[@b-source]"})
    load(tmp_path, source("b-source"), source("b-source-two"), told)
    page = client.get("/en/sources/b-source/")
    assert page.status_code == 200
    assert "/en/topics/a-topic/" in page.content.decode()
    assert client.get("/en/sources/b-source-two/").status_code == 404
    load(tmp_path, told | {"status": "draft"})
    assert client.get("/en/sources/b-source/").status_code == 404


@pytest.mark.parametrize("slug", ["about", "scope", "method", "style", "cite", "licence", "contact", "privacy"])  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_about_pages_are_there_and_name_each_other(client, the_record, slug, language):
    path = f"/{language}/about/" if slug == "about" else f"/{language}/about/{slug}/"
    page = client.get(path).content.decode()
    assert f'href="/{language}/about/privacy/"' in page
    for link in re.findall(r'<div class="prose".*?</div>', page, re.DOTALL):
        for target in re.findall(r'href="((?:\.\./)*[a-z]+/)"', link):
            where = "/" + "/".join(resolved(path, target)) + "/"
            assert client.get(where).status_code == 200, where


def resolved(path: str, target: str) -> list[str]:
    """A relative address as a browser reads it."""
    steps = path.strip("/").split("/")
    for step in target.strip("/").split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    return steps


def test_a_person_is_shown_by_role(client, tmp_path):
    taken = [{"person": "a-visitor", "role": role} for role in ("host", "signatory")]
    load(tmp_path, person(), event(participants=taken), event("other", participants=taken[:1]))
    page = client.get("/en/people/a-visitor/").content.decode()
    assert re.search(r"Host\s*<span class=\"num\">2</span>", page)
    assert re.search(r"Signatory\s*<span class=\"num\">1</span>", page)


def test_the_home_page_tells_what_began_on_this_day(client, tmp_path):
    today = timezone.now().date()
    load(
        tmp_path,
        event("today", date=f"1995-{today:%m-%d}"),
        event("this-month", date=f"1996-{today:%m}"),
    )
    page = client.get("/en/").content.decode()
    told = page[page.index("On this day") :]
    assert "/en/events/today/" in told
    assert "/en/events/this-month/" not in told[: told.index("</section>")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_that_no_editor_has_read_says_so(client, tmp_path, language):
    texts = {"en": "Title", "ja": "題", "uk": "Назва"}
    read = {language: {"by": "olena", "on": "2026-01-01"}}
    load(tmp_path, event(title=texts), event("read", title=texts, checked=read))
    unread = client.get(f"/{language}/events/an-event/").content.decode()
    assert ('class="reading"' in unread) == (language != "en")
    told = client.get(f"/{language}/events/read/").content.decode()
    assert "olena" in told
    assert "2026-01-01" in told
