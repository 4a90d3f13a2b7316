"""Every page of the desk for every duty; and forged requests, which change nothing."""

from http import HTTPStatus

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from relations.document import digest, roots
from relations.duties import Duty
from relations.models import Event, Person, Revision, Tenure
from relations.workflow import current
from tests.desk import at_the_desk, colleague, form_of, url_of, write
from tests.making import event, load, organisation, person, place, topic

pytestmark = pytest.mark.django_db

#: The least duty that opens a page of a document's desk; None: nobody but a superuser.
OPENS = {
    "changelist": Duty.VIEWER,
    "change": Duty.VIEWER,
    "history": Duty.VIEWER,
    "preview": Duty.VIEWER,
    "preview_new": Duty.VIEWER,
    "export": Duty.VIEWER,
    "add": Duty.AUTHOR,
    "import": Duty.AUTHOR,
    "template": Duty.AUTHOR,
    "delete": Duty.AUTHOR,
    "merge": Duty.PUBLISHER,
}
#: Pages that only take what a form sends; asked without one they lead back.
TAKES = {
    "step": Duty.VIEWER,
    "read": Duty.VIEWER,
    "restore": Duty.VIEWER,
    "share": Duty.VIEWER,
}
#: Answered by another test, or by Django for superusers alone.
ELSEWHERE = {"process_import"}
DUTIES = {"": Duty.NONE, "viewer": Duty.VIEWER, "author": Duty.AUTHOR, "editor": Duty.EDITOR, "publisher": Duty.PUBLISHER}  # fmt: skip
ROOMS = sorted(
    model._meta.label_lower.replace(".", "_")
    for model in roots().values()
    if model._meta.model_name != "relation"
)
#: Where a form is shown as readers will see it.
WITH_PREVIEWS = {
    "aid_aidpackage",
    "relations_event",
    "relations_page",
    "relations_topic",
    "visits_visit",
}
#: Numbers that no row has and values that no form asks.
FORGED = {
    "status": "published",
    "publish_at": "2020-01-01T00:00",
    "public_reason_en": "forged",
    "merged_into": "1",
    "checked": '{"ja": {"by": "forger", "on": "2026-01-01"}}',
    "kind": "visit",
    "earliest": "1900-01-01",
    "id": "1",
    "pk": "1",
    "citations-INITIAL_FORMS": "5",
    "citations-0-id": "1",
    "citations-0-record": "999999",
    "participants-0-id": "1",
    "in_fixtures": "on",
    "approved_by": "1",
}


@pytest.fixture
def drafts(tmp_path):
    """A draft or a row that no reader knows, of each kind."""
    load(tmp_path, person(), place(), organisation(), topic(status="draft"), event(status="draft"))
    load(
        tmp_path,
        {"visit": "a-visit"},
        {"aid": "an-aid"},
        {"page": "a-page", "title": {"en": "A page"}},
        {"inquiry": "a-search", "kind": "visit", "first_year": 1992, "last_year": 1993},
    )
    return {model._meta.label_lower.replace(".", "_"): model for model in roots().values()}


def actions(room: str) -> list[str]:
    """The names of a room's pages, as the resolver knows them."""
    [(_, desk)] = [(p, r) for p, r in get_resolver().namespace_dict.values() if p == "admin/"]
    names = (name for name in desk.reverse_dict if isinstance(name, str))
    return sorted(n.removeprefix(f"{room}_") for n in names if n.startswith(f"{room}_"))


def address(room: str, action: str, pk: int) -> str:
    of_its_own = {"preview": [pk, "en"], "preview_new": ["en"]}
    try:
        return reverse(f"admin:{room}_{action}", args=of_its_own.get(action, []))
    except NoReverseMatch:
        return reverse(f"admin:{room}_{action}", args=[pk])


@pytest.mark.parametrize("duty", DUTIES)
def test_a_page_opens_to_its_duty_and_to_no_lower_one(drafts, duty):
    client = at_the_desk(colleague("somebody", duty))
    for room in ROOMS:
        found = drafts[room].objects.first()
        asked = [action for action in actions(room) if action not in ELSEWHERE]
        assert len(asked) >= 10
        for action in asked:
            status = client.get(address(room, action, found.pk)).status_code
            assert status == expected(room, action, found, DUTIES[duty]), (room, action)


