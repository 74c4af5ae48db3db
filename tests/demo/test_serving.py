"""The demo as a process: refusing what is not its own, serving with a worker beside it, ending without a trace.

Its databases are files of its own, whatever the run is on.
"""

import contextlib
import io
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from PIL import Image

from demo import mark, serving
from tests.demo.processes import PATIENCE, manage
from tests.work.processes import file_with_tables


def test_a_strangers_file_is_refused_and_not_a_byte_of_it_changes(tmp_path):
    file = tmp_path / "newsroom.sqlite3"
    with sqlite3.connect(file) as stranger:
        stranger.execute("CREATE TABLE articles_article (id integer)")
    before = file.read_bytes()
    refused = manage(tmp_path, "manage.py", "demo", "--no-serve", NEWSROOM_DEMO="1")
    assert refused.returncode == 1
    assert re.fullmatch(r"CommandError: The database .* was not made by the demo newsroom .*\n", refused.stderr)
    assert file.read_bytes() == before
    assert not (tmp_path / "media").exists()


def test_a_file_that_is_no_database_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "newsroom.sqlite3").write_text("Dear diary, " * 500)
    refused = manage(tmp_path, "manage.py", "demo", "--no-serve", NEWSROOM_DEMO="1")
    assert refused.returncode == 1
    assert re.fullmatch(r"CommandError: The database .* cannot be opened.*\n", refused.stderr)


def test_without_the_variable_nothing_is_done_and_the_command_is_named(tmp_path):
    refused = manage(tmp_path, "manage.py", "demo", "--port", "8123")
    assert refused.returncode == 1
    assert "NEWSROOM_DEMO=1 .venv/bin/python manage.py demo" in refused.stderr
    assert not (tmp_path / "newsroom.sqlite3").exists()


# --- serving ---


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def test_a_busy_port_is_told_in_one_sentence_before_anything_is_done(monkeypatch):
    monkeypatch.setattr(mark, "claim", lambda: pytest.fail("the database was touched"))
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(CommandError, match=f"^Port {port} cannot be used .address already in use.: .*$"):
            call_command("demo", port=port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_there_is_not_is_told(port):
    with pytest.raises(serving.PortNotFree, match="There is no port"):
        serving.require_free(port)


@pytest.fixture
def server(tmp_path):
    """The server in a process group of its own, answering."""
    port = free_port()
    environment = os.environ | {"NEWSROOM_DEMO": "1", "NEWSROOM_VAR": str(tmp_path), "DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    process = subprocess.Popen(
        [sys.executable, "-m", "demo.server", str(port)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        process.counter = f"http://127.0.0.1:{port}/demo/counter/content/418233/count.gif"
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(process.counter, timeout=5).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, process.stdout.read()
                time.sleep(0.1)
        process.port = port
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


@pytest.fixture
def tables(tmp_path, django_db_setup):
    file_with_tables(tmp_path)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_server_answers_counters_and_ends_without_a_trace(server, ending):
    with urllib.request.urlopen(server.counter, timeout=PATIENCE) as answer:
        assert answer.headers["Content-Type"] == "image/gif"
        assert answer.headers["Cache-Control"] == "no-store"
        assert Image.open(io.BytesIO(answer.read())).size == (1, 1)
    if ending == signal.SIGINT:
        os.killpg(server.pid, ending)  # as a terminal sends it: to everybody
    else:
        server.send_signal(ending)
    said, _nothing = server.communicate(timeout=PATIENCE)
    assert server.returncode in (0, 130, 143)
    assert "Traceback" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(server.pid, 0)
    serving.require_free(server.port)


def test_the_worker_beside_the_server_asks_feeds_and_ends_even_with_a_server_that_was_killed(tmp_path, tables):
    port, log = free_port(), tmp_path / "log"
    code = f"import django; django.setup()\nfrom demo import serving\nserving.serve({port})"
    environment = os.environ | {"NEWSROOM_DEMO": "1", "NEWSROOM_VAR": str(tmp_path), "DATABASE_URL": ""}
    environment |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "LOG_LEVEL": "INFO"}
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    try:
        wait_for("inbound.poll_feeds: done", log)
        server.kill()
        server.wait()
        wait_for("stopped", log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def wait_for(words, log):
    deadline = time.monotonic() + PATIENCE
    while words not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
