"""The application as a server calls it, with headers that no test client would send."""

from io import BytesIO

import pytest
from django.test import RequestFactory

pytestmark = pytest.mark.django_db


def status_of(path: str, query: str, content_type: str, method: str) -> int:
    from relations.wsgi import Application

    environ = RequestFactory().get(path).environ | {
        "REQUEST_METHOD": method,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "3",
        "wsgi.input": BytesIO(b"a=b"),
    }
    application = Application()
    return application.get_response(application.request_class(environ)).status_code


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("charset", ["zlib", "unicode_escape", "utf-16", "rot13", "x" * 500, "\0"])
def test_no_charset_of_a_header_breaks_an_address(charset, method):
    form = f"application/x-www-form-urlencoded; charset={charset}"
    for query in ("type=party", "type=%5cud800", "x=%00"):
        assert status_of("/en/events/", query, form, method) < 500
