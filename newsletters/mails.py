"""A mail as it goes out: multipart/alternative in UTF-8, made once, addressed many times.

Formats: RFC 5322 (messages), 2045 (quoted-printable), 2369 and 2919 (List- headers), 8058 (one-click unsubscription),
3834 (Auto-Submitted, on answers that no person wrote).
"""

from __future__ import annotations

import dataclasses
import secrets
import textwrap
import unicodedata
from email import message_from_bytes
from email.header import Header
from email.message import Message
from email.quoprimime import body_encode
from email.utils import formataddr, formatdate, make_msgid, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from articles import readers
from newsletters import tokens

WIDE = 72
_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
# The places where each subscriber's own goes. Nobody can guess them, so no headline can hold one.
TOKEN, _TO, _ID = (f"{name}-{secrets.token_hex(8)}" for name in ("token", "to", "id"))


class Ready(EmailMultiAlternatives):
    """A mail whose bytes are made already; Django's backends take it as any other."""

    raw: bytes

    def message(self, *args: Any, **kwargs: Any) -> Any:
        return message_from_bytes(self.raw)


@dataclasses.dataclass(frozen=True)
class Prepared:
    """The same mail for everybody, but for whom it goes to and the way out."""

    subject: str
    text: str
    html: str
    raw: bytes
    sender: str

    def to(self, address: str, token: str = "") -> Ready:
        ready = Ready(self.subject, self.text.replace(TOKEN, token), self.sender, [address])
        ready.attach_alternative(self.html.replace(TOKEN, token), "text/html")
        filled = self.raw.replace(TOKEN.encode(), token.encode()).replace(_TO.encode(), address.encode("ascii"))
        ready.raw = filled.replace(_ID.encode(), make_msgid(domain=host()).encode(), 1)
        return ready


def host() -> str:
    return urlsplit(readers.base()).hostname or "localhost"


def sender() -> str:
    """DEFAULT_FROM_EMAIL, with the newsroom's name where it names nobody."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or one_line(settings.NEWSROOM_NAME), address))


def one_line(words: str) -> str:
    """Without anything that could end a header line."""
    return " ".join("".join(" " if unicodedata.category(sign) in _BREAKING else sign for sign in words).split())


def wrapped(words: str, wide: int = WIDE, indent: str = "") -> str:
    """Paragraphs of plain text, in lines that no mail program has to break; addresses stay whole."""
    paragraphs = words.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    broken = [
        textwrap.fill(
            " ".join(paragraph.split()), wide, initial_indent=indent, subsequent_indent=indent, break_long_words=False,
            break_on_hyphens=False,
        )
        for paragraph in paragraphs
        if paragraph.split()
    ]  # fmt: skip
    return "\n\n".join(broken)


def prepare(subject: str, text: str, html: str, *, as_list: bool = False, base: str = "") -> Prepared:
    """``text`` and ``html`` hold ``TOKEN`` where each subscriber's own belongs. ``as_list``: with the headers of a
    mailing list, and the way out by one click; else it is an answer to somebody's asking."""
    base = base or readers.base()
    subject, from_whom = one_line(subject), sender()
    mail = Message()
    mail["From"] = _address_header(from_whom)
    mail["To"] = _TO
    mail["Subject"] = _words_header(subject)
    mail["Date"] = formatdate()
    mail["Message-ID"] = _ID
    if as_list:
        name = one_line(str(settings.NEWSLETTER_NAME))
        mail["List-Id"] = _list_header(name, settings.NEWSLETTER_LIST_ID or f"weekly.{host()}")
        mail["List-Unsubscribe"] = f"<{base}{leave_path()}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail["Precedence"] = "bulk"
    else:
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    mail["MIME-Version"] = "1.0"
    boundary = "=_" + tokens.fresh().replace("-", "x")
    mail["Content-Type"] = f'multipart/alternative; boundary="{boundary}"'
    head = "".join(f"{name}: {value}\r\n" for name, value in mail.items())
    parts = "".join(
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{_quoted(words)}\r\n"
        for kind, words in (("plain", text), ("html", html))
    )
    raw = f"{head}\r\n{parts}--{boundary}--\r\n".encode("ascii")
    return Prepared(subject, text, html, raw, from_whom)


def leave_path() -> str:
    return reverse("newsletters:leave", args=[TOKEN])


def _quoted(words: str) -> str:
    """Quoted-printable in which every TOKEN stands whole, on a line of its own between soft line breaks."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    # 75, because a line may get one more sign, the soft break before a token.
    pieces = (body_encode(piece.encode().decode("latin-1"), 75, "\r\n") for piece in words.split(TOKEN))
    return f"=\r\n{TOKEN}=\r\n".join(pieces)


def _words_header(words: str) -> str:
    charset = None if words.isascii() else "utf-8"
    return Header(words, charset, maxlinelen=76, header_name="Subject").encode(linesep="\r\n")


def _list_header(name: str, identity: str) -> str:
    phrase = '"' + name.replace("\\", "").replace('"', "'") + '"' if name.isascii() else name
    return f"{_words_header(phrase)}\r\n <{identity}>"


def _address_header(written: str) -> str:
    name, address = parseaddr(written)
    return formataddr((name, address))
