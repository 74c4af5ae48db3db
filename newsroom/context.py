"""What every template may say about the newsroom itself."""

from django.conf import settings
from django.http import HttpRequest

from newsroom import theme


def newsroom(request: HttpRequest) -> dict[str, object]:
    """Name, tagline, address, looks and switches of this newsroom; the same for every reader."""
    light, dark = theme.palette(), theme.palette(dark=True)
    return {
        "NEWSROOM_NAME": settings.NEWSROOM_NAME,
        "NEWSROOM_TAGLINE": settings.NEWSROOM_TAGLINE,
        "NEWSROOM_URL": settings.NEWSROOM_URL,
        "NEWSROOM_COLOUR": light["accent"],
        "NEWSROOM_COLOUR_DARK": dark["accent"],
        "NEWSROOM_PAPER": light["paper"],
        "NEWSROOM_PAPER_DARK": dark["paper"],
        "NEWSROOM_LOGO": theme.logo(),
        "NEWSROOM_FOOTER": settings.NEWSROOM_FOOTER,
        "NEWSROOM_STYLE": theme.address(),
        "NEWSLETTER": settings.NEWSLETTER_NAME if settings.NEWSLETTER else "",
        "DEMO": settings.DEMO,
    }
