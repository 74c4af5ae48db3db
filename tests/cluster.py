"""A PostgreSQL cluster for one test run: made in a temporary folder, gone afterwards whatever happened."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoCluster(Exception):
    """The cluster could not be started; the text says why and what would help."""


def binaries() -> Path | None:
    """The folder that holds both `initdb` and `postgres`: on the PATH, or Debian's newest; None where there is none."""
    on_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: _number(folder.parent.name), reverse=True
    )
    for folder in [*on_path, *debian]:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    return None


def _number(version: str) -> int:
    found = re.match(r"\d+", version)
    return int(found.group()) if found else 0


def _owner() -> str | None:
    """Whom the server runs as: us, or Debian's `postgres` when we are root, whom PostgreSQL refuses to serve."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise NoCluster("PostgreSQL does not run as root and this machine has no user named postgres. Run as another user.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:]) if log.exists() else "(nothing was logged)"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Run the server of this folder of binaries and give the DATABASE_URL of an empty cluster on 127.0.0.1.

    Durability is off: what a power cut would lose here is a test run. The server and its folder are gone when the
    block ends, also by Ctrl-C.
    """
    owner = _owner()
    identity = {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []} if owner else {}
    home = Path(tempfile.mkdtemp(prefix="newsroom-pg-", dir="/tmp"))
    server: subprocess.Popen[bytes] | None = None
    try:
        password = secrets.token_hex(16)
        password_file, data, log = home / "password", home / "data", home / "log"
        password_file.write_text(password)
        if owner:
            for path in (home, password_file):
                shutil.chown(path, owner, identity["group"])
        options = ["--username=newsroom", f"--pwfile={password_file}", "--auth=scram-sha-256"]
        options += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [folder / "initdb", "--pgdata", data, *options],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=home, **identity,
        )  # fmt: skip
        if made.returncode:
            raise NoCluster(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")

        for _attempt in range(3):  # somebody else may take the port between our look and the server's
            port = _free_port()
            settings = {
                "listen_addresses": "127.0.0.1",
                "port": port,
                "unix_socket_directories": home,
                "fsync": "off",
                "synchronous_commit": "off",
                "jit": "off",  # compiling a question takes longer than to answer it from a few rows
                "full_page_writes": "off",
                "shared_buffers": "64MB",
                "max_connections": 80,
            }
            # A session of its own, so that Ctrl-C ends the tests first and then, by us, the server.
            with log.open("ab") as output:
                server = subprocess.Popen(
                    [folder / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
                    stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=home,
                    start_new_session=True, **identity,
                )  # fmt: skip
            if _answers(server, port):
                break
            _stop(server)
        else:
            raise NoCluster(f"The PostgreSQL server did not start. Its last words:\n{_tail(log)}")
        yield f"postgres://newsroom:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(home, ignore_errors=True)


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    import psycopg

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="newsroom", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError as error:
            # Being asked for the password we did not send is an answer; "starting up" is not one yet.
            if "password" in str(error):
                return True
            time.sleep(0.1)
        else:
            return True
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once: SIGQUIT is PostgreSQL's immediate shutdown, which takes its workers along."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
