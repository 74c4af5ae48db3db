"""The same tasks in Redis: queued, run, killed and put back as in the database, by a real server on this machine."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work.processes import Newsroom, fresh_database, until

# What the queue keeps is in Redis: the same whatever the database is. ``test_worker`` is about the database.
pytestmark = pytest.mark.sampled
KILLS = int(os.environ.get("WORKER_KILLS", "1"))
SEED = int(os.environ.get("WORKER_SEED", "20261123"))
NO_REDIS = "redis-server is not on the PATH: apt-get install redis-server"

QUEUED = """
for number in range(12):
    tasks.note.enqueue(f"note-{number}", seconds=number % 3 / 50)
for prefix in ("a", "b"):
    jobs.start("fill", f"Filling {prefix}", prefix=prefix, lines=60, seconds=0.01)
"""
STANDS = """
said = {
    "lines": sorted(Line.objects.values_list("key", flat=True)),
    "jobs": list(Job.objects.order_by("id").values("title", "state", "done", "total", "counts", "checkpoint")),
    "errors": sorted(map(list, JobError.objects.values_list("job", "item", "sentence"))),
    "workers": Beat.objects.count(),
}
"""


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    if shutil.which("redis-server") is None:
        pytest.skip(NO_REDIS)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    server = subprocess.Popen(
        ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no",
         "--dir", str(folder), "--logfile", str(folder / "log")],
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: answers(port))
        yield port
    finally:
        server.kill()
        server.wait()


def answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def newsroom(template: str, tmp_path: Path, redis_port: int) -> Iterator[Newsroom]:
    with fresh_database(tmp_path, template) as database:
        made = Newsroom(tmp_path, database, TASKS_URL=f"redis://127.0.0.1:{redis_port}/0")
        made.ask("import django_rq; django_rq.get_connection().flushall()")
        yield made
        made.stop()


def finish(newsroom: Newsroom) -> str:
    """Run everything that is left, and what a process that was not waited for puts back meanwhile."""
    said = ""
    for _attempt in range(10):
        said += newsroom.once()
        if newsroom.ask("said = Job.objects.exclude(state__in=Job.ENDED).count() + Beat.objects.count()") == 0:
            break
    return said


def test_what_was_queued_is_run_and_what_was_rolled_back_is_not(newsroom):
    newsroom.ask(QUEUED)
    newsroom.ask("""
from django.db import transaction
try:
    with transaction.atomic():
        tasks.note.enqueue("never")
        raise ValueError
except ValueError:
    pass
tasks.stumble.enqueue()
tasks.note.using(run_after=timezone.now() + timezone.timedelta(hours=1)).enqueue("later")
""")
    log = finish(newsroom)
    stands = newsroom.ask(STANDS)
    assert len(stands["lines"]) == 12 + 2 * 52 and not {"never", "later"} & set(stands["lines"])
    assert [(job["state"], job["done"]) for job in stands["jobs"]] == [("done", 60)] * 2
    assert log.count("tasks.stumble: failed after") == 1, "what fails by itself is not tried again"
    assert "ValueError: the ledger has no such page" in log
    assert log.count("tasks.note: done in") == 12


def test_killed_again_and_again_the_work_comes_out_as_if_nothing_had_been(newsroom):
    moments = random.Random(SEED)
    newsroom.ask(QUEUED)
    for _kill in range(KILLS):
        worker = newsroom.start("--threads", "2")
        time.sleep(moments.uniform(1, 3))
        if moments.random() < 0.5:
            os.killpg(worker.process.pid, signal.SIGKILL)  # RQ's processes, too
        worker.kill()
    finish(newsroom)
    stands = newsroom.ask(STANDS)
    lines = [f"{prefix}-{number}" for prefix in "ab" for number in range(1, 61) if number % 7]
    assert stands["lines"] == sorted(lines + [f"note-{number}" for number in range(12)]), f"WORKER_SEED={SEED}"
    assert [(job["state"], job["done"], job["counts"]) for job in stands["jobs"]] == [
        ("done", 60, {"written": 52, "left_out": 8})
    ] * 2
    assert len(stands["errors"]) == 16 and stands["workers"] == 0


def test_a_task_that_kills_its_process_is_set_aside_after_five_tries_and_the_others_go_on(newsroom):
    newsroom.ask("tasks.poison.enqueue(); tasks.note.enqueue('after')")
    newsroom.once()
    assert newsroom.ask("said = [Spell.objects.count(), Line.objects.count()]") == [5, 1]


def test_told_to_stop_a_long_job_leaves_at_its_next_step_and_goes_on_elsewhere(newsroom):
    newsroom.ask("jobs.start('fill', 'Filling', prefix='a', lines=150)")
    worker = newsroom.start("--threads", "2", **newsroom.held())
    until(lambda: newsroom.ask("said = Job.objects.get().done > 3"))
    assert worker.end(signal.SIGTERM) == 0
    state, done, tries = newsroom.ask("job = Job.objects.get(); said = [job.state, job.done, job.tries]")
    assert (state, tries) == ("waiting", 0) and 3 < done < 150
    # Redis may forget what it held: the row of the job remembers.
    newsroom.ask("""
import django_rq
django_rq.get_connection().flushall()
Job.objects.update(beat_at=timezone.now() - timezone.timedelta(minutes=5))
""")
    finish(newsroom)
    assert newsroom.ask("job = Job.objects.get(); said = [job.state, job.done]") == ["done", 150]


def test_an_address_that_is_no_redis_is_named_with_what_to_do(tmp_path):
    said = Newsroom(tmp_path, "", TASKS_URL="http://127.0.0.1").run("check", check=False)
    assert said.returncode == 1
    assert "TASKS_URL is not the address of a Redis: redis://host:6379/0" in said.stderr
