"""The worker as a process: what was queued is run, whatever happens to the process meanwhile."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.thorough import size
from tests.work.processes import PATIENCE, ROOT, Newsroom, away, fresh_database, until

KILLS = int(os.environ.get("WORKER_KILLS") or size(3, 30))
SEED = int(os.environ.get("WORKER_SEED", "20261123"))

QUEUED = """
for number in range(40):
    tasks.note.enqueue(f"note-{number}", seconds=number % 3 / 50)
for prefix in ("a", "b"):
    jobs.start("fill", f"Filling {prefix}", prefix=prefix, lines=60, seconds=0.02)
"""
STANDS = """
said = {
    "lines": sorted(Line.objects.values_list("key", flat=True)),
    "jobs": list(Job.objects.order_by("id").values("title", "state", "done", "total", "counts", "checkpoint",
                                                   "problem")),
    "errors": list(JobError.objects.order_by("job", "id").values("job", "item", "sentence")),
    "tasks": sorted(DBTaskResult.objects.values_list("task_path", "status")),
    "workers": Beat.objects.count(),
}
"""


def test_everything_that_waits_is_run_and_each_task_logged_in_one_line(newsroom):
    newsroom.ask(QUEUED + "tasks.stumble.enqueue()")
    log = newsroom.once()
    stands = newsroom.ask(STANDS)
    assert len(stands["lines"]) == 40 + 2 * 52
    assert [(job["state"], job["done"], job["counts"]) for job in stands["jobs"]] == [
        ("done", 60, {"written": 52, "left_out": 8})
    ] * 2
    assert [error["item"] for error in stands["errors"][:2]] == ["line 7", "line 14"]
    assert stands["workers"] == 0
    assert log.count("tasks.note: done in") == 40
    assert log.count("job 1: done in") == log.count("job 2: done in") == 1
    assert log.count("tasks.stumble: failed after") == 1
    assert "ValueError: the ledger has no such page" in log
    assert len([line for line in log.splitlines() if " work: " in line]) == 40 + 2 + 1 + 2, "ready and stopped, too"


def test_killed_again_and_again_the_work_comes_out_as_if_nothing_had_been(newsroom, template, tmp_path):
    """WORKER_KILLS=200 makes it a long run, WORKER_SEED another one."""
    moments = random.Random(SEED)
    newsroom.ask(QUEUED)
    for kill in range(KILLS):
        worker = newsroom.start("--threads", "3")
        if kill:
            time.sleep(moments.uniform(0, 0.35))
        else:  # one at least meets a task
            until(lambda: newsroom.ask("said = Job.objects.filter(state='running').exists()"))
        worker.kill()
    newsroom.once()

    (tmp_path / "undisturbed").mkdir()
    with fresh_database(tmp_path / "undisturbed", template) as database:
        undisturbed = Newsroom(tmp_path / "undisturbed", database)
        undisturbed.ask(QUEUED)
        undisturbed.once()
        assert newsroom.ask(STANDS) == undisturbed.ask(STANDS), f"WORKER_SEED={SEED}\n{newsroom.logs()}"
    assert "put back, its worker is gone" in newsroom.logs(), "no kill met a task: the test has shown nothing"


def test_another_worker_on_the_machine_takes_over_from_a_killed_one_at_once(newsroom):
    newsroom.ask('tasks.spell.enqueue("slow", 0)')
    first = newsroom.start("--threads", "1", WORKER_LEASE_SECONDS="600", **newsroom.held())
    until(lambda: newsroom.ask("said = Spell.objects.count()") == 1)
    second = newsroom.start("--threads", "1", WORKER_LEASE_SECONDS="600")
    first.kill()
    second.wait_for("tasks.spell: done")
    assert newsroom.ask("said = [Spell.objects.count(), Beat.objects.count()]") == [2, 1]


def test_a_worker_elsewhere_that_falls_silent_is_taken_for_dead_after_the_lease(newsroom):
    newsroom.ask("""
