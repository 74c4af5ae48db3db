from django.db import migrations

from articles.roles import let_the_front_be_arranged
from records.permissions import made_for


def let_them(apps, schema_editor):
    let_the_front_be_arranged(apps, made_for(apps, schema_editor, "articles"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0019_front_page_as_editors_arrange_it"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [migrations.RunPython(let_them, migrations.RunPython.noop)]
