"""What is published and stands against its terms.

The gate, the findings and the seals keep this from happening. Here it is looked at once more from the other side, at
what each surface shows: terms and rows can be changed past the product, a backup can be damaged, and a rule that came
later can find what an earlier one let through.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import presentation, seals
from articles.body import figures, text
from articles.evidence import one_line
from articles.models import Article, ArticlePicture
from articles.rights import Surface, counters, may, parts
from articles.rights.findings import findings
from articles.rights.window import window
from outlets.clauses import YesNo

if TYPE_CHECKING:
    from articles.presentation import Presented

_AT_ONCE = 200


@dataclasses.dataclass(frozen=True)
class Breach:
    """One thing that stands against the terms, and what to do about it. ``surfaces`` are those on which it shows."""

    article_id: int
    article: str
    outlet: str
    clause: str
    sentence: str
    remedy: str
    surfaces: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class _Fault:
    clause: str
    sentence: str
    remedy: str


def check(at: dt.datetime | None = None) -> Iterator[list[Breach]]:
    """For each published article what stands against its terms at this moment (now, unless told); mostly nothing.

    Scheduled articles are looked at as well: their moment comes without anybody acting. However many articles there
    are, one text is held at a time.
    """
    at = at or timezone.now()
    published = Article.objects.filter(status=Article.Status.PUBLISHED).order_by("pk")
    keys = published.values_list("pk", flat=True).iterator(chunk_size=2000)
    while some := list(islice(keys, _AT_ONCE)):
        shown_on = _listed(some, at)
        for pk in some:
            # Looked at twice before it is told: somebody may save between our reading of one row and of another.
            yield _breaches(pk, shown_on, at) and _breaches(pk, _listed([pk], at), at)


def _listed(keys: list[int], at: dt.datetime) -> dict[str, set[int]]:
    """Which of them each surface's lists hold."""
    rows = Article.objects.filter(pk__in=keys)
    return {surface: set(rows.visible_on(surface, at=at).values_list("pk", flat=True)) for surface in Surface}


def _breaches(pk: int, listed: dict[str, set[int]], at: dt.datetime) -> list[Breach]:
    try:
        article = Article.objects.for_presentation().select_related("original").get(pk=pk)
        if article.status != Article.Status.PUBLISHED:
            return []
        surfaces = [surface for surface in Surface if pk in listed[surface] or may(article, surface, at=at)]
        title, outlet = article.title, article.outlet.name if article.outlet else ""
        found = list(_faults(article, surfaces, at))
    except (DatabaseError, ValueError):  # bytes that are no text, or stored JSON that is none
        title, outlet, surfaces = _("unreadable"), "", []
        with suppress(DatabaseError):
            title = Article.objects.values_list("title", flat=True).get(pk=pk)
        found = [
            _Fault("original", _("The database cannot read it."), _("Tell the administrator: take it from a backup."))
        ]
    where = tuple(surface.value for surface in surfaces)
    return [
        Breach(pk, one_line(title), one_line(outlet), fault.clause, fault.sentence, fault.remedy, where)
        for fault in found
    ]


def _faults(article: Article, surfaces: list[Surface], at: dt.datetime) -> Iterator[_Fault]:
    told = [*_of_the_seals(article), *_of_the_time(article, surfaces, at)]
    yield from told
    opens, closes = window(article)
    if not surfaces and (article.trashed_at or (closes and closes <= max(at, opens or at))):
        return  # readers do not see it and never will
    rest: list[_Fault] = [
        _Fault(finding.clause, finding.sentence, finding.remedy) for finding in findings(article, at) if finding.blocks
    ]
    for faults in (rest, _of_the_page(article, presentation.present(article)) if article.terms_id else ()):
        # What two of these see is told once, in the words of the first.
        new = [fault for fault in faults if fault.clause not in {earlier.clause for earlier in told}]
        yield from new
        told += new
    for surface in surfaces:
        yield from _of_the_pictures(article, surface)


