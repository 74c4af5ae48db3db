"""What the desk answers when a source did something: the new text is taken over, or ours kept; readers are told; the
text is withdrawn. Each answer is a verb of the article, and settles the development in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles import auditing, publishing, resting, trash
from articles.publishing import NotAllowed
from articles.rights import rulings
from articles.rights.clauses import duties
from inbound import developments, formats, hints
from inbound.accept import NotAccepted, accept
from inbound.fetch import Failed, Refused, fetch
from inbound.formats.arrival import Unreadable
from inbound.models import Delivery, Development
from inbound.sentences import in_words

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article
    from inbound.formats.arrival import Arrival
    from outlets.models import Outlet


def _begin(row: Development) -> Article:
    row.refresh_from_db()
    if row.state != Development.State.OPEN:
        raise NotAllowed(_("Somebody has seen to this already: %(outcome)s") % {"outcome": row.outcome or row.acted})
    return row.article


@transaction.atomic
def take_over(
    row: Development,
    *,
    by: User,
    reason: str,
    parts: Mapping[str, str] | None = None,
    mends: Mapping[int, resting.Mend] | None = None,
) -> list[str]:
    """The newest original takes the place of the one shown; the development is settled (``inbound.settling``)."""
    return resting.take_over(_begin(row), by=by, reason=reason, parts=parts, mends=mends)


@transaction.atomic
def carry_over(row: Development, *, by: User, reason: str, parts: Mapping[str, str] | None = None) -> None:
    """An adaptation holds by hand what changed."""
    resting.carry_over(_begin(row), by=by, reason=reason, parts=parts)


def may_keep(row: Development, user: User) -> bool:
    """What its source withdrew is kept by the rights desk alone, whatever else by whoever handles developments."""
    if row.kind in developments.WITHDRAWALS:
        return bool(user.has_perm(rulings.PERMISSION))
    return bool(user.has_perm("inbound.change_development"))


@transaction.atomic
def keep(row: Development, *, by: User, reason: str) -> None:
    """Ours stays as it is, with a reason on record; of what its source withdrew that is a ruling."""
    article = _begin(row)
    if not may_keep(row, by):
        raise PermissionDenied(_("Only the rights desk decides that a withdrawn text stays."))
    if not reason.strip():
        raise NotAllowed(_("Say why ours stays as it is: it is kept with the article."))
    if row.kind in developments.WITHDRAWALS and duties.is_withdrawn_at_source(article):
        rulings.rule(duties.WITHDRAWN, by=by, allowed=True, reason=reason, article=article)
    auditing.record(duties.KEPT, by=by, article=article, reason=reason.strip(), kind=row.kind)
    developments.close(row, by=by, outcome=_("Ours was kept: %(reason)s") % {"reason": reason.strip()})


@transaction.atomic
def correct(row: Development, *, by: User, kind: str, text: str) -> None:
    """A note to readers. It settles what happened, unless a new text still waits to be taken over or refused."""
    article = _begin(row)
    publishing.correct(article, by=by, kind=kind, text=text)
    if resting.newer_original(article) is None:
        developments.close(row, by=by, outcome=_("Readers were told: %(text)s") % {"text": text.strip()})


@transaction.atomic
def withdraw(row: Development, *, by: User, reason: str) -> None:
    """It leaves every surface; readers who come to its address are told the reason."""
    publishing.withdraw(_begin(row), by=by, reason=reason)


@transaction.atomic
def restore(row: Development, *, by: User, reason: str) -> None:
    publishing.restore(_begin(row), by=by, reason=reason)


@transaction.atomic
def put_in_trash(row: Development, *, by: User, reason: str) -> None:
    """What readers never saw goes into the trash."""
    trash.trash(_begin(row), by=by, reason=reason)


def fetch_new_text(row: Development, *, by: User) -> str:
    """Read the page of the original and seal what it says as the next original; what came of it, in a sentence.

    For texts that no feed brings. Raises NotAllowed where the page cannot be read as an article.
    """
    article = _begin(row)
    if not article.source_url or article.outlet is None:
        raise NotAllowed(_("Its original address is not known, so nothing can be fetched."))
    try:
        fetched = fetch(article.source_url)
        reading = formats.read(fetched.body, hints.hints_for(article.outlet, fetched.url))
    except (Refused, Failed, Unreadable) as error:
        raise NotAllowed(in_words(str(error))) from error
    if len(reading.arrivals) != 1:
        raise NotAllowed(_("No article was found on %(address)s.") % {"address": fetched.url})
    known: dict[str, Any] = {"by": by, "format": reading.format, "data": fetched.body, "source": fetched.url}
    return _seal(row, reading.arrivals[0], article.outlet, **known)


@transaction.atomic
def _seal(
    row: Development, arrival: Arrival, outlet: Outlet, *, by: User, format: str, data: bytes, source: str
) -> str:
    article = row.article
    Delivery.keep(data, outlet=outlet, way=Delivery.Way.ADDRESS, address=source[:2000], received_by=by)
    try:
        accepted = accept(arrival, outlet=outlet, by=by, format=format, source=source, article=article)
    except NotAccepted as refused:
        raise NotAllowed(str(refused)) from refused
    if accepted.outcome != "updated":
        return _("The page says the same as what we hold.")
    article.refresh_from_db()
    newest = article.originals.order_by("-number").first()
    row.original = newest
    row.save()
    if newest is not None and article.original_id == newest.pk:
        developments.close(row, by=by, outcome=_("The draft shows the new text."))
        return _("The new text was sealed, and the draft shows it.")
    return _("The new text was sealed. Compare it below before it is taken over.")
