"""What all answers have in common, and the answers about one document."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from relations.api import schemas
from relations.api.parameters import FIELDS, LANG, check_language, fields_asked, narrowed
from relations.api.problems import problem
from relations.export.listing import Entry, entries_of, key_of, objects_behind
from relations.export.plain import told
from relations.filters import AFTER
from relations.views.data import kinds_of
from relations.views.documents import PublicDocument, PublicVocabulary
from relations.views.reading import BadFilter, ReaderView, refuse_parameters


# Nothing here can be written, so there is nothing to forge: who tries is told so.
@method_decorator(csrf_exempt, name="dispatch")
class ApiView(ReaderView):
    """An answer for programs.

    For the description it says its `summary`, the parameters it has of its `own`, `examples` of
    some, by `filters()` those it shares with a page, and by `schema()` what `get` answers.
    """

    http_method_names = ("get", "head", "options")
    summary = ""
    own: tuple[str, ...] = (LANG,)
    examples: dict[str, str] = {}

    def dispatch(self, request, *args, **kwargs):
        try:
            check_language(request)
        except BadFilter as bad:
            return self.refused(request, bad.objections)
        return super().dispatch(request, *args, **kwargs)

    def options(self, request, *args, **kwargs):
        """What a browser asks before it lets a page of another site ask."""
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": self.allowed()})

    def http_method_not_allowed(self, request, *args, **kwargs):
        response = problem(HTTPStatus.METHOD_NOT_ALLOWED)
        response["Allow"] = self.allowed()
        return response

    def allowed(self) -> str:
        return ", ".join(name.upper() for name in self.http_method_names)

    def refused(self, request, objections):
        told = [objection._replace(accepted=self.known(objection)) for objection in objections]
        return problem(HTTPStatus.BAD_REQUEST, objections=told)

    def known(self, objection) -> list[str]:
        """What is accepted; beside the filters of a page our own parameters are."""
        if AFTER not in objection.accepted:
            return objection.accepted
        return [name for name in objection.accepted if name != AFTER] + [*self.own]

    def filters(self) -> dict:
        """The filters it shares with a page, as {name: [those called so]}."""
        return {}

    def peculiar(self) -> dict:
        """The parameters that only this answer has, as {name: (schema, what it says)}."""
        return {}

    def schema(self) -> dict:
        raise NotImplementedError


def told_as_json(answer: dict) -> JsonResponse:
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def at(name: str, *args, query: str = "") -> str:
    """The whole address of a route."""
    return settings.SITE_URL + reverse(name, args=args) + (f"?{query}" if query else "")


def address_of(obj) -> str:
    return reverse(f"{key_of(obj)[0]}_detail_api", args=[obj.slug])


def entry_told(entry: Entry, fields: list[str]) -> dict:
    """An entry as the downloads tell it, with its address here."""
    whole = told(entry)
    here = {"url": whole.pop("url"), "api": settings.SITE_URL + address_of(entry.obj)}
    return narrowed(here | whole, fields)


class OneDocument(ApiView):
    """One document; of one that moved, merged or was withdrawn, where it went."""

    model = None
    own = (LANG, FIELDS)
    summary = _("%(documents)s: one document")

    def show(self, request, live):
        refuse_parameters(request, known=self.own)
        fields = fields_asked(request, kinds_of(self.model))
        rows = self.model.objects.filter(pk=live.pk)
        [entry] = entries_of(objects_behind(rows, None, size=1))
        return told_as_json(entry_told(entry, fields))

    def address(self, obj) -> str:
        return address_of(obj)

    def withdrawn(self, request, live):
        return problem(HTTPStatus.GONE, detail=str(live.public_reason))

    def schema(self) -> dict:
        return schemas.entry(kinds_of(self.model))


class OneText(OneDocument, PublicDocument):
    """A record or a topic."""


class OneName(OneDocument, PublicVocabulary):
    """A person, an organisation, a place or a source."""
