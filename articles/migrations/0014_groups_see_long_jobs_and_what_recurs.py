from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.roles import let_work_be_seen


def let_them_see(apps, schema_editor):
    """Permissions are otherwise made after all migrations, too late for the groups that are to hold them."""
    alias = schema_editor.connection.alias
    config = apps.get_app_config("work")
    config.models_module = True
    create_permissions(config, apps=apps, using=alias, verbosity=0)
    config.models_module = None
    let_work_be_seen(apps, alias)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_addresses_of_an_old_site_lead_on"),
        ("work", "0002_what_came_of_recurring_work"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [migrations.RunPython(let_them_see, migrations.RunPython.noop)]
