"""The whole record as one file."""

from collections.abc import Iterator
from tempfile import TemporaryFile

from django.http import StreamingHttpResponse

from relations.export.bundle import write_bundle
from relations.export.bundle.archive import pieces
from relations.models import Relation
from relations.views.reading import ReaderView, refuse_parameters


class Bundle(ReaderView):
    """The same bytes as `manage.py export_bundle` writes; made only when they are read."""

    def get(self, request):
        refuse_parameters(request)
        response = StreamingHttpResponse(made(), content_type="application/zip")
        name = Relation.objects.current().slug or "record"
        response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
        return response


def made() -> Iterator[bytes]:
    with TemporaryFile() as file:
        write_bundle(file)
        yield from pieces(file)
