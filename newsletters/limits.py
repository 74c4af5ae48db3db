"""How often, by whom: counted in the database, because every process of the site must count together.

Of readers and addresses only a keyed hash is kept, for two days.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from newsletters.models import Tally

HOUR, DAY = 3600, 86400
READER_PER_HOUR = 10
MAILS_PER_ADDRESS_PER_DAY = 3
KEPT = dt.timedelta(days=2)


def reader(request: HttpRequest) -> str:
    """Who asks: the address, or of IPv6 the network that one household is given."""
    said = import_string(settings.CLIENT_ADDRESS)(request)
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False).network_address)
    return str(address)


def reader_may_ask(request: HttpRequest) -> bool:
    """Whether this reader, and all readers together, may sign up once more this hour; counts it if so."""
    return _take("reader", reader(request), READER_PER_HOUR, HOUR) and _take(
        "all", "", settings.NEWSLETTER_SIGN_UPS_PER_HOUR, HOUR
    )


def may_be_mailed(key: str) -> bool:
    """Whether somebody's asking may bring this address one more mail today; counts it if so."""
    return _take("mail", key, MAILS_PER_ADDRESS_PER_DAY, DAY)


def forget() -> int:
    return Tally.objects.filter(begins_at__lt=timezone.now() - KEPT).delete()[0]


def _take(kind: str, value: str, limit: int, seconds: int) -> bool:
    digest = salted_hmac("newsletters.limits", f"{kind}:{value}", algorithm="sha256").hexdigest()
    now = timezone.now().timestamp()
    begins_at = dt.datetime.fromtimestamp(now - now % seconds, dt.UTC)
    named: dict[str, Any] = {"digest": digest, "begins_at": begins_at}
    with transaction.atomic():
        Tally.objects.bulk_create([Tally(**named)], ignore_conflicts=True)
        return bool(Tally.objects.filter(**named, number__lt=limit).update(number=F("number") + 1))
