from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.roles import make_groups


def make(apps, schema_editor):
    """Permissions are otherwise made after all migrations, too late for the groups that hold them."""
    alias = schema_editor.connection.alias
    for label in ("articles", "outlets", "authors", "pictures", "taggit"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, using=alias, verbosity=0)
        config.models_module = None
    make_groups(apps, alias)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_article_names_the_original_it_shows"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    # Going back leaves the groups: users may be in them.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
