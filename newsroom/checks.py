"""System checks for what an operator can get wrong, each with an id and a hint. docs/settings.md lists them.

`manage.py check` runs the plain ones at every start; `manage.py check --deploy` also those for a public server; those
that ask the database run with `manage.py migrate` and with `check --database default`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections
from django.utils.translation import to_locale

from articles import comments

ADS = ("none", "beside", "against_story")
OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}
DATABASES_WE_TEST = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?", re.IGNORECASE)


def public_hosts() -> list[str]:
    """The hosts we answer to that are not this machine."""
    return [host for host in settings.ALLOWED_HOSTS if host not in OWN_MACHINE and not host.endswith(".localhost")]


@register(Tags.urls)
def check_address(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """NEWSROOM_URL stands before every absolute link, in feeds that partners keep for years."""
    address = settings.NEWSROOM_URL
    if not address:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield Error(
            f"NEWSROOM_URL is “{address}”, which is not the address of a website.",
            hint="Give scheme and host, for example NEWSROOM_URL=https://news.example.org",
            id="newsroom.E001",
        )
    elif parts.path or parts.query or parts.fragment or parts.username:
        yield Error(
            f"NEWSROOM_URL is “{address}”: it holds more than scheme and host.",
            hint=f"Leave away what follows the host, the last slash too: NEWSROOM_URL={parts.scheme}://"
            f"{parts.netloc.rpartition('@')[2]}",
            id="newsroom.E002",
        )
    elif parts.scheme == "http" and settings.HTTPS:
        yield Error(
            "NEWSROOM_URL begins with http:// while every visitor is sent to https.",
            hint="Write https:// in NEWSROOM_URL, or set NEWSROOM_HTTPS=0 where there is truly no https.",
            id="newsroom.E003",
        )
    elif parts.scheme == "https" and not settings.HTTPS and not settings.DEMO:
        yield Caution(
            "NEWSROOM_URL begins with https:// while NEWSROOM_HTTPS is off: cookies of the desk travel unprotected.",
            hint="Remove NEWSROOM_HTTPS=0 (and DEBUG) from the environment of this server.",
            id="newsroom.W004",
        )


@register(Tags.security)
def check_exposure(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """What must never face the public: error pages with settings, well-known log-ins, everybody's host name."""
    hosts = public_hosts()
    if hosts and settings.DEBUG:
        yield Error(
            f"DEBUG is on while the newsroom answers to {', '.join(hosts)}: error pages would show settings and data.",
            hint="Remove DEBUG from the environment, or answer only to localhost (ALLOWED_HOSTS, NEWSROOM_URL).",
            id="newsroom.E005",
        )
    if hosts and settings.FETCH_LOOPBACK and not settings.DEMO:  # what is wrong with a public demo is E017
        yield Error(
            f"Feeds may lead to servers on this machine while the newsroom answers to {', '.join(hosts)}.",
            hint="Remove NEWSROOM_FETCH_LOOPBACK (and DEBUG, NEWSROOM_DEMO) from the environment.",
            id="newsroom.E024",
        )
    if "*" in settings.ALLOWED_HOSTS and not settings.DEBUG:
        yield Error(
            "ALLOWED_HOSTS holds “*”: a visitor could choose the host name that stands in our links.",
            hint="Name the hosts of this newsroom, separated by commas.",
            id="newsroom.E006",
        )
    secret = Path(settings.VAR) / "secret-key"
    if "SECRET_KEY" not in os.environ and secret.exists() and secret.stat().st_mode & 0o077:
        yield Error(
            f"Other users of this machine can read the secret key in {secret}.",
            hint=f"chmod 600 {secret}",
            id="newsroom.E007",
        )


