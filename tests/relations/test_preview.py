"""Previews: what readers will see, shown to editors and to whom they trust, and to nobody else."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from relations.models import Event, PreviewLink
from tests.desk import at_the_desk, colleague, form_of, step, url_of, write
from tests.making import event, load
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(tmp_path):
    load(tmp_path, event(title={"en": "A day", "ja": "ある日", "uk": "День"}))
    client = at_the_desk(colleague("oksana", "author"))
    write(client, Event.objects.get(), title_en="Said anew")
    return client


def preview_of(found, language: str = "en") -> str:
    return url_of(found, "change").replace("change/", f"preview/{language}/")


def share(client) -> str:
    """The address that an editor hands out."""
    found = Event.objects.get()
    client.post(url_of(found, "share"))
    return f"/admin/shared/{PreviewLink.objects.last().token}/en/"


@pytest.mark.parametrize(("language", "title"), [("en", "Said anew"), ("ja", "ある日")])
def test_a_preview_is_the_page_as_readers_will_have_it(desk, language, title):
    found = Event.objects.get()
    response = desk.get(preview_of(found, language))
    page = Page(response)
    assert (page.lang, page.heading) == (language, title)
    assert response["Cache-Control"] == "private, no-store"
    desk.post(url_of(found, "step"))
    step(desk, found, "submit")
    step(at_the_desk(colleague("mariia", "publisher")), found, "publish")
    public = Page(Client().get(f"/{language}/events/an-event/"))
    with override(language):
        version = gettext("Version")
    assert page.words.partition(version)[0] == public.words.partition(version)[0]


def test_a_preview_shows_what_is_typed_before_it_is_saved(desk):
    found = Event.objects.get()
    typed = form_of(desk, url_of(found)) | {"title_en": "Not saved <yet>"}
    assert Page(desk.post(preview_of(found), typed)).heading == "Not saved <yet>"
    assert "Not saved" not in desk.get(url_of(found)).content.decode()
    new = {"slug": "new", "title_en": "Brand new", "order_in_day": "0", "former_slugs": ""}
    parts = ("participants", "citations", "links")
    counts = {f"{p}-{n}_FORMS": "0" for p in parts for n in ("TOTAL", "INITIAL")}
    page = Page(desk.post("/admin/relations/event/preview/en/", new | counts))
    assert page.heading == "Brand new"
    assert Event.objects.count() == 1


def test_a_form_with_errors_says_so_in_place_of_a_preview(desk):
    found = Event.objects.get()
    typed = form_of(desk, url_of(found)) | {"date": "2011-02-30"}
    assert "The form has errors" in desk.post(preview_of(found), typed).content.decode()


def test_an_expert_without_an_account_reads_the_version_that_waits(desk):
    response = Client().get(share(desk))
    assert Page(response).heading == "Said anew"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_whoever_gives_a_link_away_is_told_what_ends_it(desk):
    answer = desk.post(url_of(Event.objects.get(), "share"), follow=True)
    assert "it is good for 24 hours, or until you log out: " in answer.content.decode()


@pytest.mark.parametrize("end", ["changed", "published", "withdrawn", "logged out", "a day later"])
def test_a_link_dies_with_its_version_its_giver_and_its_day(desk, end):
    address, found = share(desk), Event.objects.get()
    publisher = at_the_desk(colleague("mariia", "publisher"))
    if end == "changed":
        write(desk, found, title_en="Said again")
    elif end == "published":
        step(desk, found, "submit")
        step(publisher, found, "publish")
    elif end == "withdrawn":
        step(publisher, found, "withdraw", reason_en="A forgery.")
    elif end == "logged out":
        desk.post("/admin/logout/")
    else:
        assert Client().get(address).status_code == HTTPStatus.OK
        with pytest.MonkeyPatch.context() as patch:
            later = timezone.now() + timedelta(hours=24, seconds=1)
            patch.setattr("time.time", later.timestamp)
            assert Client().get(address).status_code == HTTPStatus.NOT_FOUND
        return
    assert Client().get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_link_that_is_tampered_with_opens_nothing(desk):
    address = share(desk)
    token = address.split("/")[3]
    opened = [Client().get(f"/admin/shared/{t}/en/").status_code for t in forgeries(token)]
    assert len(opened) >= 50
    assert set(opened) == {HTTPStatus.NOT_FOUND}
    assert Client().get(address.replace("/en/", "/fr/")).status_code == HTTPStatus.NOT_FOUND


def forgeries(token: str) -> list[str]:
    """The token with each character changed, cut short, or naming another link."""
    swapped = [
        token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(len(token))
    ]
    key, rest = token.split(":", 1)
    return [*swapped, token[:-1], f"{int(key) + 1}:{rest}", f"{key}:{rest}x", key, "%00", "a" * 900]


def test_only_the_desk_sees_a_preview_and_hands_out_links(desk):
    found = Event.objects.get()
    assert Client().get(preview_of(found)).status_code == HTTPStatus.FOUND
    nobody = at_the_desk(colleague("nobody"))
    for answer in (nobody.get(preview_of(found)), nobody.post(url_of(found, "share"))):
        assert answer["Location"].startswith("/admin/login/")
    assert not PreviewLink.objects.exists()
    viewer = at_the_desk(colleague("viktor", "viewer"))
    assert viewer.get(preview_of(found)).status_code == HTTPStatus.OK
    assert viewer.post(url_of(found, "share")).status_code == HTTPStatus.FORBIDDEN
