"""A stop of a draft may lack its place."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('relations', '0011_rows_of_drafts'),
        ('visits', '0002_evidence_and_ledger'),
    ]

    operations = [
        migrations.AlterField(
            model_name='stop',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='relations.place'),
        ),
    ]
