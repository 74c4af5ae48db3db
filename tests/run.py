"""`make test`: the whole suite on SQLite, on PostgreSQL beside a browser, and a plain word on what could not run.

The last line is `N passed, N failed, N skipped`, over all of it. The exit status is 1 when anything failed, and with
REQUIRE_ALL=1 also when anything was skipped or not run. Tests of real texts that are not part of the repository are
the one exception: they may be skipped where the folder ../shared/samples is truly absent.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
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
    sampled: int = 0
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


class Part:
    """One part of the suite in processes of its own, running from the moment it is made.

    What a part `beside` another says is kept until somebody asks for its outcome. Leaving the block ends it.
    """

    def __init__(self, name: str, *arguments: str, environment: dict[str, str] | None = None, beside: bool = False):
        self._outcome = Outcome(name)
        self._folder = Path(tempfile.mkdtemp(prefix="newsroom-report-"))
        self._said = self._folder / "said" if beside else None
        self._started = time.time()
        if not beside:
            print(f"\n=== {name} ===", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", "--color=auto", f"--junitxml={self._report}", *arguments]
        with self._said.open("wb") if self._said else nullcontext() as output:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=os.environ | {asking.LEFT_OUT: str(self._left_out)} | (environment or {}),
            )  # fmt: skip

    @property
    def _report(self) -> Path:
        return self._folder / "report.xml"

    @property
    def _left_out(self) -> Path:
        return self._folder / "left-out"

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def outcome(self) -> Outcome:
        """Wait for its end, and give what it came to."""
        status = self._process.wait()
        outcome = self._outcome
        # Whoever ran beside another may have ended long before it is asked for.
        ended = self._report.stat().st_mtime if self._report.exists() else time.time()
        outcome.seconds = ended - self._started
        if self._said:
            print(f"\n=== {outcome.name} ===\n{self._said.read_text(errors='replace')}", flush=True)
        if self._report.exists():
            read_report(self._report, outcome)
        if self._left_out.exists():
            outcome.left_out, outcome.sampled = json.loads(self._left_out.read_text())
        if status and not outcome.failed:
            # Nothing collected, a conftest that cannot be imported, a crashed worker: nothing failed, nothing is well.
            print(f"pytest ended with status {status} although no test failed: read its output above.", flush=True)
            outcome.failed = 1
        return outcome


def pytest(name: str, *arguments: str, environment: dict[str, str] | None = None) -> Outcome:
    """Run one part of the suite, from its beginning to its end."""
    with Part(name, *arguments, environment=environment) as part:
        return part.outcome()


def on_sqlite(extra: list[str], environment: dict[str, str]) -> Outcome:
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


@contextmanager
def in_browser(extra: list[str], environment: dict[str, str]) -> Iterator[Callable[[], Outcome]]:
    """The part in a browser, begun; it leaves processors idle while it waits for pages, so it runs beside another.

    ``environment`` is that of a migrated database in a file. What is given waits for the outcome.
    """
    if chromium.executable() is None:
        outcome = Outcome(
            "Browser",
            not_run="no Chromium was found on the PATH",
            remedy="apt-get install chromium   (or name one: make test CHROMIUM=/path/to/chromium)",
        )
        yield lambda: outcome
        return
    chosen = extra or ["tests/browser"]  # no others are
    with Part("Browser", "--reuse-db", "-m", "browser", *chosen, environment=environment, beside=True) as part:
        yield part.outcome


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
        if outcome.sampled:
            print(f"    and {outcome.sampled:,} of modules marked `sampled` (THOROUGH=1 runs them here too)")
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


def _compiling(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Compile the tests once, while the tables are made, and not in every worker at the same time."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def main(arguments: list[str]) -> int:
    # A killed run still takes its database server along: SystemExit runs every `finally` on the way out.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    require_all = os.environ.get("REQUIRE_ALL", "") not in ("", "0")
    # A shell that wants no bytecode kept would let each of some hundred processes compile all of it for itself.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        with (
            _compiling(arguments) as compiling,
            migrated.databases("", int(WORKERS)) as environment,
            migrated.copied(environment) as another,
        ):
            compiling.wait()
            outcomes = [on_sqlite(arguments, environment)]
            with in_browser(arguments, another) as browser:
                outcomes += [on_postgresql(arguments), browser()]
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 130
    return summary(outcomes, require_all)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
