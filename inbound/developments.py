"""What a source did to a text that we hold, a ``Development`` each, with a clock, for a person to see to.

How they are opened and closed; ``inbound.following`` says when. Where the outlet's terms say that what it corrects is
corrected here (CalMatters, GroundUp), corrections and withdrawals act by themselves, with a line in the log that names
who told us; an embargo and an end of use act by themselves always, because time keeps them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing, publishing
from articles.models import Article
from articles.publishing import NotAllowed
from articles.rights import rulings
from articles.rights.clauses import duties
from inbound.models import Development, Item

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Original
    from inbound.models import Delivery

CLOCKS = {
    Development.Kind.WITHDRAWAL: dt.timedelta(hours=4),
    Development.Kind.WITHHELD: dt.timedelta(hours=4),
    Development.Kind.GONE: dt.timedelta(hours=24),
    Development.Kind.EMBARGO: dt.timedelta(hours=1),
    Development.Kind.EXPIRY: dt.timedelta(hours=24),
    Development.Kind.CORRECTION: dt.timedelta(hours=24),
    Development.Kind.UPDATE: dt.timedelta(days=7),
    Development.Kind.MOVED: dt.timedelta(days=7),
    Development.Kind.RELEASED: dt.timedelta(days=7),
}
"""How long the desk has, from when we knew."""
WITHDRAWALS = (Development.Kind.WITHDRAWAL, Development.Kind.WITHHELD)


def _time_for(article: Article, kind: str) -> dt.timedelta:
    """By the terms, where they state it; never more than ours."""
    usual = CLOCKS[Development.Kind(kind)]
    if kind in WITHDRAWALS and (stated := duties.takedown_within(article.terms)) is not None:
        return min(usual, stated)
    if kind == Development.Kind.UPDATE and duties.follows(article):
        return CLOCKS[Development.Kind.CORRECTION]
    return usual


def is_open(article: Article, kind: str) -> bool:
    return Development.objects.filter(article=article, kind=kind, state=Development.State.OPEN).exists()


def opened(
    article: Article,
    kind: str,
    sentence: str,
    *,
    item: Item | None = None,
    delivery: Delivery | None = None,
    original: Original | None = None,
    acted: str = "",
    stays_open: bool = False,
) -> Development:
    """Keep what happened, and start its clock; what was done by itself is done, unless a person has to look all the
    same. Called in the transaction of what it tells."""
    now = timezone.now()
    is_done = bool(acted) and not stays_open
    row = Development.objects.create(
        article=article,
        item=item,
        delivery=delivery,
        original=original,
        kind=kind,
        sentence=sentence[:500],
        due_at=None if acted else now + _time_for(article, kind),
        state=Development.State.DONE if is_done else Development.State.OPEN,
        acted=acted,
        done_at=now if is_done else None,
    )
    auditing.record("development", by=None, article=article, reason=sentence, kind=kind, acted=acted)
    return row


@transaction.atomic
def done(development: Development, *, by: User | None, outcome: str) -> None:
    """A person has seen to it."""
    if not outcome.strip():
        raise NotAllowed(_("Say what was done about it: it is kept with the article."))
    if by is not None and _is_owed(development) and not by.has_perm(rulings.PERMISSION):
        raise NotAllowed(_("Its terms want it taken down: withdraw it, or let the rights desk decide that it stays."))
    close(development, by=by, outcome=outcome)
    auditing.record("development_done", by=by, article=development.article, reason=outcome.strip())


def _is_owed(row: Development) -> bool:
    """Its terms want a withdrawn text taken down, and readers still have it."""
    article = row.article
    return row.kind in WITHDRAWALS and duties.has_to_leave(article) and article.status == Article.Status.PUBLISHED


def close(development: Development, *, by: User | None, outcome: str) -> None:
    development.state = Development.State.DONE
    development.done_by, development.done_at, development.outcome = by, timezone.now(), outcome.strip()[:500]
    development.save()


# --- what happened


@transaction.atomic
def withdrawn(
    article: Article, *, item: Item | None = None, delivery: Delivery | None = None, reason: str = ""
) -> Development | None:
    """The source withdrew it. Told once, until it lets it be used again; withdrawn here where the terms say so."""
    article.refresh_from_db()
    if duties.is_withdrawn_at_source(article):
        return None
    said = (_("%(outlet)s withdrew it.") % {"outlet": article.outlet} + f" {reason.strip()}").strip()
    auditing.record(duties.WITHDRAWN, by=None, article=article, reason=said)
    acted = ""
    if article.status == Article.Status.PUBLISHED and not article.trashed_at and duties.leaves_at_once(article):
        # Readers are told that it was, not why: such notes are for editors, and may name what must not be named.
        publishing.withdraw(article, by=None, reason=_("%(outlet)s withdrew it.") % {"outlet": article.outlet})
        acted = _("Withdrawn here at once, as the terms want it.")
    elif article.status == Article.Status.WITHDRAWN:
        acted = _("It was withdrawn here before.")
    return opened(article, Development.Kind.WITHDRAWAL, said, item=item, delivery=delivery, acted=acted)


@transaction.atomic
def withheld(article: Article, *, item: Item | None = None, delivery: Delivery | None = None) -> Development | None:
    """The source says that it may not be used for now."""
    article.refresh_from_db()
    if duties.is_withdrawn_at_source(article):
        return None
    said = _("%(outlet)s withholds it: it may not be used for now.") % {"outlet": article.outlet}
    auditing.record(duties.WITHDRAWN, by=None, article=article, reason=said)
    acted = ""
    if article.status == Article.Status.PUBLISHED and not article.trashed_at and duties.leaves_at_once(article):
        publishing.withdraw(article, by=None, reason=said)
        acted = _("Withdrawn here at once, as the terms want it. It can be restored when it is released.")
    return opened(article, Development.Kind.WITHHELD, said, item=item, delivery=delivery, acted=acted)


@transaction.atomic
def released(article: Article, *, item: Item | None = None, delivery: Delivery | None = None) -> Development | None:
    """The source lets it be used again, after it withdrew or withheld it. A person restores it."""
    if not duties.is_withdrawn_at_source(article):
        return None
    said = _("%(outlet)s lets it be used again.") % {"outlet": article.outlet}
    auditing.record(duties.RELEASED, by=None, article=article, reason=said)
    for row in Development.objects.open().filter(article=article, kind__in=("withdrawal", "withheld")):
        close(row, by=None, outcome=said)
    return opened(article, Development.Kind.RELEASED, said, item=item, delivery=delivery)


@transaction.atomic
def gone_at_source(article: Article, *, status: int, item: Item | None = None) -> Development | None:
    """Its page at the source answered 404 or 410 twice. Never acts by itself: pages also move and break."""
    article.refresh_from_db()
    if article.status == Article.Status.WITHDRAWN or is_open(article, Development.Kind.GONE):
        return None
    said = _("Its page at %(outlet)s is gone (it answered %(status)d).")
    said %= {"outlet": article.outlet, "status": status}
    return opened(article, Development.Kind.GONE, said, item=item)


@transaction.atomic
def moved_at_source(article: Article, *, to: str, is_home: bool, has_text: bool = False) -> Development | None:
    """Its address at the source leads elsewhere. Many send what is gone to their home page: nothing acts."""
    if article.status == Article.Status.WITHDRAWN or is_open(article, Development.Kind.MOVED):
        return None
    said = _("Its address at %(outlet)s leads to %(to)s, where the text does not stand as we hold it.")
    if has_text:
        said = _("Its address at %(outlet)s leads to %(to)s, where the text stands.")
    if is_home:
        said = _("Its address at %(outlet)s leads to a home page (%(to)s): perhaps it is gone.")
    return opened(article, Development.Kind.MOVED, said % {"outlet": article.outlet, "to": to[:300]})


@transaction.atomic
def changed_at_source(article: Article, *, sentence: str) -> Development | None:
    """Its page at the source says, or shows, that it was changed since we received it."""
    if article.status == Article.Status.WITHDRAWN or is_open(article, Development.Kind.UPDATE):
        return None
    return opened(article, Development.Kind.UPDATE, sentence)


def keep_takedowns() -> int:
    """Withdraw what its source withdrew where the hours that the terms give have passed, and nobody has; how many."""
    late = Development.objects.open().filter(
        duties.names_hours_q("article"),
        kind__in=WITHDRAWALS,
        due_at__lte=timezone.now(),
        article__status=Article.Status.PUBLISHED,
        article__trashed_at__isnull=True,
    )
    return sum(_keep_takedown(pk) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _keep_takedown(pk: int) -> bool:
    row = Development.objects.select_for_update(of=("self",)).select_related("article__terms").get(pk=pk)
    article = row.article
    ruled = rulings.in_force(article).get(duties.WITHDRAWN)
    within = duties.takedown_within(article.terms)
    is_over = within is not None and row.at + within <= timezone.now()
    if row.state != Development.State.OPEN or not is_over or article.status != Article.Status.PUBLISHED:
        return False
    if (ruled and ruled.allowed) or article.trashed_at:
        return False
    with auditing.acting(_("the hours that the terms give")):
        publishing.withdraw(article, by=None, reason=_("%(outlet)s withdrew it.") % {"outlet": article.outlet})
    row.refresh_from_db()
    row.acted = _("Withdrawn here when the hours that the terms give had passed.")
    row.save()
    return True
