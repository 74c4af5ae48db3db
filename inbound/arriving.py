"""What a delivery holds goes into the inbox: each story once, whatever its source sends again, and by whatever way.

One transaction for one item; a bad one is reported and its neighbours arrive. Nothing is ever removed because it is
missing: an empty or broken feed removes nothing.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing
from articles.body import text
from articles.rights import headlines
from articles.rights.clauses import duties
from inbound import changes, following, matching
from inbound.accept import NotAccepted, accept, storable, storable_words
from inbound.models import Item
from outlets.models import Outlet
from records.versioned import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from inbound.formats import Reading
    from inbound.formats.arrival import Arrival
    from inbound.models import Delivery, Feed

log = logging.getLogger(__name__)

NEW, SAME, UPDATED, ELSEWHERE, WITHDRAWN = "new", "same", "updated", "elsewhere", "withdrawn"
_CONTENT = ("title", "standfirst", "body_html", "authors", "disclosure_html", "embargo_until", "rights", "tags")
"""What has to differ for a story to have changed; feeds change much around it that nobody reads."""


@dataclasses.dataclass
class Counts:
    """What became of the items of one delivery, and a sentence for each that could not be taken."""

    new: int = 0
    same: int = 0
    updated: int = 0
    elsewhere: int = 0
    withdrawn: int = 0
    failed: int = 0
    unstored: int = 0
    """Of these so many by no fault that we know of their own: the database was away, perhaps. Worth another look."""
    errors: list[str] = dataclasses.field(default_factory=list)


def take_in(reading: Reading, *, delivery: Delivery, outlet: Outlet, feed: Feed | None = None) -> Counts:
    """Put everything that was read into the inbox. May be run again on the same delivery: nothing happens twice."""
    counts = Counts(failed=len(reading.errors), errors=list(reading.errors))
    with auditing.acting(_told_by(delivery), delivery=delivery.pk):
        _take_each(reading, delivery, outlet, feed, counts)
    return counts


def _told_by(delivery: Delivery) -> str:
    """Who the log says did it, where it was no person."""
    if delivery.feed is not None:
        return _("feed “%(feed)s”, delivery %(number)d") % {"feed": delivery.feed, "number": delivery.pk}
    told = _("%(way)s from %(where)s, delivery %(number)d")
    where = delivery.address or delivery.outlet or "–"
    return told % {"way": delivery.get_way_display(), "where": str(where)[:100], "number": delivery.pk}


def _take_each(reading: Reading, delivery: Delivery, outlet: Outlet, feed: Feed | None, counts: Counts) -> None:
    reasons = {gone.source_id: gone.reason or "" for gone in reading.withdrawn if gone.source_id}
    unchanged = _unchanged(reading.arrivals, outlet)
    for arrival in reading.arrivals:
        if (storable_words(arrival.source_id or ""), _digest(arrival)) in unchanged:
            counts.same += 1
            continue
        try:
            reason = reasons.get(arrival.source_id or "", "")
            outcome = _insisting(_take, arrival, reading.format, delivery, outlet, feed, reason)
        except Exception as error:
            log.exception("an item of delivery %s", delivery.pk)
            counts.failed += 1
            known = isinstance(error, (NotAccepted, ValueError))
            counts.unstored += not known
            why = str(error) if known else _("it could not be stored; the log says why.")
            counts.errors.append(f"“{(arrival.title or arrival.canonical_url or '')[:100]}”: {why}")
            continue
        setattr(counts, outcome, getattr(counts, outcome) + 1)
    for gone in reading.withdrawn:
        try:
            counts.withdrawn += _insisting(following.withdrawn_by_name, gone, outlet=outlet, delivery=delivery)
        except Exception:
            log.exception("a withdrawal of delivery %s", delivery.pk)
            counts.failed, counts.unstored = counts.failed + 1, counts.unstored + 1
            which = gone.source_id or gone.canonical_url or ""
            counts.errors.append(
                _("The withdrawal of “%(which)s” could not be stored; the log says why.") % {"which": which[:100]}
            )


def _insisting(act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Once more where somebody saved the article at the same moment."""
    for _try in range(3):
        try:
            return act(*args, **kwargs)
        except Stale:
            continue
    return act(*args, **kwargs)


