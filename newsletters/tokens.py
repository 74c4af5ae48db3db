"""What the links in mails carry: a subscriber's handle, signed for one purpose.

A link to confirm holds for ``CONFIRM_WITHIN`` and until it has done its work. A link to leave holds as long as the
subscriber is on record: every letter ever sent must lead out. Neither says whose it is, and a copy of the database
does not let anybody make one.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import secrets

from django.core.signing import BadSignature, Signer, TimestampSigner

CONFIRM_WITHIN = dt.timedelta(days=7)
LONGEST = 200
_PATH = re.compile(r"(/newsletter/(?:confirm|leave)/)[^/\s\"'?]+")


def fresh() -> str:
    """A handle or a ticket: 16 random bytes."""
    return secrets.token_urlsafe(16)


def to_confirm(handle: str, ticket: str) -> str:
    return TimestampSigner(sep=".", salt="newsletters.confirm").sign(f"{handle}.{ticket}")


def confirming(token: str) -> tuple[str, str]:
    """Handle and ticket; raises BadSignature for what we have not signed, or have signed too long ago."""
    if len(token) > LONGEST:
        raise BadSignature("too long")
    signer = TimestampSigner(sep=".", salt="newsletters.confirm")
    handle, _dot, ticket = signer.unsign(token, max_age=CONFIRM_WITHIN).partition(".")
    return handle, ticket


def to_leave(handle: str) -> str:
    return Signer(sep=".", salt="newsletters.leave").sign(handle)


def leaving(token: str) -> str:
    """The handle; raises BadSignature for what we have not signed."""
    if len(token) > LONGEST:
        raise BadSignature("too long")
    return Signer(sep=".", salt="newsletters.leave").unsign(token)


class WithoutTokens(logging.Filter):
    """Takes the secret part out of addresses before a line is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = _blanked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_blanked(value) for value in record.args)
        return True


def _blanked(value: object) -> object:
    if isinstance(value, str) and "/newsletter/" in value:
        return _PATH.sub(r"\1…", value)
    return value
