"""Whether words link back to the outlet as its terms want it: to its home page, to the article, or to both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from articles.body import text
from articles.body.links import links
from outlets.clauses import CreditLink

if TYPE_CHECKING:
    from articles.models import Article
    from outlets.models import Outlet

# The editions of The Conversation have their home pages at such paths: /uk, /ca-fr, /global.
_EDITION = re.compile(r"/([a-z]{2,3}(-[a-z]{2,3})?|africa|europe|global)?", re.IGNORECASE)
# What is put into a link to see where its readers came from says nothing of where it leads.
_TRACKING = re.compile(r"utm_\w+|[a-z]*clid|ref|source|src|mc_[ce]id", re.IGNORECASE)


class _Address(NamedTuple):
    """Host without www., path without its last slash, and what the query asks for; the scheme and the fragment make no
    difference."""

    host: str
    path: str
    query: frozenset[tuple[str, str]] = frozenset()


_NOWHERE = _Address("", "")


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
    kept: dict[str, bool] = {
        CreditLink.HOME: home,
        CreditLink.ARTICLE: article_itself,
        CreditLink.EITHER: home or article_itself,
        CreditLink.BOTH: home and article_itself,
    }
    return kept.get(wanted, False)


def knows_the_article(article: Article) -> bool:
    """Whether its original address is known, and is that of an article: the home page is none."""
    return article.outlet is not None and is_of_an_article(article.source_url, article.outlet)


def is_of_an_article(address: str, outlet: Outlet) -> bool:
    """Whether an article may stand there: it is an address of the web, and no home page."""
    named = _address(address)
    at_the_root = not named.path and not named.query
    return named != _NOWHERE and not at_the_root and named != _address(outlet.home_url)


def names(article: Article, html: str) -> bool:
    """The words name the outlet, or link to one of its hosts."""
    if article.outlet.name.casefold() in text.plain(html).casefold():
        return True
    return any(_is_of(_address(link.href).host, article.outlet.hosts) for link in links(html))


def _is_of(host: str, hosts: frozenset[str]) -> bool:
    return bool(host) and any(host == known or host.endswith(f".{known}") for known in hosts)


def is_the_outlets(article: Article, address: str) -> bool:
    """The address stands on one of the outlet's hosts, or below one."""
    return _is_of(_address(address).host, article.outlet.hosts)


def host_of(address: str) -> str:
    """The host without www.; "" of what is no address of the web."""
    return _address(address).host


def _address(href: str) -> _Address:
    try:
        parts = urlsplit(href.strip())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        asked = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return _NOWHERE
    if not host or parts.scheme not in ("http", "https"):
        return _NOWHERE
    query = frozenset((name, value) for name, value in asked if not _TRACKING.fullmatch(name))
    return _Address(host, unquote(parts.path).rstrip("/"), query)


def _is_home(article: Article, address: _Address) -> bool:
    """The outlet's own home page; where it has its host to itself, that of any of its hosts and editions."""
    if address == _NOWHERE or address.query:
        return False
    home = _address(article.outlet.home_url)
    if address == home:
        return True
    own_host = _EDITION.fullmatch(home.path or "/") is not None
    return own_host and address.host in article.outlet.hosts and _EDITION.fullmatch(address.path or "/") is not None


def _is_article(article: Article, address: _Address) -> bool:
    if address == _NOWHERE or not knows_the_article(article):
        return False
    original = _address(article.source_url)
    if address[:2] == original[:2] and original.query <= address.query:
        return True
    number = article.source_number
    named = bool(number) and re.search(rf"(?<!\d){re.escape(number)}(?!\d)", address.path) is not None
    return address.host in article.outlet.hosts and named
