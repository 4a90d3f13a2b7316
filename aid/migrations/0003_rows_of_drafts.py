"""A sum or an item of a draft may lack its key, a sum also what makes it one."""

import aid.models
import relations.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0002_evidence_and_ledger'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='item',
            name='item_key_once',
        ),
        migrations.RemoveConstraint(
            model_name='transaction',
            name='transaction_key_once',
        ),
        migrations.AlterField(
            model_name='item',
            name='key',
            field=relations.models.fields.Slug(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name='transaction',
            name='amount',
            field=aid.models.AmountField(blank=True, decimal_places=2, max_digits=15, null=True),
        ),
        migrations.AlterField(
            model_name='transaction',
            name='currency',
            field=relations.models.fields.Currency(blank=True, max_length=3),
        ),
        migrations.AlterField(
            model_name='transaction',
            name='key',
            field=relations.models.fields.Slug(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name='transaction',
            name='stage',
            field=models.CharField(blank=True, choices=[('pledge', 'Pledge'), ('commitment', 'Commitment'), ('allocation', 'Allocation'), ('disbursement', 'Disbursement')], max_length=15),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('package', 'key'), name='item_key_once', violation_error_message='The same key stands twice.'),
        ),
        migrations.AddConstraint(
            model_name='transaction',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('package', 'key'), name='transaction_key_once', violation_error_message='The same key stands twice.'),
        ),
    ]
