"""The invented outlet's page counter, answered here so that nothing of the demo touches a real one."""

from __future__ import annotations

import threading
from collections import Counter
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# One transparent pixel: the smallest picture that every browser draws.
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
_MOST = 10_000

_lock = threading.Lock()
_views: Counter[tuple[int, str]] = Counter()


@require_safe
def count(request: HttpRequest, number: int) -> HttpResponse:
    """A transparent pixel that nobody keeps, and one more view of the article under the page that asked for it."""
    if request.method == "GET":
        page = urlsplit(request.headers.get("Referer", "")).path[:300] or "(no referrer)"
        with _lock:
            if (number, page) in _views or len(_views) < _MOST:
                _views[number, page] += 1
    response = HttpResponse(PIXEL, content_type="image/gif")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@never_cache
def counts(request: HttpRequest) -> HttpResponse:
    """What was counted since the server started, as the outlet would see it: article, page, views."""
    with _lock:
        rows = sorted(_views.items())
    lines = ["Views since the server started: article number at the outlet, page, views", ""]
    lines += [f"{number}\t{page}\t{views}" for (number, page), views in rows]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
