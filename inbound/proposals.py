"""What taking over a new original would do to an article: three texts side by side, each amendment, each field."""

from __future__ import annotations

import dataclasses
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles import carrying, derivation, drafting, resting
from articles.body import amend, compare, threeway
from articles.models import Article
from articles.rights.clauses import duties
from articles.rights.finding import Finding
from articles.rights.findings import findings
from inbound import changes

if TYPE_CHECKING:
    from articles.models import Amendment, Original

# Of the article itself, or put right by the clearing that follows.
_NOT_ABOUT_IT = frozenset({"section", "clearance"})


@dataclasses.dataclass(frozen=True)
class Applied:
    """An amendment on the new original. ``why`` says why it does not fit, ``now`` what stands in its place."""

    amendment: Amendment
    why: str = ""
    now: str = ""

    @property
    def fits(self) -> bool:
        return not self.why


@dataclasses.dataclass(frozen=True)
class Proposal:
    """The newest original of an article beside the one it shows, and ours."""

    article: Article
    shown: Original | None
    newest: Original
    stretches: list[tuple[bool, list[threeway.Row]]]
    """The rows in order, those that are the same in all three texts apart from the others."""
    comparison: compare.Comparison
    """Of the two originals, for what is counted and for links."""
    applied: list[Applied]
    parts: list[carrying.Part]
    result: str
    """The body as it would be. Of an adaptation its own, which no new original touches."""
    in_the_way: list[Finding]
    """What would stand against the article with the new text."""
    demanded: bool
    """The terms want corrections taken over."""

    @property
    def conflicts(self) -> list[Applied]:
        return [one for one in self.applied if not one.fits]


def proposal(article: Article) -> Proposal | None:
    """None where the article shows the newest original that arrived."""
    newest = resting.newer_original(article)
    if newest is None:
        return None
    candidate = Article.objects.for_presentation().select_related("original").get(pk=article.pk)
    old = derivation.given(candidate)
    candidate.original = newest
    new = derivation.given(candidate)
    rows = threeway.rows(old, new, article.body_html)
    if article.is_adaptation:
        applied, result = [], article.body_html
    else:
        amended = derivation.made_of(candidate)
        applied, result = _applied(article, amended, rows), amended.html
    return Proposal(
        article=article,
        shown=article.original,
        newest=newest,
        stretches=_stretches(rows),
        comparison=compare.compare(old, new),
        applied=applied,
        parts=carrying.changed(article, article.original, newest),
        result=result,
        in_the_way=_in_the_way(candidate, article.original),
        demanded=duties.follows(article),
    )


def _applied(article: Article, amended: amend.Amended, rows: list[threeway.Row]) -> list[Applied]:
    amendments = article.amendments.filter(state="applied").exclude(kind="headline")
    reasons = {conflict.index: conflict.reason for conflict in amended.conflicts}
    return [
        Applied(row, reasons[index], _now(row, rows)) if index in reasons else Applied(row)
        for index, row in enumerate(amendments)
    ]


def _now(amendment: Amendment, rows: list[threeway.Row]) -> str:
    """What the new text says in the paragraph in which the quoted words stood; "" where that is gone."""
    quoted = " ".join(amendment.exact.split())
    return next((threeway.said(row.new) for row in rows if quoted and quoted in threeway.said(row.old)), "")


def _in_the_way(candidate: Article, shown: Original | None) -> list[Finding]:
    """As if it were taken over, with what follows the source by itself; nothing of it is kept."""
    with drafting.aside():
        try:
            if candidate.original is not None:
                carrying.carry(candidate, shown, candidate.original, {})
            derivation.derive(candidate)
        except derivation.NotSealed as broken:
            return [Finding("original", str(broken), _("Stop and tell the administrator."))]
        return [one for one in findings(candidate) if one.blocks and one.clause not in _NOT_ABOUT_IT]


def _stretches(rows: list[threeway.Row]) -> list[tuple[bool, list[threeway.Row]]]:
    return [(same, list(run)) for same, run in groupby(rows, key=lambda row: row.kind == "same")]


def correction_note(article: Article) -> str:
    """What the source itself says was wrong, as the beginning of our own note to readers; "" where it says nothing."""
    originals = list(article.originals.order_by("-number")[:2])
    if len(originals) < 2:
        return ""
    return changes.correction_in_words(originals[1].html, originals[0].html)[:2000]
