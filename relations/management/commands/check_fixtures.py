"""Show what a load of the fixtures would change, without changing anything."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from relations.document import differences
from relations.models import Revision


class Command(BaseCommand):
    help = "Load the fixtures, list what changed, and take it all back."

    def add_arguments(self, parser):
        parser.add_argument("directory", nargs="?", default=settings.FIXTURE_DIRS[0], type=Path)

    def handle(self, *, directory: Path, verbosity: int, **_options):
        paths = sorted(str(path) for path in directory.glob("*.yaml"))
        if not paths:
            raise CommandError(f"No fixture in {directory}.")
        with transaction.atomic():
            last = Revision.objects.order_by("pk").last()
            call_command("loaddata", *paths, verbosity=0)
            changed = Revision.objects.filter(pk__gt=last.pk if last else 0).order_by("pk")
            lines = [line for revision in changed for line in self.lines(revision)]
            transaction.set_rollback(True)
        for line in lines:
            self.stdout.write(line)
        self.stdout.write("Nothing would change." if not lines else "Nothing was changed.")

    def lines(self, revision: Revision):
        """One line for a new document, one for each value that would differ."""
        before = revision.previous()
        if not before:
            yield f"new: {revision.model} {revision.slug}"
            return
        for path, old, new in differences(before.document, revision.document):
            yield f"changed: {revision.model} {revision.slug}: {path}: {old!r} -> {new!r}"
