"""The one door to the network: every feed, page, picture and check is asked for here.

http and https only, on four ports; every address that a name resolves to is judged, and the connection goes to the
judged address; redirects are followed by hand and judged again; one deadline for the whole exchange; limits on the wire
and after inflating. No cookies, no proxies from the environment. Servers on this machine answer only to the demo
newsroom and in development (``settings.FETCH_LOOPBACK``).
"""

from __future__ import annotations

import dataclasses
import http.client
import re
import socket
import ssl
import threading
import time
import unicodedata
import zlib
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urljoin, urlsplit

import idna
from django.conf import settings
from django.utils.translation import gettext as _

from inbound import addresses


@dataclasses.dataclass(frozen=True)
class Limits:
    seconds: float = 20.0
    wire: int = 10 * 1024 * 1024
    inflated: int = 20 * 1024 * 1024
    ratio: int = 100
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})


LIMITS = Limits()
_STEP = 64 * 1024
_LOOPBACK = "127.0.0.1"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_TEXT = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/octet-stream")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"MZ", b"\x7fELF", b"RIFF")


class Refused(Exception):
    """The address may not be asked; nothing was sent to it. The text is a sentence for an editor."""


class Failed(Exception):
    """The address did not answer well. The text is a sentence for an editor.

    ``status`` is the HTTP status where there was one; ``retry_after`` the seconds that the server asks us to wait.
    """

    def __init__(self, sentence: str, status: int | None = None, retry_after: int | None = None):
        self.status, self.retry_after = status, retry_after
        super().__init__(sentence)


