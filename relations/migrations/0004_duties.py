from django.db import migrations

DUTIES = ("viewer", "author", "editor", "publisher")


def make_groups(apps, _editor):
    for name in DUTIES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """A group for each duty at the desk."""

    dependencies = [
        ("relations", "0003_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
