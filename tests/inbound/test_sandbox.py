"""Whatever the parsed material does, the newsroom waits five seconds and gets a sentence; nothing is left running."""

import os
import threading
import time
from pathlib import Path

import pytest

from inbound import sandbox
from inbound.formats.arrival import Unreadable
from inbound.sandbox import Limits

TASKS = "tests.inbound.sandbox_tasks"
SHORT = Limits(seconds=1)


def ask(task: str, data: bytes = b"", *words: str, limits: Limits = SHORT) -> object:
    return sandbox.run(f"{TASKS}:{task}", data, *words, limits=limits)


def children() -> set[str]:
    """Processes of the sandbox that run now: ours, and those whose parent is gone. Other workers have their own."""
    running = set()
    for folder in Path("/proc").iterdir():
        try:
            if not folder.name.isdigit() or b"sandbox_entry.py" not in (folder / "cmdline").read_bytes():
                continue
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent in (os.getpid(), 1):
                running.add(folder.name)
        except OSError:
            continue
    return running


@pytest.fixture(autouse=True)
def _nothing_left_running():
    before = children()
    yield
    until = time.monotonic() + 5
    while children() - before and time.monotonic() < until:
        time.sleep(0.05)
    assert not children() - before


def test_bytes_go_in_and_an_answer_comes_out():
    data = "Größe\0".encode() * 200_000
    answer = ask("echo", data, "one", "two words", limits=Limits())
    assert answer["size"] == len(data)
    assert answer["words"] == ["one", "two words"]
    assert answer["text"].startswith("Größe")


@pytest.mark.parametrize("task", ["spin", "sleep_unheeding"])
def test_a_task_that_does_not_end_is_ended(task):
    started = time.monotonic()
    with pytest.raises(Unreadable, match="takes longer than 1 seconds to read"):
        ask(task)
    assert time.monotonic() - started < 4


def test_a_task_that_devours_memory_is_refused_by_name():
    with pytest.raises(Unreadable, match="needs more memory than 200 MB"):
        ask("devour", limits=Limits(seconds=5, memory=200 * 1024 * 1024))


@pytest.mark.parametrize(("task", "data"), [("die", b""), ("fail", b""), ("babble", b""), ("babble", b"3")])
def test_a_crash_or_nonsense_is_a_sentence_for_an_editor(task, data):
    with pytest.raises(Unreadable, match=r"made its parser fail.*Ask the outlet"):
        ask(task, data)


def test_an_answer_without_end_is_refused():
    with pytest.raises(Unreadable, match="more text than we accept"):
        ask("chatter", limits=Limits(answer=1_000_000))


def test_the_sentence_names_what_was_read():
    with pytest.raises(Unreadable, match=r"^The picture made its parser fail"):
        sandbox.run(f"{TASKS}:fail", b"", what="The picture")


def test_the_child_writes_no_file_and_leaves_no_core(tmp_path):
    assert ask("write_file", str(tmp_path / "x").encode()) == "OSError"
    held = ask("limits")
    assert held == {"RLIMIT_AS": SHORT.memory, "RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_NPROC": 0}


def test_what_the_child_started_is_killed_with_it():
    """As root a child can start processes; such a one would hold the pipe open and outlive it (see the fixture)."""
    try:
        assert ask("start_process") == "BlockingIOError"
    except Unreadable as error:
        assert "takes longer than" in str(error)


def test_the_child_knows_nothing_of_the_newsroom(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    monkeypatch.setenv("DATABASE_URL", "postgres://desk:do-not-tell@localhost/newsroom")
    assert not {"SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"} & set(ask("environment"))
    modules = set(ask("imported"))
    assert {"feedparser", "defusedxml"} <= modules
    assert not {"django", "articles", "nh3", "newsroom", "requests"} & modules


def test_threads_may_ask_at_the_same_time():
    answers: list[object] = []

    def one(number: int) -> None:
        answers.append(ask("echo", b"x" * number, limits=Limits())["size"])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == [1, 2, 3, 4, 5, 6]


def test_a_parser_that_cannot_be_started_is_not_the_feeds_fault(monkeypatch):
    monkeypatch.setattr(sandbox.sys, "executable", "/bin/sleep")
    # "sleep -P …" fails at once, so the pipe closes without an answer.
    with pytest.raises(Unreadable):
        ask("echo")
    with pytest.raises(Unreadable, match="could not be started in time"):
        monkeypatch.undo()
        ask("echo", limits=Limits(start_seconds=0.0001))
