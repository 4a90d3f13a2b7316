"""The API keeps to its own description, whatever it is asked: schemathesis writes the requests."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from relations.api.description import operations
from relations.wsgi import application
from tests.counts import TIMES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_record")]

#: Of each operation so many requests are made: in full 10,000 of all together.
REQUESTS = 10 if TIMES == 1 else 450
BETWEEN_REQUESTS = (request_started, request_finished)
PATHS = {operation.path: operation.view for operation in operations()}


@pytest.fixture(scope="module")
def kept_open():
    """A server ends each request by closing its connection, and with that the test's transaction."""
    for signal in BETWEEN_REQUESTS:
        signal.disconnect(close_old_connections)
    yield
    for signal in BETWEEN_REQUESTS:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def described(the_record, kept_open, django_db_blocker):
    with django_db_blocker.unblock():
        return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_asked_the_answer_is_one_that_is_described(described, path):
    operation = described[path]["GET"]
    slugs = slugs_for(path)

    @settings(max_examples=REQUESTS, suppress_health_check=list(HealthCheck))
    @given(case=requests_for(operation), slug=st.none() | slugs)
    def ask(case, slug):
        if slug and case.path_parameters:
            case.path_parameters["slug"] = slug
        case.validate_response(case.call(), excluded_checks=not_meant(case))

    ask()


def not_meant(case) -> list:
    """What the description allows may name nothing that there is; a blank is as good as none."""
    is_blank = any(not str(value).strip() for value in case.query.values())
    return [positive_data_acceptance, *([negative_data_rejection] if is_blank else [])]


def requests_for(operation) -> st.SearchStrategy:
    """Requests that the description allows, and such as it does not."""
    return st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))


def slugs_for(path: str) -> st.SearchStrategy:
    """The slugs of documents that there are."""
    if "{slug}" not in path:
        return st.none()
    rows = PATHS[path].model.objects.published().order_by("slug")
    return st.sampled_from(list(rows.values_list("slug", flat=True)))
