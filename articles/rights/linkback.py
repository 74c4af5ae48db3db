"""Whether words link back to the outlet as its terms want it: to its home page, to the article, or to both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from articles.body.links import links
from outlets.clauses import CreditLink

if TYPE_CHECKING:
    from articles.models import Article

_EDITION = re.compile(r"/([a-z]{2,3}(-[a-z]{2,3})?)?/?", re.IGNORECASE)


def keeps(article: Article, html: str) -> bool:
    """Always where the terms say nothing. A link to the home page of an edition (/uk) is one to the home page."""
    wanted = article.terms.credit_link
    if wanted == CreditLink.NOT_STATED:
        return True
    home = article_itself = False
    for link in links(html):
        address = _address(link.href)
        article_itself = article_itself or _is_article(article, address)
        home = home or _is_home(article, address)
    return {
        CreditLink.HOME: home,
        CreditLink.ARTICLE: article_itself,
        CreditLink.EITHER: home or article_itself,
        CreditLink.BOTH: home and article_itself,
    }[CreditLink(wanted)]


def _address(href: str) -> tuple[str, str]:
    """Host without www., and path without its last slash; scheme, query and fragment make no difference."""
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    return (host, parts.path.rstrip("/")) if parts.scheme in ("http", "https") else ("", "")


def _is_home(article: Article, address: tuple[str, str]) -> bool:
    host, path = address
    if not host:
        return False
    home = _address(article.outlet.home_url)
    return address == home or (host in article.outlet.hosts and _EDITION.fullmatch(path or "/") is not None)


def _is_article(article: Article, address: tuple[str, str]) -> bool:
    host, path = address
    if not host or not article.source_url:
        return False
    if address == _address(article.source_url):
        return True
    number = article.source_number
    named = bool(number) and re.search(rf"(?<!\d){re.escape(number)}(?!\d)", path) is not None
    return host in article.outlet.hosts and named
