"""The brief: what a filter leaves, as one document to print, on the screen or as a PDF."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from relations import chronology, dates
from relations.export.brief import MOST, Brief
from relations.export.pdf import NoPDF, pdf
from relations.filters import AFTER, Objection
from relations.languages import active_language
from relations.models import Topic
from relations.views import errors
from relations.views.reading import BadFilter
from relations.views.records import Chronology

PERIOD = ("since", "until", "continuing")


class BriefPage(Chronology):
    """The brief of the chronology's filters; without any, what it could be about."""

    def get(self, request):
        filterset = self.asked(request)
        if not filterset.query:
            return self.choice(request, filterset)
        self.look_nearer(filterset)
        if filterset.total > MOST:
            return self.choice(request, filterset, status=400, reason=too_many(filterset.total))
        return self.answer(request, self.told(filterset))

    def asked(self, request):
        if AFTER in request.GET:
            message = _t("A brief is one document: it does not go on behind an entry.")
            raise BadFilter([Objection(AFTER, message, [])])
        return super().asked(request)

    def choice(self, request, filterset, *, status: int = 200, reason: str = ""):
        """What a brief could be about: the way on where none was asked for, or too much."""
        context = {
            "filter": filterset,
            "reason": reason,
            "most": MOST,
            "kinds": filterset.form.fields["kind"].choices,
            "topics": Topic.objects.published().in_order(),
        }
        return render(request, "relations/brief_choice.html", context, status=status)

    def told(self, filterset) -> dict:
        brief = Brief(chronology.keys(filterset.qs, None, size=MOST))
        for record in brief.records:
            record.unknown_part = filterset.unknown_part(record)
        query = filterset.query.urlencode()
        return {
            "brief": brief,
            "chips": filterset.chips(),
            "subject": subject(filterset),
            "issued": datetime.now(UTC).date().isoformat(),
            "page_url": f"{reverse('brief')}?{query}",
            "file_url": f"{reverse('brief_file')}?{query}",
            "list_url": f"{reverse('chronology')}?{query}",
            "site": settings.SITE_URL,
        }

    def answer(self, request, context: dict) -> HttpResponse:
        return render(request, "relations/brief.html", context | {"noindex": True})


class BriefFile(BriefPage):
    """The same as a PDF."""

    def answer(self, request, context: dict) -> HttpResponse:
        html = render_to_string("relations/brief_file.html", context, request)
        try:
            body = pdf(html, base_url=settings.SITE_URL)
        except NoPDF:
            return errors.no_pdf(request, brief_page=context["page_url"])
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="brief.pdf"'
        response["Link"] = f'<{settings.SITE_URL}{context["page_url"]}>; rel="canonical"'
        return response


def too_many(total: int) -> str:
    found = ngettext(
        "These filters leave %(number)s entry.", "These filters leave %(number)s entries.", total
    )
    return found % {"number": total}


def subject(filterset) -> str:
    """What is asked for in a few words, the period last: “Visits · Tokyo · 2011–2020”."""
    form = filterset.form
    spans = {str(form.fields[name].label) for name in PERIOD}
    words = [capfirst(chip.value) for chip in filterset.chips() if chip.label not in spans]
    said = " · ".join([*words, *period(form.cleaned_data)])
    return capfirst(said) or _t("Chronology")


def period(asked: dict) -> list[str]:
    ends = [asked[name].text if asked[name] else ".." for name in ("since", "until")]
    known = "/".join(dict.fromkeys(ends))
    return [] if known == ".." else [dates.parse(known).show(active_language())]
