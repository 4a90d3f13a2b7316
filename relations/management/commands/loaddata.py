"""Django's `loaddata`: whatever names a document follows its new slug, and the database is told how
much there is now."""

from django.core.management.commands import loaddata
from django.db import connections

#: From how many documents on a load changes what the planner should expect.
MANY = 100


class Command(loaddata.Command):
    def handle(self, *labels, **options):
        """Load, then count anew.

        PostgreSQL counts by itself from time to time. If that falls into a load, which is one
        transaction, it finds the tables empty and plans pages as if they were, for a minute.
        """
        super().handle(*labels, **options)
        if self.loaded_object_count >= MANY:
            with connections[self.using].cursor() as cursor:
                cursor.execute("ANALYZE")

    def loaddata(self, fixture_labels):
        """Load, then let what the files do not hold follow what they renamed."""
        super().loaddata(fixture_labels)
        for document in self.objs_with_deferred_fields:
            document.repoint()
