"""High-level visits: who went where, at what rank, and where she stopped."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations import dates
from relations.codes import Purpose, Rank, Role, Tier
from relations.models import Column, Lane, Mark, Participation, Record
from relations.models.documented import Part, Problem
from relations.models.fields import (
    Codes,
    Country,
    DateAsKnown,
    country_name,
    translated_line,
    translated_text,
)


def direction(visit: "Visit", relation) -> object:
    """The way between the parties in the relation's words, else the two countries."""
    if not (visit.visiting and visit.host):
        return None
    named = relation.direction(visit.visiting, visit.host)
    return named or f"{country_name(visit.visiting)} → {country_name(visit.host)}"


class Visit(Record):
    KEY = "visit"
    FILE = "visits"
    document_fields = (
        *Record.document_fields, "visiting", "host", "rank", "rank_term", "purposes",
    )  # fmt: skip
    labels = {
        "visiting": _("Visiting country"),
        "host": _("Host country"),
        "rank_term": _("The host’s term for the rank"),
    }
    hints = {
        "rank": _("As the host’s protocol ranked it; “Rank not recorded” where no source says."),
        "rank_term": _("In the host’s words: “Guest of the Ministry of Foreign Affairs”."),
        "purposes": _("Why they travelled, all that holds: for example talks and a signing."),
    }
    parts = (*Record.parts, "stops")
    mark_fields = ("visiting",)
    place_paths = ("stops__place",)
    evidenced = (*Record.evidenced, "rank", "stops")
    meeting = Q()
    filters = "visits.filters.VisitFilter"
    linked = "visits.linked.visit"
    pages = ("visit_levels", "map")
    brief = "visits.brief.Ways"
    columns = (
        Column("direction", _("Direction"), direction, in_row=True),
        Column("level", _("Level"), lambda v, _r: [str(tier.label) for tier in v.levels]),
        Column("rank", _("Rank"), lambda v, _r: v.rank_shown, in_row=True),
        Column("purposes", _("Purpose"), lambda v, _r: v.purposes_shown),
    )

    record = models.OneToOneField(Record, models.CASCADE, parent_link=True, related_name="visit")
    visiting = Country(help_text=_("The country whose representative travels."))
    host = Country(help_text=_("The country that receives the guest."))
    rank = models.CharField(max_length=20, choices=Rank, default=Rank.UNKNOWN)
    rank_term = translated_line()
    purposes = Codes(allowed=Purpose.choices)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.CheckConstraint(
                condition=Q(visiting="") | ~Q(visiting=models.F("host")),
                name="visit_crosses_a_border",
                violation_error_message=_("A visit leads to another country than it starts from."),
            )
        ]

    @property
    def rank_shown(self):
        """The host's own term for the rank where a source gives it, else the code's name."""
        return self.rank_term or self.get_rank_display()

    @property
    def purposes_shown(self) -> list[str]:
        return [str(Purpose(code).label) for code in self.purposes]

    @property
    def levels(self) -> list[Tier]:
        """The levels at which the visitors came, the highest first."""
        came = {p.tier for p in self.participants.all() if p.role == Role.VISITOR}
        return [tier for tier in Tier if tier in came]

    def mark(self, relation) -> Mark:
        marks = {
            "a": Mark("visit-a", "▲", Lane.BELOW),
            "b": Mark("visit-b", "▼", Lane.ABOVE),
        }
        return marks.get(relation.side(self.visiting), Mark("visit", "△"))

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        for visitor in self.visitors():
            if self.host and visitor.person.country == self.host:
                yield (
                    f"participants/{visitor.path_key()}/person",
                    _t("%(person)s is from the host’s own side and cannot be the visitor.")
                    % {"person": visitor.person},
                )
        yield from self._stops_outside()

    def visitors(self) -> list[Participation]:
        """The people who came."""
        return [p for p in self.participants.all() if p.role == Role.VISITOR and p.person]

    def is_after_office(self, person) -> bool:
        """Whether none of the person's cited offices may have been held during the visit."""
        offices = list(person.tenures.cited())
        return bool(self.earliest and offices) and not any(
            office.may_be_held_in(self.earliest, self.latest) for office in offices
        )

    def _stops_outside(self) -> Iterator[Problem]:
        dated = (stop for stop in self.stops.all() if self.date and stop.date)
        for stop in dated:
            day = dates.parse(stop.date)
            if day.earliest > self.latest or day.latest < self.earliest:
                yield (
                    f"stops/{stop.path_key()}/date",
                    _t("The stop of %(stop)s lies outside the visit, %(visit)s.")
                    % {"stop": stop.date, "visit": self.date},
                )

    def gaps(self) -> Iterator[Problem]:
        yield from super().gaps()
        if not self.visiting:
            yield "visiting", _t("A published visit needs the visiting country.")
        if not self.host:
            yield "host", _t("A published visit needs the host country.")
        if not any(part.role == Role.VISITOR for part in self.participants.all()):
            yield "participants", _t("A published visit needs a visitor.")
        for visitor in self.visitors():
            path = f"participants/{visitor.path_key()}"
            if not visitor.tier:
                yield f"{path}/tier", _t("Say at which level the visitor came.")
            if not visitor.out_of_office and self.is_after_office(visitor.person):
                yield (
                    f"{path}/out_of_office",
                    _t(
                        "By the cited offices, %(person)s held none of them then: "
                        "say in public why the visit counts."
                    )
                    % {"person": visitor.person},
                )


class Stop(Part):
    """A place on the way, and what happened there."""

    PARENTS = ("visit",)
    document_fields = ("place", "date", "what")
    needed = (("place",),)
    labels = {"date": _("Date"), "what": _("What happened")}
    hints = {
        "place": _("Where the visitor stopped, for example kyiv."),
        "date": _("Within the days of the visit."),
        "what": _("In a few words: “Talks with Foreign Minister Kamikawa”."),
    }

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="stops")
    place = models.ForeignKey(
        "relations.Place", models.PROTECT, null=True, blank=True, related_name="stops"
    )
    date = DateAsKnown()
    what = translated_text()

    class Meta(Part.Meta):
        verbose_name = _("stop")
        verbose_name_plural = _("stops")

    def __str__(self) -> str:
        return f"{self.place or ''} {self.date}".strip()

    def path_key(self) -> str:
        return self.place.slug if self.place else super().path_key()
