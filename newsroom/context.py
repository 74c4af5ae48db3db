"""What every template may say about the newsroom itself."""

from django.conf import settings
from django.http import HttpRequest


def newsroom(request: HttpRequest) -> dict[str, object]:
    """Name, tagline, address and switches of this newsroom; the same for every reader."""
    return {
        "NEWSROOM_NAME": settings.NEWSROOM_NAME,
        "NEWSROOM_TAGLINE": settings.NEWSROOM_TAGLINE,
        "NEWSROOM_URL": settings.NEWSROOM_URL,
        "DISQUS_SHORTNAME": settings.DISQUS_SHORTNAME,
        "DEMO": settings.DEMO,
    }
