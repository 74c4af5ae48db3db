from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.roles import let_the_front_be_arranged


def let_them(apps, schema_editor):
    """Permissions are otherwise made after all migrations, too late for the groups that are to hold them."""
    alias = schema_editor.connection.alias
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, using=alias, verbosity=0)
    config.models_module = None
    let_the_front_be_arranged(apps, alias)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0019_front_page_as_editors_arrange_it"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [migrations.RunPython(let_them, migrations.RunPython.noop)]
