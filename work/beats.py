"""Who is alive. A process that works has a row and renews it; whose row stays the same for a lease is taken for dead.

No clock of one machine is compared with that of another: each watcher measures with its own clock how long a row has
stayed the same, and begins anew when it could not look for a while itself. A process of this very machine that is gone
is dead at once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from work.models import Beat

logger = logging.getLogger("work")

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")


def machine() -> str:
    """This kernel since its last start, and this view of its processes; empty where the system does not say."""
    try:
        return f"{_BOOT.read_text().strip()} {_NAMESPACE.readlink()}"
    except OSError:
        return ""


def _standing(pid: int) -> tuple[str, int]:
    """State letter and start time (field 22) from proc(5)'s /proc/PID/stat. OSError where there is none to read."""
    # The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    return fields[0], int(fields[19])


def is_gone(beat: Beat) -> bool:
    """Whether the process is certainly gone, as only its own machine can tell. Not knowing is False."""
    if not beat.machine or beat.machine != machine():
        return False
    try:
        os.kill(beat.pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # it is there and belongs to somebody else
    try:
        state, started = _standing(beat.pid)
    except (OSError, ValueError, IndexError):
        return False
    return state in "ZX" or started != beat.started


class Heart:
    """The row of this process. Made by ``register``, renewed by ``beat``, removed by ``leave``."""

    def __init__(self, kind: str):
        self.kind = kind
        self.pid = os.getpid()
        self.worker = ""

    def register(self) -> None:
        host = socket.gethostname()
        self.worker = f"{host[:30]}-{self.pid}-{secrets.token_hex(4)}"
        here = machine()
        now = timezone.now()
        Beat.objects.create(
            worker=self.worker,
            kind=self.kind,
            host=host[:100],
            pid=self.pid,
            machine=here,
            started=_standing(self.pid)[1] if here else 0,
            began_at=now,
            seen_at=now,
        )

    def beat(self) -> bool:
        """Renew the row. False when others took this process for dead meanwhile: it has a new name from now on."""
        if Beat.objects.filter(worker=self.worker).update(seen_at=timezone.now()):
            return True
        self.register()
        return False

    def leave(self) -> None:
        Beat.objects.filter(worker=self.worker).delete()


_of_this_process: Heart | None = None


def mine() -> str:
    """The name under which this process is alive, or an empty text."""
    heart = _of_this_process
    return heart.worker if heart is not None and heart.pid == os.getpid() else ""


def take_up(kind: str) -> Heart:
    """Register this process, whose every part goes by that name from now on."""
    global _of_this_process
    heart = Heart(kind)
    heart.register()
    _of_this_process = heart
    return heart


def lay_down(heart: Heart) -> None:
    global _of_this_process
    _of_this_process = None
    heart.leave()


@contextlib.contextmanager
def alive(kind: str = "command") -> Iterator[None]:
    """While the block runs this process is known to be alive; nothing is added where it is so already."""
    if mine():
        yield
        return
    heart = take_up(kind)
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(settings.WORKER_LEASE_SECONDS / 6):
            with contextlib.suppress(Error):  # an outage: the next beat may get through
                close_old_connections()
                heart.beat()
        connections.close_all()

    thread = threading.Thread(target=go_on, name="heart", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)
        with contextlib.suppress(Error):
            lay_down(heart)


def somebody_works() -> bool:
    """Whether a worker was alive of late, by the clock of this machine: for telling people, not for deciding."""
    of_late = timezone.now() - dt.timedelta(seconds=2 * settings.WORKER_LEASE_SECONDS)
    return Beat.objects.filter(kind="worker", seen_at__gt=of_late).exists()


class Watch:
    """Looks at the others again and again, and says which of them are dead."""

    def __init__(self, lease: float):
        self.lease = lease
        self._since: dict[str, tuple[object, float]] = {}
        self._looked = time.monotonic()

    def forget(self) -> None:
        """What was seen before an outage says nothing about who is alive after it."""
        self._since.clear()

    def dead(self) -> list[Beat]:
        now = time.monotonic()
        if now - self._looked > self.lease / 2:  # we slept, or waited for the database: so may the others have
            self.forget()
        self._looked = now
        beats = [beat for beat in Beat.objects.all() if beat.worker != mine()]
        unchanged: dict[str, tuple[object, float]] = {}
        for beat in beats:
            seen, since = self._since.get(beat.worker, (None, now))
            unchanged[beat.worker] = (beat.seen_at, since if seen == beat.seen_at else now)
        self._since = unchanged
        return [beat for beat in beats if now - unchanged[beat.worker][1] > self.lease or is_gone(beat)]

    def bury(self) -> list[Beat]:
        """Remove the rows of the dead, unless they showed a sign of life just now, and give those removed."""
        buried = []
        for beat in self.dead():
            if Beat.objects.filter(pk=beat.pk, seen_at=beat.seen_at).delete()[0]:
                logger.warning("Worker %s is gone without a word; what it was doing is put back", beat.worker)
                buried.append(beat)
        return buried
