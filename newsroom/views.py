"""What the newsroom itself answers, apart from all that it publishes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsroom import theme

FOR_GOOD = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"


@require_safe
def theme_css(request: HttpRequest, digest: str) -> HttpResponse:
    """Colours and type of the newsroom. Under the address of another day it is the same, but not to be kept:
    the page that asks was made under other settings, by a neighbour perhaps that has not been started anew."""
    sheet = theme.css()
    if not sheet:
        raise Http404("This newsroom has no colours or type of its own.")
    kept = FOR_GOOD if theme.is_at(digest) else A_MINUTE
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})
