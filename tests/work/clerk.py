"""Runs lines of code on a database of the ledger's, as long as it is given any: ``Newsroom.ask`` talks to it."""

import json
import sys
import traceback

import django
from django.conf import settings

settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # it would keep what an outage broke
django.setup()

from django.apps import apps  # noqa: E402
from django.db import connections  # noqa: E402

NAMES = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from work import beats, jobs, queue, schedule
from work.models import Beat, Job, JobError, Recurring
"""
if apps.is_installed("tests.work.ledger"):
    NAMES += """
from tests.work.ledger import tasks
from tests.work.ledger.models import Line, Spell
"""

for given in sys.stdin:
    names: dict[str, object] = {"said": None}
    try:
        exec(NAMES, names)
        exec(json.loads(given), names)
        answer = {"said": names["said"]}
    except Exception:
        answer = {"problem": traceback.format_exc()}
    connections.close_all()
    sys.stdout.write(json.dumps(answer, default=str) + "\n")
    sys.stdout.flush()
