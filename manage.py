#!/usr/bin/env python3
"""Commands for the people who run the newsroom: `manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed for this Python. Run `make venv` once, then use "
            f".venv/bin/python manage.py … ({error})"
        ) from error
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError):
        # Of a database that is away or has no tables a sentence says more than a traceback does.
        from work import database

        is_migrating = sys.argv[1:2] == ["migrate"]
        sentence = database.unreachable() if is_migrating else database.trouble()
        if not sentence or "--traceback" in sys.argv:
            raise
        sys.exit(sentence)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C is an end like any other
