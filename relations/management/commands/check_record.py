"""Report what an editor should look at, and fail while there is an error among it."""

from django.core.management.base import BaseCommand, CommandError

from relations import scrutiny


class Command(BaseCommand):
    help = (
        "Report uncited claims, records without topic or participants, missing languages, "
        "overlapping offices, likely duplicates and unsure names. Changes nothing."
    )

    def handle(self, **_options):
        found = list(scrutiny.findings())
        for finding in found:
            level = "error" if finding.is_error else "notice"
            place = f"{finding.document}: {finding.path}" if finding.path else finding.document
            self.stdout.write(f"{level}: {place}: {finding.message}")
        errors = len(scrutiny.errors(found))
        summary = f"{errors} errors, {len(found) - errors} notices."
        if errors:
            raise CommandError(summary)
        self.stdout.write(summary)
