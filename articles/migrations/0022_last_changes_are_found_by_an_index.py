from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_labels_in_words")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-content_changed_at"], name="article_changed_last"),
        ),
    ]
