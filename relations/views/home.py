"""The front page: what the record is, in figures that are counted now, and its latest entries."""

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from relations import anniversaries, chronology
from relations.models import Record, Source, Topic
from relations.views import citing
from relations.views.pictures import the_relationship
from relations.views.reading import ReaderView, refuse_parameters, relation_of

SHOWN = 6
ANNIVERSARIES = 3


class Home(ReaderView):
    def get(self, request):
        refuse_parameters(request)
        return render(request, "relations/home.html", context(request))


def context(request) -> dict:
    published = Record.objects.published()
    dated = published.filter(continuing=False)
    latest, milestones, today = chronology.openings(
        dated, published.filter(milestone=True), dated.on_day(timezone.now()), size=SHOWN
    )
    found = {
        "figures": figures(published),
        "latest": list(chronology.by_year(latest)),
        "milestones": milestones,
        "today": today,
        "anniversaries": anniversaries.coming(timezone.now().date(), ANNIVERSARIES),
        "topics": Topic.objects.published(),
        "citation": citing.of_whole(request),
    }
    return found | the_relationship(relation_of(request))


def figures(published) -> list[dict]:
    """How many of each kind there are, and how many sources are cited, each with its list."""
    counts = dict(published.order_by().values_list("kind").annotate(Count("pk")))
    kinds = [
        {
            "label": kind._meta.verbose_name_plural,
            "number": counts.get(kind.KEY, 0),
            "url": reverse(f"{kind.KEY}_list"),
        }
        for kind in Record.kinds()
    ]
    cited = {
        "label": Source._meta.verbose_name_plural,
        "number": Source.objects.published().count(),
        "url": reverse("source_list"),
    }
    return [*kinds, cited]
