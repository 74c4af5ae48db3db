from django.db import migrations

from newsletters.roles import give
from records.permissions import made_for


def let_them(apps, schema_editor):
    give(apps, made_for(apps, schema_editor, "newsletters"))


class Migration(migrations.Migration):
    dependencies = [
        ("newsletters", "0001_subscribers_and_editions"),
        ("articles", "0003_groups_for_the_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [migrations.RunPython(let_them, migrations.RunPython.noop)]
