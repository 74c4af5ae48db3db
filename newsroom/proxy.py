"""Who asks, when a proxy of ours stands in front."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's address, for counting failed log-ins.

    Behind a proxy it is the last entry of X-Forwarded-For, the only one that the proxy itself wrote: everything before
    it is what the visitor claims. Without a proxy the header is a claim altogether and is not looked at.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(said))
        except ValueError:
            pass
    return direct
