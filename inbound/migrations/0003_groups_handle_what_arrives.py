from django.db import migrations

from inbound.roles import give
from records.permissions import made_for


def let_them(apps, schema_editor):
    give(apps, made_for(apps, schema_editor, "inbound"))


class Migration(migrations.Migration):
    dependencies = [
        ("inbound", "0002_looks_at_our_own_pages"),
        ("articles", "0003_groups_for_the_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [migrations.RunPython(let_them, migrations.RunPython.noop)]
