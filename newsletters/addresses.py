"""E-mail addresses as readers type them: made one of a kind, or refused with a sentence for the reader.

What is accepted is a dot-atom of RFC 5321 before the @ (64 octets at most) and a host name after it, in the letters of
any script (IDNA 2008 by UTS 46), 254 octets in all. Quoted names, addresses of machines and comments are refused:
nobody subscribes with them, and they are how others are attacked.
"""

from __future__ import annotations

import re
import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 254
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.IGNORECASE | re.ASCII)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
# What a copied address brings along at its ends.
_AROUND = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff\u202a\u202c"


def normalised(given: str) -> str:
    """The address that mail goes to: the host in small ASCII letters, the name before it as typed, plus and all.

    Raises ValidationError with a sentence that says what to do.
    """
    text = unicodedata.normalize("NFC", given[: 4 * LONGEST].strip(_AROUND))
    local, at, domain = text.rpartition("@")
    if not text:
        raise ValidationError(_("Enter your e-mail address."), code="empty")
    if not at or not local or not domain:
        raise ValidationError(_("An e-mail address looks like name@example.org. Check what you typed."), code="form")
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        raise ValidationError(
            _("What stands before the @ cannot be part of an address we can write to. Check what you typed."),
            code="local",
        )
    address = f"{local}@{_host(domain)}"
    if len(address) > LONGEST:
        raise ValidationError(_("This address is too long to be one. Check what you typed."), code="long")
    return address


def key(address: str) -> str:
    """By this an address is known: no mail server in use tells capital letters from small ones."""
    return address.lower()


def masked(address: str) -> str:
    """As much of an address as its owner needs to know it by."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _host(domain: str) -> str:
    wrong = ValidationError(
        _("What stands after the @ is not the name of a mail host, such as example.org. Check what you typed."),
        code="domain",
    )
    try:
        host = idna.encode(domain.removesuffix("."), uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError, ValueError, IndexError):
        raise wrong from None
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        raise wrong
    return host
