"""Write the whole record to fixture files, the same bytes on every database."""

from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.management.base import BaseCommand
from django.db import transaction

from relations.document import roots
from relations.loading import files
from relations.loading.yaml import Serializer
from relations.models import Revision

HISTORY_FIELDS = (
    "model",
    "slug",
    "digest",
    "content",
    "signature",
    "note",
    "at",
    "state",
    "in_fixtures",
)


class Command(BaseCommand):
    help = "Write every document to fixture files; what was written may be loaded over again."

    def add_arguments(self, parser):
        parser.add_argument("directory", nargs="?", default=settings.FIXTURE_DIRS[0], type=Path)
        parser.add_argument(
            "--history", action="store_true", help="also write old versions, to history.json"
        )

    @transaction.atomic
    def handle(self, *, directory: Path, history: bool, **_options):
        directory.mkdir(parents=True, exist_ok=True)
        written = files.by_file(files.all_documents())
        for name, documents in written.items():
            (directory / name).write_text(Serializer.written(documents), encoding="utf-8")
        for name in self.stale(directory, written):
            (directory / name).unlink()
        self.remember()
        if history:
            self.write_history(directory / "history.json")
        count = sum(len(documents) for documents in written.values())
        self.stdout.write(f"{count} documents in {len(written)} files in {directory}")

    def stale(self, directory: Path, written: dict) -> list[str]:
        """Files of ours for which no document is left."""
        names = (path.name for path in directory.glob("*.yaml"))
        return [name for name in names if files.is_ours(name) and name not in written]

    def remember(self) -> None:
        """The latest version of every document now stands in a fixture."""
        for model in roots().values():
            for obj in model.objects.all():
                latest = Revision.objects.of(obj).first()
                if latest and not latest.in_fixtures:
                    latest.in_fixtures = True
                    latest.save(update_fields=["in_fixtures"])

    def write_history(self, path: Path) -> None:
        revisions = Revision.objects.order_by("model", "slug", "at", "digest")
        with path.open("w", encoding="utf-8") as stream:
            serializers.serialize(
                "json", revisions, stream=stream, indent=1, fields=HISTORY_FIELDS,
                use_natural_primary_keys=True,
            )  # fmt: skip
