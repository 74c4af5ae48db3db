"""`make test`: the whole suite on SQLite, on PostgreSQL, and in a browser, and a plain word on what could not run.

The last line is `N passed, N failed, N skipped`, over all of it. The exit status is 1 when anything failed, and with
REQUIRE_ALL=1 also when anything was skipped or not run. Tests of real texts that are not part of the repository are
the one exception: they may be skipped where the folder ../shared/samples is truly absent.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests import asking, chromium, cluster, migrated

ROOT = Path(__file__).resolve().parent.parent
SHARED_SAMPLES = ROOT.parent / "shared" / "samples"
WORKERS = os.environ.get("TEST_WORKERS", "3")
"""One more than the two processors of a small machine: there is always a test that waits for a process or a clock."""


@dataclass
class Outcome:
    """What one part of the run came to. `not_run` holds why it did not happen, `remedy` the command that helps."""

    name: str
    passed: int = 0
    failed: int = 0
    skips: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    seconds: float = 0
    not_run: str = ""
    remedy: str = ""

    @property
    def skipped(self) -> int:
        return sum(self.skips.values())

    def missing(self) -> Counter[str]:
        """Skips that a machine with everything installed would not have had."""
        return Counter({why: times for why, times in self.skips.items() if not is_absent_sample(why)})


def is_absent_sample(reason: str) -> bool:
    """Whether a test was skipped for want of real texts on a machine that truly has none."""
    return "shared/samples" in reason and not SHARED_SAMPLES.is_dir()


def read_report(report: Path, outcome: Outcome) -> None:
    """Add the counts of pytest's JUnit report to the outcome. A broken set-up or tear-down is a failure."""
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        kinds = {child.tag: child for child in case}
        if "failure" in kinds or "error" in kinds:
            outcome.failed += 1
        elif "skipped" in kinds:
            outcome.skips[kinds["skipped"].get("message", "no reason given")] += 1
        else:
            outcome.passed += 1


def pytest(name: str, *arguments: str, environment: dict[str, str] | None = None) -> Outcome:
    """Run one part of the suite in processes of its own."""
    print(f"\n=== {name} ===", flush=True)
    outcome = Outcome(name)
    folder = Path(tempfile.mkdtemp(prefix="newsroom-report-"))
    report, left_out = folder / "report.xml", folder / "left-out"
    started = time.monotonic()
    try:
        command = [sys.executable, "-m", "pytest", "-q", "--color=auto", f"--junitxml={report}", *arguments]
        status = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL,
            env=os.environ | {asking.LEFT_OUT: str(left_out)} | (environment or {}),
        ).returncode  # fmt: skip
        if report.exists():
            read_report(report, outcome)
        if left_out.exists():
            outcome.left_out = int(left_out.read_text())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    outcome.seconds = time.monotonic() - started
    if status and not outcome.failed:
        # Nothing collected, a conftest that cannot be imported, a crashed worker: no test failed, yet nothing is well.
        print(f"pytest ended with status {status} although no test failed: read its output above.", flush=True)
        outcome.failed = 1
    return outcome


def on_sqlite(extra: list[str]) -> Outcome:
    with migrated.databases("", int(WORKERS)) as environment:
        return pytest("SQLite", "-n", WORKERS, "--reuse-db", "-m", "not browser", *extra, environment=environment)


def on_postgresql(extra: list[str]) -> Outcome:
    folder = cluster.binaries()
    if folder is None:
        return Outcome(
            "PostgreSQL",
            not_run="the server's programs (initdb, postgres) are neither on the PATH nor in /usr/lib/postgresql",
            remedy="apt-get install postgresql",
        )
    try:
        with cluster.cluster(folder) as address, migrated.databases(address, int(WORKERS)) as environment:
            return pytest(
                f"PostgreSQL ({folder})", "-n", WORKERS, "--reuse-db", "-m", "not browser", *(extra or ["--asking"]),
                environment=environment,
            )  # fmt: skip
    except cluster.NoCluster as problem:
        # The programs are there, so this is not a machine without PostgreSQL but one where it broke.
        print(f"\n=== PostgreSQL ===\n{problem}", flush=True)
        return Outcome("PostgreSQL", failed=1)


def in_browser(extra: list[str]) -> Outcome:
    if chromium.executable() is None:
        return Outcome(
            "Browser",
            not_run="no Chromium was found on the PATH",
            remedy="apt-get install chromium   (or name one: make test CHROMIUM=/path/to/chromium)",
        )
    return pytest("Browser", "-m", "browser", *extra, environment={"DATABASE_URL": ""})


def summary(outcomes: list[Outcome], require_all: bool) -> int:
    """Print what ran and what did not, and give the exit status."""
    print("\n=== What ran ===")
    for outcome in outcomes:
        if outcome.not_run:
            print(f"{outcome.name}: NOT RUN, {outcome.not_run}. To run it: {outcome.remedy}")
            continue
        print(
            f"{outcome.name}: {outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped "
            f"in {outcome.seconds:.0f} s"
        )
        if outcome.left_out:
            print(f"    left to the part on SQLite: {outcome.left_out:,} tests that ask no database")
        for why, times in sorted(outcome.skips.items()):
            print(f"    skipped {times}: {why.removeprefix('Skipped: ')}")
    if any(is_absent_sample(why) for outcome in outcomes for why in outcome.skips):
        print(f"Real texts were not tested: they may not be redistributed, and {SHARED_SAMPLES} is not there.")

    failed = sum(outcome.failed for outcome in outcomes)
    lacking = [outcome for outcome in outcomes if outcome.not_run or outcome.missing()]
    if require_all and lacking:
        print("REQUIRE_ALL=1: the run counts as failed because of what was not run or skipped.")
    passed, skipped = sum(o.passed for o in outcomes), sum(o.skipped for o in outcomes)
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed or (require_all and lacking) else 0


def main(arguments: list[str]) -> int:
    # A killed run still takes its database server along: SystemExit runs every `finally` on the way out.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    require_all = os.environ.get("REQUIRE_ALL", "") not in ("", "0")
    try:
        outcomes = [part(arguments) for part in (on_sqlite, on_postgresql, in_browser)]
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 130
    return summary(outcomes, require_all)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
