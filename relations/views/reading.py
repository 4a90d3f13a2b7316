"""What every page that readers open has in common."""

from django.http import HttpResponsePermanentRedirect
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.views import View

from relations.filters import AFTER, TRACKING, AddressFilter, Objection
from relations.models import Relation
from relations.models.fields import SLUG
from relations.views import errors

#: The parameters of the page of a document: how it stood in a version, or on a day.
VERSION, AS_OF = "version", "as_of"


class BadFilter(Exception):
    """The address asks for something that is not understood."""

    def __init__(self, objections: list[Objection]):
        self.objections = objections


class CalledOtherwise(Exception):
    """The address asks by a former slug: by parameter, the slugs of today."""

    def __init__(self, today: dict[str, dict[str, str]]):
        self.today = today


class ReaderView(View):
    """A page that readers open; a bad filter becomes a 400 with its reasons, and one by a former
    slug leads to the same with the present one."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except BadFilter as bad:
            return self.refused(request, bad.objections)
        except CalledOtherwise as called:
            query = request.GET.copy()
            for name, today in called.today.items():
                slugs = (today.get(slug, slug) for slug in query.getlist(name))
                query.setlist(name, list(dict.fromkeys(slugs)))
            return HttpResponsePermanentRedirect(f"{request.path}?{query.urlencode()}")

    def refused(self, request, objections: list[Objection]):
        return errors.bad_request(request, objections=objections)


class FilteredList(ReaderView):
    """A list that its address narrows: the page of it, and the same as data."""

    model = None

    def filterset(self, request):
        raise NotImplementedError

    def asked(self, request):
        return understood(self.filterset(request))

    def look_nearer(self, filterset) -> None:
        """A question that nothing answers is asked less strictly."""
        if filterset.question and not filterset.total:
            filterset.look_nearer()

    def bands(self, filterset) -> list | None:
        """The rows in parts, those of one before those of the next; None for one natural order."""
        return None

    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))


def understood(filterset: AddressFilter) -> AddressFilter:
    """The filters of an address as they are, once nothing stands against them.

    BadFilter with the reasons when one is not understood, CalledOtherwise when it was once.
    """
    if objections := filterset.objections():
        if today := filterset.called_today(objections):
            raise CalledOtherwise(today)
        raise BadFilter(objections)
    return filterset


def relation_of(request) -> Relation:
    """The pair that the site is about, fetched once for a page, and only when it is asked for."""
    if not hasattr(request, "relation"):
        request.relation = SimpleLazyObject(Relation.objects.current)
    return request.relation


def refuse_parameters(request, known: tuple[str, ...] = ()) -> None:
    """Raise BadFilter for each parameter that the page does not know."""
    unknown = [
        Objection(name, _t("There is no such filter here."), list(known))
        for name in request.GET
        if name not in known and not name.startswith(TRACKING)
    ]
    if unknown:
        raise BadFilter(unknown)


def place_in(queryset, request):
    """The object of `queryset` behind which `?after=` goes on; None for the first page."""
    slug = request.GET.get(AFTER, "")
    if not slug:
        return None
    found = SLUG.match(slug) and queryset.called(slug)
    if not found:
        message = _t("The list has no entry of this name to go on from.")
        raise BadFilter([Objection(AFTER, message, [])])
    return found


def words_in(request) -> str:
    """What `?q=` asks for; no database can be asked for a NUL."""
    words = request.GET.get("q", "").strip()
    if "\0" in words:
        raise BadFilter([Objection("q", _t("Null characters are not allowed."), [])])
    return words


def is_from_here(request) -> bool:
    """Whether the browser names a page of this very origin as the sender."""
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    return f"{sender}/".startswith(f"{request.scheme}://{request.get_host()}/")
