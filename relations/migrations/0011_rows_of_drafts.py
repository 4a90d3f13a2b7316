"""Rows of a draft may lack what readers need: whom or what they name, and in which role."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('relations', '0010_read_texts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='link',
            name='link_once',
        ),
        migrations.RemoveConstraint(
            model_name='participation',
            name='participation_of_one',
        ),
        migrations.RemoveConstraint(
            model_name='participation',
            name='person_once_in_a_role',
        ),
        migrations.RemoveConstraint(
            model_name='participation',
            name='organisation_once_in_a_role',
        ),
        migrations.RemoveConstraint(
            model_name='tenure',
            name='tenure_key_once',
        ),
        migrations.AlterField(
            model_name='citation',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='relations.source'),
        ),
        migrations.AlterField(
            model_name='link',
            name='role',
            field=models.CharField(blank=True, choices=[('announced-during', 'Announced during'), ('implements', 'Implements'), ('amends', 'Amends'), ('part-of', 'Part of'), ('follows', 'Follows')], max_length=20),
        ),
        migrations.AlterField(
            model_name='link',
            name='to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links_here', to='relations.record'),
        ),
        migrations.AlterField(
            model_name='participation',
            name='role',
            field=models.CharField(blank=True, choices=[('visitor', 'Visitor'), ('host', 'Host'), ('participant', 'Participant'), ('signatory', 'Signatory'), ('speaker', 'Speaker'), ('funder', 'Funder'), ('extending', 'Extending organisation'), ('implementer', 'Implementer'), ('recipient', 'Recipient'), ('estimator', 'Estimated by')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.UniqueConstraint(condition=models.Q(('role', ''), _negated=True), fields=('from_record', 'to', 'role'), name='link_once', violation_error_message='The same link stands twice.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('person__isnull', False)), models.Q(('organisation__isnull', False), ('person__isnull', True)), models.Q(('organisation__isnull', True), ('person__isnull', True)), _connector='OR'), name='participation_of_one', violation_error_message='Name exactly one of these: person, organisation.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('role', ''), _negated=True), fields=('record', 'person', 'role'), name='person_once_in_a_role', violation_error_message='The same participant stands twice in one role.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('role', ''), _negated=True), fields=('record', 'organisation', 'role'), name='organisation_once_in_a_role', violation_error_message='The same participant stands twice in one role.'),
        ),
        migrations.AddConstraint(
            model_name='tenure',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('person', 'key'), name='tenure_key_once', violation_error_message='The same key stands twice.'),
        ),
    ]
