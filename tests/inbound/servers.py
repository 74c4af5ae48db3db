"""A web server on this machine, whose paths answer as a test says."""

from __future__ import annotations

import http.server
import socketserver
import threading
from collections.abc import Callable

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


class Server:
    """Counts its visitors in ``seen``: (method, path, headers in lower case, body)."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.seen.append((self.command, self.path, headers, self.rfile.read(length)))
                self.close_connection = True
                outer.answers[self.path.split("?")[0]](self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *args: object) -> None: ...

        class Quiet(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, *args: object) -> None: ...

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def says(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        self.answers[path] = lambda request: send(request, body, status, **headers)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def send(request: http.server.BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    request.send_response(status)
    for name, value in ({"Content-Length": str(len(body)), "Content-Type": "application/xml"} | headers).items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)
