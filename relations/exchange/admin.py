"""Import and export at the desk: upload, look at what would change, confirm."""

import os
import tempfile
import time
from functools import partial
from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.tmp_storages import TempFolderStorage

from relations.exchange import files
from relations.exchange.resources import DocumentResource, Documents
from relations.exchange.rows import rows_of
from relations.exchange.sheets import workbook

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOUR = 3_600
#: How many documents and troubles a preview tells one by one.
MOST_SHOWN = 300


class Spreadsheet(Format):
    """Either format of a model's documents."""

    def __init__(self, model, encoding=None):
        self.model = model

    def create_dataset(self, content: bytes) -> Documents:
        return Documents((row,) for row in rows_of(files.read(content), self.model))

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True


class Xlsx(Spreadsheet):
    def get_title(self) -> str:
        return _t("XLSX, for Excel and LibreOffice: everything, parts in further sheets")

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return XLSX_TYPE

    def export(self, resource, queryset) -> bytes:
        return files.write_xlsx(resource.export(queryset, in_parts=True))


class Csv(Spreadsheet):
    def get_title(self) -> str:
        return _t("CSV, for programs: everything in one sheet")

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def export(self, resource, queryset) -> bytes:
        return files.write_csv(resource.export(queryset, in_parts=False))


FORMATS = (Xlsx, Csv)


class Uploads(TempFolderStorage):
    """Uploads that wait for their confirmation, in files that only this program can read.

    Those that nobody confirmed within an hour go when the next one comes.
    """

    PREFIX = "record-import-"

    def save(self, content: bytes) -> None:
        self._clear()
        handle, full_path = tempfile.mkstemp(prefix=self.PREFIX)
        self.name = Path(full_path).name
        with os.fdopen(handle, "wb") as file:
            file.write(content)

    def _clear(self) -> None:
        for old in Path(tempfile.gettempdir()).glob(f"{self.PREFIX}*"):
            try:
                if old.stat().st_mtime < time.time() - HOUR:
                    old.unlink()
            except OSError:
                continue  # another upload was faster, or it belongs to another user


class UploadForm(ImportForm):
    """One field, the file: its format is seen from its first bytes."""

    def __init__(self, formats, resources, **options):
        super().__init__(formats, resources, **options)
        del self.fields["format"]
        self.fields["import_file"].label = _("File (.xlsx or .csv, at most 3 MB)")
        self.fields["import_file"].widget.attrs["accept"] = ".xlsx,.csv"

    @property
    def media(self):
        return forms.Media()

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > files.MOST_BYTES:
            raise ValidationError(_t("The file is larger than 3 MB. Split it."))
        return file

    def clean(self) -> dict:
        cleaned = super().clean()
        if file := cleaned.get("import_file"):
            is_workbook = files.is_workbook(file.read(4))
            file.seek(0)
            cleaned["format"] = str(FORMATS.index(Xlsx if is_workbook else Csv))
        return cleaned


class ConfirmForm(ConfirmImportForm):
    """Names an upload and the plan that was shown for it, signed so that no other can be named."""

    SALT = "relations.exchange"

    format = forms.TypedChoiceField(
        choices=[(str(n), n) for n in range(len(FORMATS))], widget=forms.HiddenInput
    )

    def sign(self, plan: str) -> None:
        """Make the form name the plan beside the upload that it was made for."""
        waiting = (self.initial["import_file_name"], plan)
        self.initial["import_file_name"] = signing.dumps(waiting, salt=self.SALT)

    def clean_import_file_name(self) -> str:
        gone = ValidationError(_t("The upload is not there any more. Upload the file again."))
        try:
            waiting = signing.loads(
                self.cleaned_data["import_file_name"], salt=self.SALT, max_age=HOUR
            )
        except signing.BadSignature:
            raise gone from None
        name, self.plan = waiting
        if not Path(tempfile.gettempdir(), name).is_file():
            raise gone
        return name


class ExchangeAdmin(ImportExportMixin):
    """Mixed into the admin of a model: its documents as spreadsheets.

    `example` is a document without real facts for the row of the template that shows how.
    """

    example: dict = {}
    resource_classes = (DocumentResource,)
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    export_form_class = ExportForm
    tmp_storage_class = Uploads
    #: The revisions tell who imported what.
    skip_admin_log = True

    def get_import_formats(self) -> list:
        return [partial(kind, self.model) for kind in FORMATS]

    get_export_formats = get_import_formats

    def get_resource_kwargs(self, request, *_arguments, **_options) -> dict:
        return {"model": self.model}

    def has_import_permission(self, request) -> bool:
        return self.has_add_permission(request)

    def has_export_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.template_action)
        name = "{}_{}_template".format(*self.get_model_info())
        return [path("import/template/", view, name=name), *super().get_urls()]

    # Out

    def get_export_queryset(self, request):
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters as error:
            raise BadRequest(str(error)) from error

    def get_export_data(self, file_format, request, queryset, **_options) -> bytes:
        return file_format.export(DocumentResource(self.model), queryset)

    def get_export_filename(self, request, queryset, file_format) -> str:
        return f"{self.model.FILE}-{timezone.now():%Y-%m-%d}.{file_format.get_extension()}"

    def template_action(self, request) -> HttpResponse:
        """A workbook to fill in: explanations, code lists and an example."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        content = files.write_xlsx(workbook(self.model, [self.example]))
        name = f"{self.model.FILE}-template.xlsx"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=XLSX_TYPE, headers=disposition)

    # In

    def get_import_context_data(self, **_options) -> dict:
        return {"most_shown": MOST_SHOWN, "shown": f":{MOST_SHOWN}", "rest": f"{MOST_SHOWN}:"}

    def add_data_read_fail_error_to_form(self, form, error: Exception) -> None:
        """Say why a file cannot be read; what is not a refusal is a failure of ours."""
        if not isinstance(error, files.FileRefused):
            raise error
        for message in error.messages[:MOST_SHOWN]:
            form.add_error("import_file", message)

    def import_action(self, request, **options):
        response = super().import_action(request, **options)
        context = response.context_data
        if confirm_form := context.get("confirm_form"):
            confirm_form.sign(context["result"].plan)
        return response

    def process_dataset(self, dataset, form, request, **_options):
        """Import everything that was shown, or nothing."""
        with transaction.atomic():
            result = super().process_dataset(
                dataset, form, request, rollback_on_validation_errors=True
            )
            result.is_as_shown = result.plan == form.plan
            if not result.is_as_shown:
                transaction.set_rollback(True)
        return result

    def process_result(self, result, request):
        if result.is_as_shown and not result.has_validation_errors():
            return super().process_result(result, request)
        context = self.admin_site.each_context(request) | self.get_import_context_data()
        context |= {"title": _t("Import"), "opts": self.opts, "result": result}
        return TemplateResponse(request, [self.import_template_name], context)

    def add_success_message(self, result, request) -> None:
        messages.success(request, _t("Imported: %s.") % "; ".join(result.summary))
