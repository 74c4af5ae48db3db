"""Middleware that knows nothing of the domain."""

from collections.abc import Callable

from django.forms import Media as PlainMedia
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from js_asset import Media

# The one style sheet that the rich-text editor's script writes into its page (white space inside the text field),
# by its hash. It changes with the version of django-prose-editor; the browser's tests of the editor tell.
EDITORS_OWN_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


class PolicyForEditor:
    """Open the Content-Security-Policy just as far as the rich-text editor needs, on the pages that have it.

    The editor brings an inline `<script type="importmap">`, which gets the nonce of the response, and one style sheet
    of its own. Only pages whose context holds such media are touched, so pages for readers never get a nonce (which
    would make every copy of them different).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        context = response.context_data or {}
        media = context.get("media")
        if isinstance(media, PlainMedia) and getattr(media, "_importmap", None) is not None:
            context["media"] = Media.from_media(media, nonce=str(getattr(request, "csp_nonce", "")))
            # What django-csp's own decorator `csp_update` leaves on a response for its middleware.
            response._csp_update = {"style-src": [EDITORS_OWN_STYLE]}  # type: ignore[attr-defined]
        return response
