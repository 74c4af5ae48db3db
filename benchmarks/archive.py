"""python -m benchmarks.archive [POSTS]: whether an export of many posts takes more memory than one of few.

Writes two exports to a temporary folder, one with a tenth of the posts of the other (100,000 unless told), and reads
each in a process of its own. Exit status 1 when the large one took more than one and a half times the memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST = 1.5
WORDS = "Tides follow the moon, and a little the sun. Twice in a month the two pull along one line.\n\n" * 40


def write(path: Path, posts: int) -> None:
    from tests.inbound.formats.wxr import TAIL, head, item

    with path.open("w") as file:
        file.write(head())
        file.writelines(item(number, f"<![CDATA[Story {number}. {WORDS}]]>") for number in range(1, posts + 1))
        file.write(TAIL)


def read(path: Path) -> None:
    """In a process of its own: the processor's time for all posts as arrivals, and the most memory."""
    from inbound.formats import wxr, wxr_article
    from inbound.formats.arrival import Hints

    began, posts = time.process_time(), 0
    with path.open("rb") as file, wxr.Export(file) as export:
        for one in export:
            if isinstance(one, wxr.Post):
                wxr_article.to_arrival(one, export, Hints())
                posts += 1
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    parsing = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() - began + parsing.ru_utime + parsing.ru_stime
    sys.stdout.write(f"{posts} {seconds:.1f} {own // 1024} {child // 1024}\n")


def main() -> int:
    if sys.argv[1:2] == ["read"]:
        read(Path(sys.argv[2]))
        return 0
    most = int(sys.argv[1]) if sys.argv[1:] else 100_000
    took: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        for posts in (most // 10, most):
            path = Path(folder) / f"{posts}.xml"
            write(path, posts)
            asked = [sys.executable, "-m", "benchmarks.archive", "read", str(path)]
            said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
            took.append(int(said[2]) + int(said[3]))
            sys.stdout.write(
                f"{int(said[0]):8,} posts  {path.stat().st_size / 2**20:6,.0f} MB  {float(said[1]):7.1f} s of processor"
                f"  {said[2]:>5} MB of memory, and {said[3]} MB of the parser\n"
            )
            path.unlink()
    return int(took[1] > MOST * took[0])


if __name__ == "__main__":
    sys.exit(main())
