"""What a letter lacks that is offered to readers: found before one of them signs up."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ValidationError

from newsletters.addresses import normalised


@register()
def check_values(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    if not settings.NEWSLETTER:
        return
    if any(ord(sign) < 32 for sign in settings.NEWSLETTER_NAME + settings.NEWSLETTER_LIST_ID):
        yield Error(
            "NEWSLETTER_NAME or NEWSLETTER_LIST_ID holds a line break, and both stand in the head of every letter.",
            hint="Write them on one line.",
            id="newsletters.E001",
        )
    if settings.NEWSLETTER_LIST_ID and not all(
        sign.isascii() and (sign.isalnum() or sign in ".-_") for sign in settings.NEWSLETTER_LIST_ID
    ):
        yield Error(
            f"NEWSLETTER_LIST_ID is “{settings.NEWSLETTER_LIST_ID}”, which names no list (RFC 2919).",
            hint="Like a host of yours: weekly.news.example.org",
            id="newsletters.E002",
        )


@register(deploy=True)
def check_deployment(app_configs: object, **kwargs: object) -> Iterator[CheckMessage]:
    if not settings.NEWSLETTER:
        return
    if not settings.NEWSROOM_URL.startswith("https://"):
        yield Error(
            "The newsletter needs NEWSROOM_URL with https: its links begin with that address, and mail programs "
            "unsubscribe by one click only where it is safe (RFC 8058).",
            hint="NEWSROOM_URL=https://news.example.org, or NEWSLETTER=0 to offer no letter.",
            id="newsletters.E003",
        )
    try:
        normalised(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except ValidationError:
        yield Error(
            f"DEFAULT_FROM_EMAIL is “{settings.DEFAULT_FROM_EMAIL}”: no mail server takes letters from there.",
            hint="DEFAULT_FROM_EMAIL=desk@news.example.org, of a domain whose SPF and DKIM name your mail server.",
            id="newsletters.E004",
        )
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend", "filebased.EmailBackend")):
        yield Caution(
            "Readers can sign up for the newsletter, and no mail leaves this newsroom.",
            hint="EMAIL_URL=smtp+tls://user:password@mail.example.org:587, or NEWSLETTER=0",
            id="newsletters.W005",
        )
    if not settings.NEWSLETTER_IMPRINT.strip():
        yield Caution(
            "The newsletter does not say who publishes it and where; the law of many countries demands that.",
            hint="NEWSLETTER_IMPRINT=Harbour Ledger Ltd, 1 Quay Street, Port Town",
            id="newsletters.W006",
        )
