from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsletters.roles import give


def let_them(apps, schema_editor):
    """Permissions are otherwise made after all migrations, too late for the groups that are to hold them."""
    alias = schema_editor.connection.alias
    config = apps.get_app_config("newsletters")
    config.models_module = True
    create_permissions(config, apps=apps, using=alias, verbosity=0)
    config.models_module = None
    give(apps, alias)


class Migration(migrations.Migration):
    dependencies = [
        ("newsletters", "0001_subscribers_and_editions"),
        ("articles", "0003_groups_for_the_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [migrations.RunPython(let_them, migrations.RunPython.noop)]
