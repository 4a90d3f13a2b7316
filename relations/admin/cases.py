"""What readers reported of a document, beside the form in which it is mended."""

from django.contrib import messages
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _t

from relations.agenda import SHOWN
from relations.duties import Duty, duty_of
from relations.models import Correction, Revision
from relations.models.corrections import with_pages
from relations.views.reading import VERSION

#: The parameter of a document's form that names the case which is answered there.
CASE = "case"


def open_cases(live) -> list[Correction]:
    """What readers reported of a document and nobody answered yet, the first that came first."""
    if getattr(live, "KEY", "") not in with_pages():
        return []
    return list(Correction.objects.open().about(live).order_by("pk")[:SHOWN])


def with_pages_then(live, cases: list[Correction]) -> list[tuple[Correction, str]]:
    """Cases of one document with the page as each reader saw it, in her language.

    '' where that version is no page of its own.
    """
    if not (live and cases):
        return [(case, "") for case in cases]
    seen = Revision.objects.of(live).published().filter(digest__in=[c.digest for c in cases])
    there = set(seen.values_list("digest", flat=True))
    found = []
    for case in cases:
        with translation.override(case.language):
            page = f"{live.get_absolute_url()}?{VERSION}={case.digest}"
        found.append((case, page if case.digest in there else ""))
    return found


class WithCases:
    """A ModelAdmin of documents that shows the open cases of each above its form."""

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        case = self.case_asked(request, obj)
        return type(form.__name__, (form,), {"first_note": case.number}) if case else form

    def case_asked(self, request, obj) -> Correction | None:
        """The open case of this document that the address names."""
        number = request.GET.get(CASE, "")
        cases = open_cases(getattr(obj, "live", obj)) if number else []
        return next((case for case in cases if str(case.pk) == number), None)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        live = getattr(obj, "live", obj)
        context["cases"] = with_pages_then(live, open_cases(live))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def remind_of_cases(self, request, live) -> None:
        """Lead whoever just changed what readers see back to what they had asked for."""
        if duty_of(request.user) < Duty.EDITOR:
            return
        for case in open_cases(live):
            text = _t("Is this case answered now? Then close it:")
            link = format_html(
                '{} <a href="{}">{}</a>',
                text,
                reverse("admin:relations_correction_change", args=[case.pk]),
                case.number,
            )
            messages.info(request, link)