now = timezone.now()
for name in ("silent", "alive"):
    Beat.objects.create(worker=name, kind="worker", host="elsewhere", pid=1, machine="other", began_at=now, seen_at=now)
    tasks.note.enqueue(name)
    queue.claim(name, ["default"])
""")  # fmt: skip
    worker = newsroom.start(WORKER_LEASE_SECONDS="6")
    began, renewed = time.monotonic(), 0
    while "put back" not in worker.said() and time.monotonic() < began + 120:
        newsroom.ask("Beat.objects.filter(worker='alive').update(seen_at=timezone.now())")
        renewed += 1
    took = time.monotonic() - began
    worker.wait_for("tasks.note: done")
    assert took > 5, "judged before the lease was over"
    assert renewed > 1
    assert newsroom.ask("said = [sorted(Line.objects.values_list('key', flat=True)), Beat.objects.count()]") == [
        ["silent"], 2,
    ]  # fmt: skip


def test_a_task_that_kills_its_worker_is_set_aside_after_five_tries(newsroom):
    newsroom.ask("tasks.poison.enqueue(); tasks.note.enqueue('after')")
    ended = [newsroom.run("worker", "--once", "--threads", "1", check=False).returncode for _ in range(6)]
    assert ended == [-signal.SIGKILL] * 5 + [0]
    said = newsroom.ask("""
task = DBTaskResult.objects.get(task_path__endswith="poison")
said = [task.status, len(task.worker_ids), task.traceback, Spell.objects.count(), Line.objects.count()]
""")
    assert said[:2] == ["FAILED", 5]
    assert said[2].startswith("It was begun 5 times, and each time the process that ran it ended without a word.")
    assert said[3:] == [5, 1], "what waited behind it was done"


def test_told_to_stop_it_ends_what_runs_and_takes_nothing_more(newsroom):
    newsroom.ask("""
tasks.spell.enqueue("short", 0)
jobs.start("fill", "Filling", prefix="a", lines=4000)
""")
    worker = newsroom.start("--threads", "2", **newsroom.held())
    until(lambda: newsroom.ask("said = [Spell.objects.count(), Job.objects.get().done > 3]") == [1, True])
    newsroom.ask("tasks.note.enqueue('late')")
    worker.process.send_signal(signal.SIGTERM)
    until(lambda: newsroom.ask("said = Job.objects.get().state") == "waiting")  # it has heard
    newsroom.let_go()
    assert worker.process.wait(timeout=PATIENCE) == 0
    stands = newsroom.ask("""
