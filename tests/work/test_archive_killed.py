"""Bringing an archive by a process that is killed: in the end the same is there as if nothing had been."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.inbound.formats.wxr import export, item
from tests.work.processes import ROOT, WHOLE, Newsroom, fresh_database, until

STORIES = 24
SEA = '<category domain="category" nicename="sea"><![CDATA[Sea]]></category>\n'
COUNT = """
from inbound.models import ArchiveItem
said = ArchiveItem.objects.count()
"""
STANDS = """
from articles.models import Article, AuditEvent
from inbound.models import ArchiveItem
said = {
    "articles": Article.objects.count(),
    "different": Article.objects.values("fingerprint").distinct().count(),
    "published": AuditEvent.objects.filter(verb="publish").count(),
    "items": ArchiveItem.objects.count(),
    "done": Job.objects.get().done,
}
"""


# The command, with a lamp that is lit at this item, in the middle of the transaction that brings it.
HELD = """
import pathlib, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db.models.signals import post_save
from inbound.models import ArchiveItem

at, lamp = int(sys.argv[1]), pathlib.Path(sys.argv[2])

def hold(instance, **kwargs):
    if instance.number == at:
        lamp.touch()
        time.sleep(600)

post_save.connect(hold, sender=ArchiveItem)
call_command(*sys.argv[3:])
"""


def story(number: int) -> str:
    words = f"<p>Story number {number} of the harbour. " + "The tide came in and went out again. " * 8 + "</p>"
    return item(number, f"<![CDATA[{words}]]>", more=SEA)


def test_killed_twice_it_goes_on_from_its_checkpoint(whole: str, tmp_path: Path) -> None:
    archive = tmp_path / "echo.xml"
    archive.write_bytes(export(*(story(number) for number in range(1, STORIES + 1))))
    command = ["import_archive", str(archive), "--by", "ada", "--create-sections"]
    with fresh_database(tmp_path, whole) as database:
        newsroom = Newsroom(tmp_path, database, DJANGO_SETTINGS_MODULE=WHOLE)
        newsroom.ask("from django.contrib.auth.models import User; User.objects.create_superuser('ada')")
        try:
            for at in (5, 12):
                lamp = tmp_path / f"at-{at}"
                process = subprocess.Popen(
                    [sys.executable, "-c", HELD, str(at), str(lamp), *command],
                    cwd=ROOT, env=newsroom.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
                until(lambda lit=lamp, process=process: lit.exists() or process.poll() is not None)
                process.kill()
                assert process.wait() == -9, "it had ended before it was killed: the test has shown nothing"
                assert newsroom.ask(COUNT) == at - 1
            done = newsroom.run(*command, check=False)
            assert done.returncode == 0, done.stderr
            assert f"{STORIES} items gone through" in done.stdout and "going on from there" in done.stderr
            assert newsroom.ask(STANDS) == dict.fromkeys(
                ("articles", "different", "published", "items", "done"), STORIES
            )
        finally:
            newsroom.stop()
