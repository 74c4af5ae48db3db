"""What recurs: when it is due, that it is queued once, and what becomes of it."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from work import queue, schedule
from work.models import Recurring
from work.schedule import next_moment

MADRID = zoneinfo.ZoneInfo("Europe/Madrid")


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


def test_an_interval_keeps_in_step_and_catches_up_once():
    due = utc(2026, 11, 23, 12, 0, 0)
    assert next_moment(60, None, due, due) == utc(2026, 11, 23, 12, 1)
    assert next_moment(60, None, due, due + dt.timedelta(seconds=30)) == utc(2026, 11, 23, 12, 1)
    assert next_moment(60, None, due, utc(2026, 11, 25, 3, 0, 10)) == utc(2026, 11, 25, 3, 1)


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (utc(2026, 6, 1), "03:00", utc(2026, 6, 1, 1)),  # summer
        (utc(2026, 3, 29), "02:30", utc(2026, 3, 29, 1, 30)),  # skipped: an hour later, 03:30 by the wall
        (utc(2026, 10, 24, 23), "02:30", utc(2026, 10, 25, 0, 30)),  # shown twice: the first
        (utc(2026, 10, 25, 0, 30), "02:30", utc(2026, 10, 26, 1, 30)),  # and not the second
    ],
)
def test_a_time_of_day_keeps_its_wall_time(day, at, moment):
    with timezone.override("America/New_York"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "get_default_timezone", lambda: MADRID)
        assert next_moment(86400, dt.time.fromisoformat(at), day, day) == moment


@pytest.mark.django_db
def test_what_fell_due_while_nothing_ran_is_done_once(monkeypatch):
    done = []
    entry = schedule.Entry("test.done", lambda: done.append(1), 60, None, "Do it")
    monkeypatch.setattr(schedule, "_entries", {"test.done": entry})
    schedule.sync()
    Recurring.objects.update(next_at=timezone.now() - dt.timedelta(days=3))
    assert schedule.queue_due() == ["test.done"]
    assert schedule.queue_due() == []
    assert done == [1]


@pytest.mark.django_db
def test_one_that_raises_says_so_and_comes_again(monkeypatch):
    def stumble() -> None:
        raise ValueError("no such page")

    monkeypatch.setattr(schedule, "_entries", {"test.x": schedule.Entry("test.x", stumble, 60, None, "Stumble")})
    schedule.sync()
    schedule.queue_due()
    row = Recurring.objects.get()
    assert (row.state, row.last_problem) == ("idle", "ValueError: no such page")
    assert row.next_at > timezone.now()


@pytest.mark.django_db
def test_what_is_switched_off_is_not_queued_and_what_the_desk_changed_stays_when_the_code_does_not(monkeypatch):
    entries = {"test.x": schedule.Entry("test.x", lambda: None, 60, None, "Do it")}
    monkeypatch.setattr(schedule, "_entries", entries)
    schedule.sync()
    row = Recurring.objects.get()
    row.active, row.every_seconds = False, 600
    row.save()
    schedule.sync()
    assert schedule.queue_due() == []
    entries["test.x"] = schedule.Entry("test.x", lambda: None, 120, None, "Do it")
    schedule.sync()
    row.refresh_from_db()
    assert (row.every_seconds, row.code_seconds) == (600, 120)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "left"), [(queue.RECURRING, "READY"), (queue.JOB, "READY"), ("inbound.anything", "FAILED")]
)
def test_what_recurs_and_long_jobs_are_never_set_aside_for_workers_that_were_killed(path, left):
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path=path, backend_name="default", run_after=get_date_max(),
        worker_ids=["dead"] * (queue.TRIES - 1),
    )  # fmt: skip
    assert queue.claim("w", ["default"])
    queue.put_back_orphans()
    row.refresh_from_db()
    assert row.status == left
    at_once = queue.claim("w", ["default"])
    assert (at_once is not None) == (path == queue.JOB), "what recurs waits a little"
    early = queue.claim("w", ["default"], even_early=True)
    assert (early is not None) == (path == queue.RECURRING)
