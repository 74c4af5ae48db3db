"""Media files. Whether a picture's file may be fetched is asked each time; a web server in front may hand it out."""

import mimetypes
import posixpath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.static import serve

from articles.rights import files

# Whoever fetched it has it; caches between us and readers ask again, so that it is gone when a right to it ends.
_KEPT = "public, max-age=3600, s-maxage=60"


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One uploaded file, which the browser may show but never run: no sniffing, and a sandbox around it."""
    asked: list[Any] = []

    def who() -> Any:
        asked.append(getattr(request, "user", None))
        return asked[0]

    if posixpath.normpath(path) != path or path.startswith(("/", "..")) or not files.may_fetch(path, who):
        raise Http404(f"“{path}” is not among the media files.")
    try:
        response = _handed_out(request, path)
    except SuspiciousFileOperation as outside:
        raise Http404(f"“{path}” is not among the media files.") from outside
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    if response.status_code == 200:
        response["Cache-Control"] = "private, no-store" if asked else _KEPT
    return response


def _handed_out(request: HttpRequest, path: str) -> HttpResponseBase:
    if not settings.MEDIA_ACCEL:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response = HttpResponse(content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
    response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL.rstrip('/')}/{quote(path)}"
    return response
