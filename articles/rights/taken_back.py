"""What its source withdrew or withholds, as the log has it, and whether a person has decided on that here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from articles.rights import rulings
from outlets.clauses import NOT_STATED

if TYPE_CHECKING:
    from articles.models import Article

WITHDRAWN, RELEASED = "withdrawn_at_source", "released_at_source"
"""The lines of the log that say whether its source lets a text be used; the later of them counts."""
LINES = (WITHDRAWN, RELEASED)


def is_withdrawn_at_source(article: Article) -> bool:
    """Whether its source withdrew or withholds it, and has not let it be used again.

    Of an article as it was at another time, whoever made it so says it (``withdrawn_there``).
    """
    said: bool | None = article.__dict__.get("withdrawn_there")
    return withdrawn_at_source_since(article) is not None if said is None else said


def withdrawn_at_source_since(article: Article) -> dt.datetime | None:
    """When we came to know that; None where its source lets it be used."""
    line = article.audit_events.filter(verb__in=LINES).order_by("-at", "-pk").first()
    return line.at if line is not None and line.verb == WITHDRAWN else None


@contextmanager
def known_of(articles: Iterable[Article]) -> Iterator[None]:
    """Meanwhile ``is_withdrawn_at_source`` asks nothing about these; one query, none where all are our own."""
    from articles.models import AuditEvent

    licensed = [article for article in articles if article.outlet_id]
    last: dict[int, str] = {}
    if licensed:
        lines = AuditEvent.objects.filter(article__in=[article.pk for article in licensed], verb__in=LINES)
        last = dict(lines.order_by("at", "pk").values_list("article", "verb"))
    for article in licensed:
        article.__dict__["withdrawn_there"] = last.get(article.pk) == WITHDRAWN
    try:
        yield
    finally:
        for article in licensed:
            article.__dict__.pop("withdrawn_there", None)


def undecided_q() -> Q:
    """The condition on articles that their source withdrew and of which the rights desk has not said that they stay."""
    from articles.models import AuditEvent

    last = AuditEvent.objects.filter(article=OuterRef("pk"), verb__in=LINES).order_by("-at", "-pk").values("verb")[:1]
    withdrawn = Q(Exact(Coalesce(Subquery(last), Value("")), Value(WITHDRAWN)))
    return Q(outlet__isnull=False) & withdrawn & ~rulings.allowed_q(WITHDRAWN, NOT_STATED)
