"""The rows of a page of results: what lists show of an article, with the passage that answers and its marks."""

from __future__ import annotations

import dataclasses

from django.db.models import F
from django.db.models.functions import Substr
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles import listing
from articles.models import Article
from articles.rights import Surface, parts
from articles.search import snippets
from articles.search.question import Question

_READ = 60_000
"""Characters of a text among which the passage is looked for."""


@dataclasses.dataclass
class Result:
    row: listing.Row
    title: SafeString
    passage: SafeString
    byline: SafeString
    tags: list[SafeString]
    """Those that answer, where neither headline nor passage does."""


def results(keys: list[int], question: Question) -> list[Result]:
    """In the order of the keys; one query. What the gate closed a moment ago is left out."""
    found = Article.objects.visible_on(Surface.SEARCH).filter(pk__in=keys)
    extra = (Substr("search_text__shown", 1, _READ), F("beside__tags"), parts.rule_of_excerpts())
    asked = listing.as_rows(found).values_list(*listing.COLUMNS, *extra)
    made = {}
    for *columns, shown, tags, rule in asked:
        (row,) = listing.read([tuple(columns)])
        made[row.id] = _result(row, shown or "", [tag.get("name") or "" for tag in tags or ()], rule, question)
    return [made[key] for key in keys if key in made]


def _result(row: listing.Row, shown: str, tags: list[str], rule: str | None, question: Question) -> Result:
    paragraphs = shown.split("\n") if parts.leaves_excerpts(rule) else []
    standing = row.standfirst or " ".join(" ".join(paragraphs[:2]).split()[: snippets.LENGTH])
    title = snippets.marked(row.title, question)
    passage = snippets.passage([row.standfirst, *paragraphs], question)
    explained = passage or title != escape(row.title)
    marked = [] if explained else [(tag, snippets.marked(tag, question)) for tag in tags]
    return Result(
        row,
        title,
        passage or escape(_shortened(standing)),
        snippets.marked(row.byline, question),
        [mark for tag, mark in marked if mark != escape(tag)],
    )


def _shortened(text: str) -> str:
    words = text.split()
    return text if len(words) <= snippets.LENGTH else " ".join(words[: snippets.LENGTH]) + "…"
