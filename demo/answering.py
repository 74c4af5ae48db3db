"""The outlets' feeds over HTTP: from the demo server while it runs, and from a thread while the newsroom is filled."""

from __future__ import annotations

import datetime as dt
import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from demo import mark, sources
from demo.server import HOST


@require_safe
def feed(request: HttpRequest, file: str) -> HttpResponse:
    """The feed as it stands at this moment; 304 for whoever has it already."""
    try:
        body, kind = sources.written(file, mark.born_at(), timezone.now())
    except KeyError:
        raise Http404 from None
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=kind, headers={"ETag": etag, "Cache-Control": "no-cache"})
    answer: HttpResponse = get_conditional_response(request, etag=etag, response=response) or response
    return answer


class Clock:
    """Until when the feeds are written: the thread that answers reads it, whoever fills the newsroom sets it."""

    def __init__(self, at: dt.datetime):
        self.at = at


@contextmanager
def answering(port: int, born_at: dt.datetime) -> Iterator[tuple[str, Clock]]:
    """A server on this machine that has the feeds alone, until the end of the block: its address, and its clock.

    On ``port``, where the newsroom will be served, so that addresses are the same; on any other where that is taken.
    """
    clock = Clock(born_at)

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                body, kind = sources.written(self.path.removeprefix(sources.PREFIX), born_at, clock.at)
            except KeyError:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None: ...

    try:
        server = http.server.ThreadingHTTPServer((HOST, port), Answers)
    except OSError:
        server = http.server.ThreadingHTTPServer((HOST, 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}", clock
    finally:
        server.shutdown()
        server.server_close()
