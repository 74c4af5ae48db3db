from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_groups_see_long_jobs_and_what_recurs")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["outlet", "source_id"], name="article_by_identity"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["outlet", "source_url"], name="article_by_source_url"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["outlet", "source_number"], name="article_by_number"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["outlet", "fingerprint"], name="article_by_text"),
        ),
    ]
