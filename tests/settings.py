"""Settings of the test runs: the newsroom's own, with everything that is written kept in a temporary folder.

The demo app is installed, so that it is tested too. DATABASE_URL chooses the database as it does in production.
"""

import atexit
import os
import shutil
import tempfile

if "NEWSROOM_TEST_VAR" not in os.environ:
    # Workers of pytest-xdist inherit the variable, so the folder is made and removed once.
    os.environ["NEWSROOM_TEST_VAR"] = tempfile.mkdtemp(prefix="newsroom-tests-")
    atexit.register(shutil.rmtree, os.environ["NEWSROOM_TEST_VAR"], ignore_errors=True)

# What the developer's shell says about her own newsroom must not reach the tests.
for _name in ("ALLOWED_HOSTS", "CACHE_URL", "COMMENTS", "CORAL_URL", "DEBUG", "DISQUS_SHORTNAME", "EMAIL_URL",
              "LANGUAGE_CODE", "MEDIA_ROOT", "MEDIA_URL", "NEWSROOM_ADS", "NEWSROOM_BEHIND_PROXY",
              "NEWSROOM_COMMERCIAL", "NEWSROOM_FETCH_LOOPBACK", "NEWSROOM_NAME", "NEWSROOM_PAYWALL",
              "NEWSROOM_TAGLINE", "PAGE_LENGTH", "NEWSLETTER", "NEWSLETTER_IMPRINT", "NEWSLETTER_LIST_ID",
              "NEWSLETTER_NAME", "NEWSLETTER_SIGN_UPS_PER_HOUR", "SERVE_MEDIA", "STATIC_ROOT", "TASKS_URL",
              "TIME_ZONE", "WORKER_GRACE_SECONDS", "WORKER_LEASE_SECONDS", "WORKER_THREADS"):  # fmt: skip
    os.environ.pop(_name, None)
os.environ.update(
    NEWSROOM_VAR=os.environ["NEWSROOM_TEST_VAR"],
    NEWSROOM_DEMO="1",
    NEWSROOM_HTTPS="0",
    NEWSROOM_URL="https://newsroom.example",
    SECRET_KEY="only-for-tests-" + "x" * 50,
    LOG_LEVEL="WARNING",
)

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES, STORAGES, VAR  # noqa: E402

# A file and not memory: a shared in-memory database has no WAL and locks otherwise than what readers meet.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "newsroom.example"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FETCH_LOOPBACK = False  # tests that ask servers of their own on this machine say so
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "long"]}}
WHITENOISE_AUTOREFRESH = True  # no warning about, and no scan of, a folder of static files that nobody collected
