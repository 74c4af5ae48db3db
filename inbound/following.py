"""What arrives of a text that we hold is followed: a new original, a correction, an embargo, an end, a withdrawal.

Only what a source says counts: what is missing, empty, broken off or older than what we have changes nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing, carrying, resting
from articles.body import compare, text
from articles.models import Article
from articles.publishing import NotAllowed
from articles.rights.clause import moment_in_words
from articles.rights.clauses import duties
from inbound import changes, developments
from inbound.accept import accept
from inbound.formats.arrival import CANCELED, USABLE, WITHHELD
from inbound.models import Development, Item
from outlets.models import Outlet

if TYPE_CHECKING:
    from inbound.formats import Withdrawn
    from inbound.formats.arrival import Arrival
    from inbound.models import Delivery

Kind = Development.Kind


def follow(
    item: Item, arrival: Arrival, *, before: Arrival | None, format: str, delivery: Delivery, reason: str = ""
) -> list[Development]:
    """What the arrival changes about the item's article; called in the transaction of the arrival.

    ``before`` is the arrival that the item held until now, None where the article came by another way; ``reason`` what
    the source says of taking it back.
    """
    article = item.article
    if article is None:
        return []
    told_by: dict[str, Any] = {"item": item, "delivery": delivery}
    status = arrival.rights.status
    if status == CANCELED:
        return _only(developments.withdrawn(article, **told_by, reason=reason[:300]))
    if words := changes.withdrawn_in_words(before, arrival):
        said = _("It says: “%(words)s”") % {"words": words}
        return _only(developments.withdrawn(article, **told_by, reason=said))
    found = []
    if status == WITHHELD and not (arrival.embargo_until and arrival.embargo_until > timezone.now()):
        found.append(developments.withheld(article, **told_by))
    elif duties.is_withdrawn_at_source(article):
        if not is_released(arrival, before):
            return []
        found.append(developments.released(article, **told_by))
    article.refresh_from_db()
    found += [_embargo(article, item, arrival, before, delivery), _expiry(article, item, arrival, delivery)]
    article.refresh_from_db()
    if arrival.body_html.strip():
        found.append(_text(article, item, arrival, before, format, delivery))
    return _only(*found)


def is_released(arrival: Arrival, before: Arrival | None) -> bool:
    """Whether the source published again what it withdrew: it lay withdrawn there, or has a newer date now."""
    if arrival.rights.status != USABLE or changes.says_withdrawn(arrival):
        return False
    if before is None or before.rights.status != USABLE or changes.says_withdrawn(before):
        return True
    return bool(arrival.updated and (before.updated is None or arrival.updated > before.updated))


def _only(*found: Development | None) -> list[Development]:
    return [one for one in found if one is not None]


def withdrawn_by_name(gone: Withdrawn, *, outlet: Outlet, delivery: Delivery | None = None) -> bool:
    """A source says that it withdrew something: whether we knew it. Items nobody picked leave the inbox.

    What it published again after that moment is not withdrawn (RFC 6721, section 5, of entries and tombstones).
    """
    with transaction.atomic():
        Outlet.objects.select_for_update().get(pk=outlet.pk)  # as arrivals do: told once
        rows = Item.objects.filter(outlet=outlet)
        item = rows.filter(source_id=gone.source_id).first() if gone.source_id else None
        item = item or (rows.filter(source_url=gone.canonical_url).first() if gone.canonical_url else None)
        if item is not None and _is_newer(item, gone):
            return False
        article = item.article if item else _article(gone, outlet)
        if item is not None and item.article_id is None:
            changed = item.state != Item.State.WITHDRAWN
            if changed:
                item.state, item.because = Item.State.WITHDRAWN, (gone.reason or "")[:500]
                item.save()
            return changed
        if article is None:
            return False
        found = developments.withdrawn(article, item=item, delivery=delivery, reason=(gone.reason or "")[:300])
        return found is not None


def _is_newer(item: Item, gone: Withdrawn) -> bool:
    arrival = item.arrival
    published = arrival.updated or arrival.published
    return arrival.rights.status != CANCELED and gone.at is not None and published is not None and published > gone.at


def _article(gone: Withdrawn, outlet: Outlet) -> Article | None:
    rows = Article.objects.filter(outlet=outlet)
    found = rows.filter(source_id=gone.source_id).first() if gone.source_id else None
    return found or (rows.filter(source_url=gone.canonical_url).first() if gone.canonical_url else None)


# --- the text


def _text(
    article: Article, item: Item, arrival: Arrival, before: Arrival | None, format: str, delivery: Delivery
) -> Development | None:
    shown = article.original
    accepted = accept(arrival, outlet=item.outlet, by=None, format=format, source=delivery.address, article=article)
    article.refresh_from_db()
    if accepted.outcome == "shortened":
        return _shortened(article, item, arrival, before, delivery)
    if accepted.outcome != "updated":
        return None
    newest = article.originals.order_by("-number").first()
    if newest is None:
        return None
    old, new = shown.html if shown else "", newest.html
    is_correction = changes.is_correction(old, new, arrival, before)
    said = _("%(outlet)s corrected its text.") if is_correction else _("%(outlet)s changed its text.")
    if old == new or (shown and compare.compare(old, new).is_same):
        said = _("%(outlet)s changed what stands beside its text.")
    said = f"{said % {'outlet': item.outlet}} {_beside(article, shown, newest)}".strip()
    acted = ""
    if article.original_id == newest.pk:
        acted = _("The draft shows the new text.")
    elif duties.follows(article) and (is_correction or changes.is_small(old, new)):
        try:
            with transaction.atomic():
                resting.take_over(article, by=None, reason=said[:500])
            acted = _("Taken over at once, as the terms want it.")
        except NotAllowed as refused:
            said = f"{said} {refused}"
        article.refresh_from_db()
    kind = Kind.CORRECTION if is_correction else Kind.UPDATE
    return developments.opened(article, kind, said, item=item, delivery=delivery, original=newest, acted=acted)


def _beside(article: Article, shown, newest) -> str:  # type: ignore[no-untyped-def]
    """What else than the words is different, in a sentence; "" where nothing is."""
    parts = carrying.changed(article, shown, newest) if shown and shown.pk != newest.pk else []
    if not parts:
        return ""
    which = "; ".join(f"{part.label}: “{part.new[:120]}”" for part in parts[:3])
    return _("Beside it: %(which)s.") % {"which": which}


def _shortened(
    article: Article, item: Item, arrival: Arrival, before: Arrival | None, delivery: Delivery
) -> Development | None:
    """Told once, and only where this way gave the whole text before."""
    newest = article.originals.order_by("-number").first()
    gave_it_before = (
        before is not None
        and newest is not None
        and not changes.is_shortened(newest.text, text.plain(before.body_html))
    )
    if not gave_it_before or developments.is_open(article, Kind.UPDATE):
        return None
    told = _(
        "%(outlet)s now sends %(now)d words of the %(held)d that we hold. That may be an excerpt, or an answer that "
        "broke off, so nothing was changed: look at its page."
    )
    counted = {"now": len(text.words(arrival.body_html)), "held": len(newest.text.split()) if newest else 0}
    return developments.opened(
        article, Kind.UPDATE, told % ({"outlet": item.outlet} | counted), item=item, delivery=delivery
    )


# --- time


def _embargo(
    article: Article, item: Item, arrival: Arrival, before: Arrival | None, delivery: Delivery
) -> Development | None:
    until, now = arrival.embargo_until, timezone.now()
    told_by: dict[str, Any] = {"item": item, "delivery": delivery}
    held = article.embargo_until
    if until is None:
        was_stated = before is not None and before.embargo_until is not None and before.embargo_until == held
        if not (was_stated and held and held > now):
            return None
        said = _("%(outlet)s no longer states the embargo until %(until)s, which is kept here until a person lifts it.")
        return developments.opened(article, Kind.RELEASED, said % _when(item, held), **told_by)
    if held == until or (until <= now and (held is None or held <= now)):
        return None
    is_public = article.status == Article.Status.PUBLISHED and not article.trashed_at
    was_open = is_public and article.opens_at and article.opens_at <= now
    article.embargo_until = until
    article.save()
    auditing.record("embargo", by=None, article=article, reason=_("set by its source"), until=until.isoformat())
    if not is_public:
        return None
    if until <= now:
        said = _("%(outlet)s lifted its embargo.") % {"outlet": item.outlet}
        return developments.opened(article, Kind.RELEASED, said, **told_by, acted=_("It opens at its own time."))
    said = _("%(outlet)s set an embargo until %(until)s.") % _when(item, until)
    acted = _("It is hidden from readers until then.") if was_open else _("It stays hidden from readers until then.")
    return developments.opened(article, Kind.EMBARGO, said, **told_by, acted=acted, stays_open=True)


def _expiry(article: Article, item: Item, arrival: Arrival, delivery: Delivery) -> Development | None:
    until = arrival.rights.expires
    if until is None or article.usable_until == until:
        return None
    article.usable_until = until
    article.save()
    auditing.record("usable_until", by=None, article=article, reason=_("set by its source"), until=until.isoformat())
    if article.status != Article.Status.PUBLISHED:
        return None
    said = _("%(outlet)s lets it be used until %(until)s.") % _when(item, until)
    acted = _("It leaves every surface by itself then.")
    return developments.opened(article, Kind.EXPIRY, said, item=item, delivery=delivery, acted=acted)


def _when(item: Item, until: dt.datetime) -> dict[str, object]:
    return {"outlet": item.outlet, "until": moment_in_words(until)}
