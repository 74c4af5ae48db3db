from django.db import migrations

from articles.roles import let_decisions_be_seen
from records.permissions import made_for


def let_them_see(apps, schema_editor):
    let_decisions_be_seen(apps, made_for(apps, schema_editor, "articles"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_draft_beside_the_live_text"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [migrations.RunPython(let_them_see, migrations.RunPython.noop)]
