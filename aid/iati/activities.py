"""A package as an activity: its elements in the order of the standard's schema."""

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _t

from aid.iati.elements import add, in_each_language, texts_of
from aid.iati.reporting import Reporter, participants
from aid.iati.sums import tell, tell_the_rest
from aid.models import AidPackage
from relations.codes import ActivityStatus, Sector, SourceKind, Stage
from relations.export.listing import Entry
from relations.languages import active_language, primary
from relations.models import Source

#: DescriptionType.
GENERAL, OTHER = "1", "4"
#: ActivityDateType, “actual start”: of the funding, of planning or of the work.
START = "2"
PREVIOUS_IDENTIFIER = "B1"
#: DocumentCategory: the text that was agreed, or a page about it.
AGREED, PAGE = "A09", "A12"


def activity(entry: Entry, reporter: Reporter) -> Element:
    package = entry.obj
    found = Element("iati-activity", {"linked-data-uri": entry.url})
    if entry.at:
        found.set("last-updated-datetime", entry.at.isoformat())
    add(found, "iati-identifier").text = reporter.identifier(package.slug)
    reporter.sign(found)
    describe(found, package)
    for who in participants(package):
        add(found, "participating-org", **who)
    for slug in package.former_slugs:
        add(found, "other-identifier", ref=reporter.identifier(slug), type=PREVIOUS_IDENTIFIER)
    place_in_time(found, package)
    classify(found, package)
    tell(found, package)
    for source in cited(package):
        link(found, source)
    tell_the_rest(found, package)
    return found


def why_left_out(package: AidPackage) -> str:
    """Why the package is no activity, in the reader's words; '' for one that is."""
    if package.is_estimate:
        return _t("An outside estimate.")
    return "" if package.date_as_known.first_day else _t("Its day is not known.")


def left_out(entry: Entry) -> Element:
    """A package that the standard has no place for, with all its sums."""
    package = entry.obj
    found = Element("record:package", {"url": entry.url, "date": package.date})
    add(found, "record:reason", in_each_language(lambda: why_left_out(package)))
    tell_the_rest(found, package, alone=True)
    return found


def describe(found: Element, package: AidPackage) -> None:
    title = texts_of(package, "title")
    add(found, "title", title)
    add(found, "description", texts_of(package, "summary") or title, type=GENERAL)
    if not package.activity_status:
        add(found, "description", in_each_language(about_the_status), type=OTHER)


def about_the_status() -> str:
    return _t(
        "The status of this activity is not recorded: its code is 1 where nothing but a pledge is "
        "recorded, else 2."
    )


def place_in_time(found: Element, package: AidPackage) -> None:
    add(found, "activity-status", code=package.activity_status or furthest_status(package))
    known = package.date_as_known
    said = in_each_language(
        lambda: (
            _t("%s: the date of the promise, the agreement or the delivery")
            % known.show(active_language())
        )
    )
    add(found, "activity-date", said, type=START, iso_date=known.first_day)


def furthest_status(package: AidPackage) -> str:
    steps = (*package.transactions.all(), *package.items.all())
    only_promised = {step.stage for step in steps} == {Stage.PLEDGE}
    return ActivityStatus.PIPELINE if only_promised else ActivityStatus.IMPLEMENTATION


def classify(found: Element, package: AidPackage) -> None:
    add(found, "recipient-country", code=package.recipient)
    add(found, "sector", vocabulary="1", code=package.sector or Sector.NOT_SPECIFIED)
    for name in ("flow_type", "finance_type", "aid_type"):
        if code := getattr(package, name):
            add(found, f"default-{name.replace('_', '-')}", code=code)


def cited(package: AidPackage) -> list[Source]:
    """The sources that can be opened, each once."""
    sources = {citation.source.slug: citation.source for citation in package.citations.all()}
    return [source for source in sources.values() if source.url]


def link(found: Element, source: Source) -> None:
    is_pdf = urlsplit(source.url).path.lower().endswith(".pdf")
    document = add(
        found, "document-link", url=source.url, format="application/pdf" if is_pdf else "text/html"
    )
    language = primary(source.language)
    add(document, "title", {language: source.shown_title.text or source.slug})
    add(document, "category", code=AGREED if source.kind == SourceKind.TREATY else PAGE)
    if language:
        add(document, "language", code=language)
