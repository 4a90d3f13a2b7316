"""Publish what is scheduled and due: for cron or a systemd timer, every few minutes."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from relations.workflow import publish_due


class Command(BaseCommand):
    help = "Publish what is scheduled and due, each version at most once."

    def handle(self, *, verbosity: int, **_options):
        refused, found = [], list(publish_due(timezone.now()))
        for revision, problems in found:
            name = f"{revision.model} {revision.slug}"
            refused += [f"{name}: {path}: {message}" for path, message in problems]
            if not problems and verbosity:
                self.stdout.write(f"Published: {name}")
        if refused:
            raise CommandError("\n".join(refused))
        if not found and verbosity:
            self.stdout.write("Nothing is due.")
