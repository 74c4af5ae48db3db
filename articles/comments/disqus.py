"""Disqus. Its configuration variables: https://help.disqus.com, “JavaScript configuration variables”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from articles.comments import Mistake, Provider, Thread


class Disqus(Provider):
    name = "Disqus"
    module = "js/comments/disqus.js"

    def says(self) -> str:
        return _(
            "Comments are kept by Disqus, another company. When you open them, your browser connects to Disqus, which "
            "learns your internet address and this page’s, and may set cookies."
        )

    def sources(self) -> dict[str, list[str]]:
        own = f"https://{settings.DISQUS_SHORTNAME}.disqus.com"
        return {
            "script-src": [own, "https://c.disquscdn.com", "https://disqus.com"],
            "style-src": ["https://c.disquscdn.com"],
            "frame-src": ["https://disqus.com"],
            "connect-src": ["https://disqus.com", "https://links.services.disqus.com"],
        }

    def told(self, thread: Thread) -> dict[str, str]:
        return {
            "shortname": settings.DISQUS_SHORTNAME,
            "identifier": thread.identity,
            "address": thread.address,
            "title": thread.title,
            "language": thread.language.split("-")[0],
        }

    def mistakes(self) -> Iterator[Mistake]:
        hint = "It is the first part of your address at Disqus: small letters, digits, hyphens."
        if not settings.DISQUS_SHORTNAME:
            yield Mistake("COMMENTS is “disqus”, and DISQUS_SHORTNAME is not set.", hint)
        elif not re.fullmatch(r"[a-z0-9-]+", settings.DISQUS_SHORTNAME):
            yield Mistake(f"DISQUS_SHORTNAME is “{settings.DISQUS_SHORTNAME}”, which is no short name.", hint)
