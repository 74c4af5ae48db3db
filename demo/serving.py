"""What stands between a loaded newsroom and its readers: a free port, collected static files, a server process."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from demo import material
from demo.server import HOST


class PortNotFree(Exception):
    """Nothing can be served on this port; one sentence that says what to do."""


def require_free(port: int) -> None:
    """Raise PortNotFree unless a server could listen there now. Granian itself would share a busy port in silence."""
    if not 1 <= port <= 65535:
        raise PortNotFree(f"There is no port {port}: choose one between 1024 and 65535, such as --port 8001.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise PortNotFree(
                f"Port {port} cannot be used ({(error.strerror or str(error)).lower()}): stop the program that listens "
                f"there, or choose another port, such as --port {port + 1 if 1024 <= port < 65535 else 8001}."
            ) from error


def collect_static() -> bool:
    """Collect the static files; False where what was collected last is still what there is."""
    stamp = Path(settings.VAR) / "static-collected"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return False
    stamp.unlink(missing_ok=True)
    # A run that was cut short may have left half a file, which would pass for a newer one. Only ours are cleared.
    ours = Path(settings.STATIC_ROOT).resolve().is_relative_to(settings.VAR)
    call_command("collectstatic", interactive=False, verbosity=0, clear=ours)
    stamp.write_text(now)
    return True


def serve(port: int) -> None:
    """Start the newsroom's worker and become the server. Does not return; the worker ends when the server does."""
    require_free(port)
    connections.close_all()
    site = material.newsroom()["site"]
    said = {name: value for name, value in os.environ.items() if value.strip()}
    environment = {
        "NEWSROOM_NAME": site["name"],
        "NEWSROOM_TAGLINE": site["tagline"],
        "LANGUAGE_CODE": site["language"].lower(),
    }
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(settings.BASE_DIR)
    start_worker(port, environment | said)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # until the server can end on it without a trace
    os.execve(  # noqa: S606 - this program itself, with its own arguments
        sys.executable, [sys.executable, "-m", "demo.server", str(port)], environment | said
    )


def start_worker(port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A worker that looks at the pages of this server, and ends with the process that started it, however that ends."""
    quiet = {
        "NEWSROOM_URL": f"http://{HOST}:{port}",
        "LOG_LEVEL": "WARNING",
        "WORKER_THREADS": "2",
        "WORKER_GRACE_SECONDS": "3",
    }
    return subprocess.Popen(  # noqa: S603 this program itself, with its own arguments
        [sys.executable, "manage.py", "worker", "--with-parent", str(os.getpid())],
        cwd=settings.BASE_DIR,
        env=quiet | environment,
        stdin=subprocess.DEVNULL,
    )


def _fingerprint() -> str:
    """Of where and how files are collected, and of every file's path, size and time."""
    found = hashlib.sha256(repr((settings.STORAGES["staticfiles"], str(settings.STATIC_ROOT))).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            told = Path(storage.path(path)).stat()
            found.update(f"{path}\0{told.st_size}\0{told.st_mtime_ns}\n".encode())
    return found.hexdigest()
