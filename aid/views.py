"""The page of a package, and the ledger: totals, their sums, what is not counted, help in kind."""

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from aid import ledger, life, pictures
from aid.filters import LedgerFilter, PictureFilter
from aid.models import AidPackage, Item, Transaction
from relations import chronology
from relations.codes import Role
from relations.filters import AddressFilter
from relations.models import Page, Record
from relations.pictures.frame import samples
from relations.views import citing
from relations.views.documents import PublicDocument
from relations.views.pictures import PictureFile, as_file, files
from relations.views.reading import (
    ReaderView,
    place_in,
    refuse_parameters,
    relation_of,
    understood,
)
from relations.views.records import RecordDetail

#: The page that explains the counting rule in plain words.
RULE = "counting"


class PackageDetail(RecordDetail):
    """The page of a package, with the picture of its life."""

    model = AidPackage

    def context(self, request, record, version) -> dict:
        return super().context(request, record, version) | {"life": the_life(record)}


class PackageLife(PublicDocument):
    """The picture alone, as a file of a `form`."""

    model = AidPackage
    form = ""

    def show(self, request, live):
        refuse_parameters(request)
        prefetch_related_objects([live], "transactions", "items", "participants")
        context = the_life(live)
        if not context["picture"]:
            raise Http404
        page = live.get_absolute_url()
        context |= {"relation": relation_of(request), "page_url": settings.SITE_URL + page}
        context["heading"] = life.heading(context["title"])
        return as_file("aid/life.svg", context, self.form, page, f"{live.slug}-life")

    def address(self, obj) -> str:
        return reverse(f"aid_life_{self.form}", args=[obj.slug])


def the_life(package: AidPackage) -> dict:
    """What the template of the picture needs, on the page or alone."""
    return {
        "picture": life.draw(package),
        "title": _t("From pledge to delivery: %(package)s") % {"package": str(package)},
        "says": _t(
            "A line of time for each step. A disc is as large as its sum, the largest of each "
            "currency alike; help in kind has a square. Each leads to its row in the table."
        ),
    }


class LedgerView(ReaderView):
    """A page of the ledger: the packages that have something to show, in natural order."""

    title = ""
    template_name = ""
    filter_class = AddressFilter
    prefetch = ("participants__organisation", "participants__person")

    def rows(self):
        """The published sums or items that the page is about."""
        return Transaction.objects.none()

    def get(self, request):
        filterset = understood(self.filter_class(request.GET, self.rows(), request=request))
        packages = AidPackage.objects.published().filter(pk__in=filterset.qs.values("package"))
        page = chronology.page(packages, place_in(Record.objects.published(), request))
        prefetch_related_objects(page.records, *self.prefetch)
        self.attach(page.records, filterset.qs)
        context = {
            "filter": filterset,
            "page": page,
            "rule": Page.objects.published().filter(slug=RULE).first(),
            "title": self.title,
            "citation": citing.of_view(request, str(self.title), filterset),
        }
        return render(request, self.template_name, context | self.context(filterset.qs))

    def attach(self, packages, rows) -> None:
        """Give each package the rows that are meant, in its own order."""
        meant = set(rows.filter(package__in=packages).values_list("pk", flat=True))
        for package in packages:
            package.shown_here = [r for r in self.of_package(package) if r.pk in meant]

    def of_package(self, package) -> list:
        return list(package.transactions.all())

    def context(self, rows) -> dict:
        return {}


class Totals(LedgerView):
    """All totals; below them stand outside estimates, which are never added."""

    title = _("The ledger")
    template_name = "aid/ledger.html"

    def rows(self):
        return Transaction.objects.published().filter(package__participants__role=Role.ESTIMATOR)

    def context(self, rows) -> dict:
        counted = ledger.counted()
        tables = [ledger.table(counted, dimension) for dimension in ledger.DIMENSIONS]
        return {
            "stages": ledger.by_stage(counted, linked=True),
            "tables": [
                (table, pictures.picture_of(table), files_of(table.dimension)) for table in tables
            ],
        }


class TotalsFile(PictureFile):
    """Counted sums as a picture: all of them, or those that the filters choose."""

    route = "ledger"

    def look_at_address(self, request) -> None:
        self.asked = understood(PictureFilter(request.GET, ledger.counted(), request=request))

    @property
    def page(self) -> str:
        query = self.asked.query
        return reverse("ledger_sums", query=query) if query else super().page

    @property
    def name(self) -> str:
        return f"{self.route}-{self.asked.dimension.name}"

    def drawn(self, relation) -> dict:
        dimension = self.asked.dimension
        table = ledger.table(self.asked.qs, dimension, dict(self.asked.query.lists()))
        drawn = pictures.picture_of(table)
        title = f"{_t('Counted sums by currency and stage')}: {dimension.label}"
        return {
            "picture": drawn,
            "title": citing.with_filters(title, self.asked),
            "name": dimension.name,
            "samples": samples((tone, label) for label, tone in drawn.stages) if drawn else [],
        }


def files_of(dimension: ledger.Dimension, query: dict | None = None) -> list[tuple[str, str]]:
    """The files of the picture that breaks down what the filters choose."""
    return files("ledger_picture", {"by": dimension.name} | (query or {}))


class Sums(LedgerView):
    """The counted sums, one by one, and what those that are shown add up to."""

    title = _("The ledger, sum by sum")
    template_name = "aid/sums.html"
    filter_class = LedgerFilter

    def rows(self):
        return ledger.counted()

    def context(self, rows) -> dict:
        asked = self.request.GET
        query = {name: asked.getlist(name) for name in LedgerFilter.base_filters if name in asked}
        return {
            "stages": ledger.by_stage(rows),
            "drawn": [(drawn.label, files_of(drawn, query)) for drawn in drawable(rows)],
        }


def drawable(rows) -> list[ledger.Dimension]:
    """What a picture can break the sums down by: of sums without a year there is none by years."""
    has_year = rows.filter(year__isnull=False).exists()
    return [drawn for drawn in ledger.DRAWN if has_year or drawn.name != "year"]


class NotCounted(LedgerView):
    """The sums that no total adds, each with the reason."""

    title = _("Sums that are not counted")
    template_name = "aid/not_counted.html"
    filter_class = LedgerFilter

    def rows(self):
        published = Transaction.objects.published()
        return ledger.with_body(published.exclude(pk__in=published.counted().values("pk")))


class InKind(LedgerView):
    """Help in kind: quantities, and values where a source states one."""

    title = _("Help in kind")
    template_name = "aid/in_kind.html"

    def rows(self):
        return Item.objects.filter(package__in=AidPackage.objects.published())

    def of_package(self, package) -> list:
        return list(package.items.all())
