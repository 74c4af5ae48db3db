"""Settings of worker processes that tests start: the newsroom's own, with the ledger in place of everything else."""

from newsroom.settings import *  # noqa: F403

INSTALLED_APPS = [
    "work",
    "tests.work.ledger.apps.LedgerConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django_tasks",
    "django_tasks_db",
]
if TASKS_URL:  # noqa: F405
    INSTALLED_APPS.append("django_rq")
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.work.ledger.urls"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3" and "LEDGER_TIMEOUT" in os.environ:  # noqa: F405
    DATABASES["default"]["OPTIONS"]["timeout"] = float(os.environ["LEDGER_TIMEOUT"])  # noqa: F405
