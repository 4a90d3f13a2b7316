"""Working at the desk in a test: accounts with a duty, forms sent back as a browser would."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.forms import MultiWidget
from django.test import Client
from django.urls import reverse

from relations.document import digest
from relations.workflow import current


def colleague(name: str, duty: str = "", **fields):
    """Somebody who may open the desk and has one duty, or none.

    A test that empties the tables takes the groups along.
    """
    user = get_user_model().objects.create_user(name, is_staff=True, **fields)
    if duty:
        user.groups.add(Group.objects.get_or_create(name=duty)[0])
    return user


def at_the_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def session_of(user) -> str:
    """What her browser keeps once she has logged in."""
    return at_the_desk(user).cookies["sessionid"].value


def url_of(obj, action: str = "change") -> str:
    name = obj._meta.label_lower.replace(".", "_")
    return reverse(f"admin:{name}_{action}", args=[obj.pk])


def form_of(client, url: str) -> dict:
    """What the browser would send back untouched."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    sent = {}
    for formset in (inline.formset for inline in context["inline_admin_formsets"]):
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            for name, value in values_of(bound):
                if value is not None and value is not False:
                    sent[name] = value
    return sent


def values_of(bound) -> list[tuple[str, object]]:
    """The name and the value of each input that a field of a form is made of."""
    value, widget = bound.value(), bound.field.widget
    if not isinstance(widget, MultiWidget):
        return [(bound.html_name, value)]
    values = value if isinstance(value, list) else widget.decompress(value)
    names = (f"{bound.html_name}{ending}" for ending in widget.widgets_names)
    return list(zip(names, values, strict=True))


def write(client, obj, **typed):
    """Change some fields of a document in its form and save it."""
    return client.post(url_of(obj), form_of(client, url_of(obj)) | typed)


def step(client, obj, name: str, **typed):
    """Press the button of a step, having seen the version that is there now."""
    obj = type(obj).objects.get(pk=obj.pk)
    sent = {"step": name, "seen": digest(current(obj))} | typed
    return client.post(url_of(obj, "step"), sent)


def read(client, obj, language: str):
    """Press the button that says that a language has been read, in the version that is there."""
    obj = type(obj).objects.get(pk=obj.pk)
    return client.post(url_of(obj, "read"), {"language": language, "seen": digest(current(obj))})


def restore(client, obj, version: str, **options):
    """Press the button beside an earlier version, having seen the one that is there now."""
    obj = type(obj).objects.get(pk=obj.pk)
    sent = {"version": version, "seen": digest(current(obj))}
    return client.post(url_of(obj, "restore"), sent, **options)


def delete(client, obj):
    """Confirm the deletion of the version that the page of confirmation was opened on."""
    url = url_of(obj, "delete")
    return client.post(url, {"post": "yes", "seen": client.get(url).context["seen"]})
