from importlib import import_module

from django.db import migrations

let_them = import_module("inbound.migrations.0003_groups_handle_what_arrives").let_them


class Migration(migrations.Migration):
    dependencies = [("inbound", "0007_items_are_recognised_by_indexes")]

    # Going back leaves the permission: an administrator may have given it to others by now.
    operations = [migrations.RunPython(let_them, migrations.RunPython.noop)]
