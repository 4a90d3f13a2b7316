"""Pictures as pages of their own, and as files to take along."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _t

from relations import dates
from relations.export.writable import writable
from relations.languages import active_language
from relations.models import Relation
from relations.pictures import relationship
from relations.pictures.png import png
from relations.views import citing
from relations.views.reading import ReaderView, refuse_parameters, relation_of

#: Ochre on white paper; the parties bring their own colours.
AID = "#8a6100"
#: How wide a picture is as PNG: twice its units, for fine screens and for print.
PIXELS = 2240


class PicturePage(ReaderView):
    """A picture with the same as a table; of a `form`, "svg" or "png", the picture alone.

    A page names its template, that of the picture, and the `route` of its page.
    """

    route = ""
    template_name = ""
    svg = ""
    form = ""

    def drawn(self, relation: Relation) -> dict:
        """The `picture`, None without anything to draw, its `title`, and what it `says`."""
        raise NotImplementedError

    def get(self, request):
        refuse_parameters(request)
        relation = relation_of(request)
        context = self.drawn(relation)
        if self.form:
            if not context["picture"]:
                raise Http404
            return self.file(context | {"relation": relation})
        context["files"] = [(name, f"{self.route}_{name.lower()}") for name in ("SVG", "PNG")]
        context["citation"] = citing.of_view(request, context["title"])
        return render(request, self.template_name, context)

    def file(self, context: dict) -> HttpResponse:
        """A file that says what it shows, where it comes from and how old it is."""
        told = source(context["relation"], reverse(self.route))
        context |= {"source": told, "site": settings.SITE_URL}
        drawn = writable(render_to_string(self.svg, context))
        body, media_type = (drawn, "image/svg+xml")
        if self.form == "png":
            body, media_type = (png(drawn, PIXELS), "image/png")
        response = HttpResponse(body, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="{self.route}.{self.form}"'
        return response


class RelationshipPicture(PicturePage):
    route = "relationship"
    template_name = "relations/pictures/relationship.html"
    svg = "relations/pictures/relationship.svg"

    def drawn(self, relation: Relation) -> dict:
        return the_relationship(relation)


class MatrixPicture(PicturePage):
    """Discs by row and year."""

    template_name = "relations/pictures/matrix.html"
    svg = "relations/pictures/matrix.svg"


def the_relationship(relation: Relation) -> dict:
    """What the template of the picture needs, on whatever page it stands."""
    picture = relationship.draw(relation)
    colours = {f"visit-{side}": pair[0] for side, pair in relation.colours.items()} | {"aid": AID}
    return {
        "picture": picture,
        "groups": picture.groups(colours) if picture else [],
        "title": _t("The whole relationship at a glance"),
        "says": _t(
            "Every dated entry on one line of time: visits above and below the line by their "
            "direction, events on it, aid beneath. Each mark leads to its entry."
        ),
    }


def source(relation: Relation, address: str) -> str:
    """The site, the address of the page, and the day on which readers last got something new."""
    newest = citing.newest_day()
    day = newest and dates.parse(newest).show(active_language())
    return " · ".join(filter(None, (relation.name.text, settings.SITE_URL + address, day)))
