"""What we tell machines of an article: which address counts, whether they may keep it, or learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q

from articles.rights import machines, parts
from outlets.clauses import Canonical, Robots, YesNo, YesNoAsk

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
    """The <meta> elements that the terms, or the item itself, ask for, as names and contents.

    ``Googlebot-News`` is how Google lets a publisher keep syndicated texts out of Google News alone.
    """
    clause = article.terms.robots if article.terms_id else Robots.INDEX
    if clause == Robots.NOINDEX or (article.terms_id and machines.is_unlisted(article)):
        return (("robots", "noindex"),)
    if clause == Robots.NEWS_NOINDEX:
        return (("Googlebot-News", "noindex"),)
    return ()


def previews(article: Article) -> str:
    """How much a search engine may show of the page beside its link, as the content of a <meta> for robots.

    A picture as large as it likes, and none where one of the page's may not be passed on. No words where the text runs
    in its entirety or not at all, as in our own lists. Source: Google Search Central, “Robots meta tag specifications”.
    """
    kept_here = any(row.picture.onward == YesNo.NO for row in getattr(article, "shown_pictures", ()))
    pictures = "max-image-preview:none" if kept_here else "max-image-preview:large"
    return pictures if parts.may_be_excerpted(article) else f"nosnippet, {pictures}"


def metas(article: Article) -> tuple[tuple[str, str], ...]:
    """Every <meta> by which machines are told what they may do with the page, as names and contents."""
    told = robots(article)
    if ("robots", "noindex") not in told:
        told += (("robots", previews(article)),)
    if is_closed_to_training(article):
        # What DeviantArt began and others read; and the W3C's TDM Reservation Protocol (final report of 2024-05-10).
        told += (("robots", "noai, noimageai"), ("tdm-reservation", "1"))
    return told


def headers(article: Article) -> dict[str, str]:
    """The headers that say the same to machines that read no HTML."""
    said = {"Content-Usage": usage(article), "TDM-Reservation": "1" if is_closed_to_training(article) else ""}
    return {name: value for name, value in said.items() if value}


def is_closed_to_training(article: Article) -> bool:
    """“Not stated” is no permission: unless the terms allow it in words, nobody trains on a text that is not ours.

    What the item itself forbids stays forbidden whatever its terms allow. Of our own work the newsroom says it.
    """
    if not article.terms_id:
        return settings.NEWSROOM_AI_TRAINING is False
    return article.terms.ai_use != YesNoAsk.YES or machines.TRAIN in machines.forbidden(article)


def closed_to_training_q() -> Q:
    """The same for many articles."""
    closed = ~Q(terms__ai_use=YesNoAsk.YES) | machines.says_no_training_q()
    licensed = Q(terms__isnull=False) & closed
    return licensed | Q(terms__isnull=True) if settings.NEWSROOM_AI_TRAINING is False else licensed


def usage(article: Article) -> str:
    """The value of the header ``Content-Usage`` for the text; "" where we have nothing to say.

    Source: draft-ietf-aipref-attach (2026-08) with the vocabulary of draft-ietf-aipref-vocab.
    """
    if not article.terms_id and settings.NEWSROOM_AI_TRAINING:
        return f"{machines.TRAIN}=y"
    forbidden = machines.forbidden(article) if article.terms_id else frozenset()
    if is_closed_to_training(article):
        forbidden |= {machines.TRAIN}
    return ", ".join(f"{usage}=n" for usage in sorted(forbidden, reverse=True))
