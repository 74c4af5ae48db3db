"""Which of a text's links lead to the outlet, and to what there: a person, an institution, an article, a counter.

The paths are those of The Conversation and of every outlet that publishes in its form: ``/profiles/{slug}-{number}``,
``/institutions/{slug}-{number}``, ``/{slug}-{number}`` and ``/content/{number}/count.gif``, seen in its Republish
blocks of 2013 to 2026.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from inbound.formats.arrival import Hints

# One house, two addresses: until 2014 its pages and its counter answered under the Australian one.
THE_CONVERSATION = frozenset({"theconversation.com", "theconversation.edu.au"})
COUNTER = re.compile(
    r"(?:https?:)?//counter\.theconversation\.(?:com|edu\.au)/content/(\d{1,12})/count\.gif(?:\?\S*)?", re.IGNORECASE
)
_NUMBER_IN_COUNTER = re.compile(r"/(\d{1,12})/count\b|\D(\d{1,12})\D*$")
_NUMBER_IN_PATH = re.compile(r"[-/](\d{1,12})(?:\.html?)?/?$")
_PROFILE = re.compile(r"/profiles/[^/]")
_STAFF = re.compile(r"/team/?$")
_INSTITUTION = re.compile(r"/(?:institutions|partners)/[^/]")
# "/", "/uk", "/fr", "/br", "/us/": the front page of an edition.
_FRONT_PAGE = re.compile(r"/?(?:[a-z]{2}(?:-[a-z]{2})?|africa|europe|global|nz)?/?", re.IGNORECASE)


class OutletLinks:
    """Judges addresses by what is known of the outlet."""

    def __init__(self, hints: Hints, text: str = ""):
        hosts = set(hints.hosts)
        counted = bool(COUNTER.search(text))
        self.is_strangers = counted and bool(hosts) and not hosts & THE_CONVERSATION
        """The text is The Conversation's by its counter, and the outlet is another."""
        if not hosts or hosts & THE_CONVERSATION or counted:
            hosts |= THE_CONVERSATION
        self.hosts = frozenset(hosts)
        self.counters = [COUNTER, *_compiled(hints.counter_patterns)]
        names = [re.escape(name) for name in ("The Conversation",) if hosts & THE_CONVERSATION]
        words = [word for word in re.split(r"[\W_]+", hints.outlet) if word]
        if len("".join(words)) > 5:
            names.append(r"\W".join(map(re.escape, words)))
        self.name = re.compile("|".join(rf"(?<![^\W_]){name}(?![^\W_])" for name in names) or r"(?!)", re.IGNORECASE)

    def _path(self, href: str) -> str | None:
        """The path of an address on one of the outlet's hosts, or of one that names no host."""
        try:
            parts = urlsplit(href.strip())
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return None
        if parts.scheme not in ("", "http", "https"):
            return None
        if not host:
            return parts.path or None
        if host in self.hosts or parts.netloc.lower() in self.hosts:
            return parts.path or "/"
        return None

    def is_here(self, href: str) -> bool:
        return bool(_has_host(href)) and self._path(href) is not None

    def is_person(self, href: str) -> bool:
        """A profile; for the outlet's own staff their place on the page of the team."""
        path = self._path(href)
        return path is not None and bool(_PROFILE.search(path) or ("#" in href and _STAFF.search(path)))

    def is_institution(self, href: str) -> bool:
        path = self._path(href)
        return path is not None and bool(_INSTITUTION.search(path))

    def is_front_page(self, href: str) -> bool:
        path = self._path(href)
        return path is not None and _has_host(href) and _FRONT_PAGE.fullmatch(path) is not None and "#" not in href

    def article_number(self, href: str) -> str | None:
        """The number at the end of an article's address on the outlet's host."""
        path = self._path(href)
        if path is None or not _has_host(href) or _PROFILE.search(path) or _INSTITUTION.search(path):
            return None
        if re.search(r"/(?:topics|authors|columns|team|files|content|newsletters?|podcasts?)/", path):
            return None
        found = _NUMBER_IN_PATH.search(path)
        return found[1] if found else None

    def is_counter(self, src: str) -> bool:
        return any(pattern.fullmatch(src) for pattern in self.counters)

    @staticmethod
    def counted_number(src: str) -> str | None:
        """The number of the article that a counter counts."""
        found = COUNTER.fullmatch(src) or _NUMBER_IN_COUNTER.search(src.split("?")[0])
        return next((group for group in found.groups() if group), None) if found else None


def _has_host(href: str) -> bool:
    return href.strip().lower().startswith(("http://", "https://", "//"))


def _compiled(patterns: tuple[str, ...]) -> list[re.Pattern[str]]:
    compiled = []
    for pattern in patterns:
        try:
            compiled.append(re.compile(pattern))
        except re.error:  # the terms' own check refuses these; the text can still be read without
            continue
    return compiled
