"""The mails that the demo newsroom would have sent: files, shown newest first, so that its links can be followed."""

from __future__ import annotations

import dataclasses
import re
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

NEWEST = 50
# How Django's file backend ends each mail in a file.
_END = b"-" * 79 + b"\n"
_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclasses.dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    date: str
    pieces: list[tuple[str, str]]
    """The text, cut at its links: words, then an address or nothing."""


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    response = TemplateResponse(request, "demo/mails.html", {"mails": newest()})
    response["Referrer-Policy"] = "no-referrer"  # the page is full of links that carry a right
    return response


def newest() -> list[Mail]:
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.VAR / "mail")
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    found: list[Mail] = []
    for file in files:
        if len(found) >= NEWEST:
            break
        found += [_read(raw) for raw in reversed(file.read_bytes().split(_END)) if raw.strip()]
    return found[:NEWEST]


def _read(raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    part = message.get_body(("plain",))
    text = part.get_content() if part else ""
    pieces, at = [], 0
    for link in _LINK.finditer(text):
        pieces.append((text[at : link.start()], link.group()))
        at = link.end()
    pieces.append((text[at:], ""))
    return Mail(str(message["To"]), str(message["Subject"]), str(message["Date"]), pieces)
