"""Pictures as pages of their own, and as files to take along."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _t

from relations import dates
from relations.languages import active_language
from relations.models import Relation, Revision
from relations.pictures import relationship
from relations.views import citing
from relations.views.reading import ReaderView, refuse_parameters, relation_of

#: Ochre on white paper; the parties bring their own colours.
AID = "#8a6100"


def the_relationship(relation: Relation) -> dict:
    """What the template of the picture needs, on whatever page it stands."""
    picture = relationship.draw(relation)
    colours = {f"visit-{side}": pair[0] for side, pair in relation.colours.items()} | {"aid": AID}
    return {
        "picture": picture,
        "classes": picture.classes(colours),
        "title": _t("The whole relationship at a glance"),
        "says": _t(
            "Every dated entry on one line of time: visits above and below the line by their "
            "direction, events on it, aid beneath. Each mark leads to its entry."
        ),
    }


class RelationshipPicture(ReaderView):
    """The page of the picture, with the same as a table."""

    def get(self, request):
        refuse_parameters(request)
        context = the_relationship(relation_of(request))
        context["citation"] = citing.of_view(request, context["title"])
        return render(request, "relations/pictures/relationship.html", context)


class RelationshipFile(ReaderView):
    """The picture alone, which says where it comes from and how old it is."""

    def get(self, request):
        refuse_parameters(request)
        relation = relation_of(request)
        context = the_relationship(relation)
        context |= {"site": settings.SITE_URL, "source": source(relation, reverse("relationship"))}
        drawn = render_to_string("relations/pictures/relationship.svg", context)
        response = HttpResponse(drawn, content_type="image/svg+xml")
        response["Content-Disposition"] = 'attachment; filename="relationship.svg"'
        return response


def source(relation: Relation, address: str) -> str:
    """The site, the address of the page, and the day on which readers last got something new."""
    newest = Revision.objects.published().order_by("-at").values_list("at", flat=True).first()
    day = newest and dates.parse(newest.date().isoformat()).show(active_language())
    return " · ".join(filter(None, (relation.name.text, settings.SITE_URL + address, day)))
