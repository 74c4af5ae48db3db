"""python -m benchmarks.compare: how long texts that are hostile to comparisons keep ours busy.

Exit status 1 when one of them takes more than ten times what it should on a quick machine: then a comparison grows
with more than the length of the texts.
"""

from __future__ import annotations

import sys
import time

from articles.body.compare import compare
from tests.articles.body.long import PAIRS

SHOULD_TAKE = 1.0
"""Seconds of one processor."""


def main() -> int:
    slowest = 0.0
    for name, (old, new) in PAIRS.items():
        began = time.process_time()
        compared = compare(old, new)
        took = time.process_time() - began
        slowest = max(slowest, took)
        words = compared.words_kept * 2 + compared.words_added + compared.words_removed
        sys.stdout.write(f"{took:6.2f} s  {words:9,} words  {name}\n")
    return int(slowest > 10 * SHOULD_TAKE)


if __name__ == "__main__":
    sys.exit(main())
