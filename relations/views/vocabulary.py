"""People, organisations, places and sources: the list of each, and the page of one."""

from django.db.models import Count, Prefetch, Value, prefetch_related_objects
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t

from relations import chronology, prose
from relations.codes import Role, Status
from relations.document import disclosed, hydrate
from relations.document.names import close_pages
from relations.filters import AFTER, filters_of
from relations.models import (
    Citation,
    Page,
    Participation,
    Person,
    Record,
    Source,
    Tenure,
    Topic,
)
from relations.pictures.matrix import Line, matrix
from relations.views import citing
from relations.views.coverage import numbers_by
from relations.views.documents import (
    DocumentDetail,
    NotThen,
    PublicVocabulary,
    Version,
    addresses,
    history_address,
    not_then,
    unlisted,
    version_asked,
)
from relations.views.pictures import PictureFile, files
from relations.views.reading import AS_OF, VERSION, FilteredList, place_in, refuse_parameters

#: Whom and what a claim may name, of any kind of record.
NAMED_IN_CLAIMS = ("participants__person", "participants__organisation", "places")


class VocabularyList(FilteredList):
    """All published objects of a model that pass the filters, by slug, so many on a page."""

    model = None
    page_size = 100

    def get(self, request):
        filterset = self.asked(request)
        self.look_nearer(filterset)
        rows = filterset.qs.defer("tokens").in_order()
        after = self.place(filterset, request)
        rest = rows.behind(after) if after else rows
        found = list(rest[: self.page_size + 1])
        context = {
            "filter": filterset,
            "objects": found[: self.page_size],
            "next_after": found[self.page_size - 1].slug if len(found) > self.page_size else "",
            "model": self.model,
            "question": filterset.question,
            "noindex": bool(filterset.question),
            "citation": citing.of_view(request, self.title(), filterset),
        }
        page = f"relations/{self.model.KEY}_list.html"
        return render(request, page, context | self.context(context["objects"]))

    def context(self, objects: list) -> dict:
        """What stands beside the rows."""
        return {}

    def filterset(self, request):
        return filters_of(self.model)(request.GET, self.published(), request=request)

    def place(self, filterset, request):
        return place_in(filterset.qs, request)

    def published(self):
        return self.model.objects.published()


class VocabularyDetail(PublicVocabulary):
    """One object and the records that name it; as it stood once, the object alone."""

    def show(self, request, found):
        refuse_parameters(request, known=(VERSION, AS_OF, AFTER))
        try:
            version = version_asked(request, found)
        except NotThen as missing:
            return not_then(request, found, str(missing))
        if version:
            return self.as_it_stood(request, found, version)
        records = self.records(found)
        page = chronology.page(records, place_in(records, request))
        around = {"object": found, "page": page, "history": history_address(found)}
        around |= self.context(found, page)
        return self.rendered(request, found, around)

    def as_it_stood(self, request, found, version: Version):
        """What the entry itself said; what names it has changed since, and tells of today."""
        refuse_parameters(request, known=(VERSION, AS_OF))
        [document], _names = disclosed(version.document | {found.KEY: found.slug})
        shown = hydrate(document, pk=found.pk, check_pages=True)
        around = addresses(found) | unlisted(found.get_absolute_url())
        around |= {"object": shown, "version": version, **self.own_parts(shown)}
        return self.rendered(request, shown, around, version)

    def rendered(self, request, shown, around: dict, version: Version | None = None):
        around["citation"] = self.citation(request, shown, version)
        return render(request, f"relations/{self.model.KEY}_detail.html", around)

    def citation(self, request, shown, version: Version | None) -> citing.Citation:
        return citing.of_name(request, shown, version)

    def records(self, found):
        """The published records that name the object."""
        return Record.objects.published().filter(
            pk__in=Record.objects.filter(**{f"participants__{self.model.KEY}": found})
        )

    def context(self, found, page) -> dict:
        """What the entry says itself, and what is told of it elsewhere."""
        prefetch_related_objects([found], "variants")
        return self.own_parts(found)

    def own_parts(self, shown) -> dict:
        return {"variants": shown.variants.all()}


class ActorDetail(VocabularyDetail):
    """Somebody who took part: the records show in which role."""

    def context(self, found, page) -> dict:
        taken = Participation.objects.filter(
            record__status=Status.PUBLISHED, **{self.model.KEY: found}
        )
        here = taken.filter(record__in=[record.pk for record in page.records])
        roles = {(part.record_id, part.get_role_display()) for part in here}
        for record in page.records:
            record.roles_here = sorted(role for pk, role in roles if pk == record.pk)
        counted = taken.order_by("role").values_list("role").annotate(Count("pk"))
        by_role = [(Role(role).label, number) for role, number in counted]
        return super().context(found, page) | {"roles": by_role}


