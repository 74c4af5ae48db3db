"""System checks for what an operator can get wrong about work outside requests. docs/settings.md lists them."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("work")
def check_worker(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    if settings.WORKER_LEASE_SECONDS < 2:
        yield Error(
            f"WORKER_LEASE_SECONDS is {settings.WORKER_LEASE_SECONDS}: a worker that is alive would be taken for dead.",
            hint="Leave it away (60), or give a number of seconds that is well above a pause of a busy machine.",
            id="work.E001",
        )
    if settings.WORKER_THREADS < 1 or settings.WORKER_GRACE_SECONDS < 0:
        yield Error(
            "WORKER_THREADS must be at least 1 and WORKER_GRACE_SECONDS at least 0.",
            hint="Leave both away: 4 threads, and 20 seconds for what runs when a worker is told to stop.",
            id="work.E002",
        )
