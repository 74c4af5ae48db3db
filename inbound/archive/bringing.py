"""One item of an archive is brought, by the verbs that the desk uses: nothing here decides what readers may see."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles import publishing
from articles.models import Article, OldAddress, Section
from articles.models.old_address import old_path
from articles.publishing import NotAllowed
from articles.reserved import validate_not_reserved
from inbound import accept, matching
from inbound.archive import own
from inbound.archive.entries import PUBLISHED, SCHEDULED, UNPUBLISHED, Entry
from inbound.archive.whose import Found, Refused, whose
from inbound.formats.arrival import CANCELED, Unreadable
from inbound.formats.wxr_item import Term
from inbound.models import ArchiveItem
from records.slugs import free_slug

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Outcome = ArchiveItem.Outcome


@dataclasses.dataclass(frozen=True)
class Plan:
    """How an archive is to be brought. Plain values, so that a job can keep them."""

    path: str
    sections: dict[str, str] = dataclasses.field(default_factory=dict)
    """Slug or name of a category of the old site, lower case, and the slug of the section here."""
    create_sections: bool = False
    into: str = ""
    """The section of whatever has none otherwise."""
    kinds: tuple[str, ...] = ("post", "file")
    publish: bool = True
    clear: bool = False
    """Also clear licensed texts against which nothing stands, where whoever runs it may."""
    ours: tuple[str, ...] = ()
    language: str = "en"


@dataclasses.dataclass
class Result:
    outcome: str
    reason: str = ""
    """The same for all of a kind, to be counted by."""
    sentence: str = ""
    """What is to be known of this one."""
    article: Article | None = None
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)


class Bringer:
    """Brings the items of one archive, one at a time. Each call is to stand in a transaction of its own."""

    def __init__(self, plan: Plan, archive: str, hosts: frozenset[str], by: User | None):
        self.plan, self.archive, self.by = plan, archive, by
        self.hosts = hosts | frozenset(name.lower().removeprefix("www.") for name in plan.ours)

    def bring(self, entry: Entry) -> Result:
        """Never raises what is wrong with the item itself."""
        known = ArchiveItem.objects.filter(archive=self.archive, identity=entry.digest, article__isnull=False)
        if before := known.select_related("article").first():
            return Result(Outcome.HELD, _("it was brought before"), article=before.article)
        if entry.fault:
            return Result(Outcome.REFUSED, _("it cannot be read"), entry.fault)
        if entry.left_out:
            return Result(Outcome.SKIPPED, entry.left_out)
        if entry.kind not in self.plan.kinds:
            said = _("it is a “%(kind)s”, and only %(kinds)s were asked for: --types")
            return Result(Outcome.SKIPPED, said % {"kind": entry.kind, "kinds": ", ".join(self.plan.kinds)})
        try:
            with transaction.atomic():
                return self._bring(entry)
        except Refused as refusal:
            return Result(Outcome.REFUSED, refusal.reason, str(refusal))
        except accept.NotAccepted as refusal:
            return Result(Outcome.REFUSED, _("it cannot be taken"), str(refusal))
        except Unreadable as error:
            return Result(Outcome.REFUSED, _("it cannot be read"), f"{entry.called}: {error}")

    def _bring(self, entry: Entry) -> Result:
        found = whose(entry, self.hosts | entry.hosts, f"{self.archive} {entry.address}".strip()[:1000])
        if found.arrival.rights.status == CANCELED:
            raise Refused(_("its source canceled it"), _("Its source canceled it, so it may not be brought."))
        if not found.arrival.body_html.strip():
            raise Refused(_("it has no text"), _("It has a headline but no text."))
        section = self.section_of(entry)
        found.arrival.tags = self._tags(entry, found, section)
        facts = {"authors": [author.name for author in found.arrival.authors], "pictures": len(found.arrival.pictures)}
        result = self._licensed(entry, found, section) if found.outlet else self._own(entry, found, section)
        result.facts = facts | {"section": section.slug if section else "", "warnings": list(found.arrival.warnings)}
        if result.article is not None and entry.state != UNPUBLISHED:
            self._keep_addresses(entry, result.article, section)
        return result

    # --- our own

    def _own(self, entry: Entry, found: Found, section: Section | None) -> Result:
        if held := own.find(found.arrival, entry.state == PUBLISHED):
            return Result(Outcome.HELD, _("the same words are here already"), article=held)
        article = own.make(
            entry,
            found.arrival,
            section=section,
            by=self.by,
            language=self.plan.language,
            archive=self.archive,
            address=entry.address[:1000],
        )
        if entry.state not in (PUBLISHED, SCHEDULED):
            return Result(Outcome.DRAFT, own.not_before_readers(entry), article=article)
        if found.doubt:
            said = _("it says that it is of others, or comes from elsewhere")
            return Result(Outcome.DRAFT, said, f"“{found.doubt}”", article)
        if found.arrival.rights.expires and found.arrival.rights.expires <= timezone.now():
            return Result(Outcome.DRAFT, _("it was to be taken down, and that time has passed"), article=article)
        return self._before_readers(entry, article, Outcome.DRAFT)

    def _before_readers(self, entry: Entry, article: Article, otherwise: str) -> Result:
        """Published as it was, on the day it was, through the verb; else as it is, and why."""
        if not self.plan.publish:
            return Result(otherwise, _("nothing was to be published"), article=article)
        if entry.published is None:
            return Result(otherwise, _("the archive does not say when it was published"), article=article)
        if entry.state == SCHEDULED and entry.published <= timezone.now():
            return Result(otherwise, _("it was scheduled, and its time passed without it"), article=article)
        try:
            publishing.publish(article, by=self.by, at=entry.published)
        except NotAllowed as refusal:
            article.refresh_from_db()
            clauses = {finding.clause for finding in refusal.findings}
            if clauses == {"section"}:
                named = entry.sections[0].name if entry.sections else _("none")
                said = _("it has no section here; its category is “%(category)s”: --section, --create-sections")
                return Result(otherwise, said % {"category": named}, str(refusal), article)
            return Result(otherwise, _("it cannot be published as it stands"), str(refusal), article)
        except PermissionDenied as refusal:
            article.refresh_from_db()
            return Result(otherwise, _("whoever brings it may not publish"), str(refusal), article)
        return Result(Outcome.PUBLISHED, article=article)

    # --- what is licensed

    def _licensed(self, entry: Entry, found: Found, section: Section | None) -> Result:
        assert found.outlet is not None  # noqa: S101 asked before
        if match := matching.find(found.arrival, found.outlet):
            return Result(Outcome.HELD, _("the article of the outlet is here already"), article=match.article)
        day = entry.published.date().isoformat() if entry.published else ""
        because = _("Published on our old site (%(archive)s) on %(day)s.") % {"archive": self.archive, "day": day}
        was_chosen = entry.state == PUBLISHED and day
        taken = accept.accept(
            found.arrival,
            outlet=found.outlet,
            by=self.by,
            because=because if was_chosen else "",
            section=section,
            format=found.format,
            source=entry.address or entry.called,
        )
        article = taken.article
        if entry.published and entry.state == PUBLISHED:
            article.published_at = entry.published  # the day that it goes out under, once it may
            article.save()
        if entry.state != PUBLISHED:
            return Result(Outcome.DRAFT, own.not_before_readers(entry), article=article)
        waits = _("a text of “%(outlet)s”: the rights desk clears it") % {"outlet": found.outlet}
        if not (self.plan.clear and self.plan.publish):
            return Result(Outcome.RIGHTS, waits, article=article)
        try:
            publishing.clear(article, by=self.by)
        except (NotAllowed, PermissionDenied) as refusal:
            article.refresh_from_db()
            return Result(Outcome.RIGHTS, waits, str(refusal), article)
        return self._before_readers(entry, article, Outcome.RIGHTS)

    # --- where it stands

    def section_of(self, entry: Entry) -> Section | None:
        """The first of its categories that is mapped, is a section already, or becomes one; else ``into``."""
        for term in entry.sections:
            wanted = self.plan.sections.get(term.slug.casefold()) or self.plan.sections.get(term.name.casefold())
            found = Section.objects.filter(slug=wanted or term.slug or slugify(term.name)).first()
            found = found or (None if wanted else Section.objects.filter(name__iexact=term.name).first())
            if found or (self.plan.create_sections and (found := _new_section(term))):
                return found
        return Section.objects.filter(slug=self.plan.into).first() if self.plan.into else None

    def _tags(self, entry: Entry, found: Found, section: Section | None) -> list[str]:
        """Its tags, and the categories that it does not stand in."""
        names = [term.name for term in entry.sections if not section or section not in _named(term, self.plan)]
        return list(dict.fromkeys([*found.arrival.tags, *(term.name for term in entry.tags), *names]))

    def _keep_addresses(self, entry: Entry, article: Article, section: Section | None) -> None:
        """The old addresses lead here from now on. Of two items with one address the first keeps it."""
        now = article.get_absolute_url()
        paths = filter(None, map(old_path, entry.addresses))
        rows: dict[str, dict[str, Any]] = {path: {"article": article} for path in paths}
        if section and entry.sections and entry.sections[0].slug and section in _named(entry.sections[0], self.plan):
            rows.setdefault(old_path(f"/category/{entry.sections[0].slug}/"), {"section": section})
        for login, name in entry.logins:
            byline = article.bylines.filter(name=name).select_related("author").first()
            if byline and byline.author and login:
                rows.setdefault(old_path(f"/author/{login}/"), {"author": byline.author})
        for term in entry.tags:
            tag = Tag.objects.filter(name=term.name).first() if term.slug else None
            if tag and old_path(f"/tag/{term.slug}/"):
                rows.setdefault(old_path(f"/tag/{term.slug}/"), {"tag": tag})
        kept = [OldAddress(path=path, **to) for path, to in rows.items() if path and path != old_path(now)]
        OldAddress.objects.bulk_create(kept, ignore_conflicts=True)


def _named(term: Term, plan: Plan) -> list[Section]:
    """The sections that the category is mapped to, or has its name or slug from."""
    wanted = plan.sections.get(term.slug.casefold()) or plan.sections.get(term.name.casefold())
    slug = wanted or term.slug or slugify(term.name)
    by_name = [] if wanted else Section.objects.filter(name__iexact=term.name)
    return [*Section.objects.filter(slug=slug), *by_name]


def _new_section(term: Term) -> Section | None:
    name = term.name[:80].strip()
    slug = slugify(term.slug or name)[:60]
    try:
        validate_not_reserved(slug)
    except ValidationError:
        slug = ""
    if not name:
        return None
    return Section.objects.create(name=name, slug=slug or free_slug(Section, f"{name} news", "section"))
