"""How much of what is drawn by chance, or made large, one run tries.

Every run tries enough to show that a rule holds; `THOROUGH=1 make test` tries so much more that it takes an hour, for
the nights and for whoever changed what such a test is about. A test that can be tried at both sizes asks ``size``.
"""

import os

THOROUGH = os.environ.get("THOROUGH", "") not in ("", "0")


def size(usual: int, thorough: int) -> int:
    """The number of examples, rows or seeds to try in this run."""
    return thorough if THOROUGH else usual


def many(times: int) -> int:
    """How often what is to hold a reader up is repeated: a quarter as often in the usual run.

    What grows with the square of a text still takes many seconds then; what grows with its length, a part of one.
    """
    return times // size(4, 1)
