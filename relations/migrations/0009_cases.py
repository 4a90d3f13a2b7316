"""Cases keep what was told of them before, know the merges that moved them, and reach every page."""

import django.db.models.deletion
import relations.models.fields
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def tell_when(apps, schema_editor) -> None:
    """What was corrected by now is told since it was closed."""
    corrections = apps.get_model("relations", "correction").objects
    corrections.filter(state="corrected").update(told_at=F("closed_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('relations', '0008_coordinates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EarlierAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Open'), ('corrected', 'Corrected'), ('declined', 'Declined')], max_length=10)),
                ('at', models.DateTimeField()),
                ('answer_en', relations.models.fields.Lines(blank=True, default='')),
                ('answer_ja', relations.models.fields.Lines(blank=True, default='')),
                ('answer_uk', relations.models.fields.Lines(blank=True, default='')),
            ],
            options={
                'verbose_name': 'earlier answer',
                'verbose_name_plural': 'earlier answers',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='correction',
            name='told_at',
            field=models.DateTimeField(db_index=True, editable=False, null=True),
        ),
        migrations.RunPython(tell_when, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'corrected'), _negated=True), ('told_at__isnull', False), _connector='OR'), name='corrected_is_told'),
        ),
        migrations.AddField(
            model_name='earlieranswer',
            name='correction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier', to='relations.correction'),
        ),
        migrations.AddField(
            model_name='correction',
            name='moved_by',
            field=models.ManyToManyField(editable=False, related_name='cases', to='relations.merge'),
        ),
        migrations.AddField(
            model_name='correction',
            name='path',
            field=models.CharField(default='', editable=False, max_length=200),
            preserve_default=False,
        ),
    ]
