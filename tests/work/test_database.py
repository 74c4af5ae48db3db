"""Commands where the database is not there, not set up, or cannot be reached."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from work import database

HERE = Path(__file__).resolve().parents[2]
TWO_COMMANDS = """
import sys, manage
sys.argv = ["manage.py", "outlet_presets"]
manage.main()
sys.argv = ["manage.py", "check_rights"]
manage.main()
"""


def test_before_the_first_migrate_presets_are_listed_and_other_commands_end_in_a_sentence(tmp_path):
    around = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "NEWSROOM_DEMO")}
    around |= {"NEWSROOM_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}

    ran = subprocess.run(
        [sys.executable, "-c", TWO_COMMANDS], cwd=HERE, env=around, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 1 and "Traceback" not in ran.stderr
    assert "the-conversation-us" in ran.stdout
    assert "Which are adopted here is not known. The database has not been set up yet. Run manage.py" in ran.stderr
    assert ran.stderr.splitlines()[-1].startswith("The database has not been set up yet. Run manage.py migrate first.")


@pytest.mark.django_db
def test_a_database_that_cannot_be_reached_is_not_called_one_that_was_not_set_up(monkeypatch, tmp_path):
    assert database.trouble() == ""
    said = "The database cannot be reached (connection refused). See whether its server runs"
    monkeypatch.setattr(database, "unreachable", lambda: said)
    for words in (["receive", str(tmp_path / "x"), "--outlet", "aeon"], ["outlet_presets", "--adopt", "aeon"]):
        with pytest.raises(CommandError, match="cannot be reached"):
            call_command(*words)


def test_what_a_server_that_is_down_says_stands_in_the_sentence(monkeypatch):
    def refuse() -> None:
        raise connection.Database.OperationalError("connection refused\nIs the server running?")

    away = connection.copy()
    monkeypatch.setattr(away, "ensure_connection", refuse)
    monkeypatch.setattr(away, "vendor", "other")
    monkeypatch.setattr(database, "connections", {"default": away})
    assert database.unreachable().startswith("The database cannot be reached (connection refused). See")
