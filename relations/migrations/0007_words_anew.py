"""The tokens say more than before, in another index: `manage.py index_words` keeps them anew."""

from django.db import migrations

from relations.search.index import IndexWords

SEARCHED = ("record", "person", "organisation", "place", "source", "topic", "page")


def forget(apps, schema_editor):
    for name in SEARCHED:
        apps.get_model("relations", name).objects.update(tokens="")


class Migration(migrations.Migration):
    dependencies = [("relations", "0006_search")]
    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        *(IndexWords(name) for name in SEARCHED),
    ]
