"""Which tests one worker of pytest-xdist takes together; all others go one by one to whoever is free.

What starts processes waits most of its time: one worker takes all of that, from the first moment, while the others keep
the processors busy. The demo newsroom takes seconds to be made, once for all tests that look at it.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {"tests/work/": "processes", "tests/demo/test_demo.py": "demo"}


class Spreading(LoadScopeScheduling):
    """The largest of what goes together comes first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((name for beginning, name in TOGETHER.items() if nodeid.startswith(beginning)), nodeid)
