"""Whose texts were read by an editor. SQLite makes the tables anew and drops the triggers of
their indexes."""

from django.db import migrations, models

from relations.models.fields import validate_mapping
from relations.search.index import IndexWords

SEARCHED = ("organisation", "page", "person", "place", "topic")
OTHERS = ("inquiry", "relation")


def checked() -> models.JSONField:
    return models.JSONField(
        blank=True,
        default=dict,
        help_text="Who read the text of a language as an editor, and when.",
        validators=[validate_mapping],
    )


class Migration(migrations.Migration):
    dependencies = [("relations", "0009_cases")]
    operations = [
        *(migrations.AddField(name, "checked", checked()) for name in (*SEARCHED, *OTHERS)),
        *(IndexWords(name) for name in SEARCHED),
    ]
