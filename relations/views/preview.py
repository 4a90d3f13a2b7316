"""A document as its readers will see it, before they do: for the desk and for an expert."""

from csp.decorators import csp_replace
from django.http import Http404
from django.urls import resolve, reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from relations import workflow
from relations.codes import WAITING
from relations.document import digest, identity, roots
from relations.document.check import without_gaps
from relations.languages import LANGUAGES
from relations.models import PreviewLink
from relations.views.documents import Version
from relations.views.site import named_languages


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
def preview(request, document: dict, language: str, *, pk: int = 0, addresses=None):
    """The public page of a document in a language. `addresses` are the previews by language.

    Rows that lack what readers need are left out, as nobody could publish them.
    """
    model, slug = identity(document)
    with translation.override(language):
        address = reverse(f"{model.KEY}_detail", args=[slug])
        found = resolve(address)
        view = found.func.view_class(**found.func.view_initkwargs)
        view.setup(request, slug=slug)
        request.LANGUAGE_CODE, request.resolver_match = language, found
        around = {
            "version": Version(without_gaps(document), digest(document)),
            "is_preview": True,
            "noindex": True,
            "canonical": "",
            "languages": named_languages(addresses or {}),
        }
        response = view.rendered(request, around["version"], pk, around)
    response["Content-Language"] = language
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def shared(request, token: str, language: str):
    """What a link for an outside expert shows: one version, while it still waits."""
    link = PreviewLink.behind(token) if language in LANGUAGES else None
    obj = link and roots()[link.model].objects.filter(slug=link.slug).first()
    document = workflow.current(obj) if obj else {}
    if not obj or digest(document) != link.digest or workflow.state_of(obj) not in WAITING:
        raise Http404
    addresses = {code: reverse("admin:shared_preview", args=[token, code]) for code in LANGUAGES}
    return preview(request, document, language, pk=obj.pk, addresses=addresses)
