from django.db import migrations

from articles.roles import make_groups
from records.permissions import made_for


def make(apps, schema_editor):
    make_groups(apps, made_for(apps, schema_editor, "articles", "outlets", "authors", "pictures", "taggit"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_article_names_the_original_it_shows"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    # Going back leaves the groups: users may be in them.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
