"""Our own site as readers and receivers get it, asked for inside this process: all of its middleware, no network."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping
from functools import cache
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse


@dataclasses.dataclass(frozen=True)
class Answer:
    address: str
    """The whole address that was asked for."""
    status: int
    headers: Mapping[str, str]
    text: str


def get(path: str) -> Answer:
    """What a reader without a cookie gets at this path of ours. A page that fails answers 500, and the log says why."""
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
    response = _handler().get_response(request)
    request.close()
    text = response.content.decode(response.charset) if isinstance(response, HttpResponse) else ""
    return Answer(base() + path, response.status_code, response.headers, text)


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
