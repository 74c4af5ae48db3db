from django.db import migrations

from articles.roles import let_work_be_seen
from records.permissions import made_for


def let_them_see(apps, schema_editor):
    let_work_be_seen(apps, made_for(apps, schema_editor, "work"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_addresses_of_an_old_site_lead_on"),
        ("work", "0002_what_came_of_recurring_work"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back leaves the permissions: an administrator may have given them to others by now.
    operations = [migrations.RunPython(let_them_see, migrations.RunPython.noop)]
