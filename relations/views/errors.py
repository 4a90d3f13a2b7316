"""Errors in the reader's language: what happened, and what she can do now.

They need no database, so that they can be shown when there is none.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.template import loader
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _t

from relations.languages import LANGUAGES


def sentences(status: int) -> tuple[str, str]:
    """The heading and the advice for a status."""
    known = {
        HTTPStatus.BAD_REQUEST: (
            _t("The address asks for something we do not understand"),
            _t("Check the address, or start again from the chronology."),
        ),
        HTTPStatus.FORBIDDEN: (
            _t("This is not open to you"),
            _t("Go back and try again; if you filled in a form, your session may have ended."),
        ),
        HTTPStatus.NOT_FOUND: (
            _t("There is no page at this address"),
            _t("It may have been mistyped. Nothing that was published here is taken away unsaid."),
        ),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
            _t("This is more than we can take"),
            _t("Go back, shorten what you wrote, and send it again."),
        ),
        HTTPStatus.INTERNAL_SERVER_ERROR: (
            _t("Something went wrong on our side"),
            _t("Please try again in a minute. Nothing you read or saved before is lost."),
        ),
        HTTPStatus.SERVICE_UNAVAILABLE: (
            _t("This server cannot make PDFs"),
            _t("The brief is also a page: open it and print it, on paper or into a file."),
        ),
    }
    return known[status]


def page(request, status: int, **details) -> HttpResponse:
    """An error page; `details` are further names for the template, such as objections."""
    heading, advice = sentences(status)
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    with translation.override(language if language in LANGUAGES else settings.LANGUAGE_CODE):
        context = {"heading": heading, "advice": advice, "languages": homes(), **details}
        return HttpResponse(loader.render_to_string("error.html", context), status=status)


def homes() -> list[dict]:
    """The front page in each language: an error has no other page to switch to."""
    found = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            found.append({"code": code, "name": name, "url": reverse("home")})
    return found


def bad_request(request, exception=None, **details):
    return page(request, HTTPStatus.BAD_REQUEST, **details)


def forbidden(request, exception=None, reason=""):
    return page(request, HTTPStatus.FORBIDDEN)


def not_found(request, exception=None):
    return page(request, HTTPStatus.NOT_FOUND)


def server_error(request):
    return page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def no_pdf(request, **details):
    return page(request, HTTPStatus.SERVICE_UNAVAILABLE, **details)
