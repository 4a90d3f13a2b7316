"""An address is a promise: this list changes only on purpose."""

from tests.addresses import routes

PROMISED = {
    ("/", "front_door"),
    ("/sitemap.xml", "sitemap"),
    ("/robots.txt", "robots"),
    ("/favicon.svg", "favicon"),
    ("/colours.css", "colours"),
    ("/api/v1/", "api_index"),
    ("/api/v1/openapi.json", "api_description"),
    ("/api/v1/records", "record_list_api"),
    ("/api/v1/records/<slug:slug>", "record_detail_api"),
    ("/api/v1/events", "event_list_api"),
    ("/api/v1/events/<slug:slug>", "event_detail_api"),
    ("/api/v1/visits", "visit_list_api"),
    ("/api/v1/visits/<slug:slug>", "visit_detail_api"),
    ("/api/v1/aid", "aid_list_api"),
    ("/api/v1/aid/<slug:slug>", "aid_detail_api"),
    ("/api/v1/people", "person_list_api"),
    ("/api/v1/people/<slug:slug>", "person_detail_api"),
    ("/api/v1/organisations", "organisation_list_api"),
    ("/api/v1/organisations/<slug:slug>", "organisation_detail_api"),
    ("/api/v1/places", "place_list_api"),
    ("/api/v1/places/<slug:slug>", "place_detail_api"),
    ("/api/v1/topics", "topic_list_api"),
    ("/api/v1/topics/<slug:slug>", "topic_detail_api"),
    ("/api/v1/sources", "source_list_api"),
    ("/api/v1/sources/<slug:slug>", "source_detail_api"),
    ("/api/v1/search", "search_api"),
    ("/api/v1/facets", "facets_api"),
    ("/api/v1/totals", "totals_api"),
    ("/en/api/", "api"),
    ("/en/api/promises/", "api_promises"),
    ("/en/", "home"),
    ("/en/chronology/", "chronology"),
    ("/en/chronology.<form:form>", "chronology_data"),
    ("/en/events.<form:form>", "event_list_data"),
    ("/en/events/<slug:slug>.<form:form>", "event_detail_data"),
    ("/en/visits.<form:form>", "visit_list_data"),
    ("/en/visits/<slug:slug>.<form:form>", "visit_detail_data"),
    ("/en/aid.<form:form>", "aid_list_data"),
    ("/en/aid/<slug:slug>.<form:form>", "aid_detail_data"),
    ("/en/people.<form:form>", "person_list_data"),
    ("/en/people/<slug:slug>.<form:form>", "person_detail_data"),
    ("/en/organisations.<form:form>", "organisation_list_data"),
    ("/en/organisations/<slug:slug>.<form:form>", "organisation_detail_data"),
    ("/en/places.<form:form>", "place_list_data"),
    ("/en/places/<slug:slug>.<form:form>", "place_detail_data"),
    ("/en/sources.<form:form>", "source_list_data"),
    ("/en/sources/<slug:slug>.<form:form>", "source_detail_data"),
    ("/en/topics.<form:form>", "topic_list_data"),
    ("/en/topics/<slug:slug>.<form:form>", "topic_detail_data"),
    ("/en/about.<form:form>", "about_data"),
    ("/en/about/<slug:slug>.<form:form>", "page_detail_data"),
    ("/en/search.<form:form>", "search_data"),
    ("/en/search/", "search"),
    ("/en/search/suggestions.json", "suggestions"),
    ("/en/events/", "event_list"),
    ("/en/events/<slug:slug>/", "event_detail"),
    ("/en/events/<slug:slug>/history/", "event_history"),
    ("/en/visits/", "visit_list"),
    ("/en/visits/<slug:slug>/", "visit_detail"),
    ("/en/visits/<slug:slug>/history/", "visit_history"),
    ("/en/aid/", "aid_list"),
    ("/en/aid/<slug:slug>/", "aid_detail"),
    ("/en/aid/<slug:slug>/history/", "aid_history"),
    ("/en/ledger/", "ledger"),
    ("/en/ledger/sums/", "ledger_sums"),
    ("/en/ledger/not-counted/", "ledger_not_counted"),
    ("/en/ledger/in-kind/", "ledger_in_kind"),
    ("/en/anniversaries/", "anniversaries"),
    ("/en/anniversaries.atom", "anniversaries_feed"),
    ("/en/anniversaries.ics", "anniversaries_calendar"),
    ("/en/coverage/", "coverage"),
    ("/en/corrections/", "correction_list"),
    ("/en/correct/<slug:kind>/<slug:slug>/", "correct"),
    ("/en/correct/<slug:kind>/<slug:slug>/thanks/", "correct_thanks"),
    ("/en/topics/", "topic_list"),
    ("/en/topics/<slug:slug>/", "topic_detail"),
    ("/en/topics/<slug:slug>/history/", "topic_history"),
    ("/en/people/", "person_list"),
    ("/en/people/<slug:slug>/", "person_detail"),
    ("/en/people/<slug:slug>/history/", "person_history"),
    ("/en/organisations/", "organisation_list"),
    ("/en/organisations/<slug:slug>/", "organisation_detail"),
    ("/en/organisations/<slug:slug>/history/", "organisation_history"),
    ("/en/places/", "place_list"),
    ("/en/places/<slug:slug>/", "place_detail"),
    ("/en/places/<slug:slug>/history/", "place_history"),
    ("/en/sources/", "source_list"),
    ("/en/sources/<slug:slug>/", "source_detail"),
    ("/en/sources/<slug:slug>/history/", "source_history"),
    ("/en/about/", "about"),
    ("/en/about/<slug:slug>/", "page_detail"),
    ("/en/about/<slug:slug>/history/", "page_history"),
}


def test_the_public_addresses_are_these_and_no_others():
    assert {tuple(route) for route in routes()} == PROMISED


def test_no_two_routes_share_a_name_or_a_path():
    found = routes()
    assert (
        len({route.name for route in found}) == len({route.path for route in found}) == len(found)
    )


def test_every_address_opens_with_its_language_or_is_for_programs_or_a_file_of_the_site():
    outside = {route.path for route in routes() if not (route.has_language or route.is_api)}
    assert all(path == "/" or "." in path for path in outside)