@register(Tags.security)
def check_log_in(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """Guessing at passwords ends soon, and locks out the one who guesses, not the newsroom."""
    if not getattr(settings, "AXES_ENABLED", True):
        yield Error(
            "Failed log-ins are not counted (AXES_ENABLED is off): passwords can be guessed without end.",
            hint="Remove AXES_ENABLED from the settings.",
            id="newsroom.E008",
        )
    if ["username", "ip_address"] not in [
        sorted(rule, reverse=True) if isinstance(rule, (list, tuple)) else rule
        for rule in settings.AXES_LOCKOUT_PARAMETERS
    ] or any(isinstance(rule, str) for rule in settings.AXES_LOCKOUT_PARAMETERS):
        yield Error(
            "Log-ins are not locked by user and address together: one colleague's typing, or a stranger's, would "
            "lock out others.",
            hint='AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]',
            id="newsroom.E009",
        )
    if not settings.AXES_COOLOFF_TIME or settings.AXES_FAILURE_LIMIT < 1:
        yield Error(
            "A locked log-in would never open again, or none would ever be let in.",
            hint="Set LOGIN_COOLOFF_MINUTES and LOGIN_FAILURE_LIMIT to numbers above zero.",
            id="newsroom.E010",
        )


@register(Tags.translation)
def check_language(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """Dates and the stock parts of the desk follow any language; our own words need a catalogue."""
    spoken = settings.LANGUAGE_CODE.lower()
    locale = to_locale(spoken)
    catalogues = {path.parent.parent.name for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/*/*.mo")}
    if spoken.split("-")[0] != "en" and not {locale, locale.split("_")[0]} & catalogues:
        yield Caution(
            f"LANGUAGE_CODE is “{settings.LANGUAGE_CODE}”, and the newsroom's own words are not translated into it: "
            "readers get English words beside dates of another language.",
            hint=f"Choose en or {', '.join(sorted(catalogues))}, or translate locale/: docs/translating.md.",
            id="newsroom.W025",
        )


@register()
def check_values(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """Values that would break pages or the Content-Security-Policy."""
    for host in settings.EMBED_HOSTS:
        if not HOST.fullmatch(host):
            yield Error(
                f"EMBED_HOSTS holds “{host}”, which is not the name of a host.",
                hint="Names only, separated by commas: www.youtube-nocookie.com,player.vimeo.com",
                id="newsroom.E012",
            )
    if settings.PAGE_LENGTH < 500:
        yield Error(
            f"PAGE_LENGTH is {settings.PAGE_LENGTH}: articles would be cut into scraps.",
            hint="It counts the characters on one page of an article; 6000 is about two minutes of reading.",
            id="newsroom.E013",
        )
    if settings.DATABASES["default"]["ENGINE"] not in DATABASES_WE_TEST:
        yield Error(
            f"The database {settings.DATABASES['default']['ENGINE']} has never been tried with Newsroom.",
            hint="Use PostgreSQL (DATABASE_URL=postgres://user:password@host/name), or SQLite without DATABASE_URL.",
            id="newsroom.E014",
        )
    static, media = Path(settings.STATIC_ROOT).resolve(), Path(settings.MEDIA_ROOT).resolve()
    if static == media or static in media.parents or media in static.parents:
        yield Error(
            f"Uploaded files ({media}) and our own static files ({static}) lie in one another.",
            hint="Give MEDIA_ROOT and STATIC_ROOT folders of their own.",
            id="newsroom.E015",
        )


@register()
def check_comments(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """Pages show comments only where nothing of this is found."""
    try:
        provider = comments.chosen()
    except (ImportError, TypeError) as error:
        yield Error(
            f"COMMENTS is “{settings.COMMENTS}”, which names no provider of comments ({error}).",
            hint=f"Say {', '.join(comments.PROVIDERS)} or {comments.NONE}, or the dotted path of a class of your own.",
            id="newsroom.E026",
        )
        return
    if provider is None:
        return
    for mistake in provider.mistakes():
        yield Error(mistake.sentence, hint=mistake.hint, id="newsroom.E011")
    if finders.find(provider.module) is None:
        yield Error(
            f"The module of {provider.name} is not among the static files ({provider.module}): pages would fail.",
            hint="Put it under static/ of the folder that NEWSROOM_THEME names, and run collectstatic.",
            id="newsroom.E028",
        )


@register(Tags.security)
def check_frames(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """A frame may run scripts under its own host's name: under ours it would be one of us."""
    for host in settings.EMBED_HOSTS:
        if host.partition(":")[0] in {allowed.lstrip(".") for allowed in settings.ALLOWED_HOSTS}:
            yield Error(
                f"EMBED_HOSTS holds “{host}”, which is a host of this newsroom itself.",
                hint="Leave it out: what frames load must never come from our own host.",
                id="newsroom.E027",
            )


@register(Tags.compatibility)
def check_what_we_are(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """The gate holds the terms of every text against what the settings say of this newsroom."""
    if settings.NEWSROOM_ADS not in ADS:
        yield Error(
            f"NEWSROOM_ADS is “{settings.NEWSROOM_ADS}”, so what terms say of advertisements cannot be kept.",
            hint=f"Say {', '.join(ADS[:-1])} or {ADS[-1]}.",
            id="newsroom.E022",
        )


@register(Tags.database)
def check_database(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> Iterator[CheckMessage]:
    """SQLite must keep a write-ahead log: without it readers and the worker lock each other out."""
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        if mode not in ("wal", "memory"):
            yield Error(
                f"The SQLite database {connection.settings_dict['NAME']} cannot keep a write-ahead log "
                f"(its journal mode is “{mode}”).",
                hint="Keep it on a disk of this machine, not on a network share, or use PostgreSQL by DATABASE_URL.",
                id="newsroom.E016",
            )


@register(Tags.security, deploy=True)
def check_deployment(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """What a public server should not leave to the defaults."""
    if settings.DEMO:
        yield Error(
            "This is the demo newsroom: its log-ins are printed for everybody.",
            hint="Remove NEWSROOM_DEMO from the environment.",
            id="newsroom.E017",
        )
    if not os.environ.get("SECRET_KEY"):
        yield Caution(
            f"The secret key lives in {Path(settings.VAR) / 'secret-key'}, made when it was first needed.",
            hint="Set SECRET_KEY, so that sessions and links in mails outlive a new folder or a second server.",
            id="newsroom.W018",
        )
    if not settings.NEWSROOM_URL:
        yield Caution(
            "NEWSROOM_URL is not set: mail and the worker do not know our address, and feeds repeat the host that "
            "was asked for.",
            hint="NEWSROOM_URL=https://news.example.org",
            id="newsroom.W019",
        )
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend")):
        yield Caution(
            "No mail leaves this newsroom: it is only printed to the log.",
            hint="EMAIL_URL=smtp+tls://user:password@mail.example.org:587",
            id="newsroom.W020",
        )
    if settings.NEWSROOM_COMMERCIAL is None:
        yield Caution(
            "Nobody has said whether this newsroom is set up to make a profit; many outlets' terms depend on it.",
            hint="NEWSROOM_COMMERCIAL=1, or 0 for a non-profit newsroom.",
            id="newsroom.W023",
        )
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"] and not manifest.exists():
        yield Error(
            f"The static files have not been collected ({manifest} is not there): every page would fail.",
            hint="manage.py collectstatic --noinput",
            id="newsroom.E021",
        )


@register()
def check_security_contact(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    """RFC 9116 wants an address that can be opened."""
    said = settings.SECURITY_CONTACT.strip()
    if said and (" " in said or not (said.startswith(("https://", "mailto:", "tel:")) or "@" in said)):
        yield Error(
            f"SECURITY_CONTACT is “{said}”, which is no address.",
            hint="An address of mail or of the web: SECURITY_CONTACT=mailto:desk@news.example.org",
            id="newsroom.E038",
        )
