"""What surrounds every page: relation, languages, addresses; and the site's own files."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from relations.languages import LANGUAGES
from relations.views.alternates import as_brief, as_data, card, route_name
from relations.views.reading import relation_of


def site(request) -> dict:
    """What base.html needs; nothing is fetched before a template asks for it."""
    return {
        "relation": relation_of(request),
        "languages": SimpleLazyObject(lambda: languages(request)),
        "canonical": settings.SITE_URL + request.get_full_path(),
        "route": route_name(request),
        "report": SimpleLazyObject(lambda: report(request)),
        "card": SimpleLazyObject(lambda: card(request)),
        "as_data": SimpleLazyObject(lambda: as_data(request)),
        "as_brief": SimpleLazyObject(lambda: as_brief(request)),
    }


def report(request) -> str:
    """Where an error on this page is reported; '' where the page of a document says so itself."""
    match = request.resolver_match
    is_page_of_document = match and "slug" in match.kwargs
    if not match or (is_page_of_document and not route_name(request).endswith("_history")):
        return ""
    return f"{reverse('correct_page')}?page={request.path.removeprefix(reverse('home'))}"


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
