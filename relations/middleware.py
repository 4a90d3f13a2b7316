"""Rules that hold for every answer: its language, who may keep a copy, what is no failure."""

import logging
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import DataError
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag

from relations.api import is_for_programs
from relations.api.problems import problem
from relations.languages import LANGUAGES
from relations.views import errors

logger = logging.getLogger(__name__)

STAFF = "/admin/"
MINUTE, DAY = 60, 86_400


def is_staff_page(request) -> bool:
    return request.path_info.startswith(STAFF)


def is_list(request) -> bool:
    """Whether it is one of the admin's lists, which are also where many rows are acted on."""
    found = request.resolver_match
    return bool(found) and (found.url_name or "").endswith("_changelist")


class LanguageOfThePath:
    """Speak the language that opens the path, or for programs the one that `lang` names; staff
    pages follow the choice of whoever works there, else her browser.

    Django's LocaleMiddleware would make public answers vary on Accept-Language.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = [*request.path_info.split("/", 2), ""][1]
        if is_for_programs(request):
            asked = request.GET.get("lang")
        language = asked if asked in LANGUAGES else settings.LANGUAGE_CODE
        if is_staff_page(request):
            language = translation.get_language_from_request(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class UnaskableQuestions:
    """A staff address that the database cannot be asked is a 400, not a failure of ours.

    The admin hands look-ups and keys from the address to the database as they come: a number
    beyond its range, a NUL byte. Nothing was written; the log keeps what happened. What is sent to
    a list is no exception: its address is asked before anything is done.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        unaskable = (DataError, OverflowError)
        if request.method in ("GET", "HEAD"):
            unaskable += (FieldError, ValueError)
        elif not is_list(request):
            return None
        if not is_staff_page(request) or not isinstance(exception, unaskable):
            return None
        logger.warning("Bad staff address %r", request.path, exc_info=exception)
        return errors.bad_request(request)


class Preconditions:
    """What the asker holds already is not sent again, and what she named is not answered with
    something else; HEAD is told the same as GET.

    A refusal is about her own headers: nobody may keep it for others.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return response
        if "no-store" not in response.get("Cache-Control", "") and not response.has_header("ETag"):
            set_response_etag(response)
        checked = get_conditional_response(request, etag=response.get("ETag"), response=response)
        if checked.status_code == HTTPStatus.PRECONDITION_FAILED:
            return self.refused(request, checked)
        return checked

    def refused(self, request, bare):
        told = problem(HTTPStatus.PRECONDITION_FAILED) if is_for_programs(request) else bare
        patch_cache_control(told, no_store=True)
        return told


class OpenToOtherSites:
    """What programs get may be read by the pages of other sites, even when it is a refusal."""

    ALWAYS = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link",
    }
    WHEN_ASKED = {
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "If-Match, If-None-Match",
        "Access-Control-Max-Age": str(DAY),
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_for_programs(request):
            told = self.ALWAYS | (self.WHEN_ASKED if request.method == "OPTIONS" else {})
            for name, value in told.items():
                response[name] = value
        return response


class CachingRules:
    """Public pages may be kept for a minute and served stale when we are down; staff pages and
    answers to what was sent never.

    So that a copy is right for everybody, no public view sees a cookie or sets one. A view that
    says something else about caching keeps its word.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_staff_page(request):
            request.COOKIES = {}
        response = self.get_response(request)
        if is_staff_page(request):
            response.headers["Cache-Control"] = "private, no-store"
        elif not response.has_header("Cache-Control"):
            self.allow(request, response)
        return response

    def allow(self, request, response) -> None:
        if response.status_code >= 500 or request.method not in ("GET", "HEAD"):
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
