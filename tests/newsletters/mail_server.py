"""A mail server on this machine that speaks as much SMTP as is needed, and misbehaves when it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

HANG_UP = "hang up"
"""A reply that is none: the connection is closed."""


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.port = self.server_address[1]
        self.taken: list[tuple[str, bytes]] = []
        """Whom each mail was for, and the mail."""
        self.connections = 0
        self.answer: Callable[[str, str], str | None] = lambda step, about: None
        """What to reply to connect, mail, rcpt, data, message (about: the recipient); None: all is well."""
        self._held_at = 0
        self._holding, self._go_on = threading.Event(), threading.Event()
        self._go_on.set()

    def hold_at(self, number: int) -> None:
        """Take the mail of this number, and wait with the answer until ``let_go``."""
        self._holding.clear()
        self._go_on.clear()
        self._held_at = number

    def is_holding(self) -> bool:
        return self._holding.is_set()

    def let_go(self) -> None:
        self._held_at = 0
        self._go_on.set()

    def wait_where_held(self) -> None:
        if self._held_at and len(self.taken) >= self._held_at:
            self._holding.set()
            self._go_on.wait()

    @property
    def recipients(self) -> list[str]:
        return [to for to, _mail in self.taken]


class Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        to = ""
        if not self.reply("connect", to, "220 here"):
            return
        for line in self.rfile:
            word = line.split(b":")[0].strip().upper().decode("ascii", "replace")
            if word.startswith(("EHLO", "HELO")):
                self.wfile.write(b"250 here\r\n")
            elif word == "MAIL FROM":
                if not self.reply("mail", to, "250 ok"):
                    return
            elif word == "RCPT TO":
                to = line.decode("ascii").partition("<")[2].partition(">")[0]
                if not self.reply("rcpt", to, "250 ok"):
                    return
            elif word == "DATA":
                if not self.reply("data", to, "354 go on"):
                    return
                if self.said is None and not self.message(to):
                    return
            elif word == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")

    def message(self, to: str) -> bool:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        else:
            return False
        said = self.server.answer("message", to)
        if said is None or said.startswith("took"):
            self.server.taken.append((to, b"".join(lines)))
            self.server.wait_where_held()
        if said in (HANG_UP, "took and hung up"):
            return False
        return self.write(said or "250 taken")

    def reply(self, step: str, about: str, well: str) -> bool:
        self.said = self.server.answer(step, about)
        if self.said == HANG_UP:
            return False
        return self.write(self.said or well)

    def write(self, line: str) -> bool:
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:  # whoever sent it was killed
            return False
        return True


@contextmanager
def mail_server(settings: Any = None) -> Iterator[MailServer]:
    """The server, and Django's settings leading to it."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        if settings is not None:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
            settings.EMAIL_USE_SSL, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = False, "", ""
        try:
            yield server
        finally:
            server.shutdown()
