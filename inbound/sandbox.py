"""Hostile material is parsed in a process of its own, with little time and little memory.

A feed of 60 KB can hold feedparser for minutes, and a thread cannot be stopped. A process can: ``run`` starts one that
knows nothing of the newsroom (no Django, no settings, none of our environment), gives it the bytes, and waits no longer
than it has to. The process is started afresh, never forked, because the server that asks may have threads.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, Any

from inbound.formats.arrival import Unreadable
from inbound.sandbox_entry import OUT_OF_MEMORY, READY

log = logging.getLogger(__name__)

ENTRY = Path(__file__).with_name("sandbox_entry.py")

# What an interpreter needs to find itself and its packages. The rest of our environment holds secrets and stays here.
INHERITED = (
    "PATH",
    "HOME",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "TMPDIR",
    "SYSTEMROOT",
)


_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
"""More children than processors take each other's seconds, and then an honest feed is refused for its neighbours."""


@dataclasses.dataclass(frozen=True)
class Limits:
    """``seconds`` begin when the child has loaded its libraries, so that a busy machine refuses no honest feed."""

    seconds: float = 5.0
    start_seconds: float = 30.0
    memory: int = 512 * 1024 * 1024
    answer: int = 96 * 1024 * 1024


def run(task: str, data: bytes, *arguments: str, limits: Limits = Limits(), what: str = "The feed") -> Any:
    """What ``task`` ("package.module:function", called with the bytes and the arguments) returns, by way of JSON.

    Raises Unreadable with a sentence about ``what`` when the task runs out of time or memory, crashes, or answers with
    something that is not its answer. Whichever way it ends, no process is left behind.
    """
    with tempfile.TemporaryFile() as material, _AT_ONCE:
        material.write(data)
        material.seek(0)
        child = _start("run", task, material, arguments, limits)
        try:
            answer = _answer(child, limits, what)
            _wait_for_exit(child, limits.seconds)
        finally:
            status = _end(child)
    return _document(answer, status, limits, what)


def stream(
    task: str, material: IO[bytes], *arguments: str, limits: Limits = Limits(), what: str = "The file"
) -> Generator[Any, None, None]:
    """What ``task`` (a generator, called with the open file and the arguments) yields, one after the other.

    For files of any size: no more than one answer is held, ``limits`` are for each of them, and their clock stands
    still while the caller works. Raises Unreadable as ``run`` does, after what came before has been given.
    """
    child = _start("stream", task, material, arguments, limits)
    ended: dict[str, Any] = {}
    try:
        for line in _lines(child, limits, what):
            document = _read(line)
            if "answer" not in document:
                ended = document
                break
            yield document["answer"]
        _wait_for_exit(child, limits.seconds)
    finally:
        status = _end(child)
    if not ended.get("end"):
        _document(json.dumps(ended).encode(), status, limits, what)


def _read(line: bytes) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return {"crashed": repr(line[:200])}
    return document if isinstance(document, dict) else {}


def _start(
    way: str, task: str, material: IO[bytes], arguments: tuple[str, ...], limits: Limits
) -> subprocess.Popen[bytes]:
    # The processor limit is the second net: it ends the child when this process was killed while it waited.
    return subprocess.Popen(  # noqa: S603 our own script, and arguments that no shell sees
        [
            sys.executable,
            "-P",
            str(ENTRY),
            way,
            task,
            str(limits.memory),
            str(int(limits.seconds) + 1),
            *arguments,
        ],
        stdin=material,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: os.environ[name] for name in INHERITED if name in os.environ} | {"LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )


def _answer(child: subprocess.Popen[bytes], limits: Limits, what: str) -> bytes:
    """Everything the child writes until it closes the pipe, without the READY that starts the clock."""
    assert child.stdout is not None  # noqa: S101 it was asked for
    received = bytearray()
    ready = False
    until = time.monotonic() + limits.start_seconds
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = until - time.monotonic()
            if left <= 0 or not waiting.select(left):
                raise _too_slow(what, limits) if ready else _not_started(limits)
            piece = os.read(child.stdout.fileno(), 1 << 18)
            if not piece:
                return bytes(received)
            received += piece
            if not ready and received.startswith(READY):
                ready = True
                del received[: len(READY)]
                until = time.monotonic() + limits.seconds
            if len(received) > limits.answer:
                raise Unreadable(f"{what} unfolds to more text than we accept, so nothing of it was read.")


def _lines(child: subprocess.Popen[bytes], limits: Limits, what: str) -> Iterator[bytes]:
    """Each line the child writes after READY. The clock runs only while the caller waits for one."""
    assert child.stdout is not None  # noqa: S101 it was asked for
    received = bytearray()
    ready, searched = False, 0
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        until = time.monotonic() + limits.start_seconds
        while True:
            end = received.find(b"\n", searched)
            if end >= 0:
                line = bytes(received[: end + 1])
                del received[: end + 1]
                searched = 0
                if ready:
                    yield line
                ready = ready or line == READY
                until = time.monotonic() + limits.seconds
                continue
            searched = len(received)
            left = until - time.monotonic()
            if left <= 0 or not waiting.select(left):
                raise _too_slow(what, limits) if ready else _not_started(limits)
            piece = os.read(child.stdout.fileno(), 1 << 18)
            if not piece:
                if received:
                    yield bytes(received)
                return
            received += piece
            if len(received) > limits.answer:
                raise Unreadable(f"{what} unfolds to more text than we accept, so nothing more of it was read.")


def _document(answer: bytes, status: int, limits: Limits, what: str) -> Any:
    if status == OUT_OF_MEMORY:
        raise Unreadable(
            f"{what} needs more memory than {limits.memory // (1024 * 1024)} MB to read, so nothing of it was read."
        )
    if status == -signal.SIGXCPU:
        raise _too_slow(what, limits)
    try:
        document = json.loads(answer)
        return document["answer"]
    except (ValueError, KeyError, TypeError, RecursionError):
        log.warning("parsing failed: exit status %s, answer %.500r", status, answer)
        raise Unreadable(
            f"{what} made its parser fail, so nothing of it was read. Ask the outlet to check the file."
        ) from None


def _not_started(limits: Limits) -> Unreadable:
    log.error("the parser did not start within %s s", limits.start_seconds)
    return Unreadable("The parser could not be started in time, so nothing was read. Try again shortly.")


def _too_slow(what: str, limits: Limits) -> Unreadable:
    return Unreadable(
        f"{what} takes longer than {limits.seconds:g} seconds to read, as no honest one does; nothing of it was read."
    )


def _wait_for_exit(child: subprocess.Popen[bytes], seconds: float) -> None:
    """The child has closed its pipe: gives it a moment to leave of its own, because its exit status says why."""
    until = time.monotonic() + seconds
    while not os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) and time.monotonic() < until:
        time.sleep(0.002)


def _end(child: subprocess.Popen[bytes]) -> int:
    """Kills the child with all it may have started, and says how it ended.

    It is reaped after the kill: until then its number cannot have become that of another process.
    """
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    if child.stdout:
        child.stdout.close()
    return child.wait()
