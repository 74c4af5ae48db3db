"""The site closed for a while: every page and feed answers 503, from memory, whatever state the database is in.

Closed by a file in the folder of the newsroom's own (``manage.py maintenance on``), so that no process has to be
started anew, or for good by NEWSROOM_MAINTENANCE. Receivers of feeds keep what they have when they get a 503 (RFC 9110,
15.6.4), and search engines come back; the desk stays open unless it is closed, too.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

SOON = 600
"""Seconds after which those come back who are told no time."""


@dataclasses.dataclass(frozen=True)
class Closed:
    message: str = ""
    """In the newsroom's own words; "" for ours."""
    until: dt.datetime | None = None
    """When it is expected to open: nothing opens by itself."""
    desk_too: bool = False

    def retry_after(self) -> int:
        left = (self.until - timezone.now()).total_seconds() if self.until else SOON
        return max(60, int(left))


def _file() -> Path:
    return Path(settings.VAR) / "maintenance.json"


def page_file() -> Path:
    """The page by itself, for a web server to show where this application does not run at all."""
    return Path(settings.VAR) / "maintenance.html"


def close(state: Closed) -> None:
    """From now on, for every process of this machine."""
    written = {
        "message": state.message,
        "until": state.until.isoformat() if state.until else None,
        "desk_too": state.desk_too,
    }
    page_file().write_text(page(state), encoding="utf-8")
    half = _file().with_suffix(".half")
    half.write_text(json.dumps(written), encoding="utf-8")
    half.replace(_file())


def reopen() -> bool:
    """Whether it was closed by the file."""
    was_closed = _file().exists()
    _file().unlink(missing_ok=True)
    return was_closed


def state() -> Closed | None:
    """How the site is closed; None while it is open. A file that cannot be read closes it all the same."""
    try:
        said = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Closed() if settings.MAINTENANCE else None
    except (OSError, ValueError):
        return Closed()
    if not isinstance(said, dict):
        return Closed()
    return Closed(str(said.get("message") or ""), _moment(str(said.get("until") or "")), bool(said.get("desk_too")))


def _moment(said: str) -> dt.datetime | None:
    """None for what is no moment; one without a zone, as somebody types it, is meant in ours."""
    try:
        found = parse_datetime(said)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


def page(closed: Closed) -> str:
    """The whole page: its style stands in it, and its own policy lets it ask for nothing."""
    style = (Path(settings.BASE_DIR) / "static" / "css" / "maintenance.css").read_text(encoding="utf-8").strip()
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "maintenance.html",
            {
                "name": settings.NEWSROOM_NAME,
                "message": closed.message,
                "until": timezone.localtime(closed.until) if closed.until else None,
                "style": style,
                "policy": _policy(style),
            },
        )


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


class Maintenance:
    """Answers in the place of everything behind it while the site is closed. One look at a file for each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        closed = state()
        if closed is None or self._stays_open(request.path_info, closed):
            return self.get_response(request)
        html = page(closed)
        response = HttpResponse(html, status=503)
        response["Retry-After"] = str(closed.retry_after())
        response["Cache-Control"] = "no-store"
        style = html[html.index("<style>") + len("<style>") : html.index("</style>")] if "<style>" in html else ""
        response["Content-Security-Policy"] = f"{_policy(style)}; frame-ancestors 'none'"
        return response

    @staticmethod
    def _stays_open(path: str, closed: Closed) -> bool:
        if path.startswith("/healthz"):  # whoever asks whether the process lives is not a reader
            return True
        if closed.desk_too:
            return False
        media = settings.MEDIA_URL
        return path.startswith(("/admin/", "/preview/")) or (media.startswith("/") and path.startswith(media))
