"""Lists of records and the page of one, the same for every kind."""

from django.shortcuts import render
from django.utils.translation import gettext as _t

from relations import chronology
from relations.codes import LINK_SEEN_FROM_TARGET, LinkRole, Stance, Status
from relations.filters import chronology_filters, filters_of
from relations.models import Link, Record
from relations.views import citing
from relations.views.documents import DocumentDetail
from relations.views.reading import FilteredList, place_in, relation_of


class RecordList(FilteredList):
    """One kind's list; a 400 with the reasons when the address is not understood."""

    model: type[Record] = Record
    template_name = ""

    def get(self, request):
        filterset = self.asked(request)
        beside = self.context(filterset)
        page = self.page(filterset, request)
        for record in page.records:
            record.unknown_part = filterset.unknown_part(record)
        context = {
            "filter": filterset,
            "question": filterset.question,
            "page": page,
            "kind": self.model.KEY,
            "model": self.model,
            "citation": citing.of_view(request, self.title(), filterset),
        }
        return render(request, self.templates(), context | beside)

    def context(self, filterset) -> dict:
        """What stands beside the rows."""
        self.look_nearer(filterset)
        return {}

    def page(self, filterset, request):
        after = self.place(filterset, request)
        bands = self.bands(filterset)
        return chronology.page(filterset.qs, after, total=filterset.total, bands=bands)

    def place(self, filterset, request):
        return place_in(Record.objects.published(), request)

    def filterset(self, request):
        published = self.model.objects.published()
        return filters_of(self.model)(request.GET, published, request=request)

    def templates(self) -> str:
        meta = self.model._meta
        return f"{meta.app_label}/{meta.model_name}_list.html"


class Chronology(RecordList):
    """All kinds in one list; with one kind chosen it offers that kind's own filters."""

    def filterset(self, request):
        chosen = set(request.GET.getlist("kind"))
        only = next((kind for kind in Record.kinds() if {kind.KEY} == chosen), None)
        published = (only or Record).objects.published()
        return chronology_filters(only)(request.GET, published, request=request)

    def templates(self) -> str:
        return "relations/chronology.html"

    def title(self) -> str:
        return _t("Chronology")


class RecordDetail(DocumentDetail):
    """The page of one record."""

    model: type[Record] = Record

    def template_of(self, record) -> str:
        meta = self.model._meta
        return f"{meta.app_label}/{meta.model_name}_detail.html"

    def context(self, request, record, version) -> dict:
        citations = list(record.citations.all())
        return {
            "record": record,
            "facts": record.facts(relation_of(request)),
            "topics": [topic for topic in record.topics.all() if topic.is_published],
            "evidence": numbered(citations),
            "disagreements": [c for c in citations if c.stance == Stance.CONTRADICTS],
            "links": [*links_from(record), *([] if version.until else links_to(record))],
        }


def numbered(citations) -> list[dict]:
    """The sources of a record in order of appearance, each with its number and its citations."""
    sources = {}
    for citation in citations:
        number = len(sources) + 1
        entry = sources.setdefault(
            citation.source.slug, {"number": number, "source": citation.source, "citations": []}
        )
        entry["citations"].append(citation)
    return list(sources.values())


def links_from(record) -> list[tuple[str, Record]]:
    """What this record links to, as (how it reads from here, the other record)."""
    targets = (link for link in record.links.all() if link.to.is_published)
    return [(LinkRole(link.role).label, link.to) for link in targets]


def links_to(record) -> list[tuple[str, Record]]:
    here = Link.objects.filter(to=record.pk, from_record__status=Status.PUBLISHED)
    return [
        (LINK_SEEN_FROM_TARGET[LinkRole(link.role)], link.from_record)
        for link in here.select_related("from_record").order_by("from_record__slug")
    ]
