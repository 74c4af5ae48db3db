"""What `make test` and the Makefile promise: plain counts, nothing passed over in silence, nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from tests import cluster, run
from tests.run import Outcome, read_report, summary

ROOT = Path(settings.BASE_DIR)
REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure message="no"/></testcase>
<testcase name="c"><error message="set-up"/></testcase>
<testcase name="d"><skipped type="pytest.skip" message="no Chromium"/></testcase>
<testcase name="e"><system-out>said something</system-out></testcase>
</testsuite></testsuites>"""


def last_line(capsys) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def test_counts_are_read_from_the_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    outcome = Outcome("SQLite")
    read_report(report, outcome)
    assert (outcome.passed, outcome.failed, outcome.skipped) == (2, 2, 1)
    assert outcome.skips == {"no Chromium": 1}


def test_the_last_line_holds_the_totals_alone(capsys):
    status = summary([Outcome("SQLite", passed=4), Outcome("PostgreSQL", passed=3, skips=Counter(slow=2))], False)
    assert last_line(capsys) == "7 passed, 0 failed, 2 skipped"
    assert status == 0


def test_one_failure_anywhere_fails_the_run(capsys):
    assert summary([Outcome("SQLite", passed=4), Outcome("Browser", failed=1)], False) == 1
    assert last_line(capsys) == "4 passed, 1 failed, 0 skipped"


def test_what_was_not_run_is_named_with_the_command_that_helps(capsys):
    outcome = Outcome("PostgreSQL", not_run="the server is not there", remedy="apt-get install postgresql")
    assert summary([Outcome("SQLite", passed=1), outcome], False) == 0
    said = capsys.readouterr().out
    assert "PostgreSQL: NOT RUN, the server is not there. To run it: apt-get install postgresql" in said
    assert summary([Outcome("SQLite", passed=1), outcome], True) == 1


def test_what_is_left_to_the_part_on_sqlite_is_said(capsys):
    summary([Outcome("SQLite", passed=4), Outcome("PostgreSQL", passed=1, left_out=1200, sampled=700)], True)
    said = capsys.readouterr().out
    assert "    left to the part on SQLite: 1,200 tests that ask no database" in said
    assert "    and 700 of modules marked `sampled`" in said


def test_require_all_allows_no_skip(capsys):
    outcomes = [Outcome("SQLite", passed=4, skips=Counter({"too slow here": 1}))]
    assert summary(outcomes, False) == 0
    assert summary(outcomes, True) == 1
    assert "    skipped 1: too slow here" in capsys.readouterr().out


@pytest.mark.parametrize(("there", "status"), [(False, 0), (True, 1)])
def test_absent_real_texts_are_the_one_excuse_and_only_where_they_are_absent(
    tmp_path, monkeypatch, capsys, there, status
):
    folder = tmp_path / "shared" / "samples"
    if there:
        folder.mkdir(parents=True)
    monkeypatch.setattr(run, "SHARED_SAMPLES", folder)
    skips = Counter({"the folder ../shared/samples is not on this machine": 3})
    assert summary([Outcome("SQLite", passed=4, skips=skips)], True) == status
    assert ("Real texts were not tested" in capsys.readouterr().out) is not there


def test_a_suite_that_cannot_even_start_is_a_failure(capfd, tmp_path):
    outcome = run.pytest("Nothing", str(tmp_path / "no-such-folder"), "-p", "no:cacheprovider")
    assert (outcome.passed, outcome.failed) == (0, 1)
    assert "although no test failed" in capfd.readouterr().out


def test_without_the_servers_programs_postgresql_is_not_run(monkeypatch):
    monkeypatch.setattr(cluster, "binaries", lambda: None)
    outcome = run.on_postgresql([])
    assert outcome.not_run
    assert outcome.remedy == "apt-get install postgresql"


