"""Media files for newsrooms without a web server in front: the demo, and development."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.static import serve


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One uploaded file, which the browser may show but never run: no sniffing, and a sandbox around it."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except SuspiciousFileOperation as outside:
        raise Http404(f"“{path}” is not among the media files.") from outside
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    if isinstance(response, FileResponse):
        response["Cache-Control"] = "public, max-age=3600"
    return response