def _unchanged(arrivals: list[Arrival], outlet: Outlet) -> set[tuple[str, str]]:
    """Identity and digest of those that we hold to the byte, which is most of what a feed says again. They are seen."""
    named = {storable_words(arrival.source_id): _digest(arrival) for arrival in arrivals if arrival.source_id}
    held = Item.objects.filter(outlet=outlet, source_id__in=list(named)).values_list("pk", "source_id", "digest")
    same = {pk: (source_id, digest) for pk, source_id, digest in held if named[source_id] == digest}
    if same:
        Item.objects.filter(pk__in=list(same)).update(seen_last=timezone.now(), missing_since=None)
    return set(same.values())


def put_in(
    arrival: Arrival, format: str, *, delivery: Delivery, outlet: Outlet, feed: Feed | None = None, reason: str = ""
) -> tuple[Item, str]:
    """One arrival into the inbox: its item, and new, same, updated, elsewhere or withdrawn. Atomic.

    ``reason`` is what its source says of taking it back.
    """
    arrival = storable(arrival)
    with transaction.atomic(), auditing.acting(_told_by(delivery), delivery=delivery.pk):
        Outlet.objects.select_for_update().get(pk=outlet.pk)  # one arrival of an outlet at a time: no twins
        match = matching.find_item(arrival, outlet)
        if match is None and not (arrival.title or arrival.body_html or arrival.rights.status == "canceled"):
            raise NotAccepted(_("it has neither a headline nor a text, so it was left out."))
        if match is None:
            return _first_time(arrival, format, delivery, outlet, feed, reason)
        item, rung = match
        return item, _again(item, rung, arrival, format, delivery, reason)


def _take(arrival: Arrival, format: str, delivery: Delivery, outlet: Outlet, feed: Feed | None, reason: str) -> str:
    problem: Exception | None = None
    with transaction.atomic():  # in one: an item that is there already is no longer new, and nothing would pick it
        item, outcome = put_in(arrival, format, delivery=delivery, outlet=outlet, feed=feed, reason=reason)
        if outcome == NEW and feed is not None and feed.automatic and not feed.why_not_automatic():
            try:
                pick(item, by=None, because=_("picked by itself: %(feed)s") % {"feed": feed}, feed=feed)
            except Exception as error:
                problem = error
    if problem is not None:  # it is in the inbox, for a person
        raise problem
    return outcome


def _first_time(
    arrival: Arrival, format: str, delivery: Delivery, outlet: Outlet, feed: Feed | None, reason: str
) -> tuple[Item, str]:
    item = Item(outlet=outlet, feed=feed, format=format[:40])
    held = matching.find(arrival, outlet)
    if held is not None:  # it came by hand before
        item.article, item.state = held.article, Item.State.PICKED
        item.because = _("taken before by another way")
    elif arrival.rights.status == "canceled":
        item.state, item.because = Item.State.WITHDRAWN, reason[:500]
    _hold(item, arrival, delivery)
    item.save()
    if held is not None:
        following.follow(item, arrival, before=None, format=format, delivery=delivery, reason=reason)
        return item, ELSEWHERE
    return item, WITHDRAWN if item.state == Item.State.WITHDRAWN else NEW