job = Job.objects.get()
said = {
    "ended": Spell.objects.get().ended_at is not None, "late": Line.objects.filter(key="late").exists(),
    "state": job.state, "done": job.done, "lines": Line.objects.filter(key__startswith="a-").count(),
    "tries": job.tries, "workers": Beat.objects.count(),
    "waiting": DBTaskResult.objects.filter(status="READY", task_path="work.jobs.run_job").count(),
    "running": DBTaskResult.objects.filter(status="RUNNING").count(),
}
""")
    assert stands["ended"] and not stands["late"]
    assert stands["state"] == "waiting" and stands["done"] < 4000 and stands["tries"] == 0
    assert stands["lines"] == stands["done"] - stands["done"] // 7
    assert (stands["workers"], stands["waiting"], stands["running"]) == (0, 1, 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_does_not_end_within_the_grace_is_put_back_and_counts_as_no_try(newsroom, number):
    newsroom.ask('tasks.spell.enqueue("endless", 500)')
    worker = newsroom.start("--threads", "1", WORKER_GRACE_SECONDS="0")
    until(lambda: newsroom.ask("said = Spell.objects.count()") == 1)
    assert worker.end(number) == 0
    assert "put back, this worker stops" in worker.said()
    assert "Traceback" not in worker.said()
    assert newsroom.ask("said = list(DBTaskResult.objects.values_list('status', 'worker_ids'))") == [["READY", []]]


def test_it_waits_for_a_database_that_is_away_and_goes_on(newsroom):
    worker = newsroom.start("--threads", "2", LEDGER_TIMEOUT="0.2", WORKER_LEASE_SECONDS="6")
    with away(newsroom):
        worker.wait_for("The database does not answer; waiting for it")
    worker.wait_for("The database answers again")
    newsroom.ask("tasks.note.enqueue('after')")
    worker.wait_for("tasks.note: done")
    assert worker.end() == 0


def test_a_task_that_meets_an_outage_is_begun_again(newsroom):
    newsroom.ask("jobs.start('fill', 'Filling', prefix='a', lines=200)")
    worker = newsroom.start("--threads", "2", LEDGER_TIMEOUT="0.2", **newsroom.held())
    until(lambda: newsroom.ask("said = Job.objects.get().done > 3"))
    with away(newsroom):
        worker.wait_for("lost the database")
    newsroom.let_go()
    worker.wait_for("job 1: done")
    assert newsroom.ask("job = Job.objects.get(); said = [job.state, job.done, job.counts, job.run > 1]") == [
        "done", 200, {"written": 172, "left_out": 28}, True,
    ]  # fmt: skip


def test_it_ends_when_the_process_that_started_it_is_killed(newsroom):
    code = (
        "import os, subprocess, sys, time\n"
        "worker = subprocess.Popen([sys.executable, '-m', 'django', 'worker', '--with-parent', str(os.getpid())])\n"
        "print(worker.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    log = newsroom.folder / "worker-0.log"
    with log.open("w") as output:
        parent = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=newsroom.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=output, text=True,
        )  # fmt: skip
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    until(lambda: "ready," in log.read_text())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not is_there(pid))
    assert "has ended, and so does it" in log.read_text()


def test_a_worker_that_was_taken_for_dead_while_it_slept_writes_nothing_over(newsroom):
    newsroom.ask('tasks.spell.enqueue("slow", 0)')
    sleeper = newsroom.start("--threads", "1", WORKER_LEASE_SECONDS="3", **newsroom.held())
    until(lambda: newsroom.ask("said = Spell.objects.count()") == 1)
    newsroom.put_to_sleep(sleeper)
    newsroom.let_go()
    other = newsroom.start("--threads", "1", WORKER_LEASE_SECONDS="3")
    other.wait_for("tasks.spell: done")
    stands = "said = DBTaskResult.objects.values_list('status', 'finished_at', 'worker_ids').get()"
    by_other = newsroom.ask(stands)
    sleeper.process.send_signal(signal.SIGCONT)
    sleeper.wait_for("another worker has it by now")
    sleeper.wait_for("was taken for dead; it goes on as")
    assert newsroom.ask(stands) == by_other
    assert other.end() == 0
    newsroom.ask("tasks.note.enqueue('later')")
    sleeper.wait_for("tasks.note: done")
    assert sleeper.end() == 0


def test_a_long_job_keeps_no_short_task_waiting(newsroom):
    newsroom.ask("""
for prefix in "abc":
    jobs.start("fill", "Filling", prefix=prefix, lines=9000, seconds=0.01)
""")
    worker = newsroom.start("--threads", "2")
    until(lambda: newsroom.ask("said = Job.objects.filter(state='running').count()") == 1)
    newsroom.ask("tasks.note.enqueue('short')")
    worker.wait_for("tasks.note: done")
    assert newsroom.ask("said = Job.objects.filter(state='running').count()") == 1
    worker.end()


def test_a_database_without_its_tables_is_named_with_what_to_do(tmp_path):
    empty = Newsroom(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    done = empty.run("worker", "--once", check=False)
    assert done.returncode == 1
    assert "Run manage.py migrate" in done.stderr


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
