"""Reporting an error, without an account or a cookie, and what was corrected since."""

import re
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from relations.codes import Status
from relations.document import build, digest
from relations.document.names import look_up
from relations.filters import AFTER, Objection
from relations.models import Correction
from relations.models.corrections import MOST_CHARACTERS, MOST_OF_A_PATH, known, with_pages
from relations.views import errors
from relations.views.alternates import model_of
from relations.views.documents import NotThen, called, once, refusal, stays, versions_of
from relations.views.reading import (
    VERSION,
    BadFilter,
    ReaderView,
    is_from_here,
    refuse_parameters,
)

PAGE_SIZE = 20
NUMBER = re.compile("[1-9][0-9]{0,17}")
#: How many reports may lie open from one day, so that a flood drowns nobody.
MOST_A_DAY = 200
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: What a token may say of the version: its digest, or nothing.
DIGEST = re.compile(r"([0-9a-f]{64})?")
#: The longest report, in bytes as a browser sends it, leaves room in this.
MOST_BYTES = 65_536
#: The parameter that names a page without a document: its path behind the language.
PAGE = "page"
#: A field that people do not see and programs fill in.
TRAP = "homepage"


class HourlySigner(signing.TimestampSigner):
    """Its tokens are the same for everybody within an hour, so that any cache may keep the form."""

    def timestamp(self) -> str:
        hour = HOUR.total_seconds()
        return signing.b62_encode(int(time.time() // hour * hour))


signer = HourlySigner(salt="relations.corrections")


class Words(forms.CharField):
    """A text whose line ends count as one character, as in the limit that a browser keeps."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ReportForm(forms.ModelForm):
    use_required_attribute = False

    wrong = Words(
        max_length=MOST_CHARACTERS,
        label=_("What is wrong?"),
        help_text=_("Name the place, and say what should stand there. At most 2,000 characters."),
        widget=forms.Textarea(attrs={"class": "field", "rows": 8, "aria-required": "true"}),
    )

    class Meta:
        model = Correction
        fields = ("wrong", "source", "email")
        labels = {
            "source": _("Where can we check it? (optional)"),
            "email": _("Your e-mail (optional)"),
        }
        help_texts = {
            "source": _(
                "The address of a page that says so, for example https://example.org/page."
            ),
            "email": _(
                "Only to answer you: it is shown to nobody but the editors, and erased when the "
                "case is closed."
            ),
        }
        widgets = {
            "source": forms.URLInput(
                attrs={"class": "field", "inputmode": "url", "autocomplete": "off"}
            ),
            "email": forms.EmailInput(
                attrs={"class": "field", "inputmode": "email", "autocomplete": "email"}
            ),
        }


# No cookie is set in public, so there is nothing to compare a CSRF token with. A sender from
# another site is known by its Origin, and the signed token shows that the form was opened here.
@method_decorator(csrf_exempt, name="dispatch")
class Report(ReaderView):
    """The form on which a reader says what is wrong with one document, or with another page."""

    def get(self, request, **names):
        case = reported(request, **names)
        if case.model:
            case.digest = version_read(request, case.about)
        if here(case) != request.path:
            version = request.GET.get(VERSION)
            moved = here(case) + (f"?{urlencode({VERSION: version})}" if version else "")
            return redirect(moved, permanent=True)
        return self.page(request, case, ReportForm())

    def post(self, request, **names):
        request.encoding = "utf-8"  # whatever the sender calls it
        if not is_from_here(request):
            return errors.forbidden(request)
        if is_too_large(request):
            return errors.page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        case = reported(request, **names)
        seen, is_valid = version_seen(request.POST.get("token", ""), request.path)
        case.digest = seen or (digest(build(case.about)) if case.model else "")
        form = ReportForm(request.POST, instance=case)
        status = objection(form, is_valid, request.POST.get(TRAP))
        if status:
            return self.page(request, case, form, status)
        form.save()
        return HttpResponseRedirect(thanks_for(case), status=HTTPStatus.SEE_OTHER)

    def page(self, request, case: Correction, form, status: int = HTTPStatus.OK):
        token = signer.sign(f"{request.path}{case.digest}")
        context = {"case": case, "form": form, "token": token, "trap": TRAP}
        context["version"] = case.digest[:8] if request.GET.get(VERSION) else ""
        response = render(request, "relations/correct.html", context, status=status)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            response["Retry-After"] = int(HOUR.total_seconds())
        return unlisted(response)


class Thanks(ReaderView):
    def get(self, request, **names):
        context = {"case": reported(request, **names)}
        return unlisted(render(request, "relations/correct_thanks.html", context))


def here(case: Correction) -> str:
    """The path of the form on which it is reported."""
    if case.model:
        return reverse("correct", args=[case.model, case.slug])
    return reverse("correct_page")


def thanks_for(case: Correction) -> str:
    if case.model:
        return reverse("correct_thanks", args=[case.model, case.slug])
    return reverse("correct_page_thanks", query={PAGE: case.path})


def unlisted(response):
    """A page that search engines leave out."""
    response["X-Robots-Tag"] = "noindex"
    return response


def reported(request, kind: str = "", slug: str = "") -> Correction:
    """A report, still without words, on what the address names: a document, or the page that
    `?page=` leads to. Raises Http404 and BadFilter."""
    language = request.LANGUAGE_CODE
    if not kind:
        refuse_parameters(request, known=(PAGE,))
        path = once(request, PAGE)
        kind, slug = document_at(path)
    else:
        refuse_parameters(request, known=(VERSION,))
        path = ""
    if not kind:
        return Correction(path=path, language=language)
    found = public_document(kind, slug)
    case = Correction(model=found.KEY, slug=found.slug, language=language)
    case.about = found
    return case


def document_at(path: str) -> tuple[str, str]:
    """The kind and the slug of the document that a page is about, '' and '' where it is about none.

    `path` is what follows the language. Raises BadFilter for anything but a page of this site.
    """
    address = reverse("home") + path
    try:
        match = resolve(address if len(path) <= MOST_OF_A_PATH else "")
    except Resolver404:
        match = None
    model = match and model_of(match.func)
    if match and "slug" in match.kwargs and getattr(model, "KEY", "") in with_pages():
        return model.KEY, match.kwargs["slug"]
    if not match or match.kwargs or not address.endswith("/"):
        raise refusal(PAGE, _t("This site has no such page."))
    return "", ""


def public_document(kind: str, slug: str):
    """The document under its slug or one it had, or the one that it was merged into.

    Http404 when readers know of none.
    """
    model = with_pages().get(kind)
    found = known(model).called(slug) if model else None
    if not found:
        raise Http404
    if getattr(found, "status", "") != Status.MERGED:
        return found
    if (target := stays(found)) is None:
        raise Http404
    return public_document(target.kind, target.slug)


def version_read(request, found) -> str:
    """The digest of the version that the address names, else of the one that stands."""
    asked = once(request, VERSION)
    if not asked:
        return digest(build(found))
    try:
        return called(versions_of(found), VERSION, asked).digest
    except NotThen as missing:
        raise refusal(VERSION, str(missing)) from None


def is_too_large(request) -> bool:
    """Known before anything is read: a server hands on no more than the length that was told."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES
    except ValueError:
        return True


def version_seen(token: str, path: str) -> tuple[str, bool]:
    """The digest in a token of this page, '' if it is none of ours, and whether it still holds."""
    try:
        value, holds = signer.unsign(token, max_age=DAY), True
    except signing.SignatureExpired:
        value, holds = signer.unsign(token), False
    except signing.BadSignature:
        return "", False
    seen = value.removeprefix(path)
    return (seen, holds) if value.startswith(path) and DIGEST.fullmatch(seen) else ("", False)


def objection(form: ReportForm, token_holds: bool, trapped: str | None) -> int:
    """Write into the form why it cannot be taken; the status of the answer, 0 when it can."""
    if not token_holds:
        form.add_error(
            None,
            _t(
                "This form had been open for too long. What you typed is still here: please look "
                "at it once more and send it again."
            ),
        )
    if trapped:
        form.add_error(
            None,
            _t(
                "Something filled in a field that stays empty, perhaps a program in your browser. "
                "It is empty again: please send the form once more."
            ),
        )
    if form.errors:
        return HTTPStatus.BAD_REQUEST
    today = Correction.objects.open().filter(received_at__gt=timezone.now() - DAY)
    if today.count() < MOST_A_DAY:
        return 0
    form.add_error(
        None,
        _t(
            "So many reports came today that we cannot take another. Your text is still here: "
            "please copy it, and send it tomorrow."
        ),
    )
    return HTTPStatus.TOO_MANY_REQUESTS


class CorrectionList(ReaderView):
    """What was corrected, when and why; the latest first."""

    def get(self, request):
        refuse_parameters(request, known=(AFTER,))
        published = Correction.objects.published()
        after = place_in(published, request)
        rest = published.behind(after) if after else published
        found = list(rest.latest_told_first().prefetch_related("earlier")[: PAGE_SIZE + 1])
        shown = found[:PAGE_SIZE]
        page = {
            "after": after,
            "next_after": str(shown[-1].pk) if len(found) > PAGE_SIZE else "",
        }
        context = {"corrections": with_documents(shown), "page": page}
        return render(request, "relations/correction_list.html", context)


def place_in(published, request) -> Correction | None:
    """The correction behind which `?after=` goes on; None for the first page."""
    number = request.GET.get(AFTER, "")
    if not number:
        return None
    found = NUMBER.fullmatch(number) and published.filter(pk=number).first()
    if not found:
        message = _t("The list has no entry of this name to go on from.")
        raise BadFilter([Objection(AFTER, message, [])])
    return found


def with_documents(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections with what each is about, fetched by one query for each kind of document."""
    slugs = defaultdict(set)
    for correction in corrections:
        if correction.model:
            slugs[correction.model].add(correction.slug)
    found = {}
    for key, named in slugs.items():
        model = with_pages()[key]
        there = {obj.slug: obj for obj in model.objects.filter(slug__in=named)}
        if moved := named - set(there):
            renamed = look_up(model, moved).items()
            there |= {slug: obj for (_model, slug), obj in renamed if obj.pk}
        found |= {(key, slug): obj for slug, obj in there.items()}
    for correction in corrections:
        correction.about = found.get((correction.model, correction.slug))
    return [correction for correction in corrections if correction.address]
