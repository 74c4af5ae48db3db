"""What is published and stands against its terms.

The gate, the clauses and the seals keep this from happening. Here it is looked at once more from the other side: what
lists hold, what pages and feeds print, which pictures show. Terms and rows can be changed past the product, a backup
can be damaged, a template can lose what an article has, and a rule that came later can find what an earlier one let
through. What a clause checks is asked of the clause.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import presentation, printed, readers, seals
from articles.body import figures
from articles.evidence import one_line
from articles.models import Article, ArticlePicture
from articles.queries import in_lots
from articles.rights import Decision, Surface, may, parts
from articles.rights.clauses import knowing
from articles.rights.finding import Finding
from articles.rights.findings import findings
from articles.rights.window import window

BREACH, QUESTION, REMINDER = "breach", "question", "reminder"


@dataclasses.dataclass(frozen=True)
class Breach:
    """One thing that stands against the terms, and what to do about it.

    Where pages or feeds could not be read at all, ``article_id`` is None, and identity and article are "".
    """

    article_id: int | None
    identity: str
    """As in feeds: urn:uuid:…"""
    article: str
    outlet: str
    clause: str
    """The column of Terms it is about; or what it is about beside them: original, body, time, status, page, feed, …"""
    kind: str
    """breach; question: the terms leave it open and the rights desk has not decided, so it is not allowed; reminder:
    somebody has to see to it, and nothing is broken."""
    sentence: str
    remedy: str
    surfaces: tuple[str, ...] = ()
    """Those on which it shows."""

    @property
    def is_reminder(self) -> bool:
        return self.kind == REMINDER


@dataclasses.dataclass(frozen=True)
class _Found:
    finding: Finding
    surfaces: tuple[str, ...] = ()
    """Empty: wherever the article shows."""


def check(at: dt.datetime | None = None, *, reminders: bool = False) -> Iterator[list[Breach]]:
    """For each published article what stands against its terms, now; mostly nothing. With its reminders, if asked for.

    Scheduled articles are looked at as well: their moment comes without anybody acting. However many articles there
    are, one text is held at a time. Pages and feeds that could not be read are told of last, in a list of their own.
    For another moment (``at``) pages and feeds, which are those of now, are left unread.
    """
    for of_one in _Walk(at).articles():
        yield [breach for breach in of_one if reminders or not breach.is_reminder]


class _Walk:
    def __init__(self, at: dt.datetime | None):
        self.at = at
        self.feeds: dict[int, set[str]] = {}
        """By article, the feeds in which something is wrong with it."""
        self.unread: dict[str, str] = {}
        """Of pages and of feeds the first one that could not be read, and why."""

    def articles(self) -> Iterator[list[Breach]]:
        if self.at is None:
            for path in printed.feeds():
                for pk in self.in_feed(path):
                    self.feeds.setdefault(pk, set()).add(path)
        for lot in in_lots(Article.objects.filter(status=Article.Status.PUBLISHED)):
            listed = self.listed(lot)
            for pk in lot:
                found = self.look(pk, listed)
                # Looked at twice before it is told: somebody may save between our reading of one row and of another.
                yield found if all(breach.is_reminder for breach in found) else self.look(pk, self.listed([pk]))
        if self.unread:
            yield [_breach(None, _unread(surface, why)) for surface, why in self.unread.items()]

    def listed(self, keys: list[int]) -> dict[Surface, set[int]]:
        """Which of them each surface's lists hold."""
        rows = Article.objects.filter(pk__in=keys)
        return {surface: set(rows.visible_on(surface, at=self.at).values_list("pk", flat=True)) for surface in Surface}

    def look(self, pk: int, listed: dict[Surface, set[int]]) -> list[Breach]:
        try:
            article = Article.objects.for_presentation().select_related("original").get(pk=pk)
            if article.status != Article.Status.PUBLISHED:
                return []
            return [_breach(article, found) for found in self.everything(article, listed)]
        except seals.UNREADABLE:
            title = _("unreadable")
            with suppress(DatabaseError):
                title = Article.objects.values_list("title", flat=True).get(pk=pk)
            remedy = _("Tell the administrator: take it from a backup.")
            told = _breach(None, _Found(Finding("original", _("The database cannot read it."), remedy)))
            return [dataclasses.replace(told, article_id=pk, article=one_line(str(title)))]

    def everything(self, article: Article, listed: dict[Surface, set[int]]) -> Iterator[_Found]:
        """Each thing once: what a later look finds on a clause that an earlier one told of is the same thing."""
        decided = {surface: may(article, surface, at=self.at) for surface in Surface}
        open_on = [surface for surface in Surface if decided[surface] or article.pk in listed[surface]]
        everywhere = tuple(surface.value for surface in open_on)
        told: set[str] = set()
        for look in self.looks(article, listed, decided, open_on):
            new = [found for found in look if _subject(found.finding) not in told]
            told |= {_subject(found.finding) for found in new if found.finding.blocks}
            yield from (found if found.surfaces else dataclasses.replace(found, surfaces=everywhere) for found in new)

    def looks(
        self,
        article: Article,
        listed: dict[Surface, set[int]],
        decided: dict[Surface, Decision],
        open_on: list[Surface],
    ) -> Iterator[list[_Found]]:
        """The looks taken at an article, what lies deepest first."""
        now = self.at or timezone.now()
        yield [_Found(finding) for finding in _of_the_seals(article)]
        yield [_Found(finding) for finding in _of_the_time(article, open_on, now)]
        yield list(_of_the_lists(article, listed, decided))
        opens, closes = window(article)
        if not open_on and (article.trashed_at or (closes and closes <= max(now, opens or now))):
            return  # readers do not see it and never will
        yield [_Found(finding) for finding in [*_of_the_desk(article), *findings(article, self.at)]]
        uses = list(ArticlePicture.objects.filter(article=article).select_related("picture"))
        yield [found for surface in open_on for found in _of_the_pictures(article, uses, surface)]
        if self.at is None and article.terms_id and Surface.PAGE in open_on:
            yield [_Found(finding, (Surface.PAGE.value,)) for finding in self.on_pages(article, uses)]
        for path in sorted(self.feeds.get(article.pk, ())):
            yield [_Found(finding, (Surface.FEED.value,)) for finding in self.in_feed(path).get(article.pk, [])]

    def on_pages(self, article: Article, uses: list[ArticlePicture]) -> list[Finding]:
        try:
            story = presentation.present(article)
            return list(printed.on_pages(article, story, _hidden(uses, Surface.PAGE)))
        except readers.Failed as failed:
            self.unread.setdefault(Surface.PAGE, str(failed))
            return []

    def in_feed(self, path: str) -> dict[int, list[Finding]]:
        try:
            return printed.in_feed(path)
        except (readers.Failed, *seals.UNREADABLE) as failed:
            self.unread.setdefault(Surface.FEED, str(failed))
            return {}


