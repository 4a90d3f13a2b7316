"""The search: names and topics, records in bands, sources, and what to do when nothing is found."""

from itertools import chain, repeat
from typing import NamedTuple

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _t

from relations import chronology
from relations.models import Organisation, Person, Place, Record, Source, Topic
from relations.search import Question, beginning
from relations.templatetags.record import name_of
from relations.views.reading import ReaderView, place_in, refuse_parameters, words_in
from relations.views.records import Chronology

#: So many names, and so many sources, stand beside the records.
MOST_NAMES, MOST_SOURCES = 8, 5
#: Of so many names called alike the shortest are chosen, after those called exactly so.
MOST_COMPARED = 50
#: When nothing is found, so many parts of the question are tried by themselves.
MOST_PARTS = 4


NAMES = (Person, Organisation, Place, Topic)
SUGGESTED = (*NAMES, Record)
MOST_SUGGESTED = 8


class Search(Chronology):
    """Everything that answers a question; without one, what can be asked."""

    def get(self, request):
        filters = self.filterset(request).filters
        if not any("".join(request.GET.getlist(name)).strip() for name in filters):
            refuse_parameters(request, known=tuple(filters))
            return render(request, "relations/search.html", {"topics": Topic.objects.published()})
        return super().get(request)

    def templates(self) -> str:
        return "relations/search.html"

    def title(self) -> str:
        return _t("Search")

    def asked(self, request):
        """Whoever asks for nothing is given nothing: the page says what can be asked."""
        filterset = super().asked(request)
        if not filterset.query:
            filterset.queryset = filterset.queryset.none()
        return filterset

    def look_nearer(self, filterset) -> dict:
        """As on every list, unless a name or a source answers; what does stands around the rows."""
        if not filterset.question:
            return {}
        found = around(filterset.question)
        if not (filterset.total or found["names"] or found["sources"]):
            filterset.look_nearer()
            found = around(filterset.question)
        return found

    def context(self, filterset) -> dict:
        question = filterset.question
        if not question:
            return {}
        found = self.look_nearer(filterset)
        if not filterset.total:
            found["parts"] = parts(filterset.question)
            is_lost = question.wanted and not found["names"]
            found["begun"] = suggestions(question.text) if is_lost else []
        return found | {"noindex": True}

    def bands(self, filterset) -> list | None:
        return filterset.question.bands(filterset.qs) if filterset.question else None

    def place(self, filterset, request):
        return place_in(filterset.qs if filterset.question else Record.objects.published(), request)


class Named(NamedTuple):
    """A name or a topic that is called so: its page and what it is."""

    obj: object
    kind: str


def around(question: Question) -> dict:
    """The names and topics called so, and the sources that hold the words."""
    called = {rows.model: rows for rows in question.best_titled(*NAMES, Source)}
    sources = question.answered(Source.objects.published())
    best = called.pop(Source, None)
    shown = best and list(best.as_shown()[:MOST_SOURCES])
    shown = shown or list(sources.as_shown().order_by("slug")[:MOST_SOURCES])
    return {
        "names": nearest(question, called),
        "sources": shown,
        "sources_total": chronology.count_up(sources) if shown else 0,
    }


def nearest(question: Question, called: dict) -> list[Named]:
    """Of those called so the ones called exactly so, then the shortest."""
    found = [
        Named(obj, model._meta.verbose_name)
        for model in NAMES
        if model in called
        for obj in called[model][:MOST_COMPARED]
    ]
    found.sort(key=lambda name: (not question.is_exactly(name.obj), len(name_of(name.obj))))
    return found[:MOST_NAMES]


def parts(question: Question) -> list[tuple[str, int]]:
    """What is found of a question that asks too much: its parts, and how many records have each."""
    if len(question.wanted) < 2:
        return []
    published = Record.objects.published()
    tried = [unit.said for unit in question.wanted[:MOST_PARTS]]
    counted = [
        (said, chronology.count_up(Question(said, near=True).answered(published))) for said in tried
    ]
    return [(said, number) for said, number in counted if number]


class Suggestions(ReaderView):
    """Names and titles that go on from what is typed: a list of name, kind and url, as JSON."""

    def get(self, request):
        refuse_parameters(request, known=("q",))
        return JsonResponse(suggestions(words_in(request)), safe=False)


def suggestions(typed: str) -> list[dict]:
    return list(chain.from_iterable(map(suggested, SUGGESTED, repeat(typed))))[:MOST_SUGGESTED]


def kind_of(obj):
    """The model whose name says what a document is: of a record that of its kind."""
    kinds = {kind.KEY: kind for kind in Record.kinds()}
    return kinds[obj.kind] if isinstance(obj, Record) else type(obj)


def suggested(model, typed: str) -> list[dict]:
    rows = beginning(model.objects.published(), typed).in_order()
    return [
        {
            "name": str(name_of(obj)),
            "kind": capfirst(kind_of(obj)._meta.verbose_name),
            "url": obj.get_absolute_url(),
        }
        for obj in rows[:MOST_SUGGESTED]
    ]
