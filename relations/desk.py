"""The desk itself: Django's admin site, whose front page tells what waits for whom.

What somebody typed outlives her session: a form that is sent after the login ran out comes back
with the login, and can be sent again behind it. So does one that was opened before another login,
and one that met a database too busy to take it.
"""

import json
import logging
from collections import defaultdict
from functools import update_wrapper
from http import HTTPStatus

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.forms import AuthenticationForm
from django.db import OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from relations import agenda, leads, scrutiny, translations
from relations.document import names_in
from relations.duties import Duty, duty_of
from relations.languages import LANGUAGES
from relations.models import Correction, Source
from relations.scrutiny import Rule
from relations.views import errors
from relations.views.preview import shared
from relations.views.reading import is_from_here

logger = logging.getLogger(__name__)


class Desk(admin.AdminSite):
    site_header = site_title = _("Curators’ desk")
    index_title = _("What waits")
    index_template = "admin/desk.html"
    login_template = "admin/desk_login.html"

    def has_permission(self, request) -> bool:
        """An account without a duty has no business here: the front page tells what waits."""
        return duty_of(request.user) >= Duty.VIEWER

    def each_context(self, request):
        return super().each_context(request) | {"spoken": settings.LANGUAGES}

    def get_urls(self):
        return [
            path("language/", set_language, name="set_language"),
            path("scrutiny/", self.admin_view(self.scrutiny), name="scrutiny"),
            # For people without an account: the link itself is the permission.
            path("shared/<str:token>/<str:language>/", shared, name="shared_preview"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        """What waits, and the first few of all that the rules find at little cost."""
        stale = translations.stale_translations()
        behind = list(leads.stale_leads(stale))
        dead = Source.objects.with_dead_links()
        corrections = Correction.objects.open().order_by("received_at")
        waiting = {
            "waiting": agenda.waiting_for(request.user),
            "overdue": agenda.overdue_topics(timezone.now().date()),
            "dead": dead[: agenda.SHOWN],
            "more_dead": agenda.beyond(dead),
            "corrections": corrections[: agenda.SHOWN],
            "more_corrections": agenda.beyond(corrections),
            "languages": LANGUAGES,
            "board": list(leads.board_rows(translations.board(stale))),
            "stale": behind[: leads.FEW],
            "more_stale": max(len(behind) - leads.FEW, 0),
            "unread": leads.unread_leads(leads.FEW),
            "uncited": leads.leads_of(scrutiny.uncited_claims(), leads.FEW),
            "alike": leads.leads_of(scrutiny.likely_duplicates(), leads.FEW),
            "unsure": leads.leads_of(scrutiny.unsure_names(), leads.FEW),
        }
        return super().index(request, waiting | (extra_context or {}))

    def scrutiny(self, request):
        """All of it, and the gaps that take a while to find."""
        stale = translations.stale_translations()
        found = defaultdict(list)
        for finding in scrutiny.findings():
            found[finding.rule].append(finding)
        found[Rule.UNCITED] = scrutiny.uncited_claims()
        context = {
            **self.each_context(request),
            "title": _t("Scrutiny"),
            "stale": list(leads.stale_leads(stale)),
            "names": names_in(*(each.after for each in stale)),
            "unread": leads.unread_leads(),
        } | {rule.value: leads.leads_of(found[rule]) for rule in Rule}
        return render(request, "admin/scrutiny.html", context)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def keeping(request, *args, **kwargs):
            if request.method != "POST" or request.path == reverse("admin:logout"):
                return guarded(request, *args, **kwargs)
            try:
                if not request.user.is_authenticated:
                    return self.ask_again(request)
                response = guarded(request, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response
            except OperationalError as busy:
                logger.warning("Not done, the database was busy: %s", request.path, exc_info=busy)
                return self.busy(request)

        return update_wrapper(keeping, guarded)

    def ask_again(self, request, status: int = HTTPStatus.OK):
        """The login, holding what was sent without one."""
        typed = dict(fields_of(request))
        context = {
            **self.each_context(request),
            "title": _t("Log in"),
            "app_path": reverse("admin:login"),
            "next": request.get_full_path(),
            "kept": json.dumps(typed) if typed else "",
            "form": self.login_form_for(request),
        }
        return render(request, self.login_template, context, status=status)

    def busy(self, request):
        """What was typed, while the database takes nothing; the page itself asks it nothing."""
        context = {
            "site_header": self.site_header,
            "site_title": self.site_title,
            "title": _t("The record was busy just now"),
            "told": _t(
                "Nothing was saved, because other work held it up. "
                "What you typed is still here: wait a moment and send it again."
            ),
            "address": request.get_full_path(),
            "typed": fields_of(request),
            "csrf_token": get_token(request),
        }
        page = loader.render_to_string("admin/go_on.html", context)
        return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE)

    def i18n_javascript(self, request, extra_context=None):
        from relations.admin.lacking import WordsOfScripts

        return WordsOfScripts.as_view()(request)

    def login_form_for(self, request) -> AuthenticationForm:
        from django.contrib.admin.forms import AdminAuthenticationForm

        return AdminAuthenticationForm(request)

    def login(self, request, extra_context=None):
        kept = request.POST.get("kept", "")
        response = super().login(request, {"kept": kept, **(extra_context or {})})
        if kept and response.status_code == HTTPStatus.FOUND:
            told = _t("What you typed before is still here. Send it now.")
            return self.go_on(request, told, response["Location"], fields_in(kept))
        return response

    def go_on(self, request, told: str, address: str, typed: list, status: int = HTTPStatus.OK):
        """What was typed before the login, to be sent now by one more press of a button."""
        context = {
            **self.each_context(request),
            "title": _t("You are logged in again"),
            "told": told,
            "address": address,
            "typed": typed,
        }
        return render(request, "admin/go_on.html", context, status=status)

    def once_more(self, request):
        """What was sent from a page of the desk that an earlier login opened; nothing is done."""
        address, typed = request.get_full_path(), fields_of(request)
        if request.path == reverse("admin:login"):
            address, typed = request.POST.get("next", ""), fields_in(request.POST.get("kept", ""))
        is_ours = url_has_allowed_host_and_scheme(
            address, {request.get_host()}, require_https=request.is_secure()
        )
        if not (typed and is_ours):
            return errors.forbidden(request)
        told = _t(
            "You have logged in anew since you opened the form. "
            "Nothing was done yet, and what you typed is still here. Send it now."
        )
        return self.go_on(request, told, address, typed, HTTPStatus.FORBIDDEN)


def unproven(request, reason=""):
    """What came without the token of this login: held for whoever typed it into a page of ours.

    What another site sent, or nobody knows who, is refused and not shown: one press would do it.
    """
    desk = admin.site
    if not (request.path.startswith(reverse("admin:index")) and is_from_here(request)):
        return errors.forbidden(request)
    if desk.has_permission(request):
        return desk.once_more(request)
    if request.user.is_authenticated or request.path == reverse("admin:login"):
        return errors.forbidden(request)
    return desk.ask_again(request, HTTPStatus.FORBIDDEN)


#: The name under which a browser sends the token against forged requests.
CSRF = "csrfmiddlewaretoken"


def fields_of(request) -> list[tuple[str, list[str]]]:
    """What a form sent, without its token; nothing of one that asks for a password."""
    if any("password" in name for name in request.POST):
        return []
    return [(name, values) for name, values in request.POST.lists() if name != CSRF]


def fields_in(kept: str) -> list[tuple[str, list[str]]]:
    """The fields of a kept form; none if somebody wrote the text by hand and wrongly."""
    try:
        found = json.loads(kept)
    except ValueError:
        return []
    fields = found.items() if isinstance(found, dict) else ()
    return [
        (name, values)
        for name, values in fields
        if isinstance(values, list) and all(isinstance(value, str) for value in values)
    ]
