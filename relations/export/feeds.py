"""A list as a feed and as a calendar, for programs that come again."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _t
from django.utils.xmlutils import SimplerXMLGenerator

from relations.export.listing import Entry, Listing
from relations.export.writable import writable
from relations.languages import active_language
from relations.models import Relation, Revision

#: Of an entry whose history does not know when it was published.
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


def write_atom(listing: Listing) -> Iterator[bytes]:
    """Atom (RFC 4287): each entry is updated when readers were given another version of it."""
    site = Relation.objects.current().name.text
    feed = Atom1Feed(
        title=writable(" · ".join(filter(None, (listing.title, site)))),
        link=listing.url,
        feed_url=listing.here,
        description="",
        language=active_language(),
        author_name=site or settings.SITE_URL,
    )
    feed.latest_post_date = last_change
    stream = io.BytesIO()
    pen = SimplerXMLGenerator(stream, "utf-8", short_empty_elements=True)
    pen.startDocument()
    pen.startElement("feed", feed.root_attributes())
    feed.add_root_elements(pen)
    for entry in listing.entries():
        yield written(stream)
        feed.items.clear()
        feed.add_item(**item(entry))
        feed.write_items(pen)
    pen.endElement("feed")
    yield written(stream)


def last_change() -> datetime:
    """When readers were last given another version of a record or a text."""
    newest = Revision.objects.told().values_list("at", flat=True).first()
    return newest or UNKNOWN


def item(entry: Entry) -> dict:
    obj = entry.obj
    return {
        "title": writable(str(obj.title)),
        "link": entry.url,
        "description": escape(writable(str(obj.summary))),
        "updateddate": entry.at or UNKNOWN,
        "unique_id": entry.url,
        "categories": [writable(str(t.title)) for t in obj.topics.all() if t.is_published],
    }


def written(stream: io.BytesIO) -> bytes:
    """What was written since the last time."""
    piece = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return piece


def write_ics(listing: Listing) -> Iterator[bytes]:
    """iCalendar (RFC 5545): whole days; an entry without a known day is left out."""
    calendar = icalendar.Calendar.new(
        name=writable(listing.title),
        description=_t("Entries whose day is not known are left out."),
        uid=listing.here,
        prodid=f"-//{urlsplit(settings.SITE_URL).netloc}//{listing.title}//EN",
    )
    head, _mark, end = calendar.to_ical().rpartition(b"END:VCALENDAR")
    yield head
    for entry in listing.entries():
        if days := known_days(entry.obj):
            yield calendar_event(entry, *days).to_ical()
    yield b"END:VCALENDAR" + end


def known_days(record) -> tuple | None:
    """The first and the last day of a record when both are known, else None."""
    return record.date_as_known and record.date_as_known.days


def calendar_event(entry: Entry, first, last) -> icalendar.Event:
    return icalendar.Event.new(
        uid=entry.url,
        stamp=(entry.at or UNKNOWN).replace(microsecond=0),
        start=first,
        end=last + timedelta(days=1),
        summary=writable(str(entry.obj.title)),
        description=writable(str(entry.obj.summary)),
        url=entry.url,
        transparency="TRANSPARENT",
    )
