"""Whether a form was sent from a page of ours, where pages carry no CSRF token because they are the same for everybody.

Browsers say where a request comes from and let no page say otherwise: Sec-Fetch-Site (Fetch Metadata), Origin
(RFC 6454, on every POST), Referer where there is neither. What says nothing is no browser on our page.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_ours(request: HttpRequest) -> bool:
    match request.headers.get("Sec-Fetch-Site"):
        case "same-origin":
            return True
        case "cross-site" | "none":
            return False
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    ours = {f"{request.scheme}://{request.get_host()}".lower(), *settings.CSRF_TRUSTED_ORIGINS}
    return bool(parts.scheme and parts.netloc) and f"{parts.scheme}://{parts.netloc}".lower() in ours
