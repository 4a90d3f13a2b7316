"""Two rules that hold for every answer: which language it speaks and who may keep a copy."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_cache_control

from relations.languages import LANGUAGES

STAFF = "/admin/"
MINUTE, DAY = 60, 86_400


def is_staff_page(request) -> bool:
    return request.path_info.startswith(STAFF)


class LanguageOfThePath:
    """Speak the language that opens the path; staff pages follow the browser.

    Django's LocaleMiddleware would make public answers vary on Accept-Language.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        first = request.path_info.split("/", 2)[1:2]
        language = first[0] if first and first[0] in LANGUAGES else settings.LANGUAGE_CODE
        if is_staff_page(request):
            language = translation.get_language_from_request(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class CachingRules:
    """Public pages may be kept for a minute and served stale when we are down; staff pages never.

    A view that says something else about caching keeps its word.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_staff_page(request):
            response.headers["Cache-Control"] = "private, no-store"
        elif not response.has_header("Cache-Control"):
            self.allow(response)
        return response

    def allow(self, response) -> None:
        if response.status_code >= 500:
            patch_cache_control(response, no_store=True)
        elif response.status_code >= 400:
            patch_cache_control(response, public=True, max_age=MINUTE // 2)
        else:
            patch_cache_control(
                response,
                public=True,
                max_age=MINUTE,
                stale_while_revalidate=MINUTE,
                stale_if_error=DAY,
            )