def _of_the_seals(article: Article) -> Iterator[_Fault]:
    for pk in article.originals.order_by("number").values_list("pk", flat=True):
        if broken := seals.check_original(pk):
            told = _("Original %(number)d: %(sentence)s") % {"number": broken.original, "sentence": broken.sentence}
            yield _Fault("original", told, _("Stop and tell the administrator."))
    if article.is_licensed and (broken := seals.check_article(article.pk)):
        yield _Fault(broken.part, broken.sentence, _("See manage.py verify_originals."))


def _of_the_time(article: Article, surfaces: list[Surface], at: dt.datetime) -> Iterator[_Fault]:
    """The moments stored with the article, by which every list is made, against those that its terms give."""
    if not surfaces:
        return
    opens, closes = window(article)
    remedy = _("Withdraw it, then tell the administrator: the stored moments are not those of its dates and terms.")
    if opens is None or opens > at:
        yield _Fault("time", _("Readers see it before its time: publication, embargo or the days to wait."), remedy)
    if closes and closes <= at:
        yield _Fault("remove_after_days", _("Readers see it although the days for it have passed."), remedy)
    if article.trashed_at:
        yield _Fault("status", _("Readers see it although it is in the trash."), remedy)


def _of_the_page(article: Article, story: Presented) -> Iterator[_Fault]:
    """The obligations of a licensed text, as its page prints them."""
    terms, fields = article.terms, article.original.fields if article.original else {}
    sealed = fields if isinstance(fields, dict) else {}
    if terms.outlet_id != article.outlet_id:
        yield _Fault("terms", _("These are the terms of another outlet."), _("Tell the administrator."))
    if terms.tracker_required == YesNo.YES and not (story.counter_html and counters.may_run(article)):
        yield _Fault(
            "tracker_required",
            _("The page shows no counter, and the outlet wants one."),
            _("Compare the counter's address and kind with the outlet's terms, then copy the article again."),
        )
    arrived_with = sealed.get("counter_url")
    if arrived_with and article.counter_url and article.counter_url != arrived_with:
        yield _Fault(
            "tracker_pattern",
            _("The counter is not the one that arrived with the text."),
            _("Copy the article again with its counter, from the Republish button."),
        )
    if not text.plain(story.notice_html).strip():
        yield _Fault(
            "credit_template", _("The page shows no notice."), _("Enter the notice's wording in the outlet's terms.")
        )
    missing = [name for name in article.bylines.values_list("name", flat=True) if name not in story.byline_line]
    if terms.author_required == YesNo.YES and missing:
        yield _Fault(
            "author_required",
            _("The printed byline leaves out %(names)s.") % {"names": ", ".join(missing)},
            _("Save the article, and the line is printed anew."),
        )
    if terms.disclosure_keep == YesNo.YES and sealed.get("disclosure") and not story.disclosure_html.strip():
        yield _Fault(
            "disclosure_keep",
            _("The authors' disclosure arrived with the text, and the page does not show it."),
            _("Copy the article again."),
        )


def _of_the_pictures(article: Article, surface: Surface) -> Iterator[_Fault]:
    """Every picture that this surface shows against the rights of the pictures, read anew."""
    story = presentation.present(article, surface)
    shown = set(_addresses(story.pages))
    if story.lead:
        shown.add(story.lead.url)
    if not shown:
        return
    uses = ArticlePicture.objects.filter(article=article).select_related("picture")
    allowed = {row.picture.file.url for row in uses if parts.may_show_picture(row.picture, surface)}
    for address in sorted(shown - allowed):
        yield _Fault(
            "images",
            _("A picture shows that may not (%(surface)s): %(address)s")
            % {"surface": surface.label, "address": address[:200]},
            _("Clear the picture, giving the reason, or take it out of the article."),
        )


def _addresses(pages: Iterable[str]) -> list[str]:
    found: list[str] = []

    def keep(src: str) -> Any:
        found.append(src)

    for page in pages:
        figures.replace(page, keep)
    return found
