"""`python -m demo.server PORT`: the demo newsroom on this machine alone, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

HOST = "127.0.0.1"


def main(port: int) -> None:
    # Until granian has handlers of its own. Who started us may have held Ctrl-C back while Python itself was starting.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "newsroom.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level=LogLevels.warning,
        workers_kill_timeout=3,
    )
    server.serve(target_loader=load, wrap_loader=False)


def load() -> Callable[..., Any]:
    """The application, in the process of granian's worker.

    A terminal sends Ctrl-C to both processes, and granian then tells its worker to stop: a worker that hears it twice
    hangs. And until the worker has handlers of its own it would not hear it at all.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

    from newsroom.wsgi import application

    return application


if __name__ == "__main__":
    main(int(sys.argv[1]))
