"""What makes a model a document: a slug, a list of fields, and the parts it owns.

`relations.document` reads these declarations to build, check and apply documents; nothing
else describes their shape a second time.
"""

from collections.abc import Iterator

from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from relations.codes import PUBLIC, Status
from relations.models.fields import Codes, Slug, translated_text, validate_mapping

#: (path in the document, message for a person)
Problem = tuple[str, str]


class DocumentQuerySet(models.QuerySet):
    """Documents of one model, in the order of their list: by slug where it has no other."""

    def in_order(self):
        return self.order_by("slug")

    def behind(self, obj: "Documented"):
        """What follows `obj` in that order."""
        return self.filter(slug__gt=obj.slug)

    def called(self, slug: str) -> "Documented | None":
        """The document that has the slug, else one that had it; None without either."""
        former = self.filter(former_slugs__contains=f",{slug},")
        return self.filter(slug=slug).first() or former.first()


class Documented(models.Model):
    """The root of a document.

    KEY is the word that opens its document, FILE the name of its fixture; `document_fields` and
    `parts` (related names of Part models) stand in document order. `labels` are the words for
    fields whose own name is no word for a reader, `hints` the lines that tell an editor what to
    write into a field, both beside those of the classes it extends.
    `filters` is the dotted name of the FilterSet of its list, '' where the list has none; `forms`
    are those of the forms of data that it has beside those of every list; `linked` that of the
    function which says what it is in the words of schema.org.
    """

    KEY = ""
    FILE = ""
    document_fields: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    labels: dict[str, str] = {"slug": _("Slug"), "former_slugs": _("Earlier addresses")}
    filters = ""
    linked = "relations.export.linked.page"
    forms: tuple[str, ...] = ()
    #: Whether readers can open it, as far as whoever fetched it asked.
    has_page = True

    slug = Slug(
        unique=True, help_text=_("The address of the page, for example “kyiv” or “accord-2024”.")
    )
    former_slugs = Codes(
        max_length=1000,
        help_text=_("Earlier addresses, with commas between them; readers are redirected."),
    )

    #: What it is found by, see `relations.search`.
    tokens = models.TextField(default="", blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug

    def save(self, **options) -> None:
        self.derive()
        super().save(**options)

    def derive(self) -> None:
        """Set what follows from other fields; called before every save."""

    @property
    def is_shown(self) -> bool:
        """Whether readers get what is saved."""
        return True

    def problems(self) -> Iterator[Problem]:
        """What a careful editor would not let pass, with the parts as saved."""
        if self.is_shown:
            yield from gaps_within(self)


class Part(models.Model):
    """A row that belongs to one document and has its place in it.

    `PARENTS` are the foreign keys to the owner, of which a row uses exactly one. Readers get no row
    without what is `needed`, of each group of fields one; a draft keeps it.
    """

    PARENTS: tuple[str, ...] = ()
    document_fields: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    needed: tuple[tuple[str, ...], ...] = ()
    labels: dict[str, str] = {}

    order = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def path_key(self) -> str:
        """The part's name inside its document, as a citation's claim would say it."""
        return getattr(self, "key", "") or str(self.order + 1)

    def gaps(self) -> Iterator[Problem]:
        """What keeps the row from its readers."""
        for names in self.needed:
            fields = [self._meta.get_field(name) for name in names]
            if any(getattr(self, field.attname) not in (None, "") for field in fields):
                continue
            if len(fields) == 1:
                yield names[0], _t("It cannot be published without this.")
            else:
                words = ", ".join(capfirst(str(field.verbose_name)) for field in fields)
                yield names[0], _t("It cannot be published without one of these: %s.") % words
        yield from gaps_within(self)


def gaps_within(owner) -> Iterator[Problem]:
    """What the rows of an owner's parts lack before readers can have them."""
    for name in owner.parts:
        for part in getattr(owner, name).all():
            for path, message in part.gaps():
                yield f"{name}/{part.path_key()}/{path}", message


class Multilingual(Documented):
    """A document whose texts stand in the languages of the site.

    `checked` says for each language who read its text as an editor, when and beside which English.
    """

    labels = {
        "checked": _("Read by an editor"),
        "by": _("Editor"),
        "on": _("Day"),
        "beside": _("Beside the English text"),
    }

    checked = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_mapping],
        help_text=_("Who read the text of a language as an editor, and when."),
    )

    class Meta:
        abstract = True


class WithStatus(Multilingual):
    """A document that editors publish: a record, a topic, a page, an inquiry.

    `publish_at` (UTC) is when a scheduled one is due; `public_reason` is what readers are told of
    one that was withdrawn.
    """

    labels = {
        "status": _("Status"),
        "publish_at": _("To be published on"),
        "public_reason": _("Reason"),
    }

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    public_reason = translated_text()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_shown(self) -> bool:
        return self.is_published

    @property
    def is_public(self) -> bool:
        """Whether readers know of it: it is published, or they are told what became of it."""
        return self.status in PUBLIC

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.status == Status.WITHDRAWN and not self.public_reason:
            yield "public_reason", _t("Say in public why it is withdrawn.")


def exactly_one(name: str, *fields: str, or_none: bool = False) -> models.CheckConstraint:
    """A constraint: of these foreign keys one is set and the others are empty."""
    ways = models.Q()
    for chosen in (*fields, None) if or_none else fields:
        ways |= models.Q(**{f"{field}__isnull": field != chosen for field in fields})
    return models.CheckConstraint(
        condition=ways,
        name=name,
        violation_error_message=format_lazy(
            _("Name exactly one of these: {fields}."), fields=", ".join(fields)
        ),
    )


def key_once(name: str, owner: str) -> models.UniqueConstraint:
    """A constraint: within its owner a part's key stands once; rows of a draft may have none."""
    return models.UniqueConstraint(
        fields=[owner, "key"],
        condition=~models.Q(key=""),
        name=name,
        violation_error_message=_("The same key stands twice."),
    )
