"""What gunicorn serves."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.request import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relations.settings")


class Utf8Request(WSGIRequest):
    """A request in UTF-8, whatever its sender says.

    Django would decode the address by the charset of the Content-Type header, which may name any
    codec of Python, `zlib` and `unicode_escape` among them, and fail outside of every handler.
    """

    def _set_content_type_params(self, meta):
        header = meta.get("CONTENT_TYPE", "")
        self.content_type, self.content_params = parse_header_parameters(header)
        self.content_params.pop("charset", None)


class Application(WSGIHandler):
    request_class = Utf8Request


django.setup(set_prefix=False)
application = Application()
