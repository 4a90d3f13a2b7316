"""Write the whole record as one file, the same bytes on every database."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from relations.export.bundle import write_bundle


class Command(BaseCommand):
    help = "Write all that is published into one ZIP file: CSV, JSON Lines, and what explains them."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    @transaction.atomic
    def handle(self, *, file: Path, **_options):
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            version = write_bundle(target)
        self.stdout.write(f"{file}: version {version}")
