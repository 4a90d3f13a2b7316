"""What surrounds every page: relation, languages, addresses; and the site's own files."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, Resolver404, resolve, reverse, translate_url
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from relations.export import FORMS, Form
from relations.filters import AFTER
from relations.languages import LANGUAGES
from relations.models import Record, Relation
from relations.views.documents import AS_OF, VERSION


def site(request) -> dict:
    """What base.html needs; nothing is fetched before a template asks for it."""
    return {
        "relation": SimpleLazyObject(Relation.objects.current),
        "languages": SimpleLazyObject(lambda: languages(request)),
        "canonical": settings.SITE_URL + request.get_full_path(),
        "route": route_name(request),
        "as_data": SimpleLazyObject(lambda: as_data(request)),
        "as_brief": SimpleLazyObject(lambda: as_brief(request)),
    }


def route_name(request) -> str:
    return request.resolver_match.url_name or "" if request.resolver_match else ""


def as_data(request) -> list[tuple[Form, str]]:
    """The forms in which this view is handed out as data, with the address of each."""
    route, match = route_name(request), request.resolver_match
    model = model_of(match.func) if match else None
    if model is None or any(request.GET.get(name, "").strip() for name in (VERSION, AS_OF)):
        return []
    query = request.GET.copy()
    for name in (AFTER, VERSION, AS_OF):
        query.pop(name, None)
    asked = f"?{query.urlencode()}" if query else ""
    try:
        return [
            (form, reverse(f"{route}_data", kwargs=match.kwargs | {"form": form}) + asked)
            for form in FORMS.values()
            if form.serves(model)
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


def model_of(view):
    """The model that a view is about; None for a view that is about none."""
    of_class = getattr(getattr(view, "view_class", None), "model", None)
    return getattr(view, "view_initkwargs", {}).get("model", of_class)


def languages(request) -> list[dict]:
    """The page in each language; the front page where a page exists in one language alone."""
    here = request.get_full_path()
    return named_languages({code: in_language(here, code) for code in LANGUAGES})


def named_languages(addresses: dict[str, str]) -> list[dict]:
    """The languages that a page has an address in, as the switch between them shows them."""
    return [
        {"code": code, "name": name, "url": addresses[code], "site": settings.SITE_URL}
        for code, name in settings.LANGUAGES
        if code in addresses
    ]


def in_language(path: str, code: str) -> str:
    """The same address in another language."""
    try:
        resolve(urlsplit(path).path)
    except Resolver404:
        with translation.override(code):
            return reverse("home")
    return translate_url(path, code)


@never_cache
@require_safe
def front_door(request):
    """`/` leads to the reader's language; it depends on her, so it is never kept."""
    asked = translation.get_language_from_request(request)
    with translation.override(asked if asked in LANGUAGES else settings.LANGUAGE_CODE):
        return HttpResponseRedirect(reverse("home"))


@require_safe
def robots(request):
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """The two flags, as small as they can be read."""
    return render(request, "relations/favicon.svg", content_type="image/svg+xml; charset=utf-8")


@require_safe
def colours(request):
    """The parties' colours as custom properties; the style sheet knows no country."""
    return render(request, "relations/colours.css", content_type="text/css; charset=utf-8")
