"""What runs on the other side of ``sandbox.run``: the limits first, then the hostile material.

Started as a script, so that it holds neither Django, nor settings, nor a database connection. It answers its parent on
standard output: READY once everything is imported and the limits hold, then one JSON document, or, where the task gives
one thing after another, one on each line.
"""

import importlib
import json
import os
import resource
import sys
from pathlib import Path

READY = b"ready\n"
OUT_OF_MEMORY = 71


def limit(memory: int, cpu_seconds: int, streams: bool) -> None:
    """From here on this process writes no file, leaves no core, starts no process; too much memory or time ends it."""
    until = _spent() + cpu_seconds
    for what, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, until, resource.RLIM_INFINITY if streams else until + 1),
    ):
        ceiling = resource.getrlimit(what)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), ceiling if hard == resource.RLIM_INFINITY else min(hard, ceiling)
        resource.setrlimit(what, (soft, hard))


def _spent() -> int:
    return int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))


def _more_time(cpu_seconds: int) -> None:
    """Each answer of many may take as long as a single one."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    until = _spent() + cpu_seconds
    if hard == resource.RLIM_INFINITY or until < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    way, task, memory, cpu_seconds, *arguments = sys.argv[1:]
    module, _, function = task.partition(":")
    work = getattr(importlib.import_module(module), function)
    # What the task prints goes nowhere, so that it cannot mix with the answer.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit(int(memory), int(cpu_seconds), way == "stream")
    answer.write(READY)
    answer.flush()
    try:
        try:
            if way == "stream":
                for one in work(sys.stdin.buffer, *arguments):
                    answer.write(json.dumps({"answer": one}).encode("ascii") + b"\n")
                    answer.flush()
                    _more_time(int(cpu_seconds))
                document: dict[str, object] = {"end": True}
            else:
                document = {"answer": work(sys.stdin.buffer.read(), *arguments)}
        except MemoryError:
            raise
        except Exception as crash:
            document = {"crashed": f"{type(crash).__name__}: {crash}"[:500]}
        answer.write(json.dumps(document).encode("ascii"))
        answer.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    # Taking a large tree apart can last as long as building it, and nobody waits for it.
    os._exit(0)


if __name__ == "__main__":
    main()
