"""The whole record as one file."""

from tempfile import TemporaryFile

from django.http import FileResponse

from relations.export.bundle import write_bundle
from relations.models import Relation
from relations.views.reading import ReaderView, refuse_parameters


class Bundle(ReaderView):
    """The same bytes as `manage.py export_bundle` writes."""

    def get(self, request):
        refuse_parameters(request)
        file = TemporaryFile()  # noqa: SIM115 (the answer closes it)
        version = write_bundle(file)
        file.seek(0)
        name = f"{Relation.objects.current().slug or 'record'}-{version[:8]}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
