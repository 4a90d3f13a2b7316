"""The forms in which a page is handed out as data, and where."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from relations.export import CARD, Form, forms
from relations.filters import AFTER
from relations.models import Record
from relations.views.reading import AS_OF, VERSION


def route_name(request) -> str:
    return request.resolver_match.url_name or "" if request.resolver_match else ""


def as_data(request) -> list[tuple[Form, str]]:
    """The forms in which this view is handed out as data, with the address of each.

    An earlier version can only be cited.
    """
    route, match = route_name(request), request.resolver_match
    model = model_of(match.func) if match else None
    if model is None:
        return []
    query = request.GET.copy()
    query.pop(AFTER, None)
    is_version = any(query.get(name, "").strip() for name in (VERSION, AS_OF))
    asked = f"?{query.urlencode()}" if query else ""
    try:
        return [
            (form, reverse(f"{route}_data", kwargs=match.kwargs | {"form": form}) + asked)
            for form in forms().values()
            if form.is_listed and form.serves(model) and (form.cites or not is_version)
        ]
    except NoReverseMatch:
        return []


def as_brief(request) -> str:
    """The address of this list of records as a brief; '' for any other view."""
    route, match = route_name(request), request.resolver_match
    model = model_of(match.func) if match else None
    if model is None or not issubclass(model, Record):
        return ""
    if route not in ("chronology", "search", f"{model.KEY}_list"):
        return ""
    query = request.GET.copy()
    query.pop(AFTER, None)
    if model.KEY:
        query["kind"] = model.KEY
    return reverse("brief", query=query)


def card(request) -> str:
    """The card of this page; of one that has none, that of the whole chronology."""
    route, match = route_name(request), request.resolver_match
    try:
        path = reverse(f"{route}_data", kwargs=match.kwargs | {"form": CARD})
    except NoReverseMatch:
        path = reverse("chronology_data", kwargs={"form": CARD})
    return settings.SITE_URL + path


def model_of(view):
    """The model that a view is about; None for a view that is about none."""
    of_class = getattr(getattr(view, "view_class", None), "model", None)
    return getattr(view, "view_initkwargs", {}).get("model", of_class)
