"""python -m benchmarks.poll_feeds [--feeds 1000] [--postgres]: polling feeds of which a tenth is hostile.

The feeds are served by a process of their own on this machine, the database is made for the run and gone after it:
SQLite, or with --postgres a cluster of its own. Prints how long the passes took, when the good feeds were in, and what
was told of each kind of hostility. Exit status 1 when a good feed failed or a hostile one was read.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.hostile_feeds import HOSTILE, ITEMS, kind_of

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--passes", type=int, default=2)
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="poll-feeds-")))
        # As in the demo, servers on this machine may be asked.
        os.environ.update(NEWSROOM_DEMO="1", NEWSROOM_VAR=str(folder), LOG_LEVEL="ERROR")
        os.environ.pop("DATABASE_URL", None)
        if asked.postgres:
            cluster = importlib.import_module("tests.cluster")
            binaries = cluster.binaries()
            if binaries is None:
                sys.stderr.write("There is no PostgreSQL on this machine.\n")
                return 2
            os.environ["DATABASE_URL"] = stack.enter_context(cluster.cluster(binaries))
        port = stack.enter_context(served())
        prepare(asked.feeds, port)
        return passes(asked.passes)


@contextlib.contextmanager
def served() -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.hostile_feeds"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdout is not None and server.stdin is not None  # noqa: S101 they were asked for
        try:
            yield int(server.stdout.readline())
        finally:
            server.stdin.close()
            server.terminate()


def prepare(number: int, port: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from inbound.models import Feed
    from outlets.models import Outlet

    make_terms = importlib.import_module("tests.builders").make_terms
    outlets: list[Any] = []
    for n in range(max(1, number // 20)):
        outlet = Outlet.objects.create(name=f"Outlet {n}", slug=f"outlet-{n}", home_url=f"https://outlet-{n}.example")
        make_terms(outlet)
        outlets.append(outlet)
    Feed.objects.bulk_create(
        Feed(outlet=outlets[n % len(outlets)], name=str(n), address=f"http://127.0.0.1:{port}/feed/{n}")
        for n in range(number)
    )


def passes(number: int) -> int:
    from django.utils import timezone

    from inbound import polling
    from inbound.models import FeedState, Item

    faults = 0
    for turn in range(1, number + 1):
        FeedState.objects.update(next_at=timezone.now())
        begun, began, spent = timezone.now(), time.monotonic(), _processor()
        runs = polling.poll_due()
        took = time.monotonic() - began
        good, bad = [], defaultdict(list)
        for run in runs:
            kind = kind_of(int(run.feed.name))
            if kind in HOSTILE:
                bad[kind].append(run)
            else:
                good.append(run)
        late = sorted((run.ended_at - begun).total_seconds() for run in good if run.ended_at)
        wrong = [run for run in good if run.outcome == "failed"]
        read = [run for rows in bad.values() for run in rows if run.outcome != "failed"]
        faults += len(wrong) + len([run for run in read if kind_of(int(run.feed.name)) not in ("broken", "regexes")])
        say(f"Pass {turn}: {len(runs)} feeds in {took:.1f} s; processor {_processor() - spent:.0f} s")
        if late:
            middle, most = statistics.median(late), late[int(len(late) * 0.95) - 1]
            say(f"  good: {len(good)}, in after {middle:.1f} s (half), {most:.1f} s (95 %), {late[-1]:.1f} s (last)")
        say(f"  good that failed: {len(wrong)}; items in the inbox: {Item.objects.count()} of {ITEMS} each")
        for run in wrong[:3]:
            say(f"    {run.feed.address}: {run.problem}")
        for kind, rows in sorted(bad.items()):
            lasted = max((run.ended_at - run.begun_at).total_seconds() for run in rows if run.ended_at)
            told = Counter(run.problem or run.get_outcome_display() for run in rows).most_common(1)[0][0]
            say(f"  {kind:8} {len(rows):3}, at most {lasted:5.1f} s: {told[:100]}")
    return int(faults > 0)


def _processor() -> float:
    """Seconds of our own and of the children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
