import os
import signal
import time
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from tests.work.ledger.models import Line, Spell
from work import jobs


def is_held() -> bool:
    """Whether the test that started this worker wants it slow, until it writes the file that it named."""
    return not Path(os.environ.get("LEDGER_HELD_UNTIL", "/")).exists()


@task
def note(key: str, seconds: float = 0) -> None:
    """A task as it should be: done once more, it changes nothing."""
    time.sleep(seconds)
    Line.objects.get_or_create(key=key)


@task
def spell(name: str, seconds: float) -> None:
    row = Spell.objects.create(name=name, pid=os.getpid(), began_at=timezone.now())
    time.sleep(seconds)
    while is_held():
        time.sleep(0.02)
    Spell.objects.filter(pk=row.pk).update(ended_at=timezone.now())


@task
def poison() -> None:
    Spell.objects.create(name="poison", pid=os.getpid(), began_at=timezone.now())
    os.kill(os.getpid(), signal.SIGKILL)


@task
def stumble() -> None:
    raise ValueError("the ledger has no such page")


@task
def tick() -> None:
    """Write a spell."""
    spell.func("tick", float(os.environ.get("LEDGER_TICK_SECONDS", "0.3")))


@jobs.kind("fill")
def fill(job: jobs.Running, *, prefix: str, lines: int, seconds: float = 0) -> None:
    """Write so many lines. One written twice breaks it, because each insert and its step are one transaction."""
    job.expect(lines)
    for number in range((job.checkpoint or 0) + 1, lines + 1):
        time.sleep(0.1 if is_held() else seconds)
        with transaction.atomic():
            if number % 7 == 0:
                job.error(f"line {number}", "it is divisible by seven")
                job.step(checkpoint=number, left_out=1)
            else:
                Line.objects.create(key=f"{prefix}-{number}")
                job.step(checkpoint=number, written=1)


@jobs.kind("die")
def die(job: jobs.Running) -> None:
    poison.func()


@jobs.kind("refuse")
def refuse(job: jobs.Running) -> None:
    raise jobs.Refused("There is no archive at that address.")


@jobs.kind("break")
def break_off(job: jobs.Running, *, after: int) -> None:
    for number in range((job.checkpoint or 0) + 1, 1000):
        job.step(checkpoint=number)
        if number == after:
            raise ValueError("page 4 is torn")
