"""The verb by which editors arrange the front page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from articles import auditing
from articles.front import Arrangement, Choice, Spot, arrangement_of, questions
from articles.models import Article, Front, FrontRail, FrontSlot, Section
from articles.models.front import ARRANGED
from articles.together import together
from records.moments import local

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def stored() -> Arrangement:
    """What is in force for readers."""
    return arrangement_of(**together(**questions()))


def arrange(front: Front, wanted: Arrangement, *, by: User | None) -> bool:
    """Let the front be as wanted, whole; False where it is that already, and nothing was written.

    Raises ``Stale`` where somebody else arranged it since ``front`` was read. The log says, in the same transaction,
    what changed from which story to which.
    """
    if by is not None and not by.has_perm("articles.change_front"):
        raise PermissionDenied(_("You may not arrange the front page. Ask an editor or a publisher."))
    with transaction.atomic():
        before = stored()
        if before == wanted:
            return False
        front.save()
        front.slots.all().delete()
        front.rails.all().delete()
        FrontSlot.objects.bulk_create(
            FrontSlot(
                front=front,
                place=spot.place,
                position=spot.position,
                section_id=spot.section,
                article_id=choice.article,
                until=choice.until,
            )
            for spot, choice in wanted.chosen.items()
        )
        FrontRail.objects.bulk_create(
            FrontRail(front=front, section_id=section, stories=stories) for section, stories in wanted.lengths.items()
        )
        auditing.record(ARRANGED, by=by, about=front, changes=_changes(before, wanted))
    return True


def _changes(before: Arrangement, after: Arrangement) -> list[str]:
    """A line for each place that is another now, as the log shows it."""
    choices = [*before.chosen.values(), *after.chosen.values()]
    titles = dict(Article.objects.filter(pk__in={choice.article for choice in choices}).values_list("pk", "title"))
    keys = {spot.section for spot in (*before.chosen, *after.chosen)} | {*before.lengths, *after.lengths}
    sections = dict(Section.objects.filter(pk__in={key for key in keys if key}).values_list("pk", "name"))

    def told(choice: Choice | None) -> str:
        if choice is None:
            return _("by itself")
        named = f"“{titles.get(choice.article, '')}” ({choice.article})"
        if choice.until is None:
            return named
        until = formats.date_format(local(choice.until), "DATETIME_FORMAT")
        return _("%(story)s until %(moment)s") % {"story": named, "moment": until}

    lines = [
        f"{name_of(spot, sections)}: {told(before.chosen.get(spot))} → {told(after.chosen.get(spot))}"
        for spot in in_order({*before.chosen, *after.chosen})
        if before.chosen.get(spot) != after.chosen.get(spot)
    ]
    lines += [
        _("Stories in the rail of %(section)s: %(before)s → %(after)s")
        % {"section": sections.get(key, key), "before": before.length(key), "after": after.length(key)}
        for key in sorted({*before.lengths, *after.lengths})
        if before.length(key) != after.length(key)
    ]
    return lines


_RANK = {FrontSlot.Place.LEAD: 0, FrontSlot.Place.TOP: 1, FrontSlot.Place.RAIL: 2}


def in_order(spots: Iterable[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda spot: (_RANK[FrontSlot.Place(spot.place)], spot.section or 0, spot.position))


def name_of(spot: Spot, sections: dict[int, str]) -> str:
    """What the desk calls a place."""
    if spot.place == FrontSlot.Place.LEAD:
        return _("Lead")
    if spot.place == FrontSlot.Place.TOP:
        return _("Beside the lead, %(number)d") % {"number": spot.position}
    return _("%(section)s, %(number)d") % {"section": sections.get(spot.section or 0, "–"), "number": spot.position}
