"""Settings: one file, read from the environment, safe when nothing is set. docs/settings.md lists every variable."""

import os
import secrets
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

env = environ.Env()
# In the files that set an environment, `NAME=` means "not set", and so it does here.
env.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}

BASE_DIR = Path(__file__).resolve().parent.parent

# The demo newsroom keeps to a folder of its own, so that it can never meet a real newsroom's database.
DEMO = env.bool("NEWSROOM_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

# What this installation writes: database, media, secret key. Never inside the served static files.
VAR = Path(env.str("NEWSROOM_VAR", default=str(BASE_DIR / "var" / "demo" if DEMO else BASE_DIR / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)


def kept_secret(path: Path) -> str:
    """The secret in the file; made and written there (mode 0600) the first time it is asked for.

    Safe when several processes start at once: the file appears whole under its name or not at all, and the
    first one to appear is what every process reads.
    """
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first; its secret is the one that counts
        finally:
            fresh.unlink()
    return path.read_text().strip()


# --- Who we are -------------------------------------------------------------------------------------------------

NEWSROOM_NAME = env.str("NEWSROOM_NAME", default="Newsroom")
NEWSROOM_TAGLINE = env.str("NEWSROOM_TAGLINE", default="")
# How it looks (newsroom/theme.py): colours as #rrggbb, kinds of type or lists of faces, a logo among the static files,
# words for the foot of every page, and a folder whose templates/ and static/ come before ours.
NEWSROOM_COLOUR = env.str("NEWSROOM_COLOUR", default="")
NEWSROOM_COLOUR_DARK = env.str("NEWSROOM_COLOUR_DARK", default="")
NEWSROOM_PAPER = env.str("NEWSROOM_PAPER", default="")
NEWSROOM_PAPER_DARK = env.str("NEWSROOM_PAPER_DARK", default="")
NEWSROOM_TYPE = env.str("NEWSROOM_TYPE", default="")
NEWSROOM_TYPE_HEADLINES = env.str("NEWSROOM_TYPE_HEADLINES", default="")
NEWSROOM_LOGO = env.str("NEWSROOM_LOGO", default="")
NEWSROOM_LOGO_DARK = env.str("NEWSROOM_LOGO_DARK", default="")
# A square picture of at least 512 pixels among the static files, for tabs and home screens. Empty: the first letter of
# the name on the newsroom's colour.
NEWSROOM_ICON = env.str("NEWSROOM_ICON", default="")
NEWSROOM_FOOTER = env.str("NEWSROOM_FOOTER", default="")
NEWSROOM_THEME = env.str("NEWSROOM_THEME", default="")
_theme = [BASE_DIR / NEWSROOM_THEME] if NEWSROOM_THEME else []
# Base address of absolute links in feeds, mail and sitemaps, without a path. Empty: taken from the request.
NEWSROOM_URL = env.str("NEWSROOM_URL", default="")
MAINTENANCE = env.bool("NEWSROOM_MAINTENANCE", default=False)  # for a while: `manage.py maintenance on`
# What the clauses about money are held against. NEWSROOM_COMMERCIAL: set up to make a profit (1), not (0), or nobody
# has said (empty). NEWSROOM_ADS: none, beside (on pages with an article) or against_story (sold against the very text).
# NEWSROOM_PAYWALL: readers pay or register before they read.
NEWSROOM_COMMERCIAL = env.bool("NEWSROOM_COMMERCIAL", default=False if DEMO else None)
NEWSROOM_ADS = env.str("NEWSROOM_ADS", default="none")
NEWSROOM_PAYWALL = env.bool("NEWSROOM_PAYWALL", default=False)
# Whether machines may be trained on our own work: 1, 0, or empty (nothing is said). Of licensed texts their terms say.
NEWSROOM_AI_TRAINING = env.bool("NEWSROOM_AI_TRAINING", default=None)
# Whether robots.txt says so in lines of a draft (draft-ietf-aipref-attach), which checkers do not know yet.
ROBOTS_CONTENT_USAGE = env.bool("ROBOTS_CONTENT_USAGE", default=False)
# Where somebody tells of a hole in our safety: an address of the web or of mail, for /.well-known/security.txt.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
# Who keeps the readers' comments, which load when a reader asks for them: disqus, coral, none, or the dotted path of an
# articles.comments.Provider. Their addresses enter the Content-Security-Policy of pages with comments alone.
DISQUS_SHORTNAME = env.str("DISQUS_SHORTNAME", default="")
CORAL_URL = env.str("CORAL_URL", default="").rstrip("/")
COMMENTS = env.str("COMMENTS", default="disqus" if DISQUS_SHORTNAME else "none")
# Characters of visible text on one page of an article, where the editor has set no marks.
PAGE_LENGTH = env.int("PAGE_LENGTH", default=6000)
# Where a body may embed a frame from. Anything else becomes a link.
EMBED_HOSTS = env.list(
    "EMBED_HOSTS",
    default=[
        "www.youtube-nocookie.com",
        "www.youtube.com",
        "player.vimeo.com",
        "datawrapper.dwcdn.net",
        "flo.uri.sh",
        "ourworldindata.org",
        "embed.documentcloud.org",
        "player.acast.com",
        "embed.acast.com",
        "open.spotify.com",
        "w.soundcloud.com",
        "embed.podcasts.apple.com",
        "e.infogram.com",
        "www.openstreetmap.org",
        "embed.ted.com",
        "geo.dailymotion.com",
        "archive.org",
    ],
)

# --- Security ---------------------------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR / "secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if NEWSROOM_URL.startswith(("http://", "https://")) and urlsplit(NEWSROOM_URL).hostname:
    ALLOWED_HOSTS.append(urlsplit(NEWSROOM_URL).hostname)
    CSRF_TRUSTED_ORIGINS.append("{0.scheme}://{0.netloc}".format(urlsplit(NEWSROOM_URL)))

# On unless switched off: everything over https, cookies marked so. The demo and development speak http.
HTTPS = env.bool("NEWSROOM_HTTPS", default=not (DEMO or DEBUG))
SECURE_SSL_REDIRECT = HTTPS and env.bool("SECURE_SSL_REDIRECT", default=True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=30 * 24 * 3600) if HTTPS else 0
# Promises for hosts that are not ours to promise for, and that browsers remember for months: off unless asked for,
# and Django's reminders of them silenced.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = HTTPS and env.bool("SECURE_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Only where a proxy of ours sets the header and drops what the client sent under that name.
BEHIND_PROXY = env.bool("NEWSROOM_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Counters of outlets read the page's address from the referrer, so each counter image widens this for itself.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Images may come from anywhere by https: bodies are cleaned, so every image is one that an article brought or a
# counter that its terms ask for. Scripts and styles are ours alone; the admin's import map carries a nonce.
_img_src = [SELF, "data:", "https:"]
if not HTTPS:
    _img_src += ["http://127.0.0.1:*", "http://localhost:*"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": _img_src,
        "media-src": [SELF, "https:"],
        "font-src": [SELF],
        "frame-src": [f"https://{host}" for host in EMBED_HOSTS] or [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    }
}

# Whether the one door to the network (inbound/fetch.py) also leads to servers on this very machine, on any port: for
# the demo newsroom and for development. On a newsroom that is neither, nothing in the environment opens it.
FETCH_LOOPBACK = (DEMO or DEBUG) and env.bool("NEWSROOM_FETCH_LOOPBACK", default=DEMO)

# --- Apps -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "articles",
    "authors",
    "outlets",
    "pictures",
    "inbound",
    "outbound",
    "newsletters",
    "work",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "simple_history",
    "taggit",
]
if DEMO:
    INSTALLED_APPS.insert(0, "demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.maintenance.Maintenance",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "newsroom.middleware.PolicyForEditor",
    "axes.middleware.AxesMiddleware",  # must stay last: it turns a refused log-in into the lock-out page
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*(folder / "templates" for folder in _theme), BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "newsroom.context.newsroom",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'newsroom.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A deferred transaction that turns into a writer fails at once with "database is locked", whatever the
    # timeout; an immediate one waits its turn.
    _database.setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    )
elif _database["ENGINE"] == "django.db.backends.postgresql":
    # Django refuses persistent connections beside a pool.
    _database["CONN_MAX_AGE"] = 0
    _database.setdefault("OPTIONS", {})["pool"] = {
        "min_size": env.int("DATABASE_POOL_MIN", default=1),
        "max_size": env.int("DATABASE_POOL_MAX", default=10),
        "timeout": 10,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://newsroom")}

# A pasted article may hold 2 MB of HTML beside its other fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# An article's form has a row of fields for each byline, link, picture and amendment.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Work outside requests --------------------------------------------------------------------------------------

# Empty: tasks wait in the database. redis:// or rediss://: in Redis, and RQ runs them (requirements-redis.txt).
TASKS_URL = env.str("TASKS_URL", default="")
if TASKS_URL and urlsplit(TASKS_URL).scheme not in ("redis", "rediss"):
    raise ImproperlyConfigured("TASKS_URL is not the address of a Redis: redis://host:6379/0, or rediss:// with TLS.")
if TASKS_URL and find_spec("django_tasks_rq") is None:
    raise ImproperlyConfigured("TASKS_URL needs packages: .venv/bin/pip install -r requirements-redis.txt")
# Long jobs wait in a queue of their own, so that they never keep short work from a worker.
_queues = ["default", "long"]
TASKS = {
    "default": {
        "BACKEND": "work.redis_backend.Backend" if TASKS_URL else "django_tasks_db.DatabaseBackend",
        "QUEUES": _queues,
    }
}
RQ_QUEUES = {name: {"URL": TASKS_URL, "DEFAULT_TIMEOUT": -1} for name in _queues} if TASKS_URL else {}
if TASKS_URL:
    INSTALLED_APPS.append("django_rq")
# How many tasks a worker runs at a time; after how many seconds without a sign of life it is taken for dead; how long
# it lets its tasks go on when it is told to stop.
WORKER_THREADS = env.int("WORKER_THREADS", default=4)
WORKER_LEASE_SECONDS = env.int("WORKER_LEASE_SECONDS", default=60)
WORKER_GRACE_SECONDS = env.int("WORKER_GRACE_SECONDS", default=20)

# --- Log-in -----------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
OTP_TOTP_ISSUER = NEWSROOM_NAME

# By user and address together: a whole newsroom sits behind one address, and nobody outside may lock a colleague
# out by guessing at her name.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_COOLOFF_MINUTES", default=15))
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who asks, behind our proxies too; what counts readers asks the same.
CLIENT_ADDRESS = AXES_CLIENT_IP_CALLABLE = "newsroom.proxy.client_address"
AXES_VERBOSE = False

# --- Language and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en-us")
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = USE_TZ = True
LOCALE_PATHS, FORMAT_MODULE_PATH = [BASE_DIR / "locale"], "newsroom.formats"
# An editor who types "example.org/story" means https.
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [*(static for folder in _theme if (static := folder / "static").is_dir()), BASE_DIR / "static"]
MEDIA_URL = env.str("MEDIA_URL", default="media/")
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=True)
MEDIA_ACCEL = env.str("MEDIA_ACCEL", default="")  # where a web server in front hands out MEDIA_ROOT at our word
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Mail and messages ------------------------------------------------------------------------------------------

# Without EMAIL_URL mail is printed to the log and reaches nobody.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
if DEMO and "EMAIL_URL" not in env.ENVIRON:
    # Mails of the demo newsroom are files, which it shows under /demo/mails/.
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(VAR / "mail")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="newsroom@localhost")
EMAIL_TIMEOUT = 20
# The newsroom's own letter. Offered to readers where mail reaches anybody, unless switched off.
NEWSLETTER = env.bool("NEWSLETTER", default=DEMO or "EMAIL_URL" in env.ENVIRON)
NEWSLETTER_NAME: Any = env.str("NEWSLETTER_NAME", default="") or format_lazy(
    gettext_lazy("{newsroom} weekly"), newsroom=NEWSROOM_NAME
)
# Who publishes it and where, under every letter: the law of many countries asks for a postal address.
NEWSLETTER_IMPRINT = env.str("NEWSLETTER_IMPRINT", default="").replace("\\n", "\n")
# Names the list in mail programs (RFC 2919) and must stay the same for ever. Empty: weekly. and the site's host.
NEWSLETTER_LIST_ID = env.str("NEWSLETTER_LIST_ID", default="")
NEWSLETTER_SIGN_UPS_PER_HOUR = env.int("NEWSLETTER_SIGN_UPS_PER_HOUR", default=1000)
ADMINS = [(address, address) for address in env.list("ADMINS", default=[])]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # Links in mails are secrets.
    "filters": {"without_tokens": {"()": "newsletters.tokens.WithoutTokens"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]},
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO").upper()},
    # Django's own console handler speaks only in DEBUG; ours says the same in production.
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}

# --- Libraries --------------------------------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
