"""The pages of readers as data: the same rows by the same address, with another ending."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, StreamingHttpResponse
from django.urls import path, register_converter, reverse
from django.utils.translation import get_language, override

from relations.document import disclosed, hydrate
from relations.export import Form, Listing, forms
from relations.export.listing import Entry
from relations.models import Record
from relations.models.documented import WithStatus
from relations.views.documents import (
    NotThen,
    PublicDocument,
    PublicVocabulary,
    Version,
    not_then,
    stays,
    version_asked,
)
from relations.views.reading import AS_OF, VERSION, ReaderView, refuse_parameters


class FormConverter:
    """The ending of an address that asks for data."""

    regex = r"[a-z]+(?:\.[a-z]+)?"

    def to_python(self, value: str) -> Form:
        """ValueError, for Django to look further, when no form is called so."""
        if value not in forms():
            raise ValueError(value)
        return forms()[value]

    def to_url(self, value: Form | str) -> str:
        return getattr(value, "ending", value)


register_converter(FormConverter, "form")


class ListData(ReaderView):
    """A list as the view `of` its page narrows and orders it."""

    of = None
    model = None

    def get(self, request, form: Form):
        page = self.of(model=self.model)
        if not form.serves(self.model):
            raise Http404
        filterset = page.asked(request)
        page.look_nearer(filterset)
        query = filterset.query.urlencode()
        address = reverse(request.resolver_match.view_name.removesuffix("_data"))
        listing = Listing(
            rows=filterset.qs,
            title=page.title(),
            url=settings.SITE_URL + address + (f"?{query}" if query else ""),
            here=settings.SITE_URL + request.get_full_path(),
            models=kinds_of(filterset.qs.model),
            after=page.place(filterset, request),
            bands=page.bands(filterset),
        )
        return handed_out(listing, form, address.rstrip("/").rpartition("/")[2])


def kinds_of(model) -> tuple[type, ...]:
    return Record.kinds() if model is Record else (model,)


class Alone:
    """One document as data."""

    def show(self, request, live):
        try:
            entry = self.entry(request, live)
        except NotThen as missing:
            return not_then(request, live, str(missing))
        listing = Listing(
            rows=self.model.objects.filter(pk=live.pk),
            title=str(live),
            url=settings.SITE_URL + stays(live).get_absolute_url(),
            here=settings.SITE_URL + request.get_full_path(),
            models=(self.model,),
            is_one=True,
            entry=entry,
        )
        return handed_out(listing, self.kwargs["form"], live.slug)

    def entry(self, request, live) -> Entry | None:
        """The version that is asked for, which can only be cited; None for the present one."""
        if not self.kwargs["form"].cites:
            return refuse_parameters(request)
        refuse_parameters(request, known=(VERSION, AS_OF))
        version = version_asked(request, live)
        return version and entry_of(live, version)

    def get(self, request, slug: str, form: Form):
        if not form.serves(self.model):
            raise Http404
        return super().get(request, slug)

    def address(self, obj) -> str:
        return f"{obj.get_absolute_url().rstrip('/')}.{self.kwargs['form'].ending}"


class DocumentData(Alone, PublicDocument):
    """A record, a topic or a page as data."""


def entry_of(live, version: Version) -> Entry:
    [document], names = disclosed(version.document | {live.KEY: live.slug})
    at = datetime.fromisoformat(version.since).replace(tzinfo=UTC)
    return Entry(hydrate(document, pk=live.pk), document, version.digest, names, facts=[], at=at)


class VocabularyData(Alone, PublicVocabulary):
    """A person, an organisation, a place or a source as data."""


def addresses(folder: str, view, model) -> list:
    """The addresses of a list and of its documents, with the ending of a form."""
    one = DocumentData if issubclass(model, WithStatus) else VocabularyData
    each = path(
        f"{folder}/<slug:slug>.<form:form>",
        one.as_view(model=model),
        name=f"{model.KEY}_detail_data",
    )
    return [of_list(folder, view, model, f"{model.KEY}_list"), each]


def of_list(folder: str, view, model, page: str):
    """The address of a list, with the ending of a form; `page` is the route of its page."""
    rows = ListData.as_view(of=view, model=model)
    return path(f"{folder}.<form:form>", rows, name=f"{page}_data")


def handed_out(listing: Listing, form: Form, name: str) -> StreamingHttpResponse:
    """The listing in a form, a piece at a time, as a file of this name."""
    response = StreamingHttpResponse(
        in_language(get_language(), form.write(listing)), content_type=form.media_type
    )
    how = "inline" if form.is_read_in_place else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}.{form.ending}"'
    response["Link"] = f'<{listing.url}>; rel="canonical"'
    return response


def in_language(language: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made in the language of the address: the answer is sent after the view."""
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
