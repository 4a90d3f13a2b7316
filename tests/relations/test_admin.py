"""The desk: saves go through the one door, and a refused save loses nothing."""

import pytest
from django.urls import reverse

from relations.models import Event, Revision
from tests.making import event, load
from visits.models import Visit

pytestmark = pytest.mark.django_db

#: The inlines of a record, empty.
NO_PARTS = {
    f"{prefix}-{count}": "0"
    for prefix in ("participants", "citations", "links")
    for count in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def form_of(client, url: str) -> dict:
    """What the browser would send back untouched."""
    response = client.get(url)
    context = response.context
    forms = [context["adminform"].form]
    sent = {}
    for formset in (inline.formset for inline in context["inline_admin_formsets"]):
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                sent[bound.html_name] = value
    return sent


def change_url(obj) -> str:
    return reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_change", args=[obj.pk])


def test_a_save_is_one_revision_signed_by_the_editor(admin_client, tmp_path):
    load(tmp_path, event())
    found = Event.objects.get()
    url = change_url(found)
    response = admin_client.post(url, form_of(admin_client, url) | {"title_en": "Said anew"})
    assert response.status_code == 302
    revision, _first = Revision.objects.of(found)
    assert (revision.signature, revision.document["title"]["en"]) == ("admin", "Said anew")


def test_a_save_without_a_change_leaves_no_revision(admin_client, tmp_path):
    load(tmp_path, event(body={"en": "One.\n\nTwo."}))
    found = Event.objects.get()
    url = change_url(found)
    assert admin_client.post(url, form_of(admin_client, url)).status_code == 302
    assert Revision.objects.of(found).count() == 1


def test_publishing_without_a_citation_comes_back_with_the_reason_and_the_text(admin_client):
    typed = {
        "slug": "new", "title_en": "Half a day’s work", "date": "2011", "type": "statement",
        "status": "published", "order_in_day": "0", "checked": "{}", "former_slugs": "",
    }  # fmt: skip
    response = admin_client.post(reverse("admin:relations_event_add"), typed | NO_PARTS)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Published without a citation" in page
    assert "Half a day’s work" in page
    assert not Event.objects.exists()
    assert not Revision.objects.exists()


def test_a_draft_with_gaps_is_saved(admin_client):
    stops = {"stops-TOTAL_FORMS": "0", "stops-INITIAL_FORMS": "0"}
    typed = {
        "slug": "planned", "status": "draft", "order_in_day": "0", "rank": "unknown",
        "form": "in-person", "checked": "{}", "former_slugs": "",
    }  # fmt: skip
    response = admin_client.post(reverse("admin:visits_visit_add"), typed | NO_PARTS | stops)
    assert response.status_code == 302
    assert Visit.objects.get().status == "draft"


@pytest.mark.parametrize("date", ["2011-02-30", "1995/1994", "soon", "9999-99-99", "1" * 60])
def test_an_impossible_date_is_an_error_beside_the_field(admin_client, tmp_path, date):
    load(tmp_path, event())
    url = change_url(Event.objects.get())
    response = admin_client.post(url, form_of(admin_client, url) | {"date": date})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors.keys() == {"date"}


def test_parts_added_here_stand_behind_those_already_there(admin_client, tmp_path):
    load(tmp_path, event())
    found = Event.objects.get()
    url = change_url(found)
    added = {
        "citations-TOTAL_FORMS": "2",
        "citations-1-source": str(found.citations.get().source_id),
        "citations-1-stance": "supports",
        "citations-1-locator": "p. 2",
    }
    admin_client.post(url, form_of(admin_client, url) | added)
    assert list(found.citations.values_list("order", "locator")) == [(0, ""), (1, "p. 2")]


@pytest.mark.parametrize("language", ["en", "ja", "uk"])
def test_every_page_of_the_desk_opens(admin_client, tmp_path, language):
    load(tmp_path, event())
    from django.contrib import admin

    for model in admin.site._registry:
        name = model._meta.label_lower.replace(".", "_")
        for action in ("changelist", "add"):
            if name == "relations_revision" and action == "add":
                continue
            url = reverse(f"admin:{name}_{action}")
            response = admin_client.get(url, headers={"accept-language": language})
            assert response.status_code == 200, url
            assert response["Content-Language"] == language
            assert response["Cache-Control"] == "private, no-store"


def test_the_history_is_read_only(admin_client, tmp_path):
    load(tmp_path, event())
    revision = Revision.objects.order_by("pk").last()
    assert admin_client.get(reverse("admin:relations_revision_add")).status_code == 403
    assert admin_client.post(change_url(revision), {"note": "x"}).status_code == 403
