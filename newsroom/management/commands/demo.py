"""manage.py demo, where there is no demo newsroom: says how it is started. The demo's own command hides this one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Says how the demo newsroom is started; it keeps to a database of its own, apart from this newsroom's."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "This is not the demo newsroom, so nothing was done. Start the demo with “make demo”, or with "
            "NEWSROOM_DEMO=1 .venv/bin/python manage.py demo"
        )