@dataclasses.dataclass(frozen=True)
class Fetched:
    """A good answer: ``url`` where the redirects ended, header names in lower case, the body inflated.

    ``status`` is 200, or 304 with an empty body when the validators that were sent still hold.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


@dataclasses.dataclass(frozen=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == {"http": 80, "https": 443}[self.scheme] else f"{name}:{self.port}"


def fetch(address: str, *, etag: str = "", last_modified: str = "", binary: bool = False) -> Fetched:
    """GET the address. Raises Refused or Failed.

    With ``etag`` or ``last_modified``, as received with an earlier answer, the answer may be 304. Unless ``binary`` is
    set, an answer whose type or first bytes are no text is a failure.
    """
    deadline = time.monotonic() + LIMITS.seconds
    target = _parse(address)
    for _hop in range(LIMITS.redirects + 1):
        status, headers, body = _exchange(target, deadline, etag=etag, last_modified=last_modified)
        if status not in _REDIRECTS or "location" not in headers:
            break
        following = _parse(urljoin(target.url, headers["location"]))
        if target.scheme == "https" and following.scheme == "http":
            raise Refused(_("%(address)s leads from https to http, which is not followed.") % {"address": target.url})
        target = following
    else:
        raise Failed(
            _("%(address)s redirects more than %(number)d times.") % {"address": address, "number": LIMITS.redirects}
        )
    if status == 304 and (etag or last_modified):
        return Fetched(target.url, status, headers, b"")
    if status != 200:
        reason = http.client.responses.get(status, "")
        raise Failed(
            _("%(address)s answered %(status)s.") % {"address": target.url, "status": f"{status} {reason}".rstrip()},
            status,
            _retry_after(headers),
        )
    if not binary:
        _check_text(target, headers, body)
    return Fetched(target.url, status, headers, body)


def post(address: str, form: Mapping[str, str]) -> int:
    """POST the form, urlencoded; the status of the answer. Raises Refused, or Failed where there is no answer.

    Redirects are not followed: what is posted is meant for this address alone.
    """
    deadline = time.monotonic() + LIMITS.seconds
    status, _headers, _body = _exchange(_parse(address), deadline, body=urlencode(form).encode())
    return status


def _parse(address: str) -> _Target:
    address = address.strip()
    if len(address) > 4000 or re.search(r"[\x00-\x20\x7f\\]", address):
        raise Refused(
            _("“%(address)s” is no web address: it holds spaces or characters that none has.")
            % {"address": address[:80]}
        )
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Refused(_("“%(address)s” is no web address.") % {"address": address[:80]}) from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise Refused(
            _("“%(address)s” is no web address: it must begin with http:// or https://.") % {"address": address[:80]}
        )
    if "@" in parts.netloc:
        raise Refused(
            _("The address holds a user name or a password, which is not sent: %(address)s") % {"address": address[:80]}
        )
    host = _host(parts.hostname or "")
    port = port or {"http": 80, "https": 443}[scheme]
    if port not in LIMITS.ports and not (settings.FETCH_LOOPBACK and host in (_LOOPBACK, "localhost")):
        raise Refused(_("Port %(port)d is not asked; web servers answer on 80, 443, 8080 or 8443.") % {"port": port})
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return _Target(scheme, host, port, f"{path}?{query}" if query else path)


def _host(name: str) -> str:
    """The host as it goes on the wire: an address as it is, a name through NFKC and IDNA 2008."""
    name = unicodedata.normalize("NFKC", name).rstrip(".").lower()
    if not name or "%" in name:
        raise Refused(_("The address names no host that may be asked."))
    if ":" in name or name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        raise Refused(_("“%(host)s” is no host name.") % {"host": name[:80]}) from None


def _resolve(target: _Target, deadline: float) -> list[str]:
    """Every address of the host, each judged; the look-up itself is held to the deadline."""
    answer: list[object] = []

    def look_up() -> None:
        try:
            answer.append(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if not answer or not isinstance(answer[0], list) or not answer[0]:
        raise Failed(_("The host %(host)s was not found.") % {"host": target.host})
    found = list(dict.fromkeys(str(row[4][0]) for row in answer[0]))
    if any(addresses.is_refused(one) and not (settings.FETCH_LOOPBACK and one == _LOOPBACK) for one in found):
        raise Refused(
            _("%(host)s leads into a private or reserved network, which is never asked.") % {"host": target.host}
        )
    return found


def _connect(target: _Target, deadline: float) -> socket.socket:
    last: Exception | None = None
    for one in _resolve(target, deadline):
        try:
            plain = socket.create_connection((one, target.port), timeout=_left(target, deadline))
        except OSError as error:
            last = error
            continue
        if target.scheme == "http":
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        except (OSError, ValueError) as error:
            plain.close()
            last = error
    raise Failed(_("No connection to %(host)s could be made (%(why)s).") % {"host": target.host, "why": last}) from last


def _left(target: _Target, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Failed(
            _("%(host)s took longer than %(number)d seconds.") % {"host": target.host, "number": round(LIMITS.seconds)}
        )
    return left


def _exchange(
    target: _Target, deadline: float, *, etag: str = "", last_modified: str = "", body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request, a POST where it has a body. Its answer: status, headers, the inflated body (none of a redirect)."""
    wire = _connect(target, deadline)
    # A server that sends a byte now and then satisfies every single read; so the socket itself is shut at the deadline.
    watchdog = threading.Timer(_left(target, deadline), _shut, [wire])
    watchdog.daemon = True
    watchdog.start()
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = wire
    try:
        method = "GET" if body is None else "POST"
        connection.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in _request_headers(target, etag, last_modified):
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Type", "application/x-www-form-urlencoded")
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        received = b"" if answer.status in _REDIRECTS else _body(answer, headers, target, deadline)
        return answer.status, headers, received
    except (OSError, http.client.HTTPException, ValueError) as error:
        _left(target, deadline)
        raise Failed(
            _("%(host)s did not answer as a web server does (%(why)s).")
            % {"host": target.host, "why": type(error).__name__}
        ) from error
    finally:
        watchdog.cancel()
        connection.close()
        wire.close()


def _shut(wire: socket.socket) -> None:
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # closed already


