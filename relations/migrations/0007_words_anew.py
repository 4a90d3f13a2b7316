"""The tokens say more than before: `manage.py index_words` keeps them anew."""

from django.db import migrations

SEARCHED = ("record", "person", "organisation", "place", "source", "topic", "page", "relation")


def forget(apps, schema_editor):
    for name in SEARCHED:
        apps.get_model("relations", name).objects.update(tokens="")


class Migration(migrations.Migration):
    dependencies = [("relations", "0006_search")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
