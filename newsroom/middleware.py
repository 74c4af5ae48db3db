"""Middleware that knows nothing of the domain."""

from collections.abc import Callable

from django.forms import Media as PlainMedia
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from js_asset import Media


class NonceForFormMedia:
    """Give the import map of a form's media the nonce of this response.

    The rich-text editor brings an inline `<script type="importmap">`, which our Content-Security-Policy refuses
    without a nonce. Only pages whose context holds such media are touched, so pages for readers never get a nonce
    (which would make every copy of them different).
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
        return response
