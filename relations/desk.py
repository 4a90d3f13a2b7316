"""The desk itself: Django's admin site, whose front page tells what waits for whom.

What somebody typed outlives her session: a form that is sent after the login ran out comes back
with the login, and can be sent again behind it.
"""

import json
from functools import update_wrapper

from django.contrib import admin
from django.contrib.auth.forms import AuthenticationForm
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import agenda, scrutiny
from relations.document import roots
from relations.duties import Duty, duty_of
from relations.models import Correction, Source
from relations.views.preview import shared


class Desk(admin.AdminSite):
    site_header = site_title = _("Curators’ desk")
    index_title = _("What waits")
    index_template = "admin/desk.html"
    login_template = "admin/desk_login.html"

    def has_permission(self, request) -> bool:
        """An account without a duty has no business here: the front page tells what waits."""
        return duty_of(request.user) >= Duty.VIEWER

    def get_urls(self):
        return [
            path("scrutiny/", self.admin_view(self.scrutiny), name="scrutiny"),
            # For people without an account: the link itself is the permission.
            path("shared/<str:token>/<str:language>/", shared, name="shared_preview"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        dead = Source.objects.with_dead_links()
        corrections = Correction.objects.open().order_by("received_at")
        waiting = {
            "waiting": agenda.waiting_for(request.user),
            "board": agenda.board(),
            "overdue": agenda.overdue_topics(timezone.now().date()),
            "dead": dead[: agenda.SHOWN],
            "more_dead": agenda.beyond(dead),
            "corrections": corrections[: agenda.SHOWN],
            "more_corrections": agenda.beyond(corrections),
        }
        return super().index(request, waiting | (extra_context or {}))

    def scrutiny(self, request):
        """What takes a while to find: stale translations, uncited claims, likely duplicates."""
        context = {
            **self.each_context(request),
            "title": _t("Scrutiny"),
            "stale": list(agenda.stale_translations()),
            "findings": [
                (finding, self.where(finding.document)) for finding in scrutiny.findings()
            ],
        }
        return render(request, "admin/scrutiny.html", context)

    def where(self, name: str) -> str:
        """The list of the desk in which a document of this kind and slug is found."""
        key, slug = name.split()
        model = roots()[key]
        room = model._meta.label_lower.replace(".", "_")
        return reverse(f"admin:{room}_changelist", query={"q": slug})

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def keeping(request, *args, **kwargs):
            is_over = request.method == "POST" and not request.user.is_authenticated
            if is_over and request.path != reverse("admin:logout"):
                return self.ask_again(request)
            return guarded(request, *args, **kwargs)

        return update_wrapper(keeping, guarded)

    def ask_again(self, request):
        """The login, holding what was sent without one."""
        typed = {name: values for name, values in request.POST.lists() if name != CSRF}
        context = {
            **self.each_context(request),
            "title": _t("Log in"),
            "app_path": reverse("admin:login"),
            "next": request.get_full_path(),
            "kept": json.dumps(typed),
            "form": self.login_form_for(request),
        }
        return render(request, self.login_template, context)

    def i18n_javascript(self, request, extra_context=None):
        from relations.admin.lacking import WordsOfScripts

        return WordsOfScripts.as_view()(request)

    def login_form_for(self, request) -> AuthenticationForm:
        from django.contrib.admin.forms import AdminAuthenticationForm

        return AdminAuthenticationForm(request)

    def login(self, request, extra_context=None):
        kept = request.POST.get("kept", "")
        response = super().login(request, {"kept": kept, **(extra_context or {})})
        if kept and response.status_code == 302:
            return self.go_on(request, response["Location"], kept)
        return response

    def go_on(self, request, address: str, kept: str):
        """What was typed before the login, to be sent now by one more press of a button."""
        context = {
            **self.each_context(request),
            "title": _t("You are logged in again"),
            "address": address,
            "typed": [(name, value) for name, values in fields_in(kept) for value in values],
        }
        return render(request, "admin/go_on.html", context)


#: The name under which a browser sends the token against forged requests.
CSRF = "csrfmiddlewaretoken"


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
