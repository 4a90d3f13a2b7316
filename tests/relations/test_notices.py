"""Letters to colleagues: who hears of what, and in which languages."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from relations.models import Event
from tests.desk import at_the_desk, colleague, step, url_of, write
from tests.making import event, load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Whatever is done inside is committed: its letters go out."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def author():
    return by_mail("oksana", "author")


@pytest.fixture
def editor():
    return by_mail("kenji", "editor")


def by_mail(name: str, duty: str, **fields):
    return colleague(name, duty, email=f"{name}@example.org", **fields)


def working_in(user, language: str):
    """Her desk, in the language that her browser asks for."""
    client = at_the_desk(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    return client


def readers() -> list[str]:
    """Who got a letter, each once."""
    return sorted(to for letter in mail.outbox for to in letter.to)


@pytest.mark.parametrize("language", ["en", "ja", "uk"])
def test_colleagues_hear_of_submissions_and_authors_of_rejections_whatever_language_they_work_in(
    tmp_path, author, editor, post, language
):
    by_mail("mariia", "publisher")
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    with post():
        write(working_in(author, language), found, title_en="News", note="Read it.", _submit="1")
    assert readers() == ["kenji@example.org", "mariia@example.org"]
    assert url_of(found) in mail.outbox[0].body
    assert "oksana: Read it." in mail.outbox[0].body
    mail.outbox.clear()
    with post():
        step(working_in(editor, language), found, "reject", note="Which ministry?")
    assert readers() == ["oksana@example.org"]
    assert "kenji: Which ministry?" in mail.outbox[0].body


@pytest.mark.parametrize("language", ["en", "ja", "uk"])
def test_a_letter_tells_it_in_every_language_whatever_that_of_the_sender(
    tmp_path, author, editor, post, language
):
    load(tmp_path, event(status="draft", title={"en": "A day", "ja": "ある日", "uk": "День"}))
    with post():
        step(working_in(author, language), Event.objects.get(), "submit")
    [letter] = mail.outbox
    told = ["Waiting for review: A day", "査読待ち：ある日", "Чекає на розгляд: День"]
    assert letter.subject == " / ".join(told)
    assert letter.body.splitlines()[:3] == told


def test_who_left_the_desk_gets_no_letters_though_still_in_a_group(tmp_path, author, editor, post):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="News", _submit="1")
    by_mail("mariia", "publisher")
    get_user_model().objects.exclude(username="mariia").update(is_staff=False)
    taras = at_the_desk(by_mail("taras", "editor"))
    with post():
        step(taras, found, "reject", note="Which ministry?")
        step(taras, found, "submit")
    assert readers() == ["mariia@example.org"]


def test_what_came_from_a_file_comes_back_to_whoever_submitted_it(tmp_path, author, editor, post):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    step(at_the_desk(author), found, "submit")
    with post():
        step(at_the_desk(editor), found, "reject", note="Which ministry?")
    assert readers() == ["oksana@example.org"]


def test_who_only_published_it_long_ago_hears_of_no_rejection(tmp_path, author, editor, post):
    load(tmp_path, event(status="draft"))
    found = Event.objects.get()
    write(at_the_desk(author), found, title_en="News", _submit="1")
    step(at_the_desk(by_mail("mariia", "publisher")), found, "publish")
    write(at_the_desk(author), found, title_en="More news", _submit="1")
    with post():
        step(at_the_desk(editor), found, "reject", note="Which ministry?")
    assert readers() == ["oksana@example.org"]


def test_nothing_is_sent_where_no_mail_is_configured(tmp_path, author, editor, post, settings):
    settings.EMAIL_HOST = ""
    load(tmp_path, event(status="draft"))
    with post():
        write(at_the_desk(author), Event.objects.get(), title_en="News", _submit="1")
    assert mail.outbox == []
