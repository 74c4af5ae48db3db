"""Where hubs reach us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inbound import websub
from inbound.formats import MOST_BYTES
from inbound.models import Subscription


@csrf_exempt  # the signature says who posts, and no cookie is looked at
@require_http_methods(["GET", "POST"])
def hub(request: HttpRequest, key: str) -> HttpResponse:
    """The callback of one subscription: GET verifies (WebSub 5.3), POST delivers (7).

    What is not ours answers 404; a push without our signature is accepted and ignored, as the standard wants it.
    """
    row = Subscription.objects.select_related("feed__outlet").filter(key=key).first()
    if row is None:
        return HttpResponse(status=404)
    if request.method == "GET":
        return _verify(row, request)
    if row.state != Subscription.State.VERIFIED:
        return HttpResponse(status=410 if row.state == Subscription.State.ENDED else 404)
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not declared.isdigit() or int(declared) > MOST_BYTES:
        return HttpResponse(status=413)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    if websub.is_signed(row, body, request.headers.get("X-Hub-Signature", "")):
        websub.received(row, body, request.headers.get("Content-Type", ""))
    return HttpResponse(status=202)


def _verify(row: Subscription, request: HttpRequest) -> HttpResponse:
    asked = request.GET
    mode, topic = asked.get("hub.mode", ""), asked.get("hub.topic", "")
    if not websub.verify(row, mode, topic, asked.get("hub.lease_seconds", "")):
        return HttpResponse(status=404)
    # Plain text, so that a challenge with markup in it is none.
    response = HttpResponse(asked.get("hub.challenge", "")[:2000], content_type="text/plain; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    return response
