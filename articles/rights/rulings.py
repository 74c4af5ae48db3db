"""Where terms say nothing, or say to ask, the rights desk decides once: for the article, or for its outlet.

“Not stated” and “ask first” never mean “allowed”. A ruling fills exactly these; what terms state plainly is changed by
nobody's ruling but by the next version of the terms. Limits of time and volume may be lifted for an article by the
outlet's own word, kept as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from outlets import clauses
from outlets.clauses import NOT_STATED

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article, Ruling
    from outlets.models import Outlet, Terms

PERMISSION = "articles.clear_article"

# What the outlet's own word can lift, for the article it is about.
LIFTABLE = frozenset(
    {"delay_days", "fresh_within_days", "remove_after_days", "monthly_cap", "output_share_percent", "in_force_to"}
)
# Nobody decides for an outlet whether machines may learn from its text; only its terms say so.
NEVER = frozenset({"ai_use"})
# Not a question to the outlet but one of fact: is this translation complete and direct?
_COMPLETE = "complete_only"
_ASKS = frozenset({NOT_STATED, "ask", "fee", "shorten_ask", _COMPLETE})
# Questions about the item, whatever its terms state: the licence that it names itself, whether it may open after the
# end of its contract, whether it is a story of the outlet's own, whether its embargo was lifted, who of those that came
# with it is no author, who has no institution, and whether it stays although its source withdrew it.
OF_THE_ITEM = frozenset(
    {
        *("licence_stated", "in_force_to", "own_stories_only", "embargo", "author_required", "institution_required"),
        "withdrawn_at_source",
    }
)
_OF_THE_OUTLETS_WORD = frozenset({"in_force_to", "embargo"})


def in_force(article: Article) -> dict[str, Ruling]:
    """By clause, what was ruled for this article, else for its outlet. One query."""
    return counting(article, about(article)) if article.outlet_id else {}


def in_force_for_each(articles: Iterable[Article]) -> dict[int, dict[str, Ruling]]:
    """The same of many, by their keys. One query."""
    from articles.models import Ruling

    licensed = [article for article in articles if article.outlet_id]
    of_them = models.Q(article__isnull=True) | models.Q(article__in=[article.pk for article in licensed])
    rows = Ruling.objects.filter(of_them, outlet__in={article.outlet_id for article in licensed}).order_by("id")
    by_outlet: dict[int | None, list[Ruling]] = {}
    for row in rows:
        by_outlet.setdefault(row.outlet_id, []).append(row)
    return {
        article.pk: counting(
            article,
            [row for row in by_outlet.get(article.outlet_id, ()) if row.article_id in (None, article.pk)],
        )
        for article in licensed
    }


def about(article: Article) -> models.QuerySet:
    """Every ruling about the article or about all of its outlet's, overtaken ones too, in the order of their making."""
    from articles.models import Ruling

    of_it = models.Q(article__isnull=True)
    if article.pk:
        of_it |= models.Q(article=article.pk)
    return Ruling.objects.filter(of_it, outlet=article.outlet_id).order_by("id")


def counting(article: Article, rows: Iterable[Ruling]) -> dict[str, Ruling]:
    """By clause, which of these rulings counts for the article; ``rows`` are in the order of ``about``.

    A yes by our own judgement is none where the article's terms want the outlet's word: it may have been given before
    these terms said so.
    """
    from articles.models import Ruling

    found: dict[str, Ruling] = {}
    for ruling in rows:
        ours = ruling.allowed and ruling.basis == Ruling.Basis.DESK
        if ours and article.terms_id and needs_the_outlet(article.terms, ruling.clause):
            continue
        before = found.get(ruling.clause)
        if before is None or ruling.article_id or not before.article_id:
            found[ruling.clause] = ruling
    return found


def allowed_q(clause: str, value: str) -> models.Q:
    """The condition on articles whose terms have this value that ``in_force`` holds a yes on the clause."""
    from articles.models import Ruling

    rulings = Ruling.objects.filter(clause=clause).order_by("-id").values("allowed")
    if value != NOT_STATED:
        rulings = rulings.exclude(allowed=True, basis=Ruling.Basis.DESK)
    return models.Q(
        Coalesce(
            Subquery(rulings.filter(article=OuterRef("pk"))[:1]),
            Subquery(rulings.filter(article__isnull=True, outlet=OuterRef("outlet"))[:1]),
            models.Value(False),
            output_field=models.BooleanField(),
        )
    )


