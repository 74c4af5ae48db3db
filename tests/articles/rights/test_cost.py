"""What it costs to ask every clause: it is done on every save."""

from __future__ import annotations

import time
from typing import Any

import pytest

from articles.models import Article
from articles.rights import panel, rulings
from articles.rights.findings import findings
from tests.articles.rights.taking import again, taken
from tests.builders import add_picture, make_amendment, make_picture, publish_now

pytestmark = pytest.mark.django_db
WORDS = 'Water is heavy, and <a href="https://x.example/%d">number %d</a> of the ferries leans at noon in the harbour.'
BODY = "".join(f"<p>{WORDS % (number, number)}</p>" for number in range(140))
MOST_QUERIES = 12
MOST_SECONDS = 0.25  # twenty times what it takes, so that a busy machine fails nobody


def article_of_two_thousand_words() -> Article:
    article = taken("opendemocracy", body=BODY)
    for number in range(20):
        make_amendment(article, f"number {number} of", f"no. {number} of", prefix="heavy, and ")
    for _number in range(5):
        add_picture(article, make_picture(outlet=article.outlet), role="body")
    rulings.rule("newsletter", by=None, allowed=True, reason="They said so.", outlet=article.outlet)
    return again(article)


def test_every_clause_of_a_long_amended_article_in_few_queries(django_assert_max_num_queries: Any) -> None:
    article = article_of_two_thousand_words()
    assert article.word_count > 2000
    with django_assert_max_num_queries(MOST_QUERIES):
        assert len(findings(article)) > 20


def test_every_clause_of_a_live_article_in_few_queries(django_assert_max_num_queries: Any) -> None:
    article = again(publish_now(taken("opendemocracy", body=BODY)))
    with django_assert_max_num_queries(MOST_QUERIES):
        findings(article)
    with django_assert_max_num_queries(MOST_QUERIES + 2):
        panel.lines(article)


def test_every_clause_of_a_long_amended_article_in_no_time() -> None:
    article = article_of_two_thousand_words()
    least = 9.0
    for _run in range(5):
        begin = time.perf_counter()
        findings(article)
        least = min(least, time.perf_counter() - begin)
    assert least < MOST_SECONDS
