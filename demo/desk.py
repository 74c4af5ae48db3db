"""The people at the demo newsroom's desk, and what they do when they press “Save”."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from articles import auditing, derivation, revisions
from articles.models import Article
from demo import ledger, material


def colleague(role: str) -> User:
    """Who has this role: writer, editor, rights desk, publisher or administrator."""
    return ledger.find(User, next(user["username"] for user in material.newsroom()["user"] if user["role"] == role))


def writer_of(authors: Iterable[str]) -> User:
    """The colleague who wrote it, where one of the authors has a log-in; else the writer files it for them."""
    names = set(authors)
    for user in material.newsroom()["user"]:
        if user["full_name"] in names:
            return ledger.find(User, user["username"])
    return colleague("writer")


def save(article: Article, *, by: User) -> None:
    """What the article's form does when it is saved."""
    derivation.derive(article)
    article.save()
    revisions.record(article, by=by, comment="saved at the desk")
    auditing.record("save", by=by, article=article)