def may_be_ruled(terms: Terms, clause: str) -> bool:
    """Whether these terms leave the clause to the desk: they do not state it, say to ask, or set a limit that can be
    lifted; or it is a question about the item."""
    if clause in OF_THE_ITEM:
        return True
    if clause not in clauses.NAMES or clause in NEVER:
        return False
    value = getattr(terms, clause)
    return clause in LIFTABLE or not clauses.is_stated(value) or value in _ASKS


def is_for_one_article(terms: Terms, clause: str) -> bool:
    """Whether it is decided for each article alone: a question about the item, or a limit that only new terms lift for
    all."""
    value = getattr(terms, clause, None)
    if clause in ("author_required", "institution_required") or clause in LIFTABLE - OF_THE_ITEM:
        return clauses.is_stated(value)
    return clause in OF_THE_ITEM or value == _COMPLETE


@transaction.atomic
def rule(
    clause: str,
    *,
    by: User | None,
    allowed: bool,
    reason: str,
    article: Article | None = None,
    outlet: Outlet | None = None,
    basis: str = "desk",
    given_by: str = "",
    given_at: Any = None,
    evidence: str = "",
) -> Ruling:
    """Decide on a clause for one article, or for every article of the outlet; raises ValidationError by field.

    “Ask first” and limits need the outlet's word: who said so, when, and the message. Moments and lights of the
    articles concerned follow in the same transaction.
    """
    from articles import auditing, standing
    from articles.models import Ruling

    if by is not None and not by.has_perm(PERMISSION):
        raise PermissionDenied(_("Only the rights desk decides what terms leave open."))
    outlet = article.outlet if article else outlet
    if outlet is None:
        raise ValidationError({"clause": _("Our own work rests on nobody's terms: there is nothing to decide.")})
    if clause not in clauses.NAMES and clause not in OF_THE_ITEM:
        raise ValidationError({"clause": _("No terms have a clause “%(clause)s”.") % {"clause": clause[:40]}})
    terms = article.terms if article else outlet.current_terms()
    if terms is None:
        told = _("No terms of %(outlet)s are in force, so they leave nothing open. Put its terms in force first.")
        raise ValidationError({"clause": told % {"outlet": outlet}})
    if not may_be_ruled(terms, clause):
        raise ValidationError(
            {"clause": _("The terms state this clause. What they state is changed by their next version alone.")}
        )
    if article is None and is_for_one_article(terms, clause):
        told = _("This is decided for each article. For all of them, agree on it in the outlet's next terms.")
        raise ValidationError({"clause": told})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: whoever looks at the article later reads it.")})
    if allowed and basis == Ruling.Basis.DESK and needs_the_outlet(terms, clause):
        raise ValidationError({"basis": _("The terms say to ask, or set a limit: this needs the outlet's own word.")})
    if allowed and basis == Ruling.Basis.OUTLET and not (given_by.strip() and evidence.strip()):
        raise ValidationError({"evidence": _("Keep the outlet's word: who gave it, and the message.")})
    ruling = Ruling(
        outlet=outlet,
        article=article,
        clause=clause,
        allowed=allowed,
        basis=basis,
        reason=reason.strip(),
        given_by=given_by.strip(),
        given_at=given_at,
        evidence=evidence.strip(),
        made_by=by,
    )
    ruling.full_clean(exclude=["made_by"])
    ruling.save()
    auditing.record(
        "rule",
        by=by,
        article=article,
        about=article or outlet,
        reason=ruling.reason,
        clause=clause,
        allowed=allowed,
        basis=basis,
        outlet=outlet.slug,
        ruling=ruling.pk,
    )
    standing.follow(ruling)
    return ruling


def needs_the_outlet(terms: Terms | None, clause: str) -> bool:
    """Whether only the outlet's word opens it: the terms say to ask, or set a limit."""
    value = getattr(terms, clause, None)
    return clause in _OF_THE_OUTLETS_WORD or (
        clauses.is_stated(value) and (clause in LIFTABLE or value in _ASKS - {_COMPLETE})
    )
