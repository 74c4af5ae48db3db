"""The settings when an operator has said nothing, little, or something odd. Each case is a process of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ASK = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


@pytest.fixture
def ask(tmp_path: Path):
    """Ask a fresh process for settings, with nothing in its environment but what the test gives."""

    def asked(*names: str, **environment: str) -> dict:
        plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        answer = subprocess.run(
            [sys.executable, "-c", ASK, *names],
            cwd=settings.BASE_DIR,
            env=plain
            | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR": str(tmp_path / "var")}
            | environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(answer.stdout)

    return asked


def test_nothing_set_is_safe(ask):
    said = ask(
        "DEBUG", "DEMO", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS", "SERVE_MEDIA", "USE_TZ", "X_FRAME_OPTIONS",
    )  # fmt: skip
    assert said["DEBUG"] is False and said["DEMO"] is False and said["SERVE_MEDIA"] is True
    assert said["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1"]
    assert said["SESSION_COOKIE_SECURE"] and said["CSRF_COOKIE_SECURE"] and said["SECURE_SSL_REDIRECT"]
    assert said["SECURE_HSTS_SECONDS"] > 0
    assert said["USE_TZ"] is True
    assert said["X_FRAME_OPTIONS"] == "DENY"


def test_secret_key_is_made_once_and_only_its_owner_can_read_it(ask, tmp_path):
    first, second = ask("SECRET_KEY")["SECRET_KEY"], ask("SECRET_KEY")["SECRET_KEY"]
    kept = tmp_path / "var" / "secret-key"
    assert first == second == kept.read_text()
    assert len(first) >= 50
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret-key"], "nothing half-written stays behind"


def test_secret_key_of_the_environment_comes_first_and_is_written_nowhere(ask, tmp_path):
    assert ask("SECRET_KEY", SECRET_KEY="from the vault")["SECRET_KEY"] == "from the vault"
    assert not (tmp_path / "var" / "secret-key").exists()


def test_two_processes_that_start_together_agree_on_the_secret_key(tmp_path):
    from newsroom.settings import kept_secret

    script = (
        "import sys; from pathlib import Path; from newsroom.settings import kept_secret;"
        " sys.stdin.read(); print(kept_secret(Path(sys.argv[1])))"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "key")],
            cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    said = {process.communicate()[0].strip() for process in running}
    assert said == {kept_secret(tmp_path / "key")}


def test_empty_values_count_as_not_set(ask):
    said = ask(
        "DATABASES", "ALLOWED_HOSTS", "PAGE_LENGTH", "TIME_ZONE", DATABASE_URL="", ALLOWED_HOSTS="", PAGE_LENGTH=" "
    )
    assert said["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert said["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1"]
    assert said["PAGE_LENGTH"] == 6000
    assert said["TIME_ZONE"] == "UTC"


def test_sqlite_waits_its_turn(ask, tmp_path):
    database = ask("DATABASES")["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "var" / "newsroom.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "foreign_keys=ON" in database["OPTIONS"]["init_command"]


def test_database_url_brings_postgresql_with_a_pool(ask):
    database = ask("DATABASES", DATABASE_URL="postgres://desk:s%2Fcret@db.example:5433/news", DATABASE_POOL_MAX="7")
    database = database["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "news")
    assert (database["USER"], database["PASSWORD"]) == ("desk", "s/cret")
    assert database["OPTIONS"]["pool"]["max_size"] == 7
    assert database["CONN_MAX_AGE"] == 0


def test_the_newsrooms_address_is_a_host_we_answer_to(ask):
    said = ask("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", NEWSROOM_URL="https://news.example.org:8443")
    assert "news.example.org" in said["ALLOWED_HOSTS"]
    assert said["CSRF_TRUSTED_ORIGINS"] == ["https://news.example.org:8443"]


def test_demo_keeps_to_a_folder_of_its_own_and_speaks_http(tmp_path):
    script = "import newsroom.settings as s; print(s.VAR, s.HTTPS, s.DEBUG, s.SERVE_MEDIA, 'demo' in s.INSTALLED_APPS)"
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, env=plain | {"NEWSROOM_DEMO": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.split() == [str(Path(settings.BASE_DIR, "var", "demo")), "False", "False", "True", "True"]


def test_scripts_never_run_inline_and_frames_come_from_the_hosts_on_the_list_alone(ask):
    said = ask("CONTENT_SECURITY_POLICY", EMBED_HOSTS="player.vimeo.com,charts.example", DISQUS_SHORTNAME="our-news")
    policy = said["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    for directive in ("default-src", "script-src", "style-src", "connect-src"):
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:"} & set(policy[directive]), directive
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["frame-src"] == ["https://player.vimeo.com", "https://charts.example"]
    # Comments open it on their own pages.
    assert "disqus" not in str(policy)


def test_name_at_disqus_is_enough_to_have_comments_there(ask):
    assert ask("COMMENTS")["COMMENTS"] == "none"
    assert ask("COMMENTS", DISQUS_SHORTNAME="our-news")["COMMENTS"] == "disqus"
    assert ask("COMMENTS", DISQUS_SHORTNAME="our-news", COMMENTS="none")["COMMENTS"] == "none"


def test_the_page_of_settings_names_exactly_the_variables_that_are_read():
    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', Path(settings.BASE_DIR, "newsroom", "settings.py").read_text())
    told = re.findall(r"^\| `([A-Z_]+)` \|", Path(settings.BASE_DIR, "docs", "settings.md").read_text(), re.MULTILINE)
    assert sorted(set(read)) == sorted(told)
