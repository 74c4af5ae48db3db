"""Work for the sandbox's tests: each misbehaves in its own way. Imported by the child process."""

import os
import resource
import sys
import time
from pathlib import Path


def echo(data: bytes, *words: str) -> dict[str, object]:
    sys.stdout.write("what a task prints is no part of its answer")
    sys.stdout.flush()
    return {"size": len(data), "words": words, "text": data.decode("utf-8", "replace")[:100]}


def imported(data: bytes) -> list[str]:
    import inbound.formats.feed_child  # noqa: F401

    return sorted({name.partition(".")[0] for name in sys.modules} | {name for name in sys.modules if "." in name})


def environment(data: bytes) -> list[str]:
    return sorted(os.environ)


def spin(data: bytes) -> None:
    while True:
        pass


def sleep_unheeding(data: bytes) -> None:
    import signal

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(60)


def devour(data: bytes) -> int:
    held = []
    while True:
        held.append(bytearray(16 * 1024 * 1024))


def die(data: bytes) -> None:
    os.kill(os.getpid(), 11)


def fail(data: bytes) -> None:
    raise RuntimeError("no such luck")


def babble(data: bytes) -> None:
    os.write(3 if data == b"3" else 1, b"not json")
    os._exit(0)


def chatter(data: bytes) -> str:
    return "x" * 5_000_000


def write_file(data: bytes) -> str:
    path = Path(data.decode())
    try:
        path.write_bytes(b"x" * 10)
    except OSError as error:
        return type(error).__name__
    return "written"


def start_process(data: bytes) -> str:
    try:
        pid = os.fork()
    except OSError as error:
        return type(error).__name__
    if pid == 0:
        time.sleep(60)
        os._exit(0)
    return str(pid)


def limits(data: bytes) -> dict[str, int]:
    return {
        name: resource.getrlimit(getattr(resource, name))[0]
        for name in ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NPROC")
    }
