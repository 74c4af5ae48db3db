"""A pasted block before it is cleaned: made HTML where it is Markdown, mended where a site broke it, its headline set
apart.
"""

from __future__ import annotations

import re

from articles.body import markup, text
from articles.body.elements import edited
from inbound.formats import markdown

_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_MARKS = re.compile(r"/count\.gif|/profiles/|/institutions/|creative\s+commons|originally\s+published", re.IGNORECASE)
ABOVE_HEADLINE = 60
"""Words that may stand above a headline without the block's own mark: a notice, a section's name."""


def as_html(block: str) -> str:
    """Raises Unreadable for Markdown that is too long."""
    return _without_open_figures(markdown.to_html(block) if markdown.is_markdown(block) else block)


def without_headline(html: str) -> tuple[str, str | None]:
    """The text without its headline, and the words of it: the block's own h1, or one that stands above the article."""
    candidates: list[tuple[int, int, bool]] = []
    opened: markup.Token | None = None
    for token in markup.scan(html):
        if token.name != "h1":
            continue
        if not token.closing:
            opened = token
        elif opened:
            candidates.append((opened.start, token.end, "theconversation-article-title" in opened.attributes))
            opened = None
    own = [one for one in candidates if one[2]] or candidates[:1]
    if not own:
        return html, None
    start, end, marked = own[0]
    if not marked and len(text.words(html[:start])) > ABOVE_HEADLINE:
        return html, None
    headline = " ".join(text.plain(html[start:end]).split())
    return edited(html, [(start, end, "\n")]), headline or None


def without_page_around(html: str) -> str:
    """Of a whole web page the article alone; what is no whole page comes back as it was.

    Where the page has exactly one article element and every mark of the block (counter, profiles, notice) stands in it,
    that element is the article. Otherwise only the page's navigation goes.
    """
    if not _PAGE.search(html):
        return html
    articles = _spans(html, "article")
    if len(articles) == 1:
        start, end = articles[0]
        if all(start <= mark.start() < end for mark in _MARKS.finditer(html)):
            return html[start:end]
    return edited(html, [(start, end, "\n") for start, end in _spans(html, "nav")])


def _spans(html: str, name: str) -> list[tuple[int, int]]:
    """Where the outermost elements of that name begin and end."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for token in markup.scan(html):
        if token.name != name:
            continue
        if not token.closing:
            opened.append(token.start)
        elif opened:
            start = opened.pop()
            if not opened:
                spans.append((start, token.end))
    return spans


def _without_open_figures(html: str) -> str:
    """The text without figure tags that nothing closes: they would swallow the article behind them."""
    open_ones: list[tuple[int, int, str]] = []
    edits: list[tuple[int, int, str]] = []
    for token in markup.scan(html) if "<figure" in html.lower() else ():
        if token.name == "figure":
            if not token.closing:
                edits += open_ones
            open_ones = [] if token.closing else [(token.start, token.end, "")]
    return edited(html, edits + open_ones)
