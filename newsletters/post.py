"""Handing mails to the mail server, one connection for many, knowing of each whether the server has it.

RFC 5321: a server has taken a mail when it answers the line with a single dot by 250, and not before. What goes wrong
earlier has sent nothing and can be done again; when the connection breaks between the dot and its answer, nobody knows.
"""

from __future__ import annotations

import re
import smtplib
import socket
from email.utils import parseaddr
from types import TracebackType
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends import smtp
from django.utils.translation import gettext as _

from newsletters.mails import Prepared

LONGEST_REPLY = 300
PATIENCE = 120
"""Seconds for the one answer that decides whether a mail is in doubt. The RFC asks for 600 (4.5.3.2.6)."""
_ADDRESS = re.compile(r"[^\s<>@:;,\"']+@[^\s<>@:;,\"']+")


class NotSent(Exception):
    """The mail was not taken. The text is what the server said, without addresses."""


class Refused(NotSent):
    """For good, of this mail to this address."""


class Later(NotSent):
    """For now, of this mail to this address."""


class Lost(NotSent):
    """The server is not there, or does not take anything now. Nothing was sent."""


class Closed(NotSent):
    """The server takes nothing from us: the account, the sender or the set-up is wrong."""


class InDoubt(Exception):
    """The connection broke before the server could say whether it has the mail."""


class Post:
    """A connection to the mail server, by Django's settings. Any other backend of Django's does as well, but cannot
    tell what went wrong: then a mail is in doubt."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()

    def __enter__(self) -> Post:
        """Raises Lost or Closed."""
        try:
            self._backend.open()
            if isinstance(self._backend, smtp.EmailBackend):
                self._smtp.ehlo_or_helo_if_needed()
                # A mail ends with three bytes of their own, which would wait for the other side's word on the rest.
                self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except smtplib.SMTPAuthenticationError as problem:
            raise Closed(said(problem.smtp_code, problem.smtp_error)) from problem
        except smtplib.SMTPNotSupportedError as problem:
            raise Closed(str(problem)) from problem
        except smtplib.SMTPResponseException as problem:
            kind = Closed if problem.smtp_code >= 500 else Lost
            raise kind(said(problem.smtp_code, problem.smtp_error)) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise Lost(_told(problem)) from problem
        return self

    def __exit__(self, kind: type | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError):
            pass  # it was broken already

    @property
    def _smtp(self) -> smtplib.SMTP:
        return self._backend.connection

    def send(self, prepared: Prepared, address: str, token: str) -> None:
        """Raises Refused, Later, Lost, Closed or InDoubt; else the server has it."""
        mail = prepared.to(address, token)
        if not isinstance(self._backend, smtp.EmailBackend):
            try:
                self._backend.send_messages([mail])
            except Exception as problem:
                raise InDoubt(_told(problem)) from problem
            return
        try:
            self._envelope(parseaddr(prepared.sender)[1], address)
            self._smtp.send(_stuffed(mail.raw))
        except (smtplib.SMTPException, OSError) as problem:
            raise Lost(_told(problem)) from problem
        try:
            usual = self._smtp.sock.gettimeout()
            self._smtp.sock.settimeout(PATIENCE)
            self._smtp.send(b".\r\n")
            code, reply = self._smtp.getreply()
            self._smtp.sock.settimeout(usual)
        except (smtplib.SMTPException, OSError) as problem:
            raise InDoubt(_told(problem)) from problem
        if code != 250:
            raise (Refused if code >= 500 else Later)(said(code, reply))

    def _envelope(self, sender: str, address: str) -> None:
        code, reply = self._smtp.mail(sender)
        if code != 250:
            self._forget(code)
            raise (Closed if code >= 500 else Lost)(said(code, reply))
        code, reply = self._smtp.rcpt(address)
        if code in (250, 251):
            code, reply = self._smtp.docmd("DATA")
            if code == 354:
                return
        self._forget(code)
        if code == 421:  # it is closing the connection, whoever the mail is for (RFC 5321, 3.8)
            raise Lost(said(code, reply))
        raise (Refused if code >= 500 else Later)(said(code, reply))

    def _forget(self, code: int) -> None:
        if code != 421:
            try:
                self._smtp.rset()
            except (smtplib.SMTPException, OSError):
                pass  # the next mail finds out


def _stuffed(raw: bytes) -> bytes:
    """Lines that begin with a dot get one more (RFC 5321, 4.5.2); the last line is ended."""
    stuffed = re.sub(rb"(?m)^\.", b"..", raw)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def said(code: int, reply: Any) -> str:
    """What the server said, without the addresses that servers like to repeat."""
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return _ADDRESS.sub("…", f"{code} {' '.join(words.split())}".replace("\0", ""))[:LONGEST_REPLY]


def _told(problem: BaseException) -> str:
    if isinstance(problem, TimeoutError):
        return _("it did not answer in time")
    return _ADDRESS.sub("…", str(problem).replace("\0", ""))[:LONGEST_REPLY] or type(problem).__name__
