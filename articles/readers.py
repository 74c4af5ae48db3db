"""Our own site as readers and receivers get it, asked for inside this process: all of its middleware, no network."""

from __future__ import annotations

import dataclasses
import io
import logging
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse


class Failed(Exception):
    """The page could not be made; the text says of which path and why."""


@dataclasses.dataclass(frozen=True)
class Answer:
    address: str
    """The whole address that was asked for."""
    status: int
    headers: Mapping[str, str]
    text: str


def get(path: str) -> Answer:
    """What a reader without a cookie gets at this path of ours; raises Failed where the page cannot be made."""
    host = urlsplit(base()).hostname or "localhost"
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": host,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            # A site that sends everybody to https answers at once.
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
    )
    raised: list[str] = []

    def keep(**signal: Any) -> None:
        if signal.get("request") is request:
            error = sys.exc_info()[1]
            raised.append(f"{path}: {type(error).__name__}: {error}")

    # What failed is told to whoever asked, once, and not to the log for every page.
    log = logging.getLogger("django.request")
    quiet = _NotOf(request)
    log.addFilter(quiet)
    got_request_exception.connect(keep)
    try:
        response = _handler().get_response(request)
    finally:
        got_request_exception.disconnect(keep)
        log.removeFilter(quiet)
        request.close()
    if raised:
        raise Failed(raised[0])
    text = response.content.decode(response.charset) if isinstance(response, HttpResponse) else ""
    return Answer(base() + path, response.status_code, response.headers, text)


class _NotOf(logging.Filter):
    def __init__(self, request: HttpRequest):
        super().__init__()
        self.request = request

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "request", None) is not self.request


def base() -> str:
    """The address of this site, without a path: what the settings say, else a host that they allow."""
    if settings.NEWSROOM_URL:
        return settings.NEWSROOM_URL.rstrip("/")
    allowed = (host.lstrip(".") for host in settings.ALLOWED_HOSTS)
    return f"https://{next((host for host in allowed if host != '*'), 'localhost')}"


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
