from django.db import migrations

from articles.roles import let_standing_pages_be_kept
from articles.standing_texts import make_missing
from records.permissions import made_for


def make(apps, schema_editor):
    make_missing(apps, schema_editor.connection.alias)


def let_them_be_kept(apps, schema_editor):
    let_standing_pages_be_kept(apps, made_for(apps, schema_editor, "articles"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_standing_pages"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
        migrations.RunPython(let_them_be_kept, migrations.RunPython.noop),
    ]
