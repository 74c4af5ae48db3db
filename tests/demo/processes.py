"""manage.py of the demo in a process of its own, as whoever tries it starts it."""

import os
import subprocess
import sys

from django.conf import settings

PATIENCE = 240
"""Seconds after which a test gives up on a process: this is no measure of speed."""


def manage(folder, *arguments, **environment):
    """manage.py in a process of its own, with everything that it writes in the folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "NEWSROOM_DEMO")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=inherited | {"NEWSROOM_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "newsroom.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