def _unread(surface: str, why: str) -> _Found:
    told = _("What is printed there could not be read everywhere (%(surface)s). The first: %(why)s")
    remedy = _("Tell the administrator. The command runs where the site runs, with its static files collected.")
    return _Found(Finding(surface, told % {"surface": Surface(surface).label, "why": why}, remedy), (str(surface),))


def _breach(article: Article | None, found: _Found) -> Breach:
    finding = found.finding
    kind = BREACH if not finding.asks else QUESTION
    return Breach(
        article_id=article.pk if article else None,
        identity=article.guid if article else "",
        article=one_line(article.title) if article else "",
        outlet=one_line(article.outlet.name) if article and article.outlet else "",
        clause=finding.clause,
        kind=kind if finding.blocks else REMINDER,
        sentence=one_line(finding.sentence),
        remedy=one_line(finding.remedy),
        surfaces=found.surfaces,
    )


def _subject(finding: Finding) -> str:
    clause = knowing(finding.clause)
    return clause.name if clause else finding.clause


def _of_the_seals(article: Article) -> Iterator[Finding]:
    for pk in article.originals.order_by("number").values_list("pk", flat=True):
        if broken := seals.check_original(pk):
            told = _("Original %(number)d: %(sentence)s") % {"number": broken.original, "sentence": broken.sentence}
            yield Finding("original", told, _("Stop and tell the administrator."))
    if article.is_licensed and (broken := seals.check_article(article.pk)):
        yield Finding(broken.part, broken.sentence, _("See manage.py verify_originals."))


