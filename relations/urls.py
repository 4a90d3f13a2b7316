"""The addresses: promises. Every public page opens with its language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from relations.api import pages
from relations.models import Event, Organisation, Page, Person, Place, Record, Source, Topic
from relations.sitemaps import sitemaps
from relations.views import (
    accessibility,
    anniversaries,
    brief,
    bundle,
    corrections,
    coverage,
    data,
    history,
    home,
    pictures,
    records,
    search,
    site,
    vocabulary,
)

handler400 = "relations.api.problems.bad_request"
handler403 = "relations.views.errors.forbidden"
handler404 = "relations.api.problems.not_found"
handler500 = "relations.api.problems.server_error"

events = [
    path("", records.RecordList.as_view(model=Event), name="event_list"),
    path("<slug:slug>/", records.RecordDetail.as_view(model=Event), name="event_detail"),
    path("<slug:slug>/history/", history.History.as_view(model=Event), name="event_history"),
]

topics = [
    path("", vocabulary.TopicList.as_view(), name="topic_list"),
    path("<slug:slug>/", vocabulary.TopicDetail.as_view(), name="topic_detail"),
    path("<slug:slug>/history/", history.History.as_view(model=Topic), name="topic_history"),
]


def named(model, detail, rows=vocabulary.VocabularyList) -> list:
    """The pages of a vocabulary: its list, each of its entries, and the history of that."""
    told = history.VocabularyHistory.as_view(model=model)
    return [
        path("", rows.as_view(model=model), name=f"{model.KEY}_list"),
        path("<slug:slug>/", detail.as_view(model=model), name=f"{model.KEY}_detail"),
        path("<slug:slug>/history/", told, name=f"{model.KEY}_history"),
    ]


people = named(Person, vocabulary.PersonDetail)
organisations = named(Organisation, vocabulary.OrganisationDetail)
places = named(Place, vocabulary.PlaceDetail)
sources = named(Source, vocabulary.SourceDetail, vocabulary.SourceList)

urlpatterns = [
    path("", site.front_door, name="front_door"),
    path("admin/", admin.site.urls),
    path("sitemap.xml", sitemap, {"sitemaps": sitemaps()}, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("bundle.zip", bundle.Bundle.as_view(), name="bundle"),
    path("favicon.svg", site.favicon, name="favicon"),
    path("colours.css", site.colours, name="colours"),
    path("api/v1/", include("relations.api.urls")),
    *i18n_patterns(
        path("", home.Home.as_view(), name="home"),
        path("api/", pages.Guide.as_view(), name="api"),
        path("api/promises/", pages.Promises.as_view(), name="api_promises"),
        path("chronology/", records.Chronology.as_view(), name="chronology"),
        path("anniversaries/", anniversaries.AnniversaryList.as_view(), name="anniversaries"),
        path(
            "anniversaries.atom",
            anniversaries.AnniversaryFeed.as_view(),
            name="anniversaries_feed",
        ),
        path(
            "anniversaries.ics",
            anniversaries.AnniversaryCalendar.as_view(),
            name="anniversaries_calendar",
        ),
        data.of_list("chronology", records.Chronology, Record, "chronology"),
        path("brief/", brief.BriefPage.as_view(), name="brief"),
        path("brief.pdf", brief.BriefFile.as_view(), name="brief_file"),
        path("search/", search.Search.as_view(), name="search"),
        data.of_list("search", search.Search, Record, "search"),
        path("search/suggestions.json", search.Suggestions.as_view(), name="suggestions"),
        path("at-a-glance/", pictures.RelationshipPicture.as_view(), name="relationship"),
        *pictures.addresses("at-a-glance", pictures.RelationshipPicture, "relationship"),
        path("at-a-glance/meetings/", pictures.MeetingsPicture.as_view(), name="meetings"),
        *pictures.addresses("at-a-glance/meetings", pictures.MeetingsPicture, "meetings"),
        path("accessibility/", accessibility.Statement.as_view(), name="accessibility"),
        path("coverage/", coverage.Coverage.as_view(), name="coverage"),
        *pictures.addresses("at-a-glance/coverage", coverage.Coverage, "coverage"),
        *pictures.addresses("at-a-glance/topics", vocabulary.TopicsFile, "topics_picture"),
        path("events/", include(events)),
        *data.addresses("events", records.RecordList, Event),
        path("", include("visits.urls")),
        path("", include("aid.urls")),
        path("topics/", include(topics)),
        *data.addresses("topics", vocabulary.TopicList, Topic),
        path("people/", include(people)),
        *data.addresses("people", vocabulary.VocabularyList, Person),
        path("organisations/", include(organisations)),
        *data.addresses("organisations", vocabulary.VocabularyList, Organisation),
        path("places/", include(places)),
        *data.addresses("places", vocabulary.VocabularyList, Place),
        path("sources/", include(sources)),
        *data.addresses("sources", vocabulary.SourceList, Source),
        path("corrections/", corrections.CorrectionList.as_view(), name="correction_list"),
        path("correct/<slug:kind>/<slug:slug>/", corrections.Report.as_view(), name="correct"),
        path("correct/<slug:kind>/<slug:slug>/thanks/", corrections.thanks, name="correct_thanks"),
        path("about/", vocabulary.PageDetail.as_view(), {"slug": "about"}, name="about"),
        path(
            "about.<form:form>",
            data.DocumentData.as_view(model=Page),
            {"slug": "about"},
            name="about_data",
        ),
        path(
            "about/<slug:slug>.<form:form>",
            data.DocumentData.as_view(model=Page),
            name="page_detail_data",
        ),
        path("about/<slug:slug>/", vocabulary.PageDetail.as_view(), name="page_detail"),
        path(
            "about/<slug:slug>/history/", history.History.as_view(model=Page), name="page_history"
        ),
    ),
]
