from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbound", "0006_what_became_of_the_items_of_an_archive")]

    operations = [
        migrations.AddIndex(
            model_name="item", index=models.Index(fields=["outlet", "source_id"], name="item_by_identity")
        ),
        migrations.AddIndex(
            model_name="item", index=models.Index(fields=["outlet", "fingerprint"], name="item_by_text")
        ),
    ]