def _of_the_time(article: Article, open_on: list[Surface], now: dt.datetime) -> Iterator[Finding]:
    """The moments stored with the article, by which every list is made, against those that its terms give."""
    if not open_on:
        return
    opens, closes = window(article)
    remedy = _("Withdraw it, then tell the administrator: the stored moments are not those of its dates and terms.")
    if opens is None or opens > now:
        yield Finding("time", _("Readers see it before its time: publication, embargo or the days to wait."), remedy)
    if closes and closes <= now:
        clause = "fresh_within_days" if closes == opens else "remove_after_days"
        yield Finding(clause, _("Readers see it although the days for it have passed."), remedy)
    if article.trashed_at:
        yield Finding("status", _("Readers see it although it is in the trash."), remedy)


def _of_the_lists(
    article: Article, listed: dict[Surface, set[int]], decided: dict[Surface, Decision]
) -> Iterator[_Found]:
    """Lists and single articles are decided by two forms of one rule."""
    for surface, decision in decided.items():
        if article.pk in listed[surface] and not decision:
            reason = decision.reasons[0]
            told = _("The lists hold it (%(surface)s) although it may not show there. %(why)s")
            sentence = told % {"surface": surface.label, "why": reason.sentence}
            yield _Found(Finding(reason.clause, sentence, _("Tell the administrator.")), (surface.value,))


def _of_the_desk(article: Article) -> Iterator[Finding]:
    cleared = article.clearances.exists() or article.audit_events.filter(verb="clear").exists()
    if article.is_licensed and not cleared:
        yield Finding(
            "clearance",
            _("It is published, and there is no record that the rights desk ever cleared it."),
            _("Withdraw it; the rights desk looks at it before it is restored."),
        )


def _of_the_pictures(article: Article, uses: list[ArticlePicture], surface: Surface) -> Iterator[_Found]:
    """Every picture that this surface shows against the rights of the pictures, read anew."""
    if not uses and "<img" not in article.body_html:
        return
    story = presentation.present(article, surface)
    shown = set(_addresses(story.pages))
    if story.lead:
        shown.add(story.lead.url)
    allowed = {use.picture.file.url for use in uses if parts.may_show_picture(use.picture, surface)}
    for address in sorted(shown - allowed):
        told = _("A picture shows that may not (%(surface)s): %(address)s")
        finding = Finding(
            "images",
            told % {"surface": surface.label, "address": address[:200]},
            _("Clear the picture, giving the reason, or take it out of the article."),
        )
        yield _Found(finding, (surface.value,))


def _hidden(uses: list[ArticlePicture], surface: Surface) -> set[str]:
    """Where the pictures lie that may not show there."""
    kept_back = [use for use in uses if not parts.may_show_picture(use.picture, surface)]
    found = {address for use in kept_back for address in (use.source_url, use.picture.source_url)}
    found |= {use.picture.file.url for use in kept_back if use.picture.file}
    found -= {use.picture.file.url for use in uses if use not in kept_back}
    return {printed.whole(address, readers.base()) for address in found if address}


def _addresses(pages: Iterable[str]) -> list[str]:
    found: list[str] = []

    def keep(src: str) -> figures.Shown | None:
        found.append(src)
        return None

    for page in pages:
        figures.replace(page, keep)
    return found
