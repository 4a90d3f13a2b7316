"""The anniversaries to come: a page, a feed and a calendar of the same."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _t

from relations.anniversaries import Anniversary, coming
from relations.export.listing import key_of, last_changes
from relations.export.writable import writable
from relations.languages import active_language
from relations.models import Relation
from relations.views.reading import ReaderView, refuse_parameters

MOST = 50
#: How long before its day an anniversary enters the feed.
AHEAD = timedelta(days=90)


class AnniversaryList(ReaderView):
    def get(self, request):
        refuse_parameters(request)
        context = {"anniversaries": coming(today(), MOST)}
        return render(request, "relations/anniversaries.html", context)


class AnniversaryFeed(ReaderView):
    """Atom: each anniversary from 90 days before its day until that day is over."""

    def get(self, request):
        refuse_parameters(request)
        site = Relation.objects.current().name.text
        feed = SteadyFeed(
            title=title(site),
            link=here("anniversaries"),
            feed_url=here("anniversaries_feed"),
            description="",
            language=active_language(),
            author_name=site or settings.SITE_URL,
        )
        for found in coming(today(), MOST):
            if entry_day(found) <= today():
                feed.add_item(
                    title=writable(found.title),
                    link=address(found),
                    description=escape(writable(found.story)),
                    updateddate=midnight(entry_day(found)),
                    unique_id=identity(found),
                )
        response = HttpResponse(content_type=feed.content_type)
        feed.write(response, "utf-8")
        return response


class SteadyFeed(Atom1Feed):
    """Changes no more often than once a day, even while it has no entry."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else midnight(today())


class AnniversaryCalendar(ReaderView):
    """iCalendar (RFC 5545), to subscribe to: each anniversary is a whole day."""

    def get(self, request):
        refuse_parameters(request)
        coming_ones = coming(today(), MOST)
        revised = last_changes(found.record for found in coming_ones)
        calendar = icalendar.Calendar.new(
            name=title(Relation.objects.current().name.text),
            uid=here("anniversaries_calendar"),
            prodid=f"-//{urlsplit(settings.SITE_URL).netloc}//Anniversaries//EN",
            subcomponents=[calendar_day(found, revised) for found in coming_ones],
        )
        headers = {"Content-Disposition": 'attachment; filename="anniversaries.ics"'}
        kind = "text/calendar; charset=utf-8"
        return HttpResponse(calendar.to_ical(), content_type=kind, headers=headers)


def calendar_day(found: Anniversary, revised: dict[tuple[str, str], datetime]) -> icalendar.Event:
    return icalendar.Event.new(
        uid=identity(found),
        stamp=revised.get(key_of(found.record), midnight(found.date)),
        start=found.date,
        summary=writable(found.title),
        description=writable(found.story),
        url=address(found),
        transparency="TRANSPARENT",  # nobody is busy because of it
    )


def today() -> date:
    return timezone.now().date()


def entry_day(found: Anniversary) -> date:
    return found.date - AHEAD


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def here(name: str) -> str:
    return settings.SITE_URL + reverse(name)


def address(found: Anniversary) -> str:
    return settings.SITE_URL + found.record.get_absolute_url()


def identity(found: Anniversary) -> str:
    """What programs know it by, whatever else changes."""
    return f"{address(found)}#{found.years}"


def title(site: str) -> str:
    return writable(" · ".join(filter(None, (_t("Coming anniversaries"), site))))
