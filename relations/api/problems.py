"""What went wrong, to a program and to whoever reads its log: RFC 9457, in the language asked for.

They need no database, so that they can be told when there is none.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _t

from relations.api import is_for_programs
from relations.filters import Objection
from relations.views import errors

MEDIA_TYPE = "application/problem+json"
#: What the address of a problem ends in: the guide explains each under this heading.
SORTS = {
    HTTPStatus.BAD_REQUEST: "bad-request",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
    HTTPStatus.GONE: "withdrawn",
    HTTPStatus.PRECONDITION_FAILED: "precondition-failed",
    HTTPStatus.INTERNAL_SERVER_ERROR: "server-error",
}


def sentences(status: int) -> tuple[str, str]:
    """What happened, and what to do about it."""
    known = {
        HTTPStatus.BAD_REQUEST: (
            _t("The address asks for something we do not understand"),
            _t("Nothing was left out silently: correct what is named in “errors” and ask again."),
        ),
        HTTPStatus.NOT_FOUND: (
            _t("There is nothing at this address"),
            _t("It may have been mistyped. Nothing that was published here is taken away unsaid."),
        ),
        HTTPStatus.METHOD_NOT_ALLOWED: (
            _t("The record can only be read here"),
            _t("Ask with GET or HEAD."),
        ),
        HTTPStatus.GONE: (
            _t("This entry was withdrawn"),
            _t("The editors gave no reason."),
        ),
        HTTPStatus.PRECONDITION_FAILED: (
            _t("What stands here is not what you named"),
            _t("Compare the ETag with the one in If-Match, or ask again without If-Match."),
        ),
        HTTPStatus.INTERNAL_SERVER_ERROR: (
            _t("Something went wrong on our side"),
            _t("Please ask again in a minute."),
        ),
    }
    return known[status]


def problem(
    status: int, *, detail: str = "", objections: list[Objection] | None = None
) -> JsonResponse:
    """The answer to a request that got none; `objections` say which parameters are to blame."""
    title, advice = sentences(status)
    told = {
        "type": type_of(status),
        "title": title,
        "status": int(status),
        "detail": detail or advice,
    }
    if objections:
        told["errors"] = [objection._asdict() for objection in objections]
    words = {"ensure_ascii": False}
    return JsonResponse(told, status=status, content_type=MEDIA_TYPE, json_dumps_params=words)


def type_of(status: int) -> str:
    """The address that stands for a sort of problem, the same in every language."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse('api')}#{SORTS[status]}"


def bad_request(request, exception=None):
    if is_for_programs(request):
        return problem(HTTPStatus.BAD_REQUEST)
    return errors.bad_request(request)


def not_found(request, exception=None):
    if is_for_programs(request):
        return problem(HTTPStatus.NOT_FOUND)
    return errors.not_found(request)


def server_error(request):
    if is_for_programs(request):
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR)
    return errors.server_error(request)
