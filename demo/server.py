"""`python -m demo.server PORT`: the demo newsroom on this machine alone, until Ctrl-C."""

from __future__ import annotations

import signal
import sys

HOST = "127.0.0.1"


def main(port: int) -> None:
    # Until granian has handlers of its own: an early Ctrl-C is an end like any other.
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "newsroom.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level=LogLevels.warning,
        # A worker that is told to stop while it is still starting does not hear it.
        workers_kill_timeout=3,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
