"""Where places are. SQLite makes the table anew and drops the triggers of its index."""

from django.db import migrations

from relations.models.fields import Coordinates
from relations.search.index import IndexWords


class Migration(migrations.Migration):
    dependencies = [("relations", "0007_words_anew")]
    operations = [
        migrations.AddField(
            model_name="place",
            name="coordinates",
            field=Coordinates(
                blank=True,
                help_text="Latitude and longitude in decimal degrees (WGS 84), for example "
                "50.4547, 30.5238. A region or a country has none.",
                max_length=30,
            ),
        ),
        IndexWords("place"),
    ]
