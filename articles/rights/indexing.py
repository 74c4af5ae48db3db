"""What we tell search engines of an article: which address counts, and whether they may keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outlets.clauses import Canonical, Robots

if TYPE_CHECKING:
    from articles.models import Article


def canonical(article: Article) -> str:
    """The address that counts: the outlet's where the terms say so and we know it, "" where they want none named.

    Everywhere else our own, as a path.
    """
    clause = article.terms.canonical if article.terms_id else Canonical.SELF
    if clause == Canonical.NONE:
        return ""
    if clause == Canonical.ORIGINAL and article.source_url.startswith(("https://", "http://")):
        return article.source_url
    return article.get_absolute_url()


def robots(article: Article) -> tuple[tuple[str, str], ...]:
    """The <meta> elements that the terms ask for, as names and contents.

    ``Googlebot-News`` is how Google lets a publisher keep syndicated texts out of Google News alone.
    """
    clause = article.terms.robots if article.terms_id else Robots.INDEX
    if clause == Robots.NOINDEX:
        return (("robots", "noindex"),)
    if clause == Robots.NEWS_NOINDEX:
        return (("Googlebot-News", "noindex"),)
    return ()
