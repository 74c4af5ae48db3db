"""One article with everything that its clauses look at, each thing read once."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

from articles.rights import publisher, rulings
from articles.rights.window import Window, window_of

if TYPE_CHECKING:
    from articles.body.compare import Comparison
    from articles.models import Amendment, Article, ArticlePicture, Byline, Original, Ruling
    from articles.presentation import Presented
    from outlets.models import Terms


class Case:
    """A licensed article, before the clauses of its terms. ``at`` is the moment (aware) for which they are asked."""

    def __init__(self, article: Article, terms: Terms, at: dt.datetime):
        self.article = article
        self.terms = terms
        self.at = at

    @property
    def original(self) -> Original | None:
        return self.article.original

    @cached_property
    def sealed(self) -> dict[str, Any]:
        """The fields as received (``inbound.formats.arrival.to_json``); empty where there are none."""
        fields = self.original.fields if self.original else {}
        return fields if isinstance(fields, dict) else {}

    @cached_property
    def bylines(self) -> list[Byline]:
        return list(self.article.bylines.order_by("position", "id"))

    @cached_property
    def amendments(self) -> list[Amendment]:
        """Those that readers see."""
        return list(self.article.amendments.filter(state="applied").order_by("position", "id"))

    @cached_property
    def pictures(self) -> list[ArticlePicture]:
        return list(self.article.article_pictures.select_related("picture").order_by("position", "id"))

    @cached_property
    def rulings(self) -> dict[str, Ruling]:
        return rulings.in_force(self.article)

    def ruled(self, clause: str) -> bool | None:
        """What the desk ruled on this clause; None where it has not."""
        ruling = self.rulings.get(clause)
        return ruling.allowed if ruling else None

    @cached_property
    def comparison(self) -> Comparison | None:
        """The sealed text (its first paragraphs, where the terms give no more) beside the one that readers get."""
        from articles import derivation
        from articles.body import compare

        if self.original is None:
            return None
        return compare.compare(derivation.given(self.article), self.article.body_html)

    @cached_property
    def story(self) -> Presented:
        """As the page prints it."""
        from articles.presentation import present

        return present(self.article)

    @cached_property
    def window(self) -> Window:
        """Of what was published, its own; of anything else, the one it would have if it were published at ``at``."""
        if self.article.status in ("published", "withdrawn"):
            return window_of(self.article, self.rulings)
        published_at = max(self.at, self.article.published_at or self.at)
        return window_of(self.article, self.rulings, published_at)

    @property
    def opens(self) -> dt.datetime:
        return self.window.opens or self.at

    @property
    def us(self) -> publisher.Publisher:
        return publisher.ourselves()

    @property
    def is_live(self) -> bool:
        return self.article.status == "published"
