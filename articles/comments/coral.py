"""Coral, run by the newsroom or for it. Its embed: https://docs.coralproject.net/cms/, ``createStreamEmbed``.

Since version 7 Coral works in the page itself (a shadow tree) and asks its server from there; before, in a frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from articles.comments import Mistake, Provider, Thread

_ROOT = re.compile(r"https://[a-z0-9.-]+(?::\d{1,5})?|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?", re.ASCII)


class Coral(Provider):
    name = "Coral"
    module = "js/comments/coral.js"

    def says(self) -> str:
        said = _(
            "Comments are kept by Coral at %(host)s. When you open them, your browser connects to it; it learns your "
            "internet address and this page’s, and keeps you signed in if you sign in to write."
        )
        return said % {"host": urlsplit(settings.CORAL_URL).hostname}

    def sources(self) -> dict[str, list[str]]:
        root = settings.CORAL_URL
        live = re.sub(r"^http", "ws", root)  # by which new comments appear
        of_it = {name: [root] for name in ("script-src", "style-src", "font-src", "img-src", "frame-src")}
        return of_it | {"connect-src": [root, live]}

    def told(self, thread: Thread) -> dict[str, str]:
        return {"root": settings.CORAL_URL, "identifier": thread.identity, "address": thread.address}

    def mistakes(self) -> Iterator[Mistake]:
        hint = "Give scheme and host of your Coral and nothing after: CORAL_URL=https://comments.example.org"
        if not settings.CORAL_URL:
            yield Mistake("COMMENTS is “coral”, and CORAL_URL is not set.", hint)
        elif not _ROOT.fullmatch(settings.CORAL_URL):
            yield Mistake(f"CORAL_URL is “{settings.CORAL_URL}”, which is not the https address of a Coral.", hint)
