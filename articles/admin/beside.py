"""What other apps have to tell on an article's page at the desk.

Articles know nothing of how texts arrive or leave; whoever does registers a function that returns HTML, or "" where
there is nothing to tell. Each is called when the page is printed, in the order in which they registered.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from articles.models import Article

Tells = Callable[[Article, HttpRequest], str]

_told: list[Tells] = []


def tells(function: Tells) -> Tells:
    """Register the function; given back as it is, so that it may stand above one."""
    if function not in _told:
        _told.append(function)
    return function


def about(article: Article, request: HttpRequest) -> list[str]:
    return [html for function in _told if (html := function(article, request))]