def expected(room: str, action: str, found, duty: Duty) -> HTTPStatus:
    vocabulary_stays = action == "delete" and not hasattr(found, "status")
    if duty < (OPENS | TAKES)[action] or vocabulary_stays:
        return HTTPStatus.FORBIDDEN
    if action.startswith("preview") and room not in WITH_PREVIEWS:
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.FOUND if action in TAKES else HTTPStatus.OK


@pytest.mark.parametrize("who", ["nobody", "inactive", "reader with an account"])
def test_without_the_desk_every_page_asks_to_log_in(drafts, who):
    client = Client()
    if who != "nobody":
        user = get_user_model().objects.create_user(
            "reader", is_active=who != "inactive", is_staff=who == "inactive"
        )
        client.force_login(user)
    for room in ROOMS:
        for action in actions(room):
            if action not in ELSEWHERE:
                where = address(room, action, drafts[room].objects.first().pk)
                asked = client.get(where)
                assert asked.status_code == HTTPStatus.FOUND, where
                assert asked["Location"].startswith("/admin/login/"), where


def everything() -> dict[str, list]:
    """Every row of the tables that hold what the record says and who said it."""
    with connection.cursor() as cursor:
        found = {}
        for model in (*roots().values(), Revision, Tenure):
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1")
            found[model._meta.db_table] = cursor.fetchall()
    return found


@pytest.mark.parametrize("duty", ["", "viewer"])
def test_who_only_reads_changes_nothing_whatever_she_sends(drafts, duty):
    client = at_the_desk(colleague("somebody", duty))
    before = everything()
    for room in ROOMS:
        found = drafts[room].objects.first()
        seen = {"seen": digest(current(found)), "version": digest(current(found)), "language": "ja"}
        for action in actions(room):
            for step in ("submit", "publish", "withdraw"):
                sent = FORGED | seen | {"step": step, "post": "yes", "title_en": "forged"}
                answer = client.post(address(room, action, found.pk), sent)
                assert answer.status_code < 500
                assert "Somebody" not in answer.content.decode()
    assert everything() == before


def test_forged_fields_of_a_form_have_no_effect(drafts):
    found = Event.objects.get()
    client = at_the_desk(colleague("oksana", "author"))
    before = {**current(found)}
    sent = form_of(client, url_of(found)) | FORGED
    client.post(url_of(found), sent | {"citations-INITIAL_FORMS": "0", "citations-0-id": ""})
    now = Event.objects.get()
    assert (now.status, now.publish_at, now.checked, now.kind) == ("draft", None, {}, "event")
    assert current(now) == before


@pytest.mark.parametrize("step", ["publish", "schedule", "withdraw", "drop", "nothing", "", "\0"])
def test_a_step_that_is_not_hers_or_not_there_is_not_taken(drafts, step):
    found = Event.objects.get()
    client = at_the_desk(colleague("oksana", "author"))
    write(client, found, title_en="Hers", _submit="1")
    before = everything()
    sent = {"step": step, "seen": digest(current(Event.objects.get())), "publish_at": "2030-01-01"}
    assert client.post(url_of(found, "step"), sent).status_code in (200, 403)
    assert everything() == before


def test_a_version_of_another_document_is_not_restored_here(drafts):
    found, other = Event.objects.get(), Person.objects.get()
    client = at_the_desk(colleague("kenji", "editor"))
    before = everything()
    for version in (Revision.objects.of(other).first().digest, "", "0" * 64, "x\0"):
        client.post(url_of(found, "restore"), {"version": version})
    assert everything() == before


@pytest.mark.parametrize(
    "query",
    [
        "by__password__startswith=p",
        "citations__source__url__contains=a",
        "_to_field=title_en",
        "_popup=1&_to_field=id",
        "status__exact=%00",
        "topics__id__exact=9" + "9" * 30,
        "o=1.2.3.99",
        "p=-1",
        "all=",
        "e=1",
    ],
)
def test_hostile_questions_to_a_list_are_answered_or_refused(drafts, query):
    client = at_the_desk(colleague("viktor", "viewer"))
    client.raise_request_exception = False
    for room in ROOMS:
        status = client.get(address(room, "changelist", 0) + f"?{query}").status_code
        assert status in (200, 302, 400), room


def test_the_desk_of_users_is_for_superusers(drafts):
    client = at_the_desk(colleague("mariia", "publisher"))
    for name in ("auth_user", "auth_group"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403
    assert len(admin.site._registry) > 10
