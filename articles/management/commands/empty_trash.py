"""manage.py empty_trash: what lay in the trash for its days stands in nobody's way any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles import trash


class Command(BaseCommand):
    help = (
        f"Of everything that has lain in the trash for {trash.DAYS} days, frees what another article may need: its "
        "identity at the source and, where readers never saw it, its address. Nothing is deleted: originals and the "
        "log are evidence. Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Let go: {trash.empty()}.")