class PersonDetail(ActorDetail):
    def context(self, found, page) -> dict:
        """With the offices that a source confirms."""
        tenures = Tenure.objects.cited().select_related("organisation")
        cited = Prefetch("tenures", tenures.prefetch_related("citations__source"))
        prefetch_related_objects([found], cited)
        return super().context(found, page)

    def own_parts(self, shown) -> dict:
        return super().own_parts(shown) | {"tenures": shown.tenures.all()}


class OrganisationDetail(ActorDetail):
    def context(self, found, page) -> dict:
        """With those who held its offices, as far as a source confirms them, the latest first."""
        tenures = found.tenures.cited().select_related("person").order_by("-start", "person__slug")
        return super().context(found, page) | {"office_holders": tenures}


class PlaceDetail(VocabularyDetail):
    def records(self, found):
        return Record.objects.published().at_any([found])


class SourceList(VocabularyList):
    page_size = 50

    def published(self):
        return Source.objects.published().as_shown()


class SourceDetail(VocabularyDetail):
    def published(self):
        return Source.objects.published().as_shown()

    def records(self, found):
        cited = Citation.objects.filter(source=found, record__isnull=False).values("record")
        return Record.objects.published().filter(pk__in=cited)

    def context(self, found, page) -> dict:
        """With what the source carries, claim by claim, for the records on this page."""
        prefetch_related_objects(page.records, *NAMED_IN_CLAIMS)
        rows = {record.pk: record for record in page.records}
        citations = Citation.objects.filter(source=found, record__in=rows).select_related("source")
        claims = {pk: [] for pk in rows}
        for citation in citations:
            claims[citation.record_id].append(citation)
        return {
            "offices": self.offices(found),
            "topics": Topic.objects.published().citing(Value(found.slug)),
            "pages": Page.objects.published().citing(Value(found.slug)),
            "claims": [(rows[pk], found_here) for pk, found_here in claims.items()],
        }

    def own_parts(self, shown) -> dict:
        return {}

    def citation(self, request, shown, version: Version | None) -> citing.Citation:
        return citing.of_source(request, shown)

    def offices(self, found):
        """The offices that the source tells of, of people whom readers can see."""
        people = Person.objects.published()
        cited = Citation.objects.filter(source=found, tenure__person__in=people)
        return cited.select_related("tenure__person", "source")


class TopicList(VocabularyList):
    """The topics in their own order, and when each was busy."""

    model = Topic

    def context(self, objects: list) -> dict:
        return topics_over_time(objects) | {"files": files("topics_picture")}


class TopicsFile(PictureFile):
    """All topics over time."""

    route = "topic_list"
    svg = "relations/pictures/matrix.svg"

    def drawn(self, relation) -> dict:
        return topics_over_time(Topic.objects.published().in_order())


def topics_over_time(topics) -> dict:
    lines = [Line(topic.slug, topic.title, topic.get_absolute_url()) for topic in topics]
    return {
        "picture": matrix(lines, numbers_by("topics__slug"), year_of_topic),
        "title": _t("Topics over time"),
        "says": _t("How many dated entries touch a year. Each disc leads to its entries."),
    }


def year_of_topic(slug: str, year: int) -> str:
    return reverse("chronology", query={"topic": slug, "since": year, "until": year})


class TopicDetail(DocumentDetail):
    """A topic told in prose, with the sources it cites and its own chronology beside it."""

    model = Topic
    template_name = "relations/topic_detail.html"
    parameters = (AFTER,)

    def context(self, request, topic, version) -> dict:
        records = Record.objects.published().filter(topics=topic)
        page = chronology.page(records, place_in(records, request))
        return {"object": topic, "page": page, "evidence": cited_in(topic, version)}


class PageDetail(DocumentDetail):
    """A page about the site, beside the list of all of them."""

    model = Page
    template_name = "relations/page_detail.html"

    def show(self, request, live):
        if request.path != live.get_absolute_url():
            return HttpResponsePermanentRedirect(live.get_absolute_url())
        return super().show(request, live)

    def context(self, request, page, version) -> dict:
        pages = Page.objects.published()
        return {"object": page, "pages": pages, "evidence": cited_in(page, version)}


def cited_in(text, version) -> list[dict]:
    """The sources that a topic or a page cites in the reader's language, numbered in order."""
    _records, slugs = prose.mentions(text.body.text)
    named = Source.objects.filter(slug__in=slugs).as_shown()
    sources = {source.slug: source for source in named}
    if version.is_asked:
        close_pages(Source, list(sources.values()))
    cited = [sources[slug] for slug in slugs if slug in sources]
    return [{"number": number, "source": source} for number, source in enumerate(cited, 1)]
