"""Everything beside the words that a page prints, gathered when the article is derived and kept in one column.

A public page reads it with the article, in one row. The printed names are the frozen ones; where profiles,
institutions and tags have their pages follows the living rows (``articles.living``). Pictures are not among it: whether
one may be shown is asked each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.body import figures, text
from articles.rights import machines, translations

if TYPE_CHECKING:
    from articles.models import Article


def gather(article: Article) -> dict[str, Any]:
    """What stands beside the words now, as JSON can hold it; ``{}`` for an article that was never saved."""
    if article.pk is None:
        return {}
    bylines = article.bylines.select_related("author", "institution").order_by("position", "id")
    return {
        "credits": [
            {
                "name": row.name,
                "title": row.title,
                "institution": row.institution_name,
                "author": place(row.author),
                "institution_page": place(row.institution),
            }
            for row in bylines
        ],
        "related": [{"title": row.title, "url": row.url} for row in article.related_links.order_by("position", "id")],
        "tags": [{"name": tag.name, "id": tag.pk, "slug": tag.slug} for tag in article.tags.order_by("name", "id")],
        "corrections": corrections(article),
        "first_words": first_words(article.body_html),
        "amended": article.amendments.filter(state="applied").exists(),
        **_translation(article),
        **(machines.kept(article) if article.is_licensed else {}),
    }


def _translation(article: Article) -> dict[str, str]:
    """Of a translated text, from which language, and by whom."""
    if not article.is_licensed or not translations.is_translation(article):
        return {}
    return {"translated_from": translations.language_received(article), "translated_by": article.translated_by}


def first_words(html: str) -> str:
    """The words that stand for a text without a standfirst; a caption is none of them."""
    return text.excerpt(figures.replace(html, lambda _src: None))


def corrections(article: Article) -> list[dict[str, str]]:
    return [
        {"kind": row.kind, "text": row.text, "at": row.made_at.isoformat()}
        for row in article.corrections.order_by("made_at", "id")
    ]


def place(row: Any) -> dict[str, Any] | None:
    """By what its page is found: the slug, and the key by which a change of the slug finds its way here."""
    return {"id": row.pk, "slug": row.slug} if row else None
