"""Charts and films of others: a place in the text, and a link until a reader asks for more."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urlsplit

_EMBED = re.compile(r'(<div class="embed" data-src="([^"<>]*)">)(</div>)')


def render(html: str, label: Callable[[str], str]) -> str:
    """Cleaned HTML with a link in each embed, so that a reader without scripts gets there; all else unchanged.

    `label(host)` gives the link's words, already escaped. Nothing is loaded from the host by this.
    """

    def linked(found: re.Match[str]) -> str:
        opening, address, closing = found.groups()
        return f'{opening}<a href="{address}" rel="noopener nofollow">{label(_host(unescape(address)))}</a>{closing}'

    return _EMBED.sub(linked, html)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # "https://[": the cleaner drops such addresses, a hand-made one must not break a page
        return ""
