"""Pictures as pages of their own, and as files to take along."""

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t

from relations import dates
from relations.export.writable import writable
from relations.languages import active_language
from relations.models import Relation
from relations.pictures import meetings, relationship
from relations.pictures.colours import INK, colours_of
from relations.pictures.drawing import Group
from relations.pictures.frame import samples
from relations.pictures.png import png
from relations.views import citing
from relations.views.reading import ReaderView, refuse_parameters, relation_of

#: How wide a picture is as PNG: twice its units, for fine screens and for print.
PIXELS = 2240
FORMS = ("svg", "png")


class PictureFile(ReaderView):
    """A picture alone, in the `form` "svg" or "png", with what it shows, whence and how old it is.

    A file names the template of the picture and the `route` of the page on which it stands.
    """

    route = ""
    svg = ""
    form = ""

    def drawn(self, relation: Relation) -> dict:
        """The `picture`, None without anything to draw, its `title`, and what it `says`."""
        raise NotImplementedError

    def look_at_address(self, request) -> None:
        """Raise BadFilter for what the address cannot ask."""
        refuse_parameters(request)

    @property
    def page(self) -> str:
        """The address of the page that shows the same."""
        return reverse(self.route)

    @property
    def name(self) -> str:
        """What the file is called, without its ending."""
        return self.route

    def get(self, request):
        self.look_at_address(request)
        relation = relation_of(request)
        context = {"relation": relation} | self.drawn(relation)
        if not context["picture"]:
            raise Http404
        template = self.svg or context["picture"].template
        return as_file(template, context, self.form, self.page, self.name)


class PicturePage(PictureFile):
    """A picture with the same as a table; of a `form` the file alone."""

    template_name = ""

    def get(self, request):
        if self.form:
            return super().get(request)
        self.look_at_address(request)
        context = self.drawn(relation_of(request)) | self.context()
        context["files"] = files(self.route)
        context["citation"] = citing.of_view(request, context["title"])
        return render(request, self.template_name, context)

    def context(self) -> dict:
        """What else stands on the page."""
        return {}


class RelationshipPicture(PicturePage):
    route = "relationship"
    template_name = "relations/pictures/relationship.html"
    svg = "relations/pictures/relationship.svg"

    def drawn(self, relation: Relation) -> dict:
        return the_relationship(relation)


class MeetingsPicture(PicturePage):
    route = "meetings"
    template_name = "relations/pictures/meetings.html"
    svg = "relations/pictures/meetings.svg"

    def drawn(self, relation: Relation) -> dict:
        return {
            "picture": meetings.draw(relation),
            "title": _t("Who met whom"),
            "says": _t(
                "Two people met where both took part in a visit, a consultation, a conference or "
                "another event whose form is known: in person, online or by telephone. Each number "
                "leads to those entries."
            ),
        }


class MatrixPicture(PicturePage):
    """Discs by row and year."""

    template_name = "relations/pictures/matrix.html"
    svg = "relations/pictures/matrix.svg"


def the_relationship(relation: Relation) -> dict:
    """What the template of the picture needs, on whatever page it stands."""
    picture = relationship.draw(relation)
    return {
        "picture": picture,
        "groups": picture.groups(relation) if picture else [],
        "samples": samples(meanings(relation)),
        "title": _t("The whole relationship at a glance"),
        "says": _t(
            "Every dated entry on one line of time: visits on its two sides by their direction, "
            "events on it, aid beside it. Each mark leads to its entry."
        ),
    }


def as_file(svg: str, context: dict, form: str, address: str, name: str) -> HttpResponse:
    """A file that says what it shows, where it comes from and how old it is.

    `svg` is the template, `form` "svg" or "png", `address` that of the page that shows the same.
    """
    told = {"source": source(context["relation"], address), "site": settings.SITE_URL}
    drawn = writable(render_to_string(svg, context | told))
    body, media_type = (drawn, "image/svg+xml")
    if form == "png":
        body, media_type = (png(drawn, PIXELS), "image/png")
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def meanings(relation: Relation) -> Iterator[tuple[Group, str]]:
    """Each mark of the relationship, and what it means."""
    colours = colours_of(relation)
    for name, shape, label in (
        ("visit-b", "down", relation.b_to_a.text or _t("visits one way")),
        ("visit-a", "up", relation.a_to_b.text or _t("visits the other way")),
        ("event", "ring", _t("event")),
        ("aid", "disc", _t("aid, by its largest sum; each currency by itself")),
    ):
        yield Group(name, shape, colours.get(name, INK), []), label


def addresses(where: str, view: type[PictureFile], name: str) -> list[URLPattern]:
    """The files of a picture."""
    return [
        path(f"{where}.{form}", view.as_view(form=form), name=f"{name}_{form}") for form in FORMS
    ]


def files(route: str, query: QueryDict | dict | None = None) -> list[tuple[str, str]]:
    """What the files of a picture are called for readers, and the address of each."""
    return [(form.upper(), reverse(f"{route}_{form}", query=query)) for form in FORMS]


def source(relation: Relation, address: str) -> str:
    """The site, the address of the page, and the day on which readers last got something new."""
    newest = citing.newest_day()
    day = newest and dates.parse(newest).show(active_language())
    return " · ".join(filter(None, (relation.name.text, settings.SITE_URL + address, day)))