def _again(item: Item, rung: str, arrival: Arrival, format: str, delivery: Delivery, reason: str) -> str:
    item.seen_last, item.missing_since = timezone.now(), None
    if item.digest == _digest(arrival):
        Item.objects.filter(pk=item.pk).update(seen_last=item.seen_last, missing_since=None)
        return SAME
    before = item.arrival
    other_way = rung != "identity" and bool(arrival.source_id) and arrival.source_id != item.source_id
    changed = any(getattr(before, name) != getattr(arrival, name) for name in _CONTENT)
    canceled = arrival.rights.status == "canceled"
    if other_way and not canceled and not (before.updated and arrival.updated and arrival.updated > before.updated):
        # Another feed tells the same story its own way; the way it came first stays the one that counts.
        Item.objects.filter(pk=item.pk).update(seen_last=item.seen_last, missing_since=None)
        return ELSEWHERE
    if rung == "identity" and _is_overtaken(arrival, before):
        # Overtaken on its way: what we hold is newer.
        Item.objects.filter(pk=item.pk).update(seen_last=item.seen_last, missing_since=None)
        return SAME
    _hold(item, arrival, delivery)
    item.format = format[:40]
    if item.article is not None and item.is_free:
        item.article, item.state, item.because = None, Item.State.WAITING, ""
    was_withdrawn = item.state == Item.State.WITHDRAWN
    if (canceled or changes.withdrawn_in_words(before, arrival)) and item.state == Item.State.WAITING:
        item.state, item.because = Item.State.WITHDRAWN, reason[:500]
    elif was_withdrawn and item.article_id is None and following.is_released(arrival, before):
        item.state, item.because = Item.State.WAITING, ""
    item.save()
    comes_back = item.article is not None and duties.is_withdrawn_at_source(item.article)
    if not changed and not comes_back:
        return SAME
    if item.article is not None:
        following.follow(item, arrival, before=before, format=format, delivery=delivery, reason=reason)
    is_gone = canceled and before.rights.status != "canceled"
    return WITHDRAWN if is_gone or changes.withdrawn_in_words(before, arrival) else UPDATED


def _is_overtaken(arrival: Arrival, before: Arrival) -> bool:
    """Whether what comes is older than what we hold, by the source's own count or by its date."""
    if matching.is_older(arrival.version, before.version):
        return True
    if arrival.rights.status == "canceled" or not (arrival.updated and before.updated):
        return False
    return arrival.updated < before.updated <= timezone.now()


def _hold(item: Item, arrival: Arrival, delivery: Delivery) -> None:
    item.hold(arrival)
    item.delivery = delivery
    item.digest = _digest(arrival)
    item.title = (arrival.title or headlines.first_words(arrival.body_html))[:300]
    item.published = arrival.published
    item.words = len(text.words(arrival.body_html))
    item.fingerprint = matching.fingerprint(arrival.body_html)
    # A rung once known stays: a feed that forgets its identities for a day makes no twins.
    item.source_id = (arrival.source_id or item.source_id)[:500]
    item.source_url = (arrival.canonical_url or item.source_url)[:2000]
    item.source_number = (matching.article_number(arrival) or item.source_number)[:40]


def _digest(arrival: Arrival) -> str:
    return hashlib.sha256(arrival.raw).hexdigest()


@transaction.atomic
def pick(item: Item, *, by: User | None, because: str, section=None, feed: Feed | None = None):  # type: ignore[no-untyped-def]
    """Make the item's draft: ``accept``, with the feed's section and tags where none are given. Raises NotAccepted.

    An item that is picked already gives its article back; one that its source withdrew is refused.
    """
    item = Item.objects.select_for_update().get(pk=item.pk)
    if item.article is not None and not item.is_free:
        return item.article
    if item.state == Item.State.WITHDRAWN:
        raise NotAccepted(_("“%(item)s” was withdrawn by its source.") % {"item": item})
    if by is not None and not because.strip():
        raise NotAccepted(_("Say why you pick “%(item)s”: it is kept with the article.") % {"item": item})
    feed = feed or item.feed
    accepted = accept(
        item.arrival,
        outlet=item.outlet,
        by=by,
        because=because,
        section=section or (feed.section if feed else None),
        format=item.format,
        source=item.source_url or item.delivery.address,
    )
    if feed:
        accepted.article.tags.add(*feed.suggested_tags())
    item.article, item.state = accepted.article, Item.State.PICKED
    item.decided_by, item.decided_at, item.because = by, timezone.now(), because.strip()[:500]
    item.save()
    return accepted.article


@transaction.atomic
def dismiss(item: Item, *, by: User | None, because: str = "") -> None:
    """Nobody wants it; it can be picked all the same later."""
    if item.article_id is not None:
        raise NotAccepted(_("“%(item)s” is picked already; its article is put in the trash instead.") % {"item": item})
    item.state = Item.State.DISMISSED
    item.decided_by, item.decided_at, item.because = by, timezone.now(), because.strip()[:500]
    item.save()
