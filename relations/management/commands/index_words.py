"""Let the search find what was written before it knew how: after an upgrade, nothing to do else."""

from django.core.management.base import BaseCommand
from django.db import transaction

from relations.document import build, for_documents, roots
from relations.recording import keep_words


class Command(BaseCommand):
    help = "Keep the words of documents that have none yet; --all does every document anew."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="every document")

    @transaction.atomic
    def handle(self, *, all: bool, verbosity: int, **_options):
        count = 0
        for model in roots().values():
            rows = model.objects.all() if all else model.objects.filter(tokens="")
            for obj in for_documents(rows):
                keep_words(obj, build(obj))
                count += 1
        if verbosity:
            self.stdout.write(f"{count} documents")
