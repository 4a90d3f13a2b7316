"""The addresses: promises. Every public page opens with its language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from relations.models import Event, Organisation, Page, Person, Place, Source, Topic
from relations.sitemaps import sitemaps
from relations.views import corrections, coverage, history, home, records, site, vocabulary

handler400 = "relations.views.errors.bad_request"
handler403 = "relations.views.errors.forbidden"
handler404 = "relations.views.errors.not_found"
handler500 = "relations.views.errors.server_error"

events = [
    path("", records.RecordList.as_view(model=Event), name="event_list"),
    path("<slug:slug>/", records.RecordDetail.as_view(model=Event), name="event_detail"),
    path("<slug:slug>/history/", history.History.as_view(model=Event), name="event_history"),
]

vocabularies = [
    path("topics/", vocabulary.TopicList.as_view(), name="topic_list"),
    path("topics/<slug:slug>/", vocabulary.TopicDetail.as_view(), name="topic_detail"),
    path("topics/<slug:slug>/history/", history.History.as_view(model=Topic), name="topic_history"),
    path("people/", vocabulary.VocabularyList.as_view(model=Person), name="person_list"),
    path(
        "people/<slug:slug>/", vocabulary.PersonDetail.as_view(model=Person), name="person_detail"
    ),
    path(
        "organisations/",
        vocabulary.VocabularyList.as_view(model=Organisation),
        name="organisation_list",
    ),
    path(
        "organisations/<slug:slug>/",
        vocabulary.OrganisationDetail.as_view(model=Organisation),
        name="organisation_detail",
    ),
    path("places/", vocabulary.VocabularyList.as_view(model=Place), name="place_list"),
    path("places/<slug:slug>/", vocabulary.PlaceDetail.as_view(model=Place), name="place_detail"),
    path("sources/", vocabulary.SourceList.as_view(model=Source), name="source_list"),
    path(
        "sources/<slug:slug>/", vocabulary.SourceDetail.as_view(model=Source), name="source_detail"
    ),
]

urlpatterns = [
    path("", site.front_door, name="front_door"),
    path("admin/", admin.site.urls),
    path("sitemap.xml", sitemap, {"sitemaps": sitemaps()}, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.svg", site.favicon, name="favicon"),
    path("colours.css", site.colours, name="colours"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("chronology/", records.Chronology.as_view(), name="chronology"),
        path("coverage/", coverage.Coverage.as_view(), name="coverage"),
        path("events/", include(events)),
        path("visits/", include("visits.urls")),
        path("", include("aid.urls")),
        *vocabularies,
        path("corrections/", corrections.CorrectionList.as_view(), name="correction_list"),
        path("correct/<slug:kind>/<slug:slug>/", corrections.Report.as_view(), name="correct"),
        path("correct/<slug:kind>/<slug:slug>/thanks/", corrections.thanks, name="correct_thanks"),
        path("about/", vocabulary.PageDetail.as_view(), {"slug": "about"}, name="about"),
        path("about/<slug:slug>/", vocabulary.PageDetail.as_view(), name="page_detail"),
        path(
            "about/<slug:slug>/history/", history.History.as_view(model=Page), name="page_history"
        ),
    ),
]
