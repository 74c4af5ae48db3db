"""What a source does to a text that we hold: it changes it, corrects it, sets an embargo, an end, or withdraws it.

Each becomes a ``Development`` with a clock, for a person to see to. Where the outlet's terms say that its corrections
are taken over (CalMatters, GroundUp), corrections and withdrawals act by themselves, with a line in the log; an embargo
and an end of use that the source states act by themselves always, because time keeps them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing, publishing, resting
from articles.body import compare
from articles.models import Article
from articles.publishing import NotAllowed
from inbound.accept import accept
from inbound.models import Development, Item
from outlets.clauses import YesNo

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from inbound.formats import Withdrawn
    from inbound.formats.arrival import Arrival
    from outlets.models import Outlet

# How long the desk has, from when we knew.
CLOCKS = {
    Development.Kind.WITHDRAWAL: dt.timedelta(hours=4),
    Development.Kind.GONE: dt.timedelta(hours=24),
    Development.Kind.EMBARGO: dt.timedelta(hours=1),
    Development.Kind.EXPIRY: dt.timedelta(hours=24),
    Development.Kind.CORRECTION: dt.timedelta(hours=24),
    Development.Kind.UPDATE: dt.timedelta(days=7),
}
_CORRECTION = re.compile(
    r"\b(correction|corrected|clarification|editor.?s note|(was|has been) (amended|updated|corrected)|corrección|"
    r"fe de erratas|rectificati(f|on)|correção|koreksi|berichtigung)\b",
    re.IGNORECASE,
)


def follow(
    item: Item, arrival: Arrival, *, before: Arrival | None, format: str, source: str, reason: str = ""
) -> list[Development]:
    """What the arrival changes about the item's article; called in the transaction of the arrival.

    ``before`` is the arrival that the item held until now, None where the article came by another way; ``reason`` what
    the source says of taking it back.
    """
    article = item.article
    if article is None:
        return []
    found = []
    if arrival.rights.status == "canceled":
        if before is None or before.rights.status != "canceled":
            found.append(withdrawn(article, item=item, reason=reason))
        return [one for one in found if one]
    found += [_embargo(article, item, arrival), _expiry(article, item, arrival)]
    article.refresh_from_db()
    accepted = accept(arrival, outlet=item.outlet, by=None, format=format, source=source)
    article.refresh_from_db()
    if accepted.outcome == "updated":
        found.append(_changed(article, item))
    elif before is not None and arrival.title and before.title != arrival.title:
        told = _("%(outlet)s changed its headline to “%(title)s”.")
        said = told % {"outlet": item.outlet, "title": arrival.title[:200]}
        found.append(_open(article, Development.Kind.UPDATE, said, item=item))
    return [one for one in found if one]


def withdrawn_by_name(gone: Withdrawn, *, outlet: Outlet) -> bool:
    """A source says that it withdrew something: whether we knew it. Items nobody picked leave the inbox."""
    with transaction.atomic():
        rows = Item.objects.select_for_update().filter(outlet=outlet)
        item = rows.filter(source_id=gone.source_id).first() if gone.source_id else None
        item = item or (rows.filter(source_url=gone.canonical_url).first() if gone.canonical_url else None)
        article = item.article if item else _article(gone, outlet)
        if item is not None and item.article_id is None:
            changed = item.state != Item.State.WITHDRAWN
            if changed:
                item.state, item.because = Item.State.WITHDRAWN, (gone.reason or "")[:500]
                item.save()
            return changed
        if article is None:
            return False
        return withdrawn(article, item=item, reason=gone.reason or "") is not None


def _article(gone: Withdrawn, outlet: Outlet) -> Article | None:
    rows = Article.objects.filter(outlet=outlet)
    found = rows.filter(source_id=gone.source_id).first() if gone.source_id else None
    return found or (rows.filter(source_url=gone.canonical_url).first() if gone.canonical_url else None)


@transaction.atomic
def withdrawn(article: Article, *, item: Item | None = None, reason: str = "") -> Development | None:
    """The source withdrew it. Once is enough: an open development of that kind gets no second."""
    return _disappeared(
        article, Development.Kind.WITHDRAWAL, _("%(outlet)s withdrew it. %(reason)s"), item=item, reason=reason
    )


@transaction.atomic
def gone_at_source(article: Article, *, status: int, item: Item | None = None) -> Development | None:
    """Its page at the source answered 404 or 410 twice."""
    told = _("Its page at %(outlet)s is gone (%(reason)s).")
    return _disappeared(article, Development.Kind.GONE, told, item=item, reason=str(status))


def _disappeared(article: Article, kind: str, told: str, *, item: Item | None, reason: str) -> Development | None:
    article.refresh_from_db()
    if article.status == Article.Status.WITHDRAWN or _is_open(article, kind):
        return None
    said = (told % {"outlet": article.outlet, "reason": reason.strip()}).strip()
    acted = ""
    if article.status == Article.Status.PUBLISHED and _takes_over(article) and kind == Development.Kind.WITHDRAWAL:
        publishing.withdraw(article, by=None, reason=said[:500])
        acted = _("Withdrawn here at once, as the terms want it.")
    return _open(article, kind, said, item=item, acted=acted)


def _changed(article: Article, item: Item) -> Development:
    """A new original is sealed. Corrections are taken over where the terms say so and nothing stands in the way."""
    newest = article.originals.order_by("-number").first()
    shown = article.original
    if newest is None or shown is None or newest.pk == shown.pk:  # a draft nobody touched has taken it over
        is_correction, said = False, _("%(outlet)s changed its text.")
    else:
        is_correction = _says_correction(shown.html, newest.html)
        said = _("%(outlet)s corrected its text.") if is_correction else _("%(outlet)s changed its text.")
    said = said % {"outlet": item.outlet}
    acted = ""
    if shown is not None and newest is not None and newest.pk == shown.pk:
        acted = _("The draft shows the new text.")
    elif is_correction and _takes_over(article):
        try:
            with transaction.atomic():
                resting.take_over(article, by=None, reason=said)
            acted = _("Taken over at once, as the terms want it.")
        except NotAllowed as refused:
            article.refresh_from_db()
            said = f"{said} {refused}"
    kind = Development.Kind.CORRECTION if is_correction else Development.Kind.UPDATE
    return _open(article, kind, said, item=item, original=newest, acted=acted)


def _says_correction(old: str, new: str) -> bool:
    """Among the words that were added some speak of a correction."""
    rows = compare.compare(old, new).rows
    added = " ".join(piece.text for row in rows for piece in row.new if piece.kind == "added")
    return _CORRECTION.search(added) is not None


def _embargo(article: Article, item: Item, arrival: Arrival) -> Development | None:
    until = arrival.embargo_until
    if until is None or until <= timezone.now() or article.embargo_until == until:
        return None
    was_open = article.status == Article.Status.PUBLISHED and article.opens_at and article.opens_at <= timezone.now()
    article.embargo_until = until
    article.save()
    auditing.record("embargo", by=None, article=article, reason=_("set by its source"), until=until.isoformat())
    if not was_open:
        return None
    said = _("%(outlet)s set an embargo until %(until)s.") % {"outlet": item.outlet, "until": until.isoformat()}
    acted = _("It is hidden from readers until then.")
    return _open(article, Development.Kind.EMBARGO, said, item=item, acted=acted)


def _expiry(article: Article, item: Item, arrival: Arrival) -> Development | None:
    until = arrival.rights.expires
    if until is None or article.usable_until == until:
        return None
    article.usable_until = until
    article.save()
    auditing.record("usable_until", by=None, article=article, reason=_("set by its source"), until=until.isoformat())
    if article.status != Article.Status.PUBLISHED:
        return None
    said = _("%(outlet)s lets it be used until %(until)s.") % {"outlet": item.outlet, "until": until.isoformat()}
    return _open(article, Development.Kind.EXPIRY, said, item=item, acted=_("It leaves every surface by itself then."))


def _takes_over(article: Article) -> bool:
    return article.terms is not None and article.terms.correction_duty == YesNo.YES


def _is_open(article: Article, kind: str) -> bool:
    return Development.objects.filter(article=article, kind=kind, state=Development.State.OPEN).exists()


def _open(
    article: Article,
    kind: str,
    sentence: str,
    *,
    item: Item | None,
    original=None,
    acted: str = "",  # type: ignore[no-untyped-def]
) -> Development:
    now = timezone.now()
    row = Development.objects.create(
        article=article,
        item=item,
        original=original,
        kind=kind,
        sentence=sentence[:500],
        due_at=None if acted else now + CLOCKS[Development.Kind(kind)],
        state=Development.State.DONE if acted and kind != Development.Kind.EMBARGO else Development.State.OPEN,
        acted=acted,
        done_at=now if acted and kind != Development.Kind.EMBARGO else None,
    )
    auditing.record("development", by=None, article=article, reason=sentence, kind=kind, acted=acted)
    return row


@transaction.atomic
def done(development: Development, *, by: User | None, outcome: str) -> None:
    """A person has seen to it."""
    if not outcome.strip():
        raise NotAllowed(_("Say what was done about it: it is kept with the article."))
    development.state = Development.State.DONE
    development.done_by, development.done_at, development.outcome = by, timezone.now(), outcome.strip()[:500]
    development.save()
    auditing.record("development_done", by=by, article=development.article, reason=outcome.strip())
