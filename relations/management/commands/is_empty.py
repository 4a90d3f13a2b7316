"""Whether the database holds no document yet, told by the exit code."""

import sys

from django.core.management.base import BaseCommand

from relations.document import roots


class Command(BaseCommand):
    help = "Exit with 0 when no document is in the database, with 1 when there is one."

    def handle(self, **_options):
        sys.exit(any(model.objects.exists() for model in roots().values()))