def test_without_a_chromium_the_browser_tests_are_not_run(monkeypatch):
    monkeypatch.setattr(run.chromium, "executable", lambda: None)
    with run.in_browser([], {}) as browser:
        outcome = browser()
    assert outcome.not_run
    assert "apt-get install chromium" in outcome.remedy


# --- the temporary PostgreSQL cluster ---


@pytest.fixture
def programs() -> Path:
    found = cluster.binaries()
    if found is None:
        pytest.skip("no PostgreSQL server on this machine: apt-get install postgresql")
    return found


def alive(pid: int) -> bool:
    """Whether the process still runs; one that has ended and was not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_cluster_answers_and_leaves_nothing_behind(programs):
    import psycopg

    with cluster.cluster(programs) as address:
        with psycopg.connect(address) as connection:
            home = Path(connection.execute("SHOW data_directory").fetchone()[0]).parent
            assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(address.replace("newsroom:", "newsroom:not"))
        assert home.stat().st_mode & 0o077 == 0
    assert not home.exists()


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_takes_its_server_along(programs, tmp_path, signal_number):
    script = (
        "import sys, time, signal, pathlib\n"
        "from tests import cluster\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # which a shell's background jobs are born without
        "with cluster.cluster(pathlib.Path(sys.argv[1])) as address:\n"
        "    print(address, flush=True)\n"
        "    time.sleep(60)\n"
    )
    import psycopg

    stopped = subprocess.Popen(
        [sys.executable, "-c", script, str(programs)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        address = stopped.stdout.readline().strip()
        with psycopg.connect(address) as connection:
            home = Path(connection.execute("SHOW data_directory").fetchone()[0]).parent
        server = int((home / "data" / "postmaster.pid").read_text().split()[0])
        assert alive(server)
        stopped.send_signal(signal_number)
        stopped.wait(timeout=60)
    finally:
        stopped.kill()
        stopped.stdout.close()
    deadline = time.monotonic() + 30
    while alive(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(server)
    assert not home.exists()


# --- the Makefile ---


def make(folder: Path, *arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        [shutil.which("make") or "make", *arguments],
        cwd=folder, env=environment | ({"PATH": path} if path else {}),
        capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def checkout(tmp_path) -> Path:
    if shutil.which("make") is None:
        pytest.skip("no make on this machine: apt-get install make")
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "requirements-dev.txt").write_text("")
    return tmp_path


def only(folder: Path, **programs: str) -> str:
    """A PATH on which there are only these programs, each a shell script, beside the shell's own needs."""
    folder.mkdir()
    for name in ("sh", "touch", "rm", "mkdir"):
        (folder / name).symlink_to(shutil.which(name))
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_help_names_every_target(checkout):
    said = make(checkout).stdout
    for target in ("demo", "test", "check", "format", "venv", "pins", "clean"):
        assert f"make {target}" in said


def test_a_machine_without_a_new_enough_python_gets_one_clear_line(checkout):
    answer = make(checkout, "venv", path=only(checkout / "bin", python3="exit 1"))
    assert answer.returncode
    assert "Newsroom needs Python 3.11 or later, and none was found." in answer.stdout


def test_a_python_without_ensurepip_gets_the_command_that_helps(checkout):
    old_debian = f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'
    answer = make(checkout, "venv", path=only(checkout / "bin", python3=old_debian))
    assert answer.returncode
    assert "apt-get install python3-venv" in answer.stdout


def test_a_second_run_installs_nothing_and_new_pins_do(checkout):
    path = os.environ["PATH"]
    first = make(checkout, "venv", f"PYTHON={sys.executable}", path=path)
    assert first.returncode == 0, first.stderr
    assert "Installing what the newsroom needs" in first.stdout
    assert "Installing" not in make(checkout, "venv").stdout
    later = time.time() + 5
    os.utime(checkout / "requirements.txt", (later, later))
    assert "Installing what the newsroom needs" in make(checkout, "venv").stdout
