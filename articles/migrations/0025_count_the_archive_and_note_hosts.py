from django.db import migrations
from django.utils import timezone

from articles.outside import note
from records.moments import local


def name_days(apps, schema_editor):
    """Each day that may have articles, to be counted by the worker, which knows the gate."""
    alias = schema_editor.connection.alias
    live = apps.get_model("articles", "Article").objects.using(alias).filter(live_revision__isnull=False)
    moments = live.filter(published_at__isnull=False).order_by().values_list("published_at", flat=True)
    days = {local(moment).date() for moment in moments.iterator(5000)}
    kept, now = apps.get_model("articles", "ArchiveDay"), timezone.now()
    kept.objects.using(alias).bulk_create([kept(day=day, stale_at=now) for day in sorted(days)], batch_size=1000)


def note_hosts(apps, schema_editor):
    alias = schema_editor.connection.alias
    hosts = apps.get_model("articles", "OutsideHost").objects.using(alias)
    on_pages = apps.get_model("articles", "HostOnPage").objects.using(alias)
    live = apps.get_model("articles", "Article").objects.using(alias).filter(live_revision__isnull=False)
    asking = live.exclude(counter_kind="none") | live.filter(body_html__contains='class="embed"')
    asking |= live.filter(body_html__contains="<p>http") | live.filter(body_html__contains='<p><a href="http')
    for pk in list(asking.order_by("pk").values_list("pk", flat=True)):
        note(live.select_related("terms").get(pk=pk), hosts, on_pages)


class Migration(migrations.Migration):
    dependencies = [("articles", "0024_days_of_the_archive_and_hosts_on_pages")]

    operations = [
        migrations.RunPython(name_days, migrations.RunPython.noop),
        migrations.RunPython(note_hosts, migrations.RunPython.noop),
    ]