def _request_headers(target: _Target, etag: str, last_modified: str) -> list[tuple[str, str]]:
    about = settings.NEWSROOM_URL
    headers = [
        ("Host", target.authority),
        ("User-Agent", f"Newsroom/1.0 (+{about})" if about else "Newsroom/1.0"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ]
    if etag:
        headers.append(("If-None-Match", etag))
    if last_modified:
        headers.append(("If-Modified-Since", last_modified))
    return [(name, value) for name, value in headers if not re.search(r"[\x00-\x1f\x7f]", value)]


def _body(answer: http.client.HTTPResponse, headers: Mapping[str, str], target: _Target, deadline: float) -> bytes:
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise Failed(
            _("%(host)s answered in an encoding that was not asked for (%(encoding)s).")
            % {"host": target.host, "encoding": encoding[:40]}
        )
    inflate = None if encoding in ("identity", "") else _Inflate(target)
    taken, pieces, size = 0, [], 0
    while piece := answer.read1(_STEP):
        taken += len(piece)
        if taken > LIMITS.wire:
            raise Failed(
                _("%(host)s sent more than %(number)d MB.") % {"host": target.host, "number": LIMITS.wire // 1_048_576}
            )
        for part in [piece] if inflate is None else inflate.feed(piece, taken):
            size += len(part)
            if size > LIMITS.inflated:
                raise Failed(
                    _("The answer of %(host)s inflates to more than %(number)d MB.")
                    % {"host": target.host, "number": LIMITS.inflated // 1_048_576}
                )
            pieces.append(part)
    _left(target, deadline)  # a connection shut at the deadline looks like a body that ended
    declared = headers.get("content-length", "")
    if declared.isdigit() and "transfer-encoding" not in headers and taken < int(declared):
        raise Failed(
            _("The answer of %(host)s broke off after %(taken)d of %(declared)s bytes.")
            % {"host": target.host, "taken": taken, "declared": declared}
        )
    if inflate is not None and taken and not inflate.is_complete():
        raise Failed(_("The answer of %(host)s broke off inside its compression.") % {"host": target.host})
    return b"".join(pieces)


class _Inflate:
    """gzip (of several members too) or deflate with or without its header, in steps that cannot surprise."""

    def __init__(self, target: _Target):
        self.target, self.out = target, 0
        self.stream = zlib.decompressobj(47)
        self.begun = False

    def feed(self, piece: bytes, taken: int):  # type: ignore[no-untyped-def]
        while piece:
            try:
                part = self.stream.decompress(piece, _STEP)
            except zlib.error as error:
                if self.begun:
                    raise Failed(
                        _("The compression of the answer of %(host)s is damaged.") % {"host": self.target.host}
                    ) from error
                self.stream = zlib.decompressobj(-15)  # deflate without the zlib header, as some servers send it
                self.begun = True
                continue
            self.begun = True
            self.out += len(part)
            if self.out > max(1_048_576, taken * LIMITS.ratio):
                raise Failed(
                    _("The answer of %(host)s inflates more than %(number)d times.")
                    % {"host": self.target.host, "number": LIMITS.ratio}
                )
            yield part
            piece = self.stream.unconsumed_tail
            if self.stream.eof and self.stream.unused_data:
                piece, self.stream, self.begun = self.stream.unused_data, zlib.decompressobj(47), False
                if not piece.startswith(b"\x1f\x8b"):
                    return  # padding after the last member

    def is_complete(self) -> bool:
        return self.stream.eof or not self.begun


def _check_text(target: _Target, headers: Mapping[str, str], body: bytes) -> None:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind.startswith(_NO_TEXT):
        raise Failed(_("%(address)s is no text but %(kind)s.") % {"address": target.url, "kind": kind})
    if body.startswith(_BINARY):
        raise Failed(_("%(address)s is no text, whatever it calls itself.") % {"address": target.url})


def _retry_after(headers: Mapping[str, str]) -> int | None:
    value = headers.get("retry-after", "").strip()
    return min(int(value), 7 * 24 * 3600) if value.isascii() and value.isdigit() and len(value) < 10 else None
